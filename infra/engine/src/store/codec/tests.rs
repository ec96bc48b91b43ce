//! Sealing and opening without a database.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{has_text, is_sealed, open, seal};
use crate::store::keys::{Key, TextKey, TextKeys};

fn payload() -> Value {
    json!({ "Added": { "content": { "$text": "gm, Zoë" }, "layer": 1,
            "quotes": [{ "$text": "" }, { "quote": { "$text": "wagmi" } }, "$erased"] } })
}

/// The sealed payload and its keys as they would be found in the table.
fn sealed() -> (Value, HashMap<Uuid, TextKey>) {
    let scope = Key::from_bytes(&[1; 32]);
    let mut value = payload();
    let rows = seal(&mut value, &scope);
    let keys = rows.iter().map(|row| {
        let bytes = scope.open(row.id, &row.wrapped).unwrap();
        (row.id, TextKey::Known(Key::from_bytes(bytes.as_slice().try_into().unwrap())))
    });
    (value, keys.collect())
}

#[test]
fn opens_what_it_sealed_and_leaves_the_rest_alone() {
    let (mut value, keys) = sealed();
    assert_eq!(keys.len(), 3);
    assert!(!value.to_string().contains("wagmi") && !has_text(&value));
    open(&mut value, &TextKeys::Read(keys)).unwrap();
    assert_eq!(value, payload());
}

#[test]
fn tells_what_needs_keys() {
    assert!(is_sealed(&sealed().0));
    assert!(!is_sealed(&payload()));
}

#[test]
fn a_tombstone_erases_its_text_only() {
    let (mut value, mut keys) = sealed();
    let marker = &value["Added"]["content"]["$sealed"]["key"];
    keys.insert(serde_json::from_value(marker.clone()).unwrap(), TextKey::Forgotten);
    open(&mut value, &TextKeys::Read(keys)).unwrap();
    assert_eq!(value["Added"]["content"], json!("$erased"));
    assert_eq!(value["Added"]["quotes"][1]["quote"], json!({ "$text": "wagmi" }));
}

#[test]
fn a_key_that_is_missing_without_a_tombstone_is_damage() {
    let (mut value, mut keys) = sealed();
    let marker = &value["Added"]["content"]["$sealed"]["key"];
    keys.remove(&serde_json::from_value(marker.clone()).unwrap());
    let error = open(&mut value, &TextKeys::Read(keys)).unwrap_err();
    assert!(error.ends_with("is missing, and the text was not forgotten"), "{error}");
}

#[test]
fn without_keys_every_text_is_erased() {
    let mut value = sealed().0;
    open(&mut value, &TextKeys::Unread).unwrap();
    assert_eq!(value["Added"]["content"], json!("$erased"));
}

#[test]
fn the_same_words_look_different_every_time() {
    let (first, second) = (sealed().0, sealed().0);
    assert_ne!(first["Added"]["content"]["$sealed"]["data"], second["Added"]["content"]["$sealed"]["data"]);
}

#[test]
fn a_ciphertext_moved_to_another_key_does_not_open() {
    let (mut value, keys) = sealed();
    let other = value["Added"]["quotes"][0]["$sealed"]["data"].clone();
    value["Added"]["content"]["$sealed"]["data"] = other;
    assert!(open(&mut value, &TextKeys::Read(keys)).unwrap_err().contains("does not open"));
}
