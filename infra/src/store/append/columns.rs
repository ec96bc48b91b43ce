//! A batch turned into columns, one array per parameter of the statement; everything is borrowed.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use commands::receipt::Outcome;
use commands::store::Guard;
use domain::stream::StreamId;
use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use uuid::Uuid;

use super::{Entry, SealedEvent};
use crate::store::keys::NO_PROJECT;

type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// The columns of all four lists. A command is known to the other lists by its place, from 1.
#[derive(Default)]
pub(super) struct Columns<'a> {
    commands: Commands<'a>,
    guards: Guards<'a>,
    events: Events<'a>,
    keys: Keys<'a>,
}

#[derive(Default)]
struct Commands<'a> {
    id: Vec<Uuid>,
    hash: Vec<&'a [u8]>,
    outcome: Vec<&'static str>,
    stream: Streams<'a>,
    first: Vec<i64>,
    last: Vec<i64>,
    ids_from: Vec<i32>,
    ids_to: Vec<i32>,
    event_ids: Vec<Uuid>,
    refusal: Vec<Option<&'a str>>,
    guards_from: Vec<i32>,
    guards_to: Vec<i32>,
}

/// Many commands of a batch rest on the same facts: each is checked once.
#[derive(Default)]
struct Guards<'a> {
    /// Places of all commands' guards in the lists below, from 1.
    places: Vec<i32>,
    known: HashMap<&'a Guard, i32>,
    stream: Streams<'a>,
    version: Vec<i64>,
}

#[derive(Default)]
struct Events<'a> {
    command: Vec<i32>,
    stream: Streams<'a>,
    sequence: Vec<i64>,
    name: Vec<&'static str>,
    version: Vec<&'static str>,
    payload: Vec<&'a str>,
    metadata: Vec<&'a str>,
    id: Vec<Uuid>,
    project: Vec<Option<Uuid>>,
}

#[derive(Default)]
struct Keys<'a> {
    command: Vec<i32>,
    event: Vec<Uuid>,
    id: Vec<Uuid>,
    scope: Vec<Uuid>,
    wrapped: Vec<&'a [u8]>,
}

#[derive(Default)]
struct Streams<'a> {
    kind: Vec<&'static str>,
    id: Vec<&'a str>,
}

impl<'a> Streams<'a> {
    fn push(&mut self, stream: &'a StreamId) {
        self.kind.push(stream.kind.name());
        self.id.push(&stream.id);
    }
}

impl<'a> Columns<'a> {
    /// The columns of the entries, which come sorted by command id; with their implied guards, or without.
    pub(super) fn of(entries: &[&'a Entry], implied: bool) -> Self {
        let mut columns = Self::default();
        let mut events: Vec<(i32, &Entry, &SealedEvent)> = Vec::with_capacity(entries.len());
        for (place, entry) in (1..).zip(entries) {
            columns.commands.push(entry);
            let implied = entry.implied.iter().filter(|_| implied);
            let guards = columns.guards.push(entry.guards.iter().chain(implied));
            columns.commands.rests_on(guards);
            events.extend(entry.events.iter().map(|event| (place, *entry, event)));
        }
        events.sort_unstable_by_key(|(_, _, event)| {
            (event.stream.kind.name(), event.stream.id.as_str(), event.sequence)
        });
        for (place, entry, event) in events {
            columns.events.push(place, entry, event);
            columns.keys.push(place, entry, event);
        }
        columns
    }

    /// Binds all of them, in the order of the statement's numbers.
    pub(super) fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        let statement = self.guards.bind(self.commands.bind(statement));
        self.keys.bind(self.events.bind(statement))
    }
}

impl<'a> Commands<'a> {
    fn push(&mut self, entry: &'a Entry) {
        let receipt = &entry.receipt;
        self.id.push(receipt.command_id.0);
        self.hash.push(&entry.request_hash);
        self.outcome.push(match receipt.outcome {
            Outcome::Applied => "applied",
            Outcome::Nothing => "nothing",
            Outcome::Refused(_) => "refused",
        });
        self.stream.push(&receipt.stream);
        self.first.push(receipt.first_sequence.cast_signed());
        self.last.push(receipt.last_sequence.cast_signed());
        self.ids_from.push(place(self.event_ids.len() + 1));
        self.event_ids.extend(receipt.event_ids.iter().map(|id| id.0));
        self.ids_to.push(place(self.event_ids.len()));
        self.refusal.push(entry.refusal.as_deref());
    }

    fn rests_on(&mut self, guards: RangeInclusive<i32>) {
        self.guards_from.push(*guards.start());
        self.guards_to.push(*guards.end());
    }

    fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        statement
            .bind(self.id)
            .bind(self.hash)
            .bind(self.outcome)
            .bind(self.stream.kind)
            .bind(self.stream.id)
            .bind(self.first)
            .bind(self.last)
            .bind(self.ids_from)
            .bind(self.ids_to)
            .bind(self.event_ids)
            .bind(self.refusal)
            .bind(self.guards_from)
            .bind(self.guards_to)
    }
}

impl<'a> Guards<'a> {
    /// Adds one command's guards; which of the places are its own.
    fn push(&mut self, guards: impl Iterator<Item = &'a Guard>) -> RangeInclusive<i32> {
        let first = place(self.places.len() + 1);
        for guard in guards {
            let at = self.at(guard);
            self.places.push(at);
        }
        first..=place(self.places.len())
    }

    fn at(&mut self, guard: &'a Guard) -> i32 {
        *self.known.entry(guard).or_insert_with(|| {
            self.stream.push(&guard.stream);
            self.version.push(guard.version.cast_signed());
            place(self.version.len())
        })
    }

    fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        statement.bind(self.places).bind(self.stream.kind).bind(self.stream.id).bind(self.version)
    }
}

impl<'a> Events<'a> {
    fn push(&mut self, command: i32, entry: &'a Entry, event: &'a SealedEvent) {
        self.command.push(command);
        self.stream.push(&event.stream);
        self.sequence.push(event.sequence.cast_signed());
        self.name.push(event.name);
        self.version.push(event.version);
        self.payload.push(&event.payload);
        self.metadata.push(&entry.metadata);
        self.id.push(event.id);
        self.project.push(entry.project);
    }

    fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        statement
            .bind(self.command)
            .bind(self.stream.kind)
            .bind(self.stream.id)
            .bind(self.sequence)
            .bind(self.name)
            .bind(self.version)
            .bind(self.payload)
            .bind(self.metadata)
            .bind(self.id)
            .bind(self.project)
    }
}

impl<'a> Keys<'a> {
    fn push(&mut self, command: i32, entry: &'a Entry, event: &'a SealedEvent) {
        for key in &event.keys {
            self.command.push(command);
            self.event.push(event.id);
            self.id.push(key.id);
            self.scope.push(entry.project.unwrap_or(NO_PROJECT));
            self.wrapped.push(&key.wrapped);
        }
    }

    fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        statement.bind(self.command).bind(self.event).bind(self.id).bind(self.scope).bind(self.wrapped)
    }
}

fn place(index: usize) -> i32 {
    i32::try_from(index).expect("a batch has far fewer than two thousand million events")
}
