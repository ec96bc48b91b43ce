//! Events are for ever: every version of every event has a sample that today's program still reads. And consumers name the
//! events that they take, by items of the domain and not by words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use domain::event::{Event, EventKind};
use domain::stream::AggregateType;
use domain::upcast::{UPCASTERS, upcast};
use serde_json::Value;

use crate::assert_none;
use crate::sources::{Source, root, sources};

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

/// The kinds that have no row in the document.
fn undescribed(document: &str) -> Vec<String> {
    let described = |kind: &EventKind| document.contains(&format!("\n| {} | ", kind.name));
    let missing = Event::catalogue().filter(|kind| !described(kind));
    missing.map(|kind| format!("docs/events.md: no row of {}", kind.name)).collect()
}

#[test]
fn every_event_is_described() {
    let document =
        std::fs::read_to_string(root().join("docs/events.md")).expect("docs/events.md is readable");
    assert_none(&undescribed(&document));
    let without = document.replace("\n| VibeCleared | ", "\n| VibeEnded | ");
    assert_eq!(undescribed(&without), ["docs/events.md: no row of VibeCleared"]);
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

/// The rooms of those who read events.
const CONSUMERS: [&str; 4] = ["commands/src", "projections/src", "infra", "bin/src"];

/// Arms about events that do not concern a consumer (`takes!` leaves them out), and events named by a word: in Rust
/// there is `EventKind`, and in SQL, where the compiler does not look, the word must be an event's name.
fn unnamed(source: &Source, names: &BTreeSet<&str>) -> Vec<String> {
    let mut found = Vec::new();
    for line in source.production_lines().filter(|line| !line.trim_start().starts_with("//")) {
        let ignored = AggregateType::ALL.map(|kind| format!("Event::{kind:?}(_)"));
        found.extend(ignored.into_iter().filter(|arm| line.contains(arm)));
        let words = names.iter().map(|name| format!("\"{name}\""));
        found.extend(words.filter(|word| line.contains(word)));
        let quoted = line.split('\'').skip(1).step_by(2).filter(|word| is_camel_case(word));
        found.extend(quoted.filter(|word| !names.contains(word)).map(|word| format!("'{word}'")));
    }
    found.into_iter().map(|what| format!("{}: {what}", source.path)).collect()
}

fn is_camel_case(word: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    capitals > 1 && word.len() > 2 * capitals && word.chars().all(|letter| letter.is_ascii_alphabetic())
}

fn names() -> BTreeSet<&'static str> {
    Event::catalogue().map(|kind| kind.name).collect()
}

#[test]
fn consumers_name_the_events_that_they_take() {
    let consumers = sources(&CONSUMERS, "rs").into_iter().filter(|source| !source.path.contains("/test"));
    assert_none(&consumers.flat_map(|source| unnamed(&source, &names())).collect::<Vec<_>>());
}

#[test]
fn an_arm_about_other_events_and_a_word_for_an_event_are_found() {
    let text = "match e {\n  Event::Access(_) => {}\n  kind == \"VibeSet\"\n  \"WHERE event_type = 'VibeSett' OR 'VibeSet'\"\n}";
    let found = unnamed(&Source::new("a.rs", text), &names());
    assert_eq!(found, ["a.rs: Event::Access(_)", "a.rs: \"VibeSet\"", "a.rs: 'VibeSett'"]);
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
