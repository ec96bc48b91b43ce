//! Events are for ever: every version of every event has a sample that today's program still reads.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use domain::event::Event;
use domain::stream::AggregateType;
use domain::upcast::{UPCASTERS, upcast};
use serde_json::Value;

/// One version of one event: aggregate type, name, version.
type Key = (AggregateType, String, String);

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/guard/samples");

/// The samples in `<aggregate>/<EventName>.<version>.json`.
fn samples() -> Result<BTreeMap<Key, Value>> {
    let mut samples = BTreeMap::new();
    for folder in Path::new(SAMPLES).read_dir()? {
        for file in folder?.path().read_dir()? {
            let path = file?.path();
            let key = key(&path).with_context(|| format!("{} names no event", path.display()))?;
            let sample = serde_json::from_slice(&std::fs::read(&path)?)
                .with_context(|| format!("read {}", path.display()))?;
            samples.insert(key, sample);
        }
    }
    Ok(samples)
}

fn key(path: &Path) -> Option<Key> {
    let kind = AggregateType::named(path.parent()?.file_name()?.to_str()?)?;
    let (name, version) = path.file_name()?.to_str()?.strip_suffix(".json")?.split_once('.')?;
    Some((kind, name.to_owned(), version.to_owned()))
}

/// Every version that may be stored: today's, and those that an upcaster starts from.
fn stored_versions() -> Vec<Key> {
    let today = Event::catalogue().map(|kind| (kind.aggregate, kind.name, kind.version));
    let before = UPCASTERS.iter().map(|step| (step.kind, step.name, step.from));
    today.chain(before).map(|(kind, name, version)| (kind, name.into(), version.into())).collect()
}

/// The sample is read as its event, and what was read is written again as it was (brought to today's version).
fn check((kind, name, version): &Key, sample: &Value) -> Result<()> {
    let payload = upcast(*kind, name, version, sample.clone())?;
    let event = Event::decode(*kind, payload.clone())?;
    ensure!(event.kind().name == name, "is a {}", event.kind().name);
    let written = encode(&event)?;
    ensure!(written == payload, "is written differently: {written}");
    Ok(())
}

fn encode(event: &Event) -> serde_json::Result<Value> {
    match event {
        Event::Project(event) => serde_json::to_value(event),
        Event::Context(event) => serde_json::to_value(event),
        Event::Suggestion(event) => serde_json::to_value(event),
        Event::Post(event) => serde_json::to_value(event),
        Event::Account(event) => serde_json::to_value(event),
        Event::Member(event) => serde_json::to_value(event),
        Event::Access(event) => serde_json::to_value(event),
    }
}

/// Names what lacks a sample, and samples of what is no event any more.
fn complete(samples: &BTreeMap<Key, Value>, stored: &[Key]) -> Result<()> {
    let missing: Vec<_> = stored.iter().filter(|key| !samples.contains_key(key)).collect();
    let left_over: Vec<_> = samples.keys().filter(|key| !stored.contains(key)).collect();
    if missing.is_empty() && left_over.is_empty() {
        return Ok(());
    }
    bail!("without a sample in {SAMPLES}: {missing:?}; samples of events that no longer exist: {left_over:?}")
}

#[test]
fn every_stored_version_of_every_event_has_a_sample_and_no_event_was_removed() -> Result<()> {
    complete(&samples()?, &stored_versions())
}

#[test]
fn every_sample_is_read_and_written_again_as_it_was() -> Result<()> {
    for (key, sample) in samples()? {
        check(&key, &sample).with_context(|| format!("{} {} {}", key.0, key.1, key.2))?;
    }
    Ok(())
}

#[test]
fn a_new_event_without_a_sample_and_a_removed_event_are_found() -> Result<()> {
    let (samples, mut stored) = (samples()?, stored_versions());
    let removed = stored.pop().context("there are events")?;
    let error = complete(&samples, &stored).expect_err("a removed event must be found").to_string();
    assert!(error.contains(&removed.1), "{error}");
    stored.extend([removed, (AggregateType::Post, "PostPinned".into(), "1.0".into())]);
    let error = complete(&samples, &stored).expect_err("a missing sample must be found").to_string();
    assert!(error.contains("PostPinned"), "{error}");
    Ok(())
}

#[test]
fn a_renamed_field_a_lost_field_and_an_unknown_version_are_found() {
    let key = |version: &str| (AggregateType::Context, "ContextApproved".to_owned(), version.to_owned());
    let good = serde_json::json!({"ContextApproved": {"layer": 1, "context_version": 1}});
    let renamed = serde_json::json!({"ContextApproved": {"number": 1, "context_version": 1}});
    let lost = serde_json::json!({"ContextApproved": {"layer": 1, "context_version": 1, "approver": "x"}});
    assert!(check(&key("1.0"), &good).is_ok());
    assert!(check(&key("1.0"), &renamed).is_err());
    assert!(check(&key("1.0"), &lost).is_err());
    assert!(check(&key("9.0"), &good).is_err());
}
