//! The pure model: the streams of a case as the log tells them, what of them can have been seen at which moments, and how
//! a command is decided on that.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use commands::command::Command;
use commands::decision::{CommandHeader, Decision};
use commands::envelope::Envelope;
use commands::facts::DecisionFacts;
use commands::refusal::Refusal;
use domain::account::Account;
use domain::actor::Actor;
use domain::context::Context;
use domain::event::Event;
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::state::State;
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::Suggestion;

use super::notes::Tick;

/// How a command was decided.
pub(super) type Decided = Result<Vec<Event>, Refusal>;

/// From when to when something happened: not before the first moment, and before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    /// It had not happened before.
    pub(super) start: Tick,
    /// It had happened by then.
    pub(super) end: Tick,
}

/// The streams of a case.
#[derive(Debug, Default)]
pub(super) struct History {
    streams: BTreeMap<StreamId, Vec<(Event, Interval)>>,
}

/// A state whose events can be told from the others.
trait Part: State {
    fn part(event: &Event) -> Option<&Self::Event>;
    fn whole(event: Self::Event) -> Event;
}

macro_rules! parts {
    ($($state:ident),+) => {
        $(impl Part for $state {
            fn part(event: &Event) -> Option<&Self::Event> {
                if let Event::$state(event) = event { Some(event) } else { None }
            }

            fn whole(event: Self::Event) -> Event {
                Event::$state(event)
            }
        })+
    };
}

parts!(Project, Context, Suggestion, Post, Account, Member);

impl History {
    /// Adds the next event of its stream.
    pub(super) fn add(&mut self, stream: &StreamId, event: &Event, interval: Interval) {
        self.streams.entry(stream.clone()).or_default().push((event.clone(), interval));
    }

    /// The versions of the stream that could be the newest committed one at some moment of the interval.
    pub(super) fn versions(&self, stream: &StreamId, seen: Interval) -> RangeInclusive<u64> {
        let events = self.streams.get(stream).map(Vec::as_slice).unwrap_or_default();
        let count = |holds: &dyn Fn(&Interval) -> bool| {
            events.iter().rposition(|(_, interval)| holds(interval)).map_or(0, |last| last as u64 + 1)
        };
        count(&|interval| interval.end < seen.start)..=count(&|interval| interval.start < seen.end)
    }

    /// Every way in which the command could be decided on its own stream at this version, and on the versions of
    /// everything else it reads that could be seen in the interval.
    pub(super) fn decisions(&self, envelope: &Envelope, own: u64, seen: Interval) -> Vec<Decided> {
        match &envelope.command {
            Command::Project(command) => self.decided(envelope, command, own, seen),
            Command::Context(command) => self.decided(envelope, command, own, seen),
            Command::Suggestion(command) => self.decided(envelope, command, own, seen),
            Command::Post(command) => self.decided(envelope, command, own, seen),
            Command::Account(command) => self.decided(envelope, command, own, seen),
            Command::Member(command) => self.decided(envelope, command, own, seen),
            Command::Access(_) => Vec::new(),
        }
    }

    /// Whether the member held no role at all, for certain or perhaps, in the interval.
    pub(super) fn was_stranger(&self, member: &StreamId, seen: Interval) -> Vec<bool> {
        self.versions(member, seen)
            .map(|version| self.state::<Member>(member, version).is_stranger())
            .collect()
    }

    fn decided<C>(&self, envelope: &Envelope, command: &C, own: u64, seen: Interval) -> Vec<Decided>
    where
        C: Decision,
        C::State: Part,
    {
        let (stream, facts) = (command.stream(), DecisionFacts::at(envelope.at, envelope.actor.clone()));
        let state = self.state::<C::State>(&stream, own);
        let mut all = vec![facts];
        for read in reads(envelope, command) {
            let versions = if read == stream { own..=own } else { self.versions(&read, seen) };
            let each = |facts: &DecisionFacts| {
                let facts = facts.clone();
                versions.clone().map(|version| self.with(facts.clone(), &read, version)).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(each).collect();
        }
        let whole = |events: Vec<_>| events.into_iter().map(C::State::whole).collect();
        all.iter().map(|facts| command.decide_as(&state, facts).map(whole)).collect()
    }

    fn with(&self, mut facts: DecisionFacts, stream: &StreamId, version: u64) -> DecisionFacts {
        match stream.kind {
            AggregateType::Project => facts.project = self.state(stream, version),
            AggregateType::Context => facts.context = self.state(stream, version),
            AggregateType::Suggestion => facts.suggestion = self.state(stream, version),
            AggregateType::Post => facts.post = self.state(stream, version),
            AggregateType::Account => facts.account = self.state(stream, version),
            AggregateType::Member => facts.member = self.state(stream, version),
            AggregateType::Access => {}
        }
        facts
    }

    fn state<S: Part>(&self, stream: &StreamId, version: u64) -> S {
        let events = self.streams.get(stream).into_iter().flatten();
        let taken = events.take(usize::try_from(version).unwrap_or(usize::MAX));
        S::fold(taken.filter_map(|(event, _)| S::part(event)))
    }
}

/// What a decision reads besides its own stream: the actor, the project, and what the command names.
fn reads(envelope: &Envelope, command: &impl Decision) -> Vec<StreamId> {
    let actor = match &envelope.actor {
        Actor::Member(member) => Some(StreamId::new(AggregateType::Member, member)),
        Actor::Operator(_) | Actor::Process(_) => None,
    };
    let project = command.project().map(|project| StreamId::new(AggregateType::Project, project));
    actor.into_iter().chain(project).chain(command.reads()).collect()
}

/// The stream that a command is for.
pub(super) fn own_stream(command: &Command) -> StreamId {
    match command {
        Command::Project(command) => command.stream(),
        Command::Context(command) => command.stream(),
        Command::Suggestion(command) => command.stream(),
        Command::Post(command) => command.stream(),
        Command::Account(command) => command.stream(),
        Command::Member(command) => command.stream(),
        Command::Access(command) => command.stream(),
    }
}
