//! Given/when/then for decisions, over cqrs-es's own test framework.

mod contract;

use chrono::{DateTime, Utc};
use cqrs_es::test::TestFramework;
use domain::actor::Actor;
use domain::id::{MemberId, ProjectId};
use domain::member::Member;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::role::{Role, Scope};
use domain::state::State;
use domain::text::Text;
use uuid::Uuid;

use crate::cqrs::{CqrsAggregate, CqrsEvent};
use crate::decision::{AggregateState, EventsOf};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

/// The instant of every test: 2026-01-09, noon.
pub(crate) fn noon() -> DateTime<Utc> {
    "2026-01-09T12:00:00Z".parse().unwrap()
}

/// The project of every test.
pub(crate) fn project_id() -> ProjectId {
    ProjectId(Uuid::from_u128(1))
}

/// A Telegram member of the tests.
pub(crate) fn member(user: i64) -> Actor {
    Actor::Member(MemberId::telegram(user))
}

/// Facts with an existing project and an actor (Telegram user 1) who holds the role in it.
pub(crate) fn as_role(role: Role) -> DecisionFacts {
    let mut facts = DecisionFacts::at(noon(), member(1));
    facts.member.roles.insert((role, Scope::Project(project_id())));
    facts.project = existing_project();
    facts
}

/// Facts with an existing project and an actor who holds no role.
pub(crate) fn as_stranger() -> DecisionFacts {
    DecisionFacts { member: Member::default(), ..as_role(Role::Owner) }
}

/// Facts with an existing project, seen by one of our processes.
pub(crate) fn as_process(name: &str) -> DecisionFacts {
    DecisionFacts { actor: Actor::process(name), ..as_stranger() }
}

/// A project that exists and has no settings.
pub(crate) fn existing_project() -> Project {
    Project::fold(&[ProjectEvent::ProjectCreated {
        name: "Froglet".into(),
        base_description: Text::known("A frog"),
    }])
}

/// Starts a test: what happened before on the aggregate.
pub(crate) fn given<S: AggregateState>(events: impl IntoIterator<Item = S::Event>) -> Given<S> {
    Given { events: events.into_iter().map(CqrsEvent).collect() }
}

/// What happened before.
pub(crate) struct Given<S: AggregateState> {
    events: Vec<CqrsEvent<S::Event>>,
}

impl<S: AggregateState> Given<S> {
    /// The command, and what it may know.
    pub(crate) fn when(self, facts: DecisionFacts, command: impl Into<S::Command>) -> Decided<S> {
        let result = TestFramework::<CqrsAggregate<S>>::with(facts)
            .given(self.events)
            .when(command.into())
            .inspect_result()
            .map(|facts| facts.into_iter().map(|fact| fact.0).collect());
        Decided(result)
    }
}

/// What the command did.
pub(crate) struct Decided<S: AggregateState>(Result<EventsOf<S>, Refusal>);

impl<S: AggregateState> Decided<S> {
    /// Expects exactly these events.
    #[track_caller]
    pub(crate) fn then(self, events: impl IntoIterator<Item = S::Event>) {
        assert_eq!(self.0, Ok(events.into_iter().collect()));
    }

    /// Expects that nothing was left to do.
    #[track_caller]
    pub(crate) fn then_nothing(self) {
        assert_eq!(self.0, Ok(Vec::new()));
    }

    /// Expects this refusal.
    #[track_caller]
    pub(crate) fn then_refused(self, refusal: Refusal) {
        assert_eq!(self.0, Err(refusal));
    }
}
