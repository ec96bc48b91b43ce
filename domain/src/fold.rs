//! Folding a stream whose aggregate is known at run time alone: its state as JSON.

use serde_json::Value;

use crate::access::Access;
use crate::account::Account;
use crate::context::Context;
use crate::event::Event;
use crate::member::Member;
use crate::post::Post;
use crate::project::Project;
use crate::state::State;
use crate::stream::AggregateType;
use crate::suggestion::Suggestion;

/// Folds the events of one aggregate.
macro_rules! fold {
    ($kind:ident, $events:expr) => {
        serde_json::to_value($kind::fold(
            $events.filter_map(|event| if let Event::$kind(event) = event { Some(event) } else { None }),
        ))
    };
}

/// What the events of one aggregate add up to; those of another aggregate do not count.
///
/// # Errors
/// When the state cannot be written as JSON.
pub fn fold<'a>(
    kind: AggregateType,
    events: impl Iterator<Item = &'a Event>,
) -> Result<Value, serde_json::Error> {
    match kind {
        AggregateType::Project => fold!(Project, events),
        AggregateType::Context => fold!(Context, events),
        AggregateType::Suggestion => fold!(Suggestion, events),
        AggregateType::Post => fold!(Post, events),
        AggregateType::Account => fold!(Account, events),
        AggregateType::Member => fold!(Member, events),
        AggregateType::Access => fold!(Access, events),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;
    use crate::event::Event;
    use crate::project::Project;
    use crate::project::event::ProjectEvent;
    use crate::state::State;
    use crate::stream::AggregateType;

    #[test]
    fn what_is_known_at_run_time_alone_is_folded_as_its_state() {
        let events =
            [ProjectEvent::PostingPaused { reason: None, asked_at: None }, ProjectEvent::ProjectArchived {}];
        let expected = serde_json::to_value(Project::fold(&events)).unwrap();
        let events = events.map(Event::Project);
        assert_eq!(fold(AggregateType::Project, events.iter()).unwrap(), expected);
        for other in AggregateType::ALL.into_iter().filter(|kind| *kind != AggregateType::Project) {
            let nothing = fold(other, [].iter()).unwrap();
            assert!(nothing.is_object(), "{other}");
            assert_eq!(fold(other, events.iter()).unwrap(), nothing, "{other}");
        }
    }
}
