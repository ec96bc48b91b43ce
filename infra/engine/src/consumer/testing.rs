//! A log to consume in tests: events of logins whose `method` is a label that tells the test consumers what to do.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use domain::access::event::AccessEvent;
use domain::actor::Actor;
use domain::event::{Event, Metadata};
use domain::id::{CommandId, CorrelationId, EventId, ProjectId};
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use harness::TestDatabase;
use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgConnection, PgPool};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::cursors::{Cursors, partitions_of};
use super::{ApplyError, Consumer, Dependencies, start_consumers};
use crate::feed::Feed;
use crate::lease::Leases;
use crate::lifecycle::Lifecycle;
use crate::log::LogReader;
use crate::log::log_event::LogEvent;
use crate::postgres::begin;
use crate::sequencer::Sequencer;
use crate::store::codec::EventDecoder;
use crate::store::keys::Keyring;
use crate::store::{AppendSignal, MasterKey};

const POLL: Duration = Duration::from_millis(10);
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn random() -> Uuid {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("the operating system gives random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn login(label: &str) -> AccessEvent {
    AccessEvent::LoggedIn { actor: Actor::process("test"), method: label.to_owned() }
}

fn metadata(project: Option<u128>) -> Metadata {
    Metadata {
        command_id: CommandId(random()),
        actor: Actor::process("test"),
        correlation_id: CorrelationId(random()),
        causation_id: None,
        project_id: project.map(|project| ProjectId(Uuid::from_u128(project))),
        chat: Some(7),
        topic: Some(77),
        trace: None,
    }
}

/// An event that was never stored.
pub(crate) fn event(position: u64, previous: u64, partition: u16) -> Recorded {
    Recorded {
        position,
        previous,
        partition,
        event_id: EventId(random()),
        stream: StreamId::new(AggregateType::Access, position),
        sequence: 1,
        recorded_at: DateTime::UNIX_EPOCH,
        metadata: metadata(None),
        event: Event::Access(login("")),
    }
}

/// The label of an event of [`Log::record`].
pub(crate) fn label(event: &Recorded) -> &str {
    let Event::Access(AccessEvent::LoggedIn { method, .. }) = &event.event else { panic!("no login") };
    method
}

/// A database with a log.
pub(crate) struct Log {
    pub(crate) database: TestDatabase,
    pub(crate) reader: LogReader,
    pub(crate) decoder: EventDecoder,
}

impl Log {
    pub(crate) async fn new() -> Self {
        Self::on(TestDatabase::create_migrated(Path::new("../../migrations")).await).await
    }

    pub(crate) async fn on(database: TestDatabase) -> Self {
        let keyring = Keyring::open(database.pool.clone(), &MasterKey::from_bytes([7; 32])).await.unwrap();
        let decoder = EventDecoder::new(keyring);
        Self { reader: LogReader::new(database.pool.clone(), decoder.clone()), database, decoder }
    }

    /// Records a login per label, of the project (0: none); returns the log's head.
    pub(crate) async fn record(&self, labels: &[(&str, u128)]) -> u64 {
        for (label, project) in labels {
            self.insert(label, (*project > 0).then_some(*project), "1.0").await;
        }
        self.sequence().await
    }

    /// Records an event of the project (0: none) that only a later version of the program understands.
    pub(crate) async fn record_unknown_of(&self, project: u128) -> u64 {
        self.insert("from tomorrow", (project > 0).then_some(project), "9.9").await;
        self.sequence().await
    }

    /// Changes stored history, which no program may do.
    pub(crate) async fn tamper(&self, sql: &str) -> u64 {
        let mut tx = begin(&self.database.pool).await.unwrap();
        sqlx::query("SET LOCAL session_replication_role = replica").execute(&mut *tx).await.unwrap();
        let changed = sqlx::query(sql).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        changed.rows_affected()
    }

    /// The program is a newer one from now on: it knows what [`Self::record_unknown_of`] recorded.
    pub(crate) async fn becomes_known(&self) {
        self.tamper("UPDATE events SET event_version = '1.0' WHERE event_version = '9.9'").await;
    }

    /// The same of no project.
    pub(crate) async fn record_unknown(&self) -> u64 {
        self.record_unknown_of(0).await
    }

    /// The events after the position.
    pub(crate) async fn events(&self, after: u64) -> Vec<Arc<Recorded>> {
        self.reader.range(after, 10_000, None).await.unwrap().into_iter().map(Arc::new).collect()
    }

    /// Those of them that can be read.
    pub(crate) async fn readable(&self, after: u64) -> Vec<Arc<Recorded>> {
        let events = self.reader.each(after, 10_000, None, true).await.unwrap().into_iter();
        let readable = events.filter_map(|event| match event {
            LogEvent::Readable(event) => Some(event),
            LogEvent::Unreadable(_) | LogEvent::Discarded(_) | LogEvent::Gone(_) => None,
        });
        readable.collect()
    }

    /// Records so many logins of the project with the same label; returns the log's head.
    pub(crate) async fn record_many(&self, label: &str, project: u128, count: usize) -> u64 {
        sqlx::query(
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
                                 metadata, event_id, project_id)
             SELECT 'access', gen_random_uuid()::text, 1, 'LoggedIn', '1.0', $1::json, $2::json,
                    gen_random_uuid(), $3
               FROM generate_series(1, $4::bigint)",
        )
        .bind(json!(login(label)).to_string())
        .bind(json!(metadata(Some(project))).to_string())
        .bind(Uuid::from_u128(project))
        .bind(i64::try_from(count).unwrap())
        .execute(&self.database.pool)
        .await
        .unwrap();
        let mut head = 0;
        loop {
            let now = self.sequence().await;
            if now == head {
                return head;
            }
            head = now;
        }
    }

    /// Commits a login of no project; it has no position before the next [`Self::sequence`].
    pub(crate) async fn commit(&self, label: &str) {
        self.insert(label, None, "1.0").await;
    }

    async fn insert(&self, label: &str, project: Option<u128>, version: &str) {
        sqlx::query(
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
                                 metadata, event_id, project_id)
             VALUES ('access', $1, 1, 'LoggedIn', $2, $3::json, $4::json, $5, $6)",
        )
        .bind(random().to_string())
        .bind(version)
        .bind(json!(login(label)).to_string())
        .bind(json!(metadata(project)).to_string())
        .bind(random())
        .bind(project.map(Uuid::from_u128))
        .execute(&self.database.pool)
        .await
        .unwrap();
    }

    /// Gives positions to what is committed; returns the log's head.
    pub(crate) async fn sequence(&self) -> u64 {
        Sequencer::new(self.database.pool.clone(), AppendSignal::new()).step().await.unwrap().head
    }
}

/// An instance of the program over a log.
pub(crate) struct Instance {
    /// Under which it holds leases.
    pub(crate) id: Uuid,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) dependencies: Dependencies,
    head: watch::Sender<u64>,
}

impl Instance {
    /// An instance that hears of new events only through [`Self::tell`] and [`Feed::inject`].
    pub(crate) fn new(log: &Log) -> Self {
        let (head, feed) = watch::channel(0);
        Self::with(log, head, Feed::without_nats(feed), Lifecycle::new())
    }

    pub(crate) fn with(log: &Log, head: watch::Sender<u64>, feed: Feed, lifecycle: Lifecycle) -> Self {
        let (id, pool) = (random(), log.database.pool.clone());
        let leases = Leases::start(pool.clone(), id, &lifecycle);
        let log = log.reader.clone();
        let dependencies = Dependencies { pool, log, feed, leases, lifecycle: lifecycle.clone() };
        Self { id, lifecycle, dependencies, head }
    }

    /// An instance with connections of its own, to be started in a runtime of its own, and to die with it.
    pub(crate) fn apart(log: &Log) -> Self {
        let pool = PgPoolOptions::new().connect_lazy_with((*log.database.pool.connect_options()).clone());
        let log = LogReader::new(pool.clone(), log.decoder.clone());
        let (head, feed) = watch::channel(0);
        let (id, lifecycle, feed) = (random(), Lifecycle::new(), Feed::without_nats(feed));
        let leases = Leases::start(pool.clone(), id, &lifecycle);
        let dependencies = Dependencies { pool, log, feed, leases, lifecycle: lifecycle.clone() };
        Self { id, lifecycle, dependencies, head }
    }

    /// Starts one consumer.
    pub(crate) fn start<C: Consumer>(&self, consumer: &Arc<C>) -> Started {
        let consumer: Arc<dyn Consumer> = Arc::<C>::clone(consumer);
        start_consumers(vec![Arc::clone(&consumer)], &self.dependencies);
        Started { pool: self.dependencies.pool.clone(), consumer }
    }

    /// The log's head is known to be here.
    pub(crate) fn tell(&self, head: u64) {
        self.head.send_replace(head);
    }

    pub(crate) async fn stop(self) {
        self.lifecycle.stop(PATIENCE).await;
    }
}

/// A consumer that was started, as the database shows it: it does not matter which instance runs which partition.
pub(crate) struct Started {
    pool: PgPool,
    consumer: Arc<dyn Consumer>,
}

impl Started {
    /// Waits until everything up to the position is applied or parked.
    pub(crate) async fn reaches(&self, position: u64) {
        self.reaches_within(position, PATIENCE).await.expect("the consumer follows the log");
    }

    /// The same; `None` when it takes longer.
    pub(crate) async fn reaches_within(&self, position: u64, limit: Duration) -> Option<()> {
        let reached = async {
            while !self.has_reached(position).await.unwrap_or(false) {
                sleep(POLL).await;
            }
        };
        timeout(limit, reached).await.ok()
    }

    async fn has_reached(&self, position: u64) -> Result<bool, sqlx::Error> {
        let cursors = Cursors::load(&self.pool, &*self.consumer, &partitions_of(&*self.consumer)).await?;
        let missing = cursors.missing(&self.pool, position).await?;
        Ok(missing.is_none_or(|missing| missing.first > position))
    }
}

/// How many keys are parked.
pub(crate) async fn parked(log: &Log) -> i64 {
    sqlx::query_scalar("SELECT count(DISTINCT key) FROM parked_events")
        .fetch_one(&log.database.pool)
        .await
        .unwrap()
}

/// Writes down every event; one that is written twice is an error of the database.
#[derive(Default)]
pub(crate) struct Ledger {
    partitioned: bool,
    /// From now on poison is none.
    pub(crate) cured: AtomicBool,
    /// How many batches it was given.
    pub(crate) given: AtomicU64,
    /// How many batches it has committed.
    pub(crate) batches: AtomicU64,
}

impl Ledger {
    pub(crate) async fn new(pool: &PgPool, partitioned: bool) -> Arc<Self> {
        sqlx::query(
            "CREATE TABLE ledger (position bigint PRIMARY KEY, partition smallint, label text, n bigserial)",
        )
        .execute(pool)
        .await
        .unwrap();
        Self::without_table(partitioned)
    }

    pub(crate) fn without_table(partitioned: bool) -> Arc<Self> {
        Arc::new(Self { partitioned, ..Self::default() })
    }
}

impl Ledger {
    async fn write(
        &self,
        conn: &mut PgConnection,
        (position, partition): (u64, u16),
        label: &str,
    ) -> Result<(), ApplyError> {
        if !self.cured.load(Ordering::Relaxed) {
            assert_ne!(label, "panic", "as the test wants it");
            let poison = match label {
                "poison" => "SELECT 1 / 0",
                "duplicate" => "INSERT INTO ledger (position) VALUES (0), (0)",
                _ => "SELECT",
            };
            sqlx::query(poison).execute(&mut *conn).await?;
        }
        sqlx::query("INSERT INTO ledger (position, partition, label) VALUES ($1, $2, $3)")
            .bind(position.cast_signed())
            .bind(partition.cast_signed())
            .bind(label)
            .execute(&mut *conn)
            .await?;
        Ok(())
    }
}

#[async_trait]
impl Consumer for Ledger {
    fn name(&self) -> &'static str {
        "ledger"
    }

    fn version(&self) -> u32 {
        1
    }

    fn partitioned(&self) -> bool {
        self.partitioned
    }

    fn key(&self, _position: u64, stream: &dyn Display, project: Option<ProjectId>) -> String {
        project.map_or_else(|| stream.to_string(), |project| project.to_string())
    }

    fn concerns(&self, event: &Recorded) -> bool {
        label(event) != "of no concern"
    }

    async fn apply(&self, conn: &mut PgConnection, events: &[Arc<Recorded>]) -> Result<(), ApplyError> {
        self.given.fetch_add(1, Ordering::Relaxed);
        for event in events {
            self.write(conn, (event.position, event.partition), label(event)).await?;
        }
        Ok(())
    }

    fn committed(&self) {
        self.batches.fetch_add(1, Ordering::Relaxed);
    }
}

/// Positions in the order in which they were written, of one partition or all.
pub(crate) async fn written(log: &Log, partition: Option<i16>) -> Vec<i64> {
    sqlx::query_scalar("SELECT position FROM ledger WHERE $1 IS NULL OR partition = $1 ORDER BY n")
        .bind(partition)
        .fetch_all(&log.database.pool)
        .await
        .unwrap()
}
