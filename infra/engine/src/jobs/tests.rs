//! Every verdict, every way to die, and who goes first.

mod batches;
mod fixture;
mod needs;
mod ordering;
mod unreadable;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::process::{NewJob, Priority, ProcessManager};
use harness::eventually;
use uuid::Uuid;

use self::fixture::{ManualClock, RecordingCache, ScriptedProcess, WorkerFixture};
use super::claim::take_over;
use super::{JobCount, JobNotifier, JobState, JobStatusCache, NoStatusCache, ProcessConsumer, counts, find};
use crate::consumer::testing::{Instance, Log, PATIENCE, random};
use crate::lease::Leases;
use crate::lifecycle::Lifecycle;

#[tokio::test]
async fn done_is_done_and_what_follows_is_done_too() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "begin").await;
    fixture.reaches(job, JobState::Done).await;
    fixture.reaches(NewJob::id_of("scripted", job.0, "done"), JobState::Done).await;
    assert_eq!(process.performed(), ["begin 1", "done 1"]);
    fixture.stop().await;
}

#[tokio::test]
async fn a_retry_waits_and_counts() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "retry").await;
    let again = eventually("the first try has failed", PATIENCE, async || {
        find(&fixture.database.pool, job).await.unwrap().filter(|job| job.attempts == 1)
    })
    .await;
    assert_eq!((again.status, again.last_error.as_deref()), (JobState::Queued, Some("busy")));
    assert!(again.due_at > fixture.clock.now());
    fixture.clock.advance(TimeDelta::seconds(1));
    assert_eq!(fixture.reaches(job, JobState::Done).await.last_error, None);
    assert_eq!(process.performed(), ["retry 1", "retry 2"]);
    fixture.stop().await;
}

#[tokio::test]
async fn after_the_last_try_it_is_given_up() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "retry for ever").await;
    eventually("it is given up", PATIENCE, async || {
        fixture.clock.advance(TimeDelta::minutes(10));
        let job = find(&fixture.database.pool, job).await.unwrap();
        job.filter(|job| job.status == JobState::Failed)
    })
    .await;
    assert_eq!(process.performed().len(), 3);
    assert_eq!(*process.given_up.lock().unwrap(), ["retry for ever: still busy"]);
    fixture.stop().await;
}

#[tokio::test]
async fn waiting_is_no_try() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "wait").await;
    let waiting = fixture.reaches(job, JobState::Waiting).await;
    assert_eq!((waiting.attempts, waiting.last_error.as_deref()), (0, Some("for a person")));
    fixture.clock.advance(TimeDelta::hours(1));
    fixture.reaches(job, JobState::Done).await;
    assert_eq!(process.performed(), ["wait 1", "wait 1"]);
    fixture.stop().await;
}

#[tokio::test]
async fn failing_and_not_knowing_are_final() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let failed = fixture.enqueue("scripted", "fail").await;
    let unknown = fixture.enqueue("scripted", "unknown").await;
    assert_eq!(
        fixture.reaches(failed, JobState::Failed).await.last_error.as_deref(),
        Some("a NUL: \u{fffd}")
    );
    fixture.reaches(unknown, JobState::Unknown).await;
    fixture.clock.advance(TimeDelta::days(1));
    let done = fixture.enqueue("scripted", "done").await;
    fixture.reaches(done, JobState::Done).await;
    assert_eq!(process.performed().len(), 3);
    assert_eq!(process.given_up.lock().unwrap().len(), 1);
    let counted = counts(&fixture.database.pool).await.unwrap();
    let process = "scripted".to_owned();
    let of = |status| JobCount {
        process: process.clone(),
        status,
        count: 1,
        oldest_due: None,
        overdue_seconds: None,
    };
    assert_eq!(counted, [of(JobState::Failed), of(JobState::Unknown)]);
    fixture.stop().await;
}

#[tokio::test]
async fn a_failure_that_could_not_be_recorded_is_recorded_later() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "fail unrecorded").await;
    eventually("it is given up again", PATIENCE, async || {
        fixture.clock.advance(TimeDelta::minutes(10));
        let job = find(&fixture.database.pool, job).await.unwrap();
        job.filter(|job| job.status == JobState::Failed)
    })
    .await;
    assert_eq!(process.given_up.lock().unwrap().len(), 2);
    fixture.stop().await;
}

#[tokio::test]
async fn a_panic_is_a_try() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "panic").await;
    let again = eventually("the panic was noticed", PATIENCE, async || {
        find(&fixture.database.pool, job).await.unwrap().filter(|job| job.attempts == 1)
    })
    .await;
    assert_eq!(again.last_error.as_deref(), Some("panicked: on purpose"));
    fixture.clock.advance(TimeDelta::seconds(1));
    fixture.reaches(job, JobState::Done).await;
    fixture.stop().await;
}

#[tokio::test]
async fn what_a_dead_instance_performed_is_performed_again() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    let dead = Lifecycle::new();
    fixture.start_under(&dead, &[&process], 2);
    let job = fixture.enqueue("scripted", "hang").await;
    eventually("it is performed", PATIENCE, async || (process.performed().len() == 1).then_some(())).await;
    dead.hard().cancel();
    fixture.start(&[&process], 2);
    let done = fixture.reaches(job, JobState::Done).await;
    assert_eq!(done.attempts, 1);
    assert_eq!(process.performed(), ["hang 1", "hang 2"]);
    fixture.stop().await;
}

#[tokio::test]
async fn jobs_are_taken_over_at_once_when_the_session_of_their_instance_has_ended() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    let (workers, leases) = (Lifecycle::new(), Lifecycle::new());
    fixture.start_under(&workers, &[&process], 2);
    fixture.enqueue("scripted", "hang").await;
    eventually("it is performed", PATIENCE, async || (process.performed().len() == 1).then_some(())).await;
    workers.stop(Duration::ZERO).await;
    let pool = &fixture.database.pool;
    let stays = "UPDATE effects SET lease_until = now() + interval '1 hour' RETURNING lease_holder";
    let instance: Uuid = sqlx::query_scalar(stays).fetch_one(pool).await.unwrap();
    Leases::start(pool.clone(), instance, &leases);
    let own_row = "SELECT 1 FROM leases WHERE name = 'instance:' || $1";
    eventually("the instance has its own row", PATIENCE, async || {
        sqlx::query(own_row).bind(instance).fetch_optional(pool).await.unwrap()
    })
    .await;

    let take_over = async |by: Uuid| take_over(pool, by, &["scripted"], fixture.clock.now()).await.unwrap();
    assert_eq!(take_over(random()).await.len(), 0, "the instance lives");
    leases.hard().cancel();
    eventually("it is taken over", PATIENCE, async || take_over(random()).await.pop()).await;
}

#[tokio::test]
async fn an_instance_keeps_its_own_jobs_when_its_session_ends() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "hang").await;
    eventually("it is performed", PATIENCE, async || (process.performed().len() == 1).then_some(())).await;
    let pool = &fixture.database.pool;
    let cut = "INSERT INTO leases (name, holder, until, session_pid, session_began, server_began)
               SELECT 'instance:' || lease_holder, lease_holder, lease_until, 0, now(), pg_postmaster_start_time()
                 FROM effects RETURNING holder";
    let instance: Uuid = sqlx::query_scalar(cut).fetch_one(pool).await.unwrap();
    let now = fixture.clock.now();
    assert_eq!(take_over(pool, instance, &["scripted"], now).await.unwrap().len(), 0, "it lives");
    process.resume.notify_one();
    assert_eq!(fixture.reaches(job, JobState::Done).await.attempts, 0);
    fixture.stop().await;
}

#[tokio::test]
async fn rows_of_dead_instances_are_removed_in_time() {
    let fixture = WorkerFixture::new().await;
    let pool = &fixture.database.pool;
    let dead = "INSERT INTO leases (name, holder, until, session_pid, server_began)
                SELECT name, gen_random_uuid(), now() - minutes * interval '1 minute', 0, now()
                  FROM (VALUES ('instance:long', 2), ('instance:just', 0), ('relay', 2)) AS dead (name, minutes)";
    sqlx::query(dead).execute(pool).await.unwrap();
    take_over(pool, random(), &[], fixture.clock.now()).await.unwrap();
    let left = sqlx::query_scalar("SELECT name FROM leases ORDER BY name").fetch_all(pool).await;
    assert_eq!(left.unwrap() as Vec<String>, ["instance:just", "relay"]);
}

#[tokio::test]
async fn the_verdict_of_a_worker_that_lost_its_claim_does_not_count() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "hang").await;
    eventually("it is performed", PATIENCE, async || (process.performed().len() == 1).then_some(())).await;
    let theft =
        "UPDATE effects SET lease_holder = gen_random_uuid(), lease_until = now() + interval '1 hour'";
    sqlx::query(theft).execute(&fixture.database.pool).await.unwrap();
    process.resume.notify_one();
    let done = fixture.enqueue("scripted", "done").await;
    fixture.reaches(done, JobState::Done).await;
    fixture.reaches(job, JobState::Running).await;
    fixture.stop().await;
}

#[tokio::test]
async fn a_soft_stop_lets_workers_finish() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "hang").await;
    eventually("it is performed", PATIENCE, async || (process.performed().len() == 1).then_some(())).await;
    let pool = fixture.database.pool.clone();
    let (lifecycle, finishing) = (fixture.lifecycle.clone(), Arc::clone(&process));
    let stopping = tokio::spawn(async move { lifecycle.stop(PATIENCE).await });
    fixture.lifecycle.soft().cancelled().await;
    finishing.resume.notify_one();
    stopping.await.unwrap();
    assert_eq!(find(&pool, job).await.unwrap().unwrap().status, JobState::Done);
}

#[tokio::test]
async fn the_urgent_goes_first() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.enqueue_with("scripted", "later", Priority::Background).await;
    fixture.enqueue_with("scripted", "timed", Priority::Timed).await;
    fixture.enqueue_with("scripted", "now", Priority::Person).await;
    fixture.start(&[&process], 1);
    eventually("all are done", PATIENCE, async || (process.performed().len() == 3).then_some(())).await;
    assert_eq!(process.performed(), ["now 1", "timed 1", "later 1"]);
    fixture.stop().await;
}

#[tokio::test]
async fn one_process_manager_does_not_take_all_workers() {
    let (fixture, greedy, modest) =
        (WorkerFixture::new().await, ScriptedProcess::named("greedy"), ScriptedProcess::named("modest"));
    for _ in 0..8 {
        fixture.enqueue("greedy", "hang").await;
    }
    fixture.start(&[&greedy, &modest], 4);
    eventually("three of four are busy", PATIENCE, async || (greedy.performed().len() == 3).then_some(()))
        .await;
    let job = fixture.enqueue("modest", "done").await;
    fixture.reaches(job, JobState::Done).await;
    assert_eq!(greedy.performed().len(), 3);
    fixture.lifecycle.hard().cancel();
}

#[tokio::test]
async fn a_cache_is_given_every_change_in_order() {
    let cache = Arc::new(RecordingCache::default());
    let (fixture, process) = (
        WorkerFixture::with(Arc::clone(&cache) as Arc<dyn JobStatusCache>).await,
        ScriptedProcess::named("scripted"),
    );
    fixture.start(&[&process], 1);
    let job = fixture.enqueue("scripted", "done").await;
    fixture.reaches(job, JobState::Done).await;
    fixture.stop().await;
    let seen = cache.0.lock().unwrap().clone();
    assert_eq!(seen, [JobState::Queued, JobState::Running, JobState::Done].map(|state| (job, state)));
}

#[tokio::test]
async fn a_job_is_stored_once_however_often_its_event_is_seen() {
    let log = Log::new().await;
    let (clock, process) = (ManualClock::new(), ScriptedProcess::named("scripted"));
    let head = log.record(&[("react", 1), ("ignore", 1), ("react", 2)]).await;
    for round in 1..=2 {
        let instance = Instance::new(&log);
        let notifier = JobNotifier::new(Arc::new(NoStatusCache));
        let process = ProcessConsumer::new(
            Arc::clone(&process) as Arc<dyn ProcessManager>,
            Arc::clone(&clock) as Arc<dyn Clock>,
            notifier,
        );
        let consumer = instance.start(&Arc::new(process));
        instance.tell(head);
        consumer.reaches(head).await;
        instance.stop().await;
        let stored: Vec<(i64, Option<i64>, Option<i32>)> =
            sqlx::query_as("SELECT position, chat, topic FROM effects ORDER BY position")
                .fetch_all(&log.database.pool)
                .await
                .unwrap();
        assert_eq!(stored, [(1, Some(7), Some(77)), (3, Some(7), Some(77))], "round {round}");
        sqlx::query("DELETE FROM consumer_cursors").execute(&log.database.pool).await.unwrap();
    }
}
