//! Sealing and opening (authenticated encryption): what people wrote is ciphertext from here on down.
//! Destroying a text's key forgets the text for good (crypto-shredding).
//!
//! `{"$text": "gm"}` becomes `{"$sealed": {"key": …, "data": …}}` before it is stored, and back after it was
//! read; when the text was forgotten it becomes `"$erased"`. The order of reading is open, upcast, decode.

mod event_decoder;
#[cfg(test)]
mod tests;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::keys::{Key, TextKey, TextKeys};
use super::sealed_event::UnreadableEvent;
pub use event_decoder::{EventDecoder, OpenedEvent};

const TEXT: &str = "$text";
const SEALED: &str = "$sealed";
const ERASED: &str = "$erased";

/// Why something stored could not be read.
#[derive(Debug, thiserror::Error)]
pub enum EventReadError {
    /// The database did not answer: try again.
    #[error("could not {step}")]
    Unavailable {
        /// What was attempted.
        step: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
    /// The configured master key is not the one that the keys were made with.
    #[error(
        "MEMEBOT_MASTER_KEY does not open the key of scope {scope}: it is not the key this database was written with"
    )]
    WrongMasterKey {
        /// The project, or the nil UUID for texts outside any project.
        scope: Uuid,
    },
    /// Stored bytes are not what was written.
    #[error("{at} is damaged: {what}")]
    Damaged {
        /// Where.
        at: String,
        /// What was found.
        what: String,
    },
    /// One event of several cannot be read, and none may be left out: a newer program wrote it, or it is damaged.
    #[error(transparent)]
    Unreadable(#[from] Box<UnreadableEvent>),
}

impl EventReadError {
    /// Turns a driver's error into [`EventReadError::Unavailable`]; the step continues the words "could not".
    pub(crate) fn reading(step: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |source| Self::Unavailable { step, source }
    }
}

/// The ciphertext of one text in stored JSON.
#[derive(Serialize, Deserialize)]
struct Sealed {
    key: Uuid,
    data: String,
}

/// The key of one sealed text, to be stored with its event.
pub(super) struct KeyRow {
    /// Its id.
    pub(super) id: Uuid,
    /// The key, wrapped by its scope's key.
    pub(super) wrapped: Vec<u8>,
}

/// Whether there is any text to seal.
pub(super) fn has_text(value: &Value) -> bool {
    has(value, TEXT)
}

/// Whether there is any sealed text to open.
fn is_sealed(value: &Value) -> bool {
    has(value, SEALED)
}

fn has(value: &Value, marker: &str) -> bool {
    match value {
        Value::Object(fields) => {
            marked(fields, marker).is_some() || fields.values().any(|field| has(field, marker))
        }
        Value::Array(items) => items.iter().any(|item| has(item, marker)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Seals every text of an event in place and returns the keys in the order of the texts.
pub(super) fn seal(value: &mut Value, scope: &Key) -> Vec<KeyRow> {
    let mut keys = Vec::new();
    let sealed = replace(value, TEXT, &mut |text| {
        // A key for each text, so that each can be forgotten alone.
        let new = scope.new_text_key();
        let words = text.as_str().unwrap_or_default();
        let data = STANDARD_NO_PAD.encode(new.key.seal(new.id, words.as_bytes()));
        keys.push(KeyRow { id: new.id, wrapped: new.wrapped });
        Ok::<_, std::convert::Infallible>(json!({ SEALED: Sealed { key: new.id, data } }))
    });
    match sealed {
        Ok(()) => keys,
    }
}

/// Opens every sealed text in place; one that was forgotten is erased.
fn open(value: &mut Value, keys: &TextKeys) -> Result<(), String> {
    replace(value, SEALED, &mut |inner| {
        let sealed = sealed(inner)?;
        let TextKeys::Read(keys) = keys else { return Ok(json!(ERASED)) };
        match keys.get(&sealed.key) {
            Some(TextKey::Forgotten) => Ok(json!(ERASED)),
            Some(TextKey::Known(key)) => words(key, &sealed)
                .map(|words| json!({ TEXT: words }))
                .ok_or_else(|| format!("the text of key {} does not open", sealed.key)),
            Some(TextKey::Damaged) => Err(format!("key {} of a text does not open", sealed.key)),
            None => Err(format!("key {} of a text is missing, and the text was not forgotten", sealed.key)),
        }
    })
}

fn words(key: &Key, sealed: &Sealed) -> Option<String> {
    let plain = key.open(sealed.key, &STANDARD_NO_PAD.decode(&sealed.data).ok()?)?;
    String::from_utf8(plain.to_vec()).ok()
}

fn sealed(inner: &Value) -> Result<Sealed, String> {
    Sealed::deserialize(inner).map_err(|error| format!("a sealed text has another form: {error}"))
}

/// What a marker object holds: the value of its only field, if that is the marker.
fn marked<'a>(fields: &'a serde_json::Map<String, Value>, marker: &str) -> Option<&'a Value> {
    if fields.len() == 1 { fields.get(marker) } else { None }
}

fn replace<E>(
    value: &mut Value,
    marker: &str,
    change: &mut dyn FnMut(&Value) -> Result<Value, E>,
) -> Result<(), E> {
    match value {
        Value::Object(fields) => {
            if let Some(inner) = marked(fields, marker) {
                *value = change(inner)?;
                return Ok(());
            }
            fields.values_mut().try_for_each(|field| replace(field, marker, change))
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| replace(item, marker, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}
