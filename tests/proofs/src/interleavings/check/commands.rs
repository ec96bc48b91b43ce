//! Commands: one effect per id, the same answer to everybody, and no decision on facts that did not hold.

use std::collections::HashSet;

use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::receipt::Outcome;
use domain::actor::Actor;
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use uuid::Uuid;

use super::Case;
use crate::interleavings::model::{Decided, History, own_stream};
use crate::interleavings::notes::Answer;
use crate::interleavings::seen::Receipt;

/// Whether the caller knows what became of the command.
pub(super) fn is_told(answer: &Answer) -> bool {
    matches!(answer.told, Ok(_) | Err(CommandError::Refused(_)))
}

pub(super) fn faults(case: &Case<'_>) -> Vec<String> {
    let history = case.history();
    let mut faults: Vec<String> = case.notes.answers.iter().filter_map(unexpected).collect();
    for (id, answers) in case.answers() {
        match case.seen.receipts.get(&id) {
            Some(receipt) => faults.extend(Asked { case, receipt, answers }.faults(&history)),
            None => faults.push(format!("command {id} was answered and has no receipt: {answers:?}")),
        }
    }
    for poisoned in &case.notes.poisoned {
        if case.seen.receipts.contains_key(&poisoned.command) {
            faults.push(format!("a poisoned append was recorded: {poisoned:?}"));
        }
    }
    faults.extend(strangers(case));
    faults
}

fn unexpected(answer: &Answer) -> Option<String> {
    match &answer.told {
        Ok(_) | Err(CommandError::Refused(_) | CommandError::KeyReused) => None,
        Err(
            error @ (CommandError::Conflict { .. }
            | CommandError::Unavailable { .. }
            | CommandError::UpgradeUnderWay { .. }
            | CommandError::Unreadable(_)
            | CommandError::Corrupt(_)),
        ) => Some(format!("request {} was answered: {error}", answer.request)),
    }
}

/// One command id, its receipt, and everybody who asked.
struct Asked<'a> {
    case: &'a Case<'a>,
    receipt: &'a Receipt,
    answers: Vec<&'a Answer>,
}

impl Asked<'_> {
    fn faults(&self, history: &History) -> Vec<String> {
        let told: Vec<_> = self.answers.iter().copied().filter(|answer| is_told(answer)).collect();
        let Some(first) = told.first() else { return vec![self.fault("is recorded and nobody was told")] };
        let owner = self.identity(first);
        let mut faults = Vec::new();
        for answer in &self.answers {
            let reused = matches!(answer.told, Err(CommandError::KeyReused));
            if (is_told(answer) || reused) && reused == (self.identity(answer) == owner) {
                faults.push(self.fault(&format!("belongs to {owner} and was answered: {answer:?}")));
            }
            if is_told(answer) && !self.agrees(answer) {
                faults.push(self.fault(&format!("has another receipt than the answer {answer:?}")));
            }
        }
        faults.extend(self.effect());
        faults.extend(self.staleness(history, &told));
        faults
    }

    fn fault(&self, what: &str) -> String {
        let (receipt, named) = (self.receipt, self.answers.first().map(|answer| answer.request));
        format!("request {} {what}; its receipt: {receipt:?}", named.unwrap_or_default())
    }

    fn envelope(&self, answer: &Answer) -> Envelope {
        self.case.world.envelope(self.case.schedule, answer.request)
    }

    /// Requests of the same identity are repeats of each other. For processes the words do not count.
    fn identity(&self, answer: &Answer) -> String {
        let envelope = self.envelope(answer);
        let (name, stream) = (envelope.command.name(), own_stream(&envelope.command));
        let words = match envelope.actor {
            Actor::Process(_) => String::new(),
            Actor::Member(_) | Actor::Operator(_) => format!("{:?}", envelope.command),
        };
        format!("{} {name} {stream} {words}", envelope.actor)
    }

    fn agrees(&self, answer: &Answer) -> bool {
        let row = self.receipt;
        match &answer.told {
            Err(CommandError::Refused(refusal)) => row.refusal().as_ref() == Some(refusal),
            Ok(receipt) => {
                let outcome = match receipt.outcome {
                    Outcome::Applied => "applied",
                    Outcome::Nothing => "nothing",
                    Outcome::Refused(_) => "refused",
                };
                row.outcome == outcome
                    && row.stream == receipt.stream.to_string()
                    && row.first_sequence == receipt.first_sequence.cast_signed()
                    && row.last_sequence == receipt.last_sequence.cast_signed()
                    && row.event_ids == receipt.event_ids.iter().map(|event| event.0).collect::<Vec<_>>()
            }
            Err(_) => false,
        }
    }

    fn events(&self) -> impl Iterator<Item = &Recorded> {
        let command = self.receipt.command_id;
        self.case.seen.log.iter().filter(move |event| event.metadata.command_id.0 == command)
    }

    /// Its events, and only those, are the ones that the receipt names, at the sequences that it names.
    fn effect(&self) -> Option<String> {
        let row = self.receipt;
        let made: HashSet<Uuid> = self.events().map(|event| event.event_id.0).collect();
        let own: Vec<i64> = self.own_events().map(|event| event.sequence.cast_signed()).collect();
        let expected: Vec<i64> = (row.first_sequence..=row.last_sequence).collect();
        let named: HashSet<Uuid> = row.event_ids.iter().copied().collect();
        (made != named || own != expected).then(|| self.fault(&format!("made the events {own:?} {made:?}")))
    }

    fn own_events(&self) -> impl Iterator<Item = &Recorded> {
        self.events().filter(|event| event.stream.to_string() == self.receipt.stream)
    }

    /// The decision follows from what was committed at some moment while somebody asked.
    fn staleness(&self, history: &History, told: &[&Answer]) -> Option<String> {
        let seen = *self.case.when.get(&self.receipt.command_id)?;
        let stream = own_stream(&self.envelope(told[0]).command);
        let own = self.receipt.first_sequence.cast_unsigned().saturating_sub(1);
        let decided: Decided = match self.receipt.refusal() {
            Some(refusal) => Err(refusal),
            None => Ok(self.own_events().map(|event| event.event.clone()).collect()),
        };
        if !history.versions(&stream, seen).contains(&own) {
            let versions = history.versions(&stream, seen);
            return Some(self.fault(&format!("was decided on version {own} of {stream}, not {versions:?}")));
        }
        let possible = told.iter().flat_map(|answer| history.decisions(&self.envelope(answer), own, seen));
        let possible: Vec<Decided> = possible.collect();
        if possible.contains(&decided) {
            return self.unrecorded_refusal(history, told[0]);
        }
        Some(self.fault(&format!("was decided {decided:?}, and what holds gives {possible:?}")))
    }

    /// A refused member is remembered by one event.
    fn unrecorded_refusal(&self, history: &History, answer: &Answer) -> Option<String> {
        let (refused, made) = (self.receipt.refusal().is_some(), self.receipt.event_ids.len());
        let envelope = self.envelope(answer);
        let Some(member) = envelope.actor.member().filter(|_| refused) else {
            return (refused && made > 0).then(|| self.fault("was refused and made events"));
        };
        let seen = *self.case.when.get(&self.receipt.command_id)?;
        let strange = history.was_stranger(&StreamId::new(AggregateType::Member, member), seen);
        let expected = if strange.contains(&true) { 0..=1 } else { 1..=1 };
        (!expected.contains(&made))
            .then(|| self.fault("was refused, and that is not remembered by one event"))
    }
}

/// Refusals of a stranger are remembered once.
fn strangers(case: &Case<'_>) -> Vec<String> {
    let twice = case.seen.log.iter().filter(|event| event.stream.kind == AggregateType::Access);
    let twice = twice.filter(|event| event.sequence > 1);
    twice
        .map(|event| format!("{} is the second event of {}", event.event.kind().name, event.stream))
        .collect()
}
