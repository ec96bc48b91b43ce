//! Each kind loses what is outdated and nothing else, whatever is killed in between.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use commands::bus::Bus;
use commands::port::clock::Clock;
use commands::port::pruner::{Pruner, Removed, RetentionTarget};
use commands::processes::clean_up::{CleanUp, Retention};
use domain::id::JobId;
use harness::TestDatabase;
use sqlx::{Executor, PgPool};
use uuid::Uuid;

use super::PgPruner;
use super::schedule::enqueue_next_runs;
use engine::clock::{DatabaseClock, SystemIds};
use engine::jobs::{JobNotifier, NoStatusCache};
use engine::store::keys::Keyring;
use engine::store::{AppendLimits, AppendSignal, MasterKey, PgEventStore};

async fn database() -> TestDatabase {
    TestDatabase::create_migrated(Path::new("../../migrations")).await
}

fn job(number: u128) -> JobId {
    JobId(Uuid::from_u128(number))
}

/// 2026-01-31, noon; rows of the tests are of the month before or of the day.
fn now() -> DateTime<Utc> {
    "2026-01-31T12:00:00Z".parse().unwrap()
}

async fn clean(pool: &PgPool, target: RetentionTarget) -> u64 {
    let pruner = PgPruner::new(pool.clone());
    let (mut rows, before) = (0, now() - TimeDelta::days(7));
    loop {
        let Removed { rows: some, more } = pruner.remove(job(1), target, before).await.unwrap();
        rows += some;
        if !more {
            return rows;
        }
    }
}

async fn names(pool: &PgPool, query: &str) -> Vec<String> {
    sqlx::query_scalar(query).fetch_all(pool).await.unwrap()
}

/// Three of each: one of long ago, one of today, and one of long ago that is not of the kind.
const EFFECTS: &str = "
INSERT INTO effects (effect_id, process, step, request, status, priority, due_at, event_id, position, correlation_id,
                     created_at, updated_at)
SELECT gen_random_uuid(), 'test', status || ' ' || day, '{}', status, 0, day::timestamptz, gen_random_uuid(), 1,
       gen_random_uuid(), day::timestamptz, day::timestamptz
  FROM unnest(ARRAY['done', 'failed', 'unknown', 'queued', 'waiting']) status,
       unnest(ARRAY['2026-01-01', '2026-01-31']) day";

/// How many rows the job has removed so far.
async fn removed(pool: &PgPool, job: JobId) -> Option<i64> {
    let query = sqlx::query_scalar("SELECT removed FROM clean_ups WHERE effect_id = $1").bind(job.0);
    query.fetch_optional(pool).await.unwrap()
}

#[tokio::test]
async fn effects_go_by_how_they_ended_and_when() {
    let database = database().await;
    let pool = &database.pool;
    pool.execute(EFFECTS).await.unwrap();
    pool.execute("INSERT INTO clean_ups SELECT effect_id, 5 FROM effects WHERE step LIKE 'done%'")
        .await
        .unwrap();
    assert_eq!(clean(pool, RetentionTarget::DoneJobs).await, 1);
    let left = "SELECT step FROM effects WHERE updated_at < '2026-01-31' ORDER BY 1";
    assert_eq!(
        names(pool, left).await,
        ["failed", "queued", "unknown", "waiting"].map(|it| it.to_owned() + " 2026-01-01")
    );
    assert_eq!(clean(pool, RetentionTarget::FailedJobs).await, 2);
    assert_eq!(names(pool, "SELECT step FROM effects").await.len(), 7);
    let counts = "SELECT removed::text FROM clean_ups ORDER BY removed";
    assert_eq!(names(pool, counts).await, ["3", "5"], "of this job, and of the one that is still there");
}

#[tokio::test]
async fn sessions_questions_and_notices_go_when_nobody_has_used_them_for_long() {
    let database = database().await;
    let pool = &database.pool;
    for day in ["2026-01-01", "2026-01-31"] {
        let rows = format!(
            "INSERT INTO chat_sessions VALUES (extract(day FROM date '{day}'), 1, gen_random_uuid(), '{day}');
             INSERT INTO telegram_prompts VALUES (1, extract(day FROM date '{day}'), '{{}}', '{day}');
             INSERT INTO notice_copies VALUES ('{day}', 1, 1, 'hash', '{day}')"
        );
        pool.execute(rows.as_str()).await.unwrap();
    }
    for target in [RetentionTarget::Sessions, RetentionTarget::Prompts, RetentionTarget::Notices] {
        assert_eq!((clean(pool, target).await, clean(pool, target).await), (1, 0), "{}", target.name());
    }
    let left =
        "SELECT chat_id::text FROM chat_sessions UNION ALL SELECT message_id::text FROM telegram_prompts
                UNION ALL SELECT subject FROM notice_copies";
    assert_eq!(names(pool, left).await, ["31", "31", "2026-01-31"]);
}

#[tokio::test]
async fn retry_requests_stay_while_their_key_is_parked_and_leases_while_they_are_held() {
    let database = database().await;
    let pool = &database.pool;
    let rows = "
        INSERT INTO parked_requests SELECT 'posts', 1, key, '2026-01-01' FROM unnest(ARRAY['free', 'parked']) key;
        INSERT INTO parked_requests VALUES ('posts', 1, 'new', '2026-01-31');
        INSERT INTO parked_events VALUES ('posts', 1, 'parked', 7, 'why', 3);
        INSERT INTO leases (name, holder, until, session_pid, server_began)
        SELECT name, gen_random_uuid(), until, 0, now()
          FROM (VALUES ('old', timestamptz '2026-01-01'), ('held', now() + interval '5 seconds')) l (name, until)";
    pool.execute(rows).await.unwrap();
    assert_eq!(
        (clean(pool, RetentionTarget::ParkedRequests).await, clean(pool, RetentionTarget::Leases).await),
        (1, 1)
    );
    assert_eq!(names(pool, "SELECT key FROM parked_requests ORDER BY 1").await, ["new", "parked"]);
    assert_eq!(names(pool, "SELECT name FROM leases").await, ["held"]);
    let ahead = now() + TimeDelta::days(40_000);
    let pruner = PgPruner::new(pool.clone());
    assert_eq!(
        pruner.remove(job(1), RetentionTarget::Leases, ahead).await.unwrap().rows,
        0,
        "whatever the business time"
    );
}

#[tokio::test]
async fn retired_read_models_lose_their_tables_once_nobody_runs_them() {
    let database = database().await;
    let pool = &database.pool;
    let rows = "
        INSERT INTO projection_versions (name, version, shape, state, tables, created_at)
        SELECT 'toys', version, 1, state, ARRAY['toys_v' || version], '2026-01-01'
          FROM (VALUES (1, 'retired'), (2, 'retired'), (3, 'former'), (4, 'live')) v (version, state);
        CREATE TABLE toys_v1 (); CREATE TABLE toys_v2 (); CREATE TABLE toys_v3 (); CREATE TABLE toys_v4 ();
        INSERT INTO consumer_cursors (consumer, version, partition)
        SELECT 'toys', version, 0 FROM generate_series(1, 4) version;
        INSERT INTO leases (name, holder, until, session_pid, server_began, shares)
        VALUES ('instance:x', gen_random_uuid(), now() + interval '1 hour', 0, now(), '{\"consumer:toys:v2\": [0]}')";
    pool.execute(rows).await.unwrap();
    assert_eq!(clean(pool, RetentionTarget::ReadModels).await, 1);
    let tables = "SELECT tablename::text FROM pg_tables WHERE tablename LIKE 'toys%' ORDER BY 1";
    assert_eq!(names(pool, tables).await, ["toys_v2", "toys_v3", "toys_v4"]);
    pool.execute("DELETE FROM leases").await.unwrap();
    assert_eq!(clean(pool, RetentionTarget::ReadModels).await, 1);
    assert_eq!(names(pool, tables).await, ["toys_v3", "toys_v4"]);
    let cursors = "SELECT version::text FROM consumer_cursors ORDER BY 1";
    assert_eq!(names(pool, cursors).await, ["3", "4"]);
    assert_eq!(
        names(pool, "SELECT name FROM projection_versions").await.len(),
        4,
        "no number is given twice"
    );
}

#[tokio::test]
async fn scratch_schemas_of_killed_replays_go_and_those_of_people_stay() {
    let database = database().await;
    let pool = &database.pool;
    let id = |at: &str| {
        let at: DateTime<Utc> = at.parse().unwrap();
        let milliseconds = at.timestamp_millis().unsigned_abs();
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &[7; 10]).into_uuid().simple()
    };
    let (old, new) = (id("2026-01-01T00:00:00Z"), id("2026-01-31T00:00:00Z"));
    let mine = ["replay_of_mine".to_owned(), format!("replay_{new}"), format!("replay_{new}_live")];
    for schema in [format!("replay_{old}"), format!("replay_{old}_live")].iter().chain(&mine) {
        let create = format!("CREATE SCHEMA {schema}; CREATE TABLE {schema}.t ()");
        pool.execute(create.as_str()).await.unwrap();
    }
    assert_eq!(clean(pool, RetentionTarget::Replays).await, 2);
    let left = "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'replay%'";
    let mut left = names(pool, left).await;
    left.sort();
    assert_eq!(left.len(), 3);
    assert!(mine.iter().all(|schema| left.contains(schema)));
}

#[tokio::test]
async fn a_run_that_is_cut_off_has_counted_what_it_removed_and_goes_on() {
    let database = database().await;
    let pool = &database.pool;
    let rows = "INSERT INTO telegram_prompts SELECT 1, n, '{}', '2026-01-01' FROM generate_series(1, 5) n";
    pool.execute(rows).await.unwrap();
    let pruner = PgPruner { pool: pool.clone(), batch: 2 };
    let before = now() - TimeDelta::days(7);
    let remove = async || pruner.remove(job(7), RetentionTarget::Prompts, before).await.unwrap();
    assert_eq!(remove().await, Removed { rows: 2, more: true });
    let mut killed = engine::postgres::begin(pool).await.unwrap();
    killed.execute("DELETE FROM telegram_prompts WHERE message_id = 5").await.unwrap();
    killed.rollback().await.unwrap();
    assert_eq!(remove().await, Removed { rows: 2, more: true });
    assert_eq!(remove().await, Removed { rows: 1, more: false });
    assert_eq!(removed(pool, job(7)).await, Some(5));
    assert_eq!(removed(pool, job(8)).await, None);
}

#[tokio::test]
async fn many_instances_enqueue_a_days_run_once() {
    let database = database().await;
    let pool = &database.pool;
    let keyring = Keyring::open(pool.clone(), &MasterKey::from_bytes([7; 32])).await.unwrap();
    let store = PgEventStore::start(pool, keyring, AppendLimits::default(), &AppendSignal::new());
    let bus = Arc::new(Bus::new(store, Arc::new(SystemIds), 1));
    let clock: Arc<dyn Clock> = Arc::new(DatabaseClock::default());
    let keep = BTreeMap::from([
        (RetentionTarget::Prompts, TimeDelta::days(1)),
        (RetentionTarget::Leases, TimeDelta::days(1)),
    ]);
    let retention = Retention { hour: 3, keep };
    let pruner = Arc::new(PgPruner::new(pool.clone()));
    let clean_up = CleanUp::new(pruner, bus.clone(), bus, Arc::clone(&clock), retention);
    let notifier = JobNotifier::new(Arc::new(NoStatusCache));
    for _ in 0..3 {
        enqueue_next_runs(&clean_up, pool, &*clock, &notifier).await.unwrap();
    }
    let enqueued = "SELECT step FROM effects WHERE process = 'clean-up' AND position = 0 ORDER BY 1";
    assert_eq!(names(pool, enqueued).await, ["leases", "prompts"]);
}
