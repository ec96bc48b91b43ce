//! Upcasters: how an event written by an older version becomes one of today's.

use serde_json::Value;

use crate::event::{Event, EventKind};
#[cfg(feature = "faults")]
use crate::forgotten::is_forgotten;
use crate::stream::AggregateType;

/// One step from a version to the next.
#[derive(Clone, Copy, Debug)]
pub struct Upcaster {
    /// The aggregate type.
    pub kind: AggregateType,
    /// The event's name as it was stored.
    pub name: &'static str,
    /// The version as it was stored.
    pub from: &'static str,
    /// The version after the step.
    pub to: &'static str,
    /// The step, from opened payload to opened payload.
    pub step: fn(Value) -> Value,
}

/// Every step there is, in the order of versions.
pub const UPCASTERS: &[Upcaster] = &[];

/// Brings an opened payload to its event's current version.
///
/// # Errors
/// [`UnknownVersion`] when neither the catalogue nor an upcaster knows the version: it was written by a
/// newer program, so the reader must stop rather than skip.
pub fn upcast(
    kind: AggregateType,
    name: &str,
    version: &str,
    payload: Value,
) -> Result<Value, UnknownVersion> {
    upcast_with(UPCASTERS, kind, name, version, payload)
}

/// The kind of a stored event, once it is certain that this program can read the event.
///
/// # Errors
/// [`UnknownVersion`], as [`upcast`] would say.
pub fn known(kind: AggregateType, name: &str, version: &str) -> Result<EventKind, UnknownVersion> {
    let mut current = version;
    for upcaster in UPCASTERS {
        if upcaster.kind == kind && upcaster.name == name && upcaster.from == current {
            current = upcaster.to;
        }
    }
    let unknown = || UnknownVersion { kind, name: name.to_owned(), version: current.to_owned() };
    current_kind(kind, name, current).ok_or_else(unknown)
}

/// The kind of this name, in whatever version it was written.
pub fn kind_named(aggregate: AggregateType, name: &str) -> Option<EventKind> {
    Event::kinds(aggregate).iter().copied().find(|kind| kind.name == name && !is_forgotten(*kind))
}

/// The kind of this name, if the version is its current one.
fn current_kind(aggregate: AggregateType, name: &str, version: &str) -> Option<EventKind> {
    kind_named(aggregate, name).filter(|kind| kind.version == version)
}

/// Every stored version of an event that this program reads: aggregate type, name, version.
pub fn readable() -> impl Iterator<Item = (AggregateType, &'static str, &'static str)> {
    let current = Event::catalogue().map(|kind| (kind.aggregate, kind.name, kind.version));
    let earlier = UPCASTERS.iter().map(|step| (step.kind, step.name, step.from));
    current.chain(earlier).filter(|(kind, name, version)| known(*kind, name, version).is_ok())
}

#[cfg(not(feature = "faults"))]
const fn is_forgotten(_: EventKind) -> bool {
    false
}

fn upcast_with(
    upcasters: &[Upcaster],
    kind: AggregateType,
    name: &str,
    version: &str,
    payload: Value,
) -> Result<Value, UnknownVersion> {
    let (mut version, mut payload) = (version, payload);
    // One pass is enough: the steps of an event stand in the order of its versions, so a chain meets each in turn.
    for upcaster in upcasters {
        if upcaster.kind == kind && upcaster.name == name && upcaster.from == version {
            payload = (upcaster.step)(payload);
            version = upcaster.to;
        }
    }
    if current_kind(kind, name, version).is_some() {
        return Ok(payload);
    }
    Err(UnknownVersion { kind, name: name.to_owned(), version: version.to_owned() })
}

/// The event's version is not known to this program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no reader for {kind} event {name} {version}: a newer version of the program wrote it")]
pub struct UnknownVersion {
    /// The aggregate type.
    pub kind: AggregateType,
    /// The event's name.
    pub name: String,
    /// The version found.
    pub version: String,
}

#[cfg(test)]
mod tests {
    use super::{Upcaster, kind_named, known, readable, upcast, upcast_with};
    use crate::event::{Event, EventKind};
    use crate::stream::AggregateType;
    use serde_json::json;

    const STEPS: &[Upcaster] = &[
        Upcaster {
            kind: AggregateType::Project,
            name: EventKind::VibeCleared.name,
            from: "0.1",
            to: "0.2",
            step: |_| json!(2),
        },
        Upcaster {
            kind: AggregateType::Project,
            name: EventKind::VibeCleared.name,
            from: "0.2",
            to: "1.0",
            step: |_| json!(3),
        },
    ];

    #[test]
    fn walks_every_step_to_the_current_version() {
        for (from, expected) in [("0.1", json!(3)), ("0.2", json!(3)), ("1.0", json!(1))] {
            let payload =
                upcast_with(STEPS, AggregateType::Project, EventKind::VibeCleared.name, from, json!(1));
            assert_eq!(payload, Ok(expected), "{from}");
        }
    }

    #[test]
    fn stops_at_versions_and_names_it_does_not_know() {
        assert!(upcast(AggregateType::Project, EventKind::VibeCleared.name, "2.0", json!(1)).is_err());
        assert!(upcast(AggregateType::Project, "NeverHeardOf", "1.0", json!(1)).is_err());
        assert!(upcast(AggregateType::Post, EventKind::VibeCleared.name, "1.0", json!(1)).is_err());
    }

    #[test]
    fn all_of_the_catalogue_is_readable() {
        let readable: Vec<_> = readable().collect();
        assert!(Event::catalogue().all(|kind| readable.contains(&(kind.aggregate, kind.name, kind.version))));
    }

    #[test]
    fn knows_what_it_can_read_without_the_payload() {
        assert_eq!(
            known(AggregateType::Project, EventKind::VibeCleared.name, "1.0"),
            Ok(EventKind::VibeCleared)
        );
        assert!(known(AggregateType::Project, EventKind::VibeCleared.name, "2.0").is_err());
        assert!(known(AggregateType::Post, EventKind::VibeCleared.name, "1.0").is_err());
        // a version of tomorrow is still an event of a kind that one takes, or does not take
        assert_eq!(kind_named(AggregateType::Project, "VibeCleared"), Some(EventKind::VibeCleared));
        assert_eq!(kind_named(AggregateType::Project, "NeverHeardOf"), None);
    }
}
