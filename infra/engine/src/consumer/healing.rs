//! Healing: parked keys are tried again beside the live work, the first event of each in turn, so that a program that can
//! read or apply it goes on by itself.
//!
//! All of it happens in the runner's own loop, in short steps: nothing can be parked behind a key at the moment when it
//! becomes free, and no other key waits for longer than a step.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use commands::retry_policy::PARKED_KEY;
use domain::recorded::Recorded;
use projections::statements;
use sqlx::{FromRow, PgPool};
use tokio::time::Instant;
use tracing::{error, info, warn};

use super::Consumer;
use super::batch::{BatchError, apply_guarded};
use super::parking::ParkedKeys;
use super::retry_requests::{self, RetryRequest};
use crate::log::LogReader;
use crate::log::log_event::LogEvent;
use crate::postgres::{begin, printable};
use crate::store::UnreadableEvent;
use crate::unreadable;

/// How long a step may go on; what it has begun, at most some events in a transaction, it ends.
const STEP: Duration = Duration::from_millis(15);
/// How much longer than a step the live work then has the loop to itself: several consumers may heal at once.
const REST: u32 = 3;
/// How many keys are looked at in one round trip, and how many events are applied in one transaction.
const BATCH: usize = 32;

statements! {
    FIRST_OF_KEYS = "
        SELECT DISTINCT ON (key) key, position, error, attempts FROM parked_events
         WHERE consumer = $1 AND version = $2 AND key = ANY($3) ORDER BY key, position";

    /// As many of each: a long key does not keep the others waiting.
    NEXT_OF_KEYS = "
        SELECT p.* FROM unnest($3::text[]) AS k (name),
               LATERAL (SELECT key, position, error, attempts FROM parked_events
                         WHERE consumer = $1 AND version = $2 AND key = k.name ORDER BY position LIMIT $4) AS p";

    TAKE_OUT = "DELETE FROM parked_events WHERE consumer = $1 AND version = $2 AND position = ANY($3)";

    RECORD_ATTEMPT = "
        UPDATE parked_events SET attempts = attempts + 1, error = $4
         WHERE consumer = $1 AND version = $2 AND position = $3";
}

/// What healing works with.
#[derive(Clone, Copy)]
pub(super) struct HealingTools<'a> {
    pub(super) pool: &'a PgPool,
    pub(super) consumer: &'a dyn Consumer,
    pub(super) log: &'a LogReader,
}

/// Where healing is: a round over all parked keys, a pause, the next round.
pub(super) struct Healing {
    /// When the next step may begin.
    next: Instant,
    /// Rounds since something was parked last.
    rounds: u32,
    /// Keys that this round has still to look at.
    waiting: VecDeque<String>,
    /// Keys whose first event was worth a try, and which are taken up now.
    current: BTreeSet<String>,
    /// How many events of them are tried at a time: fewer after a failure, so that those before it are applied.
    limit: usize,
    /// Requests of operators that are not answered yet.
    requests: Vec<RetryRequest>,
}

#[derive(FromRow)]
struct RetryRow {
    key: String,
    position: i64,
    error: String,
    attempts: i32,
}

/// Some of the first events of the current keys.
struct Attempt {
    positions: Vec<i64>,
    /// Without those that were discarded.
    events: Vec<Arc<Recorded>>,
    /// The row of the first of them.
    first: Option<RetryRow>,
}

impl Healing {
    /// The first round begins at once, as a corrected program's does.
    pub(super) fn new() -> Self {
        Self {
            next: Instant::now(),
            rounds: 0,
            waiting: VecDeque::new(),
            current: BTreeSet::new(),
            limit: BATCH,
            requests: Vec::new(),
        }
    }

    /// When there is something to do; none while nothing is parked.
    pub(super) fn due(&self, parked: &ParkedKeys) -> Option<Instant> {
        (parked.len() > 0 || !self.requests.is_empty()).then_some(self.next)
    }

    /// Something was parked, the first of all or beside others: it is tried again soon, whatever has failed for long.
    pub(super) fn begin_anew(&mut self, is_first: bool) {
        let soon = Instant::now() + PARKED_KEY.pause(0);
        self.next = if is_first { soon } else { self.next.min(soon) };
        self.rounds = 0;
    }

    /// Takes up requests of operators for keys of this instance; others are left to theirs.
    pub(super) async fn take_requests(
        &mut self,
        parked: &ParkedKeys,
        pool: &PgPool,
    ) -> Result<(), sqlx::Error> {
        for request in retry_requests::pending(pool, &parked.consumer, parked.version).await? {
            let is_new = self.requests.iter().all(|known| known.key != request.key);
            if is_new && parked.has(&request.key) {
                self.waiting.push_front(request.key.clone());
                self.requests.push(request);
                self.next = Instant::now();
            }
        }
        Ok(())
    }

    /// One step. A key becomes free when nothing of it is parked any more.
    pub(super) async fn step(
        &mut self,
        parked: &mut ParkedKeys,
        tools: HealingTools<'_>,
    ) -> Result<(), BatchError> {
        let began = Instant::now();
        if self.current.is_empty() && self.waiting.is_empty() {
            self.waiting = parked.keys().cloned().collect();
        }
        while began.elapsed() < STEP {
            if !self.current.is_empty() {
                self.heal_some(parked, tools).await?;
            } else if !self.waiting.is_empty() {
                self.look_at_some(parked, tools).await?;
            } else {
                self.next = Instant::now() + PARKED_KEY.pause(self.rounds);
                self.rounds += 1;
                if parked.len() > 0 {
                    info!(consumer = tools.consumer.name(), keys = parked.len(), "parked keys still wait");
                }
                return Ok(());
            }
        }
        self.next = Instant::now() + began.elapsed() * REST;
        Ok(())
    }

    /// Looks whether the first event of the next keys is worth a try.
    async fn look_at_some(
        &mut self,
        parked: &mut ParkedKeys,
        tools: HealingTools<'_>,
    ) -> Result<(), BatchError> {
        let keys: Vec<String> = self.waiting.drain(..self.waiting.len().min(BATCH)).collect();
        let rows: Vec<RetryRow> = sqlx::query_as(FIRST_OF_KEYS)
            .bind(&parked.consumer)
            .bind(parked.version)
            .bind(&keys)
            .fetch_all(tools.pool)
            .await?;
        let events = read(tools, &rows).await?;
        self.limit = BATCH;
        for key in keys {
            // Freed since it was asked for, as when it was in this round anyway.
            if parked.has(&key) {
                self.current.insert(key);
            } else {
                self.answer(parked, tools.pool, &key).await?;
            }
        }
        for row in rows {
            match events.get(&row.position) {
                Some(LogEvent::Readable(_) | LogEvent::Discarded(_)) => {}
                Some(LogEvent::Unreadable(event)) => {
                    self.keep_waiting(parked, tools, &row, &event.reason, Some(event)).await?;
                }
                Some(LogEvent::Gone(_)) | None => {
                    self.keep_waiting(parked, tools, &row, &gone(row.position), None).await?;
                }
            }
        }
        Ok(())
    }

    /// Applies the first events of the current keys.
    async fn heal_some(
        &mut self,
        parked: &mut ParkedKeys,
        tools: HealingTools<'_>,
    ) -> Result<(), BatchError> {
        let keys: Vec<String> = self.current.iter().take(self.limit).cloned().collect();
        let rows: Vec<RetryRow> = sqlx::query_as(NEXT_OF_KEYS)
            .bind(&parked.consumer)
            .bind(parked.version)
            .bind(&keys)
            .bind(i64::try_from(self.limit / keys.len()).expect("it is small"))
            .fetch_all(tools.pool)
            .await?;
        for key in keys.iter().filter(|key| rows.iter().all(|row| row.key != **key)) {
            info!(consumer = tools.consumer.name(), key, "a parked key is free again");
            parked.remove(key);
            self.current.remove(key);
            self.answer(parked, tools.pool, key).await?;
        }
        let attempt = self.attempt(parked, tools, rows).await?;
        match (apply(parked, tools, &attempt).await, attempt.first) {
            (Err(BatchError::Poison(why)), Some(first)) if attempt.positions.len() == 1 => {
                self.keep_waiting(parked, tools, &first, &why, None).await
            }
            (Err(BatchError::Poison(_)), _) => {
                self.limit = (attempt.positions.len() / 2).max(1);
                Ok(())
            }
            (outcome, _) => {
                self.limit = (self.limit * 2).min(BATCH);
                outcome
            }
        }
    }

    /// Those of the rows' events that can be applied, of each key up to the first that cannot be read.
    async fn attempt(
        &mut self,
        parked: &ParkedKeys,
        tools: HealingTools<'_>,
        rows: Vec<RetryRow>,
    ) -> Result<Attempt, BatchError> {
        let events = read(tools, &rows).await?;
        let mut attempt = Attempt { positions: Vec::new(), events: Vec::new(), first: None };
        for row in rows {
            if !self.current.contains(&row.key) {
                continue;
            }
            match events.get(&row.position) {
                Some(LogEvent::Readable(event)) => attempt.events.push(Arc::clone(event)),
                Some(LogEvent::Discarded(_)) => {}
                Some(LogEvent::Unreadable(event)) => {
                    self.keep_waiting(parked, tools, &row, &event.reason, Some(event)).await?;
                    continue;
                }
                Some(LogEvent::Gone(_)) | None => {
                    self.keep_waiting(parked, tools, &row, &gone(row.position), None).await?;
                    continue;
                }
            }
            attempt.positions.push(row.position);
            attempt.first.get_or_insert(row);
        }
        attempt.events.sort_by_key(|event| event.position);
        Ok(attempt)
    }

    /// The key waits until the next round, behind the event of this row.
    async fn keep_waiting(
        &mut self,
        parked: &ParkedKeys,
        HealingTools { pool, consumer, .. }: HealingTools<'_>,
        RetryRow { key, position, error, attempts }: &RetryRow,
        why: &str,
        unreadable: Option<&UnreadableEvent>,
    ) -> Result<(), BatchError> {
        self.current.remove(key);
        let (consumer, why) = (consumer.name(), printable(why));
        // Until now it only stood behind another.
        let is_first = *attempts == 0;
        if is_first {
            error!(alarm = true, consumer, key, position, why, "a parked event cannot be applied itself");
        }
        if is_first || *error != why || self.requests.iter().any(|request| request.key == *key) {
            warn!(consumer, key, why, "a parked key still cannot be applied");
            let mut tx = begin(pool).await?;
            sqlx::query(RECORD_ATTEMPT)
                .bind(&parked.consumer)
                .bind(parked.version)
                .bind(position)
                .bind(why)
                .execute(&mut *tx)
                .await?;
            unreadable::record(&mut tx, unreadable.as_slice()).await?;
            tx.commit().await?;
        }
        Ok(self.answer(parked, pool, key).await?)
    }

    /// Answers the request for the key, if there is one.
    async fn answer(&mut self, parked: &ParkedKeys, pool: &PgPool, key: &str) -> Result<(), sqlx::Error> {
        let asked = self.requests.iter().position(|request| request.key == key);
        let Some(request) = asked.map(|at| self.requests.swap_remove(at)) else { return Ok(()) };
        retry_requests::complete(pool, &parked.consumer, parked.version, &request).await
    }
}

/// Applies them in place of their rows.
async fn apply(
    parked: &ParkedKeys,
    HealingTools { pool, consumer, .. }: HealingTools<'_>,
    attempt: &Attempt,
) -> Result<(), BatchError> {
    if attempt.positions.is_empty() {
        return Ok(());
    }
    let mut tx = begin(pool).await?;
    // Rows are taken out first and the events applied in the same transaction: a failure puts them back. Another runner
    // of the key waits at the deleted rows and then finds them gone.
    let taken = sqlx::query(TAKE_OUT)
        .bind(&parked.consumer)
        .bind(parked.version)
        .bind(&attempt.positions)
        .execute(&mut *tx)
        .await?;
    if taken.rows_affected() != attempt.positions.len() as u64 {
        return Err(BatchError::CursorsMoved);
    }
    apply_guarded(consumer, &mut tx, &attempt.events).await?;
    unreadable::heal(&mut tx, &attempt.positions).await?;
    tx.commit().await?;
    consumer.committed();
    Ok(())
}

/// What stands at the rows' positions now.
async fn read(
    HealingTools { log, consumer, .. }: HealingTools<'_>,
    rows: &[RetryRow],
) -> Result<BTreeMap<i64, LogEvent>, BatchError> {
    let positions: Vec<i64> = rows.iter().map(|row| row.position).collect();
    let events = log.at(&positions, consumer.reads_texts()).await?;
    Ok(events.into_iter().map(|event| (event.at().position.cast_signed(), event)).collect())
}

fn gone(position: i64) -> String {
    format!("the log has no event at position {position}")
}
