//! `State`: what an aggregate's events add up to.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::event::DomainEvent;
use crate::stream::AggregateType;

/// The state of one aggregate: a pure fold over its events, starting from the default.
pub trait State:
    Default + Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Its events.
    type Event: DomainEvent;

    /// The aggregate type its stream is stored under.
    const KIND: AggregateType;

    /// Takes in one event. Total: an event that was recorded is true, whatever the state.
    fn evolve(&mut self, event: &Self::Event);

    /// The state after the events.
    fn fold<'a>(events: impl IntoIterator<Item = &'a Self::Event>) -> Self {
        let mut state = Self::default();
        events.into_iter().for_each(|event| state.evolve(event));
        state
    }
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::account::Account;
    use crate::context::Context;
    use crate::event::DomainEvent;
    use crate::member::Member;
    use crate::post::Post;
    use crate::project::Project;
    use crate::suggestion::Suggestion;
    use serde_json::{Map, Value, json};
    use std::collections::BTreeMap;
    use std::fs;

    /// One event of each kind; a guard keeps them complete.
    const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/guard/samples");
    /// How many other values of a field are tried.
    const TRIED: usize = 4;
    /// The fields that no decision rests on: they are history, and read models show some.
    const HISTORY_ALONE: [&str; 25] = [
        "AccountDisconnected.reason",
        "AccountReleased.reason",
        "ContextApproved.context_version",
        "ContextRejected.reason",
        "ContextRolledBack.context_version",
        "GenerationFailed.detail",
        "GenerationFailed.fault",
        "GenerationFailed.input",
        "MetricsObserved.observed_at",
        "OutcomeConfirmed.confirmed_by",
        "OutcomeConfirmed.username",
        "OutcomeUnknown.detail",
        "PostBlocked.assessment",
        "PostCancelled.reason",
        "PostFailed.detail",
        "PostFailed.fault",
        "PostMissed.due",
        "PostMissed.held",
        "PostPublished.username",
        "PostingPaused.reason",
        "RoleGranted.name",
        "SuggestionRejected.reason",
        "VariantsGenerated.input",
        "VariantsGenerated.model",
        "VariantsGenerated.usage",
    ];

    fn samples(kind: &str) -> Vec<Value> {
        let files = fs::read_dir(format!("{SAMPLES}/{kind}")).unwrap().map(|file| file.unwrap().path());
        files.map(|file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap()).collect()
    }

    /// Every value in the samples of every aggregate, and a few that are in none.
    fn values() -> Vec<Value> {
        fn collect(value: &Value, values: &mut Vec<Value>) {
            let parts: Vec<&Value> = match value {
                Value::Object(fields) => fields.values().collect(),
                Value::Array(items) => items.iter().collect(),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
            };
            parts.into_iter().for_each(|part| collect(part, values));
            values.push(value.clone());
        }
        let of_project = json!([{"kind": "project", "id": "1"}]);
        let more = [json!(null), json!([]), json!(true), json!("full"), json!("score"), json!("duplicate")];
        let mut values: Vec<Value> = more.into_iter().chain([json!("input_blocked"), of_project]).collect();
        for kind in ["account", "context", "member", "post", "project", "suggestion"] {
            samples(kind).iter().for_each(|sample| collect(sample, &mut values));
        }
        let distinct: BTreeMap<String, Value> =
            values.into_iter().map(|value| (value.to_string(), value)).collect();
        distinct.into_values().collect()
    }

    /// Other values in place of one: any, and for an object also itself with another part.
    fn others(value: &Value, values: &[Value]) -> Vec<Value> {
        let mut others = values.to_vec();
        for (part, inner) in value.as_object().into_iter().flatten() {
            for other in self::others(inner, values) {
                let mut changed = value.clone();
                changed[part] = other;
                others.push(changed);
            }
        }
        others
    }

    /// The event with other values of one field.
    fn changed<S: State>(sample: &Value, field: &str, values: &[Value]) -> Vec<S::Event> {
        let (name, fields) = sample.as_object().and_then(|event| event.iter().next()).unwrap();
        let event: S::Event = serde_json::from_value(sample.clone()).unwrap();
        let with = |other| {
            let mut fields = fields.clone();
            fields[field] = other;
            serde_json::from_value::<S::Event>(json!({name: fields})).ok()
        };
        let changed = others(&fields[field], values).into_iter().filter_map(with);
        changed.filter(|other| *other != event).take(TRIED).collect()
    }

    fn fields(sample: &Value) -> Vec<String> {
        let fields = sample.as_object().and_then(|event| event.values().next()?.as_object()).unwrap();
        fields.keys().cloned().collect()
    }

    /// The event with the fields that it shares with the other, as they are there.
    fn alike<S: State>(sample: &Value, other: &Value) -> Option<S::Event> {
        let (name, fields) = sample.as_object()?.iter().next()?;
        let others = other.as_object()?.values().next()?;
        let shared = fields.as_object()?.iter().map(|(field, own)| (field, others.get(field).unwrap_or(own)));
        let fields: Map<String, Value> =
            shared.map(|(field, value)| (field.clone(), value.clone())).collect();
        serde_json::from_value(json!({name: fields})).ok()
    }

    /// What may have happened before: nothing, any two events in turn, or one that is about the same as another.
    fn states<S: State>(samples: &[Value]) -> Vec<S> {
        let event = |sample: &Value| serde_json::from_value::<S::Event>(sample.clone()).unwrap();
        let events: Vec<S::Event> = samples.iter().map(event).collect();
        let pairs = events.iter().flat_map(|first| events.iter().map(move |second| S::fold([first, second])));
        let both = samples.iter().flat_map(|sample| samples.iter().map(move |other| (sample, other)));
        let alike = both.filter_map(|(sample, other)| alike::<S>(sample, other));
        [S::default()].into_iter().chain(pairs).chain(alike.map(|event| S::fold([&event]))).collect()
    }

    fn after<S: State>(state: &S, event: &S::Event) -> S {
        let mut state = state.clone();
        state.evolve(event);
        state
    }

    /// The fields of the aggregate's events that make no difference in any state.
    fn without_effect<S: State>(values: &[Value]) -> Vec<String> {
        let samples = samples(S::KIND.name());
        let states: Vec<S> = states(&samples);
        let mut idle = Vec::new();
        for sample in &samples {
            let event: S::Event = serde_json::from_value(sample.clone()).unwrap();
            let mut changes = states.iter().any(|state| after(state, &event) != *state);
            for field in fields(sample) {
                let others = changed::<S>(sample, &field, values);
                assert!(!others.is_empty(), "there is no other {field} of {} to try", event.kind().name);
                let differs = |other| states.iter().any(|state| after(state, &event) != after(state, other));
                if others.iter().any(differs) {
                    changes = true;
                } else {
                    idle.push(format!("{}.{field}", event.kind().name));
                }
            }
            assert!(changes, "{} changes nothing", event.kind().name);
        }
        idle
    }

    #[test]
    fn every_field_of_every_event_is_in_the_state_or_is_history_alone() {
        let values = values();
        let mut idle = [
            without_effect::<Account>(&values),
            without_effect::<Context>(&values),
            without_effect::<Member>(&values),
            without_effect::<Post>(&values),
            without_effect::<Project>(&values),
            without_effect::<Suggestion>(&values),
        ]
        .concat();
        idle.sort();
        assert_eq!(idle, HISTORY_ALONE);
    }
}
