//! The columns of an append: a batch as one array per parameter of the statement; everything is borrowed.
//!
//! Arrays instead of rows, because one statement with a fixed number of parameters is planned once, whatever the size
//! of the batch.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use commands::receipt::Outcome;
use commands::store::ExpectedVersion;
use domain::stream::StreamId;
use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use uuid::Uuid;

use super::{PreparedAppend, PreparedEvent};
use crate::store::keys::NO_PROJECT;

type Statement<'q> = Query<'q, Postgres, PgArguments>;

/// The columns of all four lists. The other lists refer to a command by its index, from 1 as SQL arrays count.
#[derive(Default)]
pub(super) struct AppendColumns<'a> {
    commands: CommandColumns<'a>,
    expected_versions: ExpectedVersionColumns<'a>,
    events: InsertColumns<'a>,
    keys: KeyColumns<'a>,
}

#[derive(Default)]
struct CommandColumns<'a> {
    id: Vec<Uuid>,
    hash: Vec<&'a [u8]>,
    outcome: Vec<&'static str>,
    stream: StreamColumns<'a>,
    first: Vec<i64>,
    last: Vec<i64>,
    ids_from: Vec<i32>,
    ids_to: Vec<i32>,
    event_ids: Vec<Uuid>,
    refusal: Vec<Option<&'a str>>,
    expected_from: Vec<i32>,
    expected_to: Vec<i32>,
}

/// Many commands of a batch expect the same versions: each is checked once.
#[derive(Default)]
struct ExpectedVersionColumns<'a> {
    /// Indices of all commands' expected versions in the lists below, from 1.
    indices: Vec<i32>,
    index_of: HashMap<&'a ExpectedVersion, i32>,
    stream: StreamColumns<'a>,
    version: Vec<i64>,
}

#[derive(Default)]
struct InsertColumns<'a> {
    command: Vec<i32>,
    stream: StreamColumns<'a>,
    sequence: Vec<i64>,
    name: Vec<&'static str>,
    version: Vec<&'static str>,
    payload: Vec<&'a str>,
    metadata: Vec<&'a str>,
    id: Vec<Uuid>,
    project: Vec<Option<Uuid>>,
}

#[derive(Default)]
struct KeyColumns<'a> {
    command: Vec<i32>,
    event: Vec<Uuid>,
    id: Vec<Uuid>,
    scope: Vec<Uuid>,
    wrapped: Vec<&'a [u8]>,
}

#[derive(Default)]
struct StreamColumns<'a> {
    kind: Vec<&'static str>,
    id: Vec<&'a str>,
}

impl<'a> StreamColumns<'a> {
    fn push(&mut self, stream: &'a StreamId) {
        self.kind.push(stream.kind.name());
        self.id.push(&stream.id);
    }
}

impl<'a> AppendColumns<'a> {
    /// The columns of the appends, which come sorted by command id; with their implied versions, or without.
    pub(super) fn of(appends: &[&'a PreparedAppend], with_implied: bool) -> Self {
        let mut columns = Self::default();
        let mut events: Vec<(i32, &PreparedAppend, &PreparedEvent)> = Vec::with_capacity(appends.len());
        for (command, append) in (1..).zip(appends) {
            columns.commands.push(append);
            let implied = append.implied_versions.iter().filter(|_| with_implied);
            let expected = columns.expected_versions.push(append.expected_versions.iter().chain(implied));
            columns.commands.push_expected(&expected);
            events.extend(append.events.iter().map(|event| (command, *append, event)));
        }
        // Rows are inserted in this order. It is the same in every instance, so two batches that write to the same streams
        // wait for each other instead of deadlocking; and ingest numbers are drawn in the order of each stream.
        events.sort_unstable_by_key(|(_, _, event)| {
            (event.stream.kind.name(), event.stream.id.as_str(), event.sequence)
        });
        for (command, append, event) in events {
            columns.events.push(command, append, event);
            columns.keys.push(command, append, event);
        }
        columns
    }

    /// Binds all of them, in the order of the statement's numbers.
    pub(super) fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        let statement = self.expected_versions.bind(self.commands.bind(statement));
        self.keys.bind(self.events.bind(statement))
    }
}

impl<'a> CommandColumns<'a> {
    fn push(&mut self, append: &'a PreparedAppend) {
        let receipt = &append.receipt;
        self.id.push(receipt.command_id.0);
        self.hash.push(&append.request_hash);
        self.outcome.push(match receipt.outcome {
            Outcome::Applied => "applied",
            Outcome::Nothing => "nothing",
            Outcome::Refused(_) => "refused",
        });
        self.stream.push(&receipt.stream);
        self.first.push(receipt.first_sequence.cast_signed());
        self.last.push(receipt.last_sequence.cast_signed());
        // An array of arrays must be rectangular: a command names a slice of one array instead.
        self.ids_from.push(sql_index(self.event_ids.len() + 1));
        self.event_ids.extend(receipt.event_ids.iter().map(|id| id.0));
        self.ids_to.push(sql_index(self.event_ids.len()));
        self.refusal.push(append.refusal.as_deref());
    }

    fn push_expected(&mut self, slice: &RangeInclusive<i32>) {
        self.expected_from.push(*slice.start());
        self.expected_to.push(*slice.end());
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
            .bind(self.expected_from)
            .bind(self.expected_to)
    }
}

impl<'a> ExpectedVersionColumns<'a> {
    /// Adds one command's expected versions; returns its slice of the indices.
    fn push(&mut self, expected: impl Iterator<Item = &'a ExpectedVersion>) -> RangeInclusive<i32> {
        let first = sql_index(self.indices.len() + 1);
        for version in expected {
            let index = self.index(version);
            self.indices.push(index);
        }
        first..=sql_index(self.indices.len())
    }

    fn index(&mut self, expected: &'a ExpectedVersion) -> i32 {
        *self.index_of.entry(expected).or_insert_with(|| {
            self.stream.push(&expected.stream);
            self.version.push(expected.version.cast_signed());
            sql_index(self.version.len())
        })
    }

    fn bind<'q>(self, statement: Statement<'q>) -> Statement<'q>
    where
        'a: 'q,
    {
        statement.bind(self.indices).bind(self.stream.kind).bind(self.stream.id).bind(self.version)
    }
}

impl<'a> InsertColumns<'a> {
    fn push(&mut self, command: i32, append: &'a PreparedAppend, event: &'a PreparedEvent) {
        self.command.push(command);
        self.stream.push(&event.stream);
        self.sequence.push(event.sequence.cast_signed());
        self.name.push(event.kind.name);
        self.version.push(event.kind.version);
        self.payload.push(&event.payload);
        self.metadata.push(&append.metadata);
        self.id.push(event.id);
        self.project.push(append.project);
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

impl<'a> KeyColumns<'a> {
    fn push(&mut self, command: i32, append: &'a PreparedAppend, event: &'a PreparedEvent) {
        for key in &event.keys {
            self.command.push(command);
            self.event.push(event.id);
            self.id.push(key.id);
            self.scope.push(append.project.unwrap_or(NO_PROJECT));
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

/// Counted from 1, as SQL arrays are.
fn sql_index(index: usize) -> i32 {
    i32::try_from(index).expect("a batch has far fewer than two thousand million events")
}
