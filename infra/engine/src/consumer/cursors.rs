//! Cursors (consumer offsets): how far a consumer is in every partition, in memory and in the database.

pub(crate) mod lag;
pub mod positions;

use std::collections::{BTreeMap, BTreeSet};

use commands::faults::Guard;
use domain::stream::PARTITIONS;
use projections::statements;
use sqlx::{PgConnection, PgPool};

use super::Consumer;
use super::catch_up::PositionLimits;
use crate::log::log_event::LogEvent;
use crate::store::sealed_event::LogPosition;

/// The one cursor of a consumer that is not partitioned: it needs all events in the order of the log.
pub(super) const ALL: i16 = -1;

/// The partitions of a consumer that have a cursor each; [`ALL`] for one that is not partitioned.
pub(super) fn partitions_of(consumer: &dyn Consumer) -> Vec<i16> {
    if consumer.partitioned() { (0..PARTITIONS.cast_signed()).collect() } else { vec![ALL] }
}

/// How an event relates to the cursor of its partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CursorCheck {
    /// It was applied before: a repeated delivery.
    Applied,
    /// It directly follows the cursor.
    Next,
    /// Events before it are missing.
    Gap,
}

/// The cursors of one consumer. Events that do not concern it move them in memory first.
#[derive(Clone, Debug)]
pub(super) struct Cursors {
    consumer: String,
    version: i32,
    /// The last position that is applied or skipped, by partition.
    at: BTreeMap<i16, u64>,
    /// Where they are in the database.
    saved: BTreeMap<i16, u64>,
}

/// What is not applied yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// The first position that is not applied.
    pub(super) first: u64,
    /// The partitions that miss something; `None`: the log as a whole.
    pub(super) partitions: Option<Vec<u16>>,
}

/// Somebody else has moved a cursor.
#[derive(Debug)]
pub(super) struct CursorsMoved;

statements! {
    FIRST_MISSING = "
        SELECT c.partition, min(next.position)
          FROM unnest($1::smallint[], $2::bigint[]) AS c (partition, position),
               LATERAL (SELECT l.position FROM event_log l
                         WHERE l.partition = c.partition AND l.position > c.position
                         ORDER BY l.position LIMIT 1) AS next
         GROUP BY c.partition";

    ADVANCE = "
        UPDATE consumer_cursors c SET position = n.position, updated_at = now()
          FROM unnest($3::smallint[], $4::bigint[], $5::bigint[]) AS n (partition, before, position)
         WHERE c.consumer = $1 AND c.version = $2 AND c.partition = n.partition AND c.position = n.before";

    /// The same from wherever the cursors are, for proofs.
    #[cfg(feature = "faults")]
    ADVANCE_FROM_ANYWHERE = "
        UPDATE consumer_cursors c SET position = n.position, updated_at = now()
          FROM unnest($3::smallint[], $4::bigint[], $5::bigint[]) AS n (partition, before, position)
         WHERE c.consumer = $1 AND c.version = $2 AND c.partition = n.partition";

    INSERT = "
        INSERT INTO consumer_cursors (consumer, version, partition)
        SELECT $1, $2, unnest($3::smallint[]) ON CONFLICT DO NOTHING";
}

impl Cursors {
    /// Reads those of these partitions; those that do not exist are made and begin at the start of the log.
    pub(super) async fn load(
        pool: &PgPool,
        consumer: &dyn Consumer,
        partitions: &[i16],
    ) -> Result<Self, sqlx::Error> {
        let version = consumer.version().cast_signed();
        sqlx::query(INSERT)
            .bind(consumer.name())
            .bind(version)
            .bind(partitions_of(consumer))
            .execute(pool)
            .await?;
        let at = positions::positions(pool, consumer.name(), consumer.version(), Some(partitions)).await?;
        Ok(Self { consumer: consumer.name().to_owned(), version, saved: at.clone(), at })
    }

    /// How the event relates to its cursor. One of another instance's partition counts as applied.
    pub(super) fn check(&self, at: LogPosition) -> CursorCheck {
        let (partition, previous) = self.partition_and_previous(at);
        let Some(cursor) = self.at.get(&partition) else { return CursorCheck::Applied };
        match (at.position <= *cursor, previous == *cursor) {
            (true, _) => CursorCheck::Applied,
            (false, true) => CursorCheck::Next,
            (false, false) if Guard::PreviousLink.holds() => CursorCheck::Gap,
            (false, false) => CursorCheck::Next,
        }
    }

    /// What can be applied one after the other, and the cursors that miss something.
    pub(super) fn select(&self, mut events: Vec<LogEvent>) -> (Vec<LogEvent>, BTreeSet<i16>) {
        let (mut advanced, mut gaps) = (self.clone(), BTreeSet::new());
        events.retain(|event| match (advanced.check(event.at()), event) {
            (CursorCheck::Applied, _) => false,
            // What follows in this partition is left out with it, as its links fail too; other partitions go on.
            (CursorCheck::Gap, _) | (CursorCheck::Next, LogEvent::Gone(_)) => {
                gaps.insert(self.partition_and_previous(event.at()).0);
                false
            }
            (CursorCheck::Next, _) => {
                advanced.advance_past(event.at());
                true
            }
        });
        (events, gaps)
    }

    /// The cursors after these events, moved in the database too if nobody else has moved them.
    pub(super) async fn advance(
        &self,
        conn: &mut PgConnection,
        events: &[LogEvent],
    ) -> Result<Result<Self, CursorsMoved>, sqlx::Error> {
        let mut advanced = self.clone();
        advanced.skip(events);
        self.move_to(conn, advanced).await
    }

    /// Moves them past these events in memory only; they are written with the next batch, or by a save.
    pub(super) fn skip(&mut self, events: &[LogEvent]) {
        events.iter().for_each(|event| self.advance_past(event.at()));
    }

    /// Leaves these partitions alone from now on, as if they were another instance's; whether any is left.
    pub(super) fn give_up(&mut self, partitions: &BTreeSet<i16>) -> bool {
        self.at.retain(|partition, _| !partitions.contains(partition));
        self.saved.retain(|partition, _| !partitions.contains(partition));
        !self.at.is_empty()
    }

    /// Whether the database is behind.
    pub(super) fn is_unsaved(&self) -> bool {
        self.at != self.saved
    }

    /// The cursors after those of the events at these positions that are not applied yet; `None` if there is a gap.
    pub(super) fn advanced_past(&self, positions: &[LogPosition]) -> Option<Self> {
        let mut advanced = self.clone();
        for at in positions {
            match advanced.check(*at) {
                CursorCheck::Applied => {}
                CursorCheck::Next => advanced.advance_past(*at),
                CursorCheck::Gap => return None,
            }
        }
        Some(advanced)
    }

    /// Whether the event there is in one of our partitions and not applied yet.
    pub(super) fn lacks(&self, at: LogPosition) -> bool {
        self.check(at) != CursorCheck::Applied
    }

    /// Moves them in the database to these, if nobody else has moved them.
    pub(super) async fn move_to(
        &self,
        conn: &mut PgConnection,
        mut target: Self,
    ) -> Result<Result<Self, CursorsMoved>, sqlx::Error> {
        let moved = self.saved.iter().filter(|(partition, before)| target.at[partition] != **before);
        let (partitions, before): (Vec<i16>, Vec<i64>) =
            moved.map(|(partition, before)| (*partition, before.cast_signed())).unzip();
        let after: Vec<i64> = partitions.iter().map(|partition| target.at[partition].cast_signed()).collect();
        let sql = ADVANCE;
        #[cfg(feature = "faults")]
        let sql = if Guard::CursorCondition.holds() { sql } else { ADVANCE_FROM_ANYWHERE };
        let update = sqlx::query(sql)
            .bind(&self.consumer)
            .bind(self.version)
            .bind(&partitions)
            .bind(before)
            .bind(after)
            .execute(conn)
            .await?;
        target.saved.clone_from(&target.at);
        // Compare and swap: a cursor that is not where we left it was moved by another runner of this partition, and
        // what it applied must not be applied again.
        Ok(if update.rows_affected() == partitions.len() as u64 { Ok(target) } else { Err(CursorsMoved) })
    }

    /// What the log has beyond the cursors; `None` when they are at its end.
    pub(super) async fn missing(&self, pool: &PgPool, head: u64) -> Result<Option<Missing>, sqlx::Error> {
        // The whole log is dense, so the head alone tells; a partition's next event has to be looked for.
        if let Some(cursor) = self.at.get(&ALL) {
            return Ok((*cursor < head).then(|| Missing { first: cursor + 1, partitions: None }));
        }
        first_missing(pool, self.at.iter()).await
    }

    /// What the log has beyond the cursors and within the limits; `None` when they are reached.
    pub(super) async fn missing_within(
        &self,
        pool: &PgPool,
        limits: &PositionLimits,
    ) -> Result<Option<Missing>, sqlx::Error> {
        if let (Some(cursor), Some(limit)) = (self.at.get(&ALL), limits.get(&ALL)) {
            return Ok((cursor < limit).then(|| Missing { first: cursor + 1, partitions: None }));
        }
        let short = self.at.iter().filter(|(partition, cursor)| limits.get(partition) > Some(cursor));
        first_missing(pool, short).await
    }

    /// Whether the event is in one of our partitions and not beyond its limit.
    pub(super) fn is_within(&self, at: LogPosition, limits: &PositionLimits) -> bool {
        let (partition, _) = self.partition_and_previous(at);
        limits.get(&partition).is_some_and(|limit| at.position <= *limit)
    }

    /// The greatest cursor.
    pub(super) fn last(&self) -> u64 {
        self.at.values().copied().max().unwrap_or_default()
    }

    fn advance_past(&mut self, at: LogPosition) {
        let (partition, _) = self.partition_and_previous(at);
        self.at.insert(partition, at.position);
    }

    /// Which cursor the event moves, and the position that this cursor must have before.
    fn partition_and_previous(&self, at: LogPosition) -> (i16, u64) {
        let LogPosition { position, previous, partition } = at;
        if self.at.contains_key(&ALL) { (ALL, position - 1) } else { (partition.cast_signed(), previous) }
    }
}

/// What the log has beyond these cursors, each with its partition.
async fn first_missing(
    pool: &PgPool,
    cursors: impl Iterator<Item = (&i16, &u64)>,
) -> Result<Option<Missing>, sqlx::Error> {
    let (partitions, positions): (Vec<i16>, Vec<i64>) =
        cursors.map(|(partition, position)| (*partition, position.cast_signed())).unzip();
    let firsts: Vec<(i16, i64)> =
        sqlx::query_as(FIRST_MISSING).bind(partitions).bind(positions).fetch_all(pool).await?;
    let partitions = firsts.iter().map(|(partition, _)| partition.cast_unsigned()).collect();
    let first = firsts.iter().map(|(_, position)| position.cast_unsigned()).min();
    Ok(first.map(|first| Missing { first, partitions: Some(partitions) }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use proptest::sample::Index;

    use super::Cursors;
    use crate::consumer::testing::event;
    use crate::log::log_event::LogEvent;
    use crate::store::LogPosition;

    fn cursors(at: impl IntoIterator<Item = (i16, u64)>) -> Cursors {
        let at: BTreeMap<_, _> = at.into_iter().collect();
        Cursors { consumer: "test".to_owned(), version: 1, saved: at.clone(), at }
    }

    fn readable(position: u64, previous: u64, partition: u16) -> LogEvent {
        LogEvent::Readable(Arc::new(event(position, previous, partition)))
    }

    fn positions(events: &[LogEvent]) -> Vec<u64> {
        events.iter().map(|event| event.at().position).collect()
    }

    fn selected(cursors: &Cursors, events: &[(u64, u64, u16)]) -> (Vec<u64>, bool) {
        let events =
            events.iter().map(|(position, previous, partition)| readable(*position, *previous, *partition));
        let (next, gaps) = cursors.select(events.collect());
        (positions(&next), !gaps.is_empty())
    }

    #[test]
    fn an_event_that_is_gone_ends_its_partition_alone() {
        let gone = LogEvent::Gone(LogPosition { position: 6, previous: 5, partition: 0 });
        let mut cursors = cursors([(0, 5), (1, 4)]);
        let events = vec![gone, readable(7, 4, 1), readable(8, 6, 0)];
        let (next, gaps) = cursors.select(events.clone());
        assert_eq!((positions(&next), gaps.iter().copied().collect::<Vec<_>>()), (vec![7], vec![0]));
        assert!(cursors.give_up(&gaps));
        let (next, gaps) = cursors.select(events);
        assert_eq!((positions(&next), gaps.len()), (vec![7], 0));
    }

    #[test]
    fn drops_what_is_behind_and_takes_what_follows() {
        let cursors = cursors([(0, 5), (1, 4)]);
        assert_eq!(selected(&cursors, &[(5, 3, 0), (6, 4, 1), (6, 4, 1), (7, 5, 0)]), (vec![6, 7], false));
    }

    #[test]
    fn a_hole_in_one_partition_does_not_hold_up_the_others() {
        let cursors = cursors([(0, 5), (1, 4)]);
        assert_eq!(selected(&cursors, &[(8, 7, 0), (9, 4, 1), (10, 9, 1)]), (vec![9, 10], true));
    }

    #[test]
    fn without_partitions_every_position_counts() {
        let cursors = cursors([(-1, 5)]);
        assert_eq!(selected(&cursors, &[(6, 0, 3), (8, 2, 4), (7, 1, 5)]), (vec![6, 7], true));
    }

    #[test]
    fn partitions_of_others_are_none_of_our_business() {
        assert_eq!(selected(&cursors([(0, 5)]), &[(6, 0, 3)]), (vec![], false));
    }

    proptest! {
        #[test]
        fn whatever_the_feed_does_every_line_is_applied_once_and_in_order(
            partitions in vec(0..3_u16, 1..20),
            deliveries in vec(vec(any::<Index>(), 0..8), 0..12),
        ) {
            let mut heads = BTreeMap::new();
            let log: Vec<_> = (1..).zip(&partitions).map(|(position, partition)| {
                let previous = heads.insert(*partition, position).unwrap_or_default();
                readable(position, previous, *partition)
            }).collect();
            let (mut at, mut applied) = (cursors([(0, 0), (1, 0), (2, 0)]), Vec::new());
            for delivery in deliveries {
                let events: Vec<_> = delivery.iter().map(|index| index.get(&log).clone()).collect();
                let (next, _) = at.select(events);
                at.skip(&next);
                applied.extend(next);
            }
            let (rest, gaps) = at.select(log.clone());
            prop_assert!(gaps.is_empty());
            applied.extend(rest);
            for partition in 0..3 {
                let of = |events: &[LogEvent]| -> Vec<u64> {
                    let own = events.iter().map(LogEvent::at).filter(|at| at.partition == partition);
                    own.map(|at| at.position).collect()
                };
                prop_assert_eq!(of(&applied), of(&log));
            }
        }
    }

    #[cfg(feature = "faults")]
    #[test]
    fn without_the_guard_only_the_former_position_is_not_looked_at() {
        use super::{ADVANCE, ADVANCE_FROM_ANYWHERE};
        assert_eq!(ADVANCE.strip_suffix(" AND c.position = n.before"), Some(ADVANCE_FROM_ANYWHERE));
    }
}
