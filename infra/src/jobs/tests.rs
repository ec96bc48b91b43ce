//! Every verdict, every way to die, and who goes first.

mod batches;
mod shop;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::process::{NewJob, Priority, ProcessManager};
use harness::eventually;
use tokio::time::Instant;
use uuid::Uuid;

use self::shop::{Actor, Mirror, Shop, TestClock};
use super::claim::take_over;
use super::{JobCount, JobState, JobStatus, Jobs, Unwatched, counts, find};
use crate::consumer::testing::{Instance, Log, PATIENCE, random};
use crate::consumer::{Consumer, Consumers, ProcessConsumer};
use crate::lease::Leases;
use crate::lifecycle::Lifecycle;

#[tokio::test]
async fn done_is_done_and_what_follows_is_done_too() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "begin").await;
    shop.becomes(job, JobState::Done).await;
    shop.becomes(NewJob::id_of("actor", job.0, "done"), JobState::Done).await;
    assert_eq!(actor.performed(), ["begin 1", "done 1"]);
    shop.close().await;
}

#[tokio::test]
async fn a_retry_waits_and_counts() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "retry").await;
    let again = eventually("the first try has failed", PATIENCE, async || {
        find(&shop.database.pool, job).await.unwrap().filter(|job| job.attempts == 1)
    })
    .await;
    assert_eq!((again.status, again.last_error.as_deref()), (JobState::Queued, Some("busy")));
    assert!(again.due_at > shop.clock.now());
    shop.clock.advance(TimeDelta::seconds(1));
    assert_eq!(shop.becomes(job, JobState::Done).await.last_error, None);
    assert_eq!(actor.performed(), ["retry 1", "retry 2"]);
    shop.close().await;
}

#[tokio::test]
async fn after_the_last_try_it_is_given_up() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "retry for ever").await;
    eventually("it is given up", PATIENCE, async || {
        shop.clock.advance(TimeDelta::minutes(10));
        let job = find(&shop.database.pool, job).await.unwrap();
        job.filter(|job| job.status == JobState::Failed)
    })
    .await;
    assert_eq!(actor.performed().len(), 3);
    assert_eq!(*actor.given_up.lock().unwrap(), ["retry for ever: still busy"]);
    shop.close().await;
}

#[tokio::test]
async fn waiting_is_no_try() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "wait").await;
    let waiting = shop.becomes(job, JobState::Waiting).await;
    assert_eq!((waiting.attempts, waiting.last_error.as_deref()), (0, Some("for a person")));
    shop.clock.advance(TimeDelta::hours(1));
    shop.becomes(job, JobState::Done).await;
    assert_eq!(actor.performed(), ["wait 1", "wait 1"]);
    shop.close().await;
}

#[tokio::test]
async fn failing_and_not_knowing_are_final() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let failed = shop.intend("actor", "fail").await;
    let unknown = shop.intend("actor", "unknown").await;
    assert_eq!(shop.becomes(failed, JobState::Failed).await.last_error.as_deref(), Some("a NUL: \u{fffd}"));
    shop.becomes(unknown, JobState::Unknown).await;
    shop.clock.advance(TimeDelta::days(1));
    let done = shop.intend("actor", "done").await;
    shop.becomes(done, JobState::Done).await;
    assert_eq!(actor.performed().len(), 3);
    assert_eq!(actor.given_up.lock().unwrap().len(), 1);
    let counted = counts(&shop.database.pool).await.unwrap();
    let actor = "actor".to_owned();
    let of = |status| JobCount {
        process: actor.clone(),
        status,
        count: 1,
        oldest_due: None,
        overdue_seconds: None,
    };
    assert_eq!(counted, [of(JobState::Failed), of(JobState::Unknown)]);
    shop.close().await;
}

#[tokio::test]
async fn a_failure_that_could_not_be_recorded_is_recorded_later() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "fail unrecorded").await;
    eventually("it is given up again", PATIENCE, async || {
        shop.clock.advance(TimeDelta::minutes(10));
        let job = find(&shop.database.pool, job).await.unwrap();
        job.filter(|job| job.status == JobState::Failed)
    })
    .await;
    assert_eq!(actor.given_up.lock().unwrap().len(), 2);
    shop.close().await;
}

#[tokio::test]
async fn a_panic_is_a_try() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "panic").await;
    let again = eventually("the panic was noticed", PATIENCE, async || {
        find(&shop.database.pool, job).await.unwrap().filter(|job| job.attempts == 1)
    })
    .await;
    assert_eq!(again.last_error.as_deref(), Some("panicked: on purpose"));
    shop.clock.advance(TimeDelta::seconds(1));
    shop.becomes(job, JobState::Done).await;
    shop.close().await;
}

#[tokio::test]
async fn what_a_dead_instance_performed_is_performed_again() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    let dead = Lifecycle::new();
    shop.open_under(&dead, &[&actor], 2);
    let job = shop.intend("actor", "hang").await;
    eventually("it is performed", PATIENCE, async || (actor.performed().len() == 1).then_some(())).await;
    dead.hard().cancel();
    shop.open(&[&actor], 2);
    let done = shop.becomes(job, JobState::Done).await;
    assert_eq!(done.attempts, 1);
    assert_eq!(actor.performed(), ["hang 1", "hang 2"]);
    shop.close().await;
}

#[tokio::test]
async fn effects_are_taken_over_at_once_when_the_session_of_their_instance_has_ended() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    let (workers, leases) = (Lifecycle::new(), Lifecycle::new());
    shop.open_under(&workers, &[&actor], 2);
    shop.intend("actor", "hang").await;
    eventually("it is performed", PATIENCE, async || (actor.performed().len() == 1).then_some(())).await;
    workers.stop(Duration::ZERO).await;
    let pool = &shop.database.pool;
    let stays = "UPDATE effects SET lease_until = now() + interval '1 hour' RETURNING lease_holder";
    let instance: Uuid = sqlx::query_scalar(stays).fetch_one(pool).await.unwrap();
    Leases::start(pool.clone(), instance, &leases);
    let own_row = "SELECT 1 FROM leases WHERE name = 'instance:' || $1";
    eventually("the instance has its own row", PATIENCE, async || {
        sqlx::query(own_row).bind(instance).fetch_optional(pool).await.unwrap()
    })
    .await;

    let take_over = async |by: Uuid| take_over(pool, by, &["actor"], shop.clock.now()).await.unwrap();
    assert_eq!(take_over(random()).await.len(), 0, "the instance lives");
    leases.hard().cancel();
    let died = Instant::now();
    eventually("it is taken over", PATIENCE, async || take_over(random()).await.pop()).await;
    assert!(died.elapsed() < Duration::from_secs(1), "{:?}", died.elapsed());
}

#[tokio::test]
async fn an_instance_keeps_its_own_effects_when_its_session_ends() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "hang").await;
    eventually("it is performed", PATIENCE, async || (actor.performed().len() == 1).then_some(())).await;
    let pool = &shop.database.pool;
    let cut = "INSERT INTO leases (name, holder, until, session_pid, session_began, server_began)
               SELECT 'instance:' || lease_holder, lease_holder, lease_until, 0, now(), pg_postmaster_start_time()
                 FROM effects RETURNING holder";
    let instance: Uuid = sqlx::query_scalar(cut).fetch_one(pool).await.unwrap();
    let now = shop.clock.now();
    assert_eq!(take_over(pool, instance, &["actor"], now).await.unwrap().len(), 0, "it lives");
    actor.go_on.notify_one();
    assert_eq!(shop.becomes(job, JobState::Done).await.attempts, 0);
    shop.close().await;
}

#[tokio::test]
async fn rows_of_dead_instances_are_removed_in_time() {
    let shop = Shop::new().await;
    let pool = &shop.database.pool;
    let dead = "INSERT INTO leases (name, holder, until, session_pid, server_began)
                SELECT name, gen_random_uuid(), now() - minutes * interval '1 minute', 0, now()
                  FROM (VALUES ('instance:long', 2), ('instance:just', 0), ('relay', 2)) AS dead (name, minutes)";
    sqlx::query(dead).execute(pool).await.unwrap();
    take_over(pool, random(), &[], shop.clock.now()).await.unwrap();
    let left = sqlx::query_scalar("SELECT name FROM leases ORDER BY name").fetch_all(pool).await;
    assert_eq!(left.unwrap() as Vec<String>, ["instance:just", "relay"]);
}

#[tokio::test]
async fn the_verdict_of_a_worker_that_lost_its_claim_does_not_count() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "hang").await;
    eventually("it is performed", PATIENCE, async || (actor.performed().len() == 1).then_some(())).await;
    let theft =
        "UPDATE effects SET lease_holder = gen_random_uuid(), lease_until = now() + interval '1 hour'";
    sqlx::query(theft).execute(&shop.database.pool).await.unwrap();
    actor.go_on.notify_one();
    let done = shop.intend("actor", "done").await;
    shop.becomes(done, JobState::Done).await;
    shop.becomes(job, JobState::Running).await;
    shop.close().await;
}

#[tokio::test]
async fn a_soft_stop_lets_workers_finish() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.open(&[&actor], 2);
    let job = shop.intend("actor", "hang").await;
    eventually("it is performed", PATIENCE, async || (actor.performed().len() == 1).then_some(())).await;
    let pool = shop.database.pool.clone();
    let (lifecycle, finishing) = (shop.lifecycle.clone(), Arc::clone(&actor));
    let stopping = tokio::spawn(async move { lifecycle.stop(PATIENCE).await });
    shop.lifecycle.soft().cancelled().await;
    finishing.go_on.notify_one();
    stopping.await.unwrap();
    assert_eq!(find(&pool, job).await.unwrap().unwrap().status, JobState::Done);
}

#[tokio::test]
async fn the_urgent_goes_first() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.intend_with("actor", "later", Priority::Background).await;
    shop.intend_with("actor", "timed", Priority::Timed).await;
    shop.intend_with("actor", "now", Priority::Person).await;
    shop.open(&[&actor], 1);
    eventually("all are done", PATIENCE, async || (actor.performed().len() == 3).then_some(())).await;
    assert_eq!(actor.performed(), ["now 1", "timed 1", "later 1"]);
    shop.close().await;
}

#[tokio::test]
async fn one_process_manager_does_not_take_all_workers() {
    let (shop, greedy, modest) = (Shop::new().await, Actor::named("greedy"), Actor::named("modest"));
    for _ in 0..8 {
        shop.intend("greedy", "hang").await;
    }
    shop.open(&[&greedy, &modest], 4);
    eventually("three of four are busy", PATIENCE, async || (greedy.performed().len() == 3).then_some(()))
        .await;
    let job = shop.intend("modest", "done").await;
    shop.becomes(job, JobState::Done).await;
    assert_eq!(greedy.performed().len(), 3);
    shop.lifecycle.hard().cancel();
}

#[tokio::test]
async fn a_mirror_is_told_every_change_in_order() {
    let mirror = Arc::new(Mirror::default());
    let (shop, actor) = (Shop::with(Arc::clone(&mirror) as Arc<dyn JobStatus>).await, Actor::named("actor"));
    shop.open(&[&actor], 1);
    let job = shop.intend("actor", "done").await;
    shop.becomes(job, JobState::Done).await;
    shop.close().await;
    let told = mirror.0.lock().unwrap().clone();
    assert_eq!(told, [JobState::Queued, JobState::Running, JobState::Done].map(|state| (job, state)));
}

#[tokio::test]
async fn an_intent_is_stored_once_however_often_its_event_is_seen() {
    let log = Log::new().await;
    let (clock, actor) = (TestClock::new(), Actor::named("actor"));
    let head = log.record(&[("react", 1), ("ignore", 1), ("react", 2)]).await;
    for round in 1..=2 {
        let instance = Instance::new(&log);
        let jobs = Jobs::new(Arc::new(Unwatched));
        let process = ProcessConsumer::new(
            Arc::clone(&actor) as Arc<dyn ProcessManager>,
            Arc::clone(&clock) as Arc<dyn Clock>,
            jobs,
        );
        let consumers = Consumers::start(vec![Arc::new(process) as Arc<dyn Consumer>], &instance.around);
        instance.tell(head);
        consumers.wait_until("process:actor", head, PATIENCE).await.unwrap();
        instance.stop().await;
        let stored: Vec<(Uuid, i64, Option<i64>)> =
            sqlx::query_as("SELECT effect_id, position, chat FROM effects ORDER BY position")
                .fetch_all(&log.database.pool)
                .await
                .unwrap();
        let seen: Vec<_> = stored.iter().map(|(_, position, chat)| (*position, *chat)).collect();
        assert_eq!(seen, [(1, Some(7)), (3, Some(7))], "round {round}");
        sqlx::query("DELETE FROM consumer_cursors").execute(&log.database.pool).await.unwrap();
    }
}
