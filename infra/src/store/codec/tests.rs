//! Sealing and opening without a database.

use std::collections::HashMap;

use domain::id::EventId;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{has_text, key_ids, open, seal};
use crate::store::keys::Key;

/// A UUIDv7.
const EVENT: EventId = EventId(Uuid::from_u128(0x019c_7b5b_4680_7000_8000_0000_0000_0001));

fn payload() -> Value {
    json!({ "Added": { "content": { "$text": "gm, Zoë" }, "layer": 1,
            "quotes": [{ "$text": "" }, { "quote": { "$text": "wagmi" } }, "$erased"] } })
}

/// The sealed payload and its keys as they would be found in the table.
fn sealed() -> (Value, HashMap<Uuid, Option<Key>>) {
    let scope = Key::from_bytes(&[1; 32]);
    let mut value = payload();
    let rows = seal(&mut value, EVENT, &scope);
    let keys = rows.iter().map(|row| {
        let bytes = scope.open(row.id, &row.wrapped).unwrap();
        (row.id, Some(Key::from_bytes(bytes.as_slice().try_into().unwrap())))
    });
    (value, keys.collect())
}

#[test]
fn opens_what_it_sealed_and_leaves_the_rest_alone() {
    let (mut value, keys) = sealed();
    assert_eq!(keys.len(), 3);
    assert!(!value.to_string().contains("wagmi") && !has_text(&value));
    open(&mut value, &keys).unwrap();
    assert_eq!(value, payload());
}

#[test]
fn keys_have_the_time_of_their_event_and_nothing_else_of_it() {
    let (_, keys) = sealed();
    for key in keys.keys() {
        assert_eq!(key.get_version_num(), 7);
        assert_eq!(key.get_timestamp(), EVENT.0.get_timestamp());
        assert_ne!(key.as_u128() << 48, EVENT.0.as_u128() << 48);
    }
}

#[test]
fn names_the_keys_it_needs() {
    let (value, keys) = sealed();
    let mut ids = Vec::new();
    key_ids(&value, &mut ids).unwrap();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| keys.contains_key(id)));
}

#[test]
fn a_destroyed_key_erases_its_text_only() {
    let (mut value, mut keys) = sealed();
    let mut ids = Vec::new();
    key_ids(&value["Added"]["content"], &mut ids).unwrap();
    keys.remove(&ids[0]);
    open(&mut value, &keys).unwrap();
    assert_eq!(value["Added"]["content"], json!("$erased"));
    assert_eq!(value["Added"]["quotes"][1]["quote"], json!({ "$text": "wagmi" }));
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
    assert!(open(&mut value, &keys).unwrap_err().contains("does not open"));
}
