//! Event subsets: what a projection or process manager subscribes to, named as a type, so that its matches are complete
//! and say nothing of other events.

use crate::event::{Event, EventKind};

/// The events that one consumer takes, borrowed. [`takes!`](crate::takes) declares one; whoever takes every event names
/// `&Event`.
pub trait EventSubset<'a>: Copy {
    /// Whether events of this kind are among them.
    fn includes(kind: EventKind) -> bool;

    /// The event, if it is among them.
    fn of(event: &'a Event) -> Option<Self>;
}

impl<'a> EventSubset<'a> for &'a Event {
    fn includes(_kind: EventKind) -> bool {
        true
    }

    fn of(event: &'a Event) -> Option<Self> {
        Some(event)
    }
}

/// Declares an enum of the named events, by aggregate. Each variant holds the event's fields; a new event concerns
/// nobody who does not name it.
///
/// ```
/// use domain::{event::Event, event_subset::EventSubset, project::event::ProjectEvent, takes};
///
/// takes! {
///     /// What changes a mood.
///     enum MoodInput { project::{VibeSet, VibeCleared} }
/// }
///
/// fn mood(event: &Event) -> Option<&str> {
///     match MoodInput::of(event)? {
///         MoodInput::VibeSet(set) => set.vibe.as_str(),
///         MoodInput::VibeCleared(_) => Some("none"),
///     }
/// }
/// assert_eq!(mood(&Event::Project(ProjectEvent::VibeCleared {})), Some("none"));
/// assert_eq!(mood(&Event::Project(ProjectEvent::ProjectArchived {})), None);
/// ```
#[macro_export]
macro_rules! takes {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident {
            $( $aggregate:ident :: { $($event:ident),+ $(,)? } ),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        $vis enum $name<'a> {
            $( $(
                #[doc = concat!("The event `", stringify!($event), "`.")]
                $event($crate::$aggregate::event::$event<'a>),
            )+ )+
        }

        impl<'a> $crate::event_subset::EventSubset<'a> for $name<'a> {
            fn includes(kind: $crate::event::EventKind) -> bool {
                [$( $($crate::event::EventKind::$event),+ ),+].contains(&kind)
            }

            fn of(event: &'a $crate::event::Event) -> ::core::option::Option<Self> {
                $( $(
                    if let Some(event) = $crate::$aggregate::event::$event::of(event) {
                        return Some(Self::$event(event));
                    }
                )+ )+
                None
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::EventSubset;
    use crate::context::event::ContextEvent;
    use crate::event::{Event, EventKind};

    takes! {
        enum LayerInput { context::{ContextApproved}, project::{VibeCleared, ProjectArchived} }
    }

    #[test]
    fn a_subset_has_the_named_events_and_no_other() {
        let among = |kind: &EventKind| LayerInput::includes(*kind);
        let named = [EventKind::VibeCleared, EventKind::ProjectArchived, EventKind::ContextApproved];
        assert_eq!(Event::catalogue().filter(among).collect::<Vec<_>>(), named);
        let approved = Event::Context(ContextEvent::ContextApproved { layer: 3, context_version: 2 });
        let Some(LayerInput::ContextApproved(taken)) = LayerInput::of(&approved) else {
            panic!("it is named")
        };
        assert_eq!((*taken.layer, *taken.context_version), (3, 2));
        let refused = Event::Context(ContextEvent::ContextRejected { layer: 3, reason: None });
        assert!(LayerInput::of(&refused).is_none());
    }
}
