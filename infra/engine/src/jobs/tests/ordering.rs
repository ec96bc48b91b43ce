//! Jobs of one key are performed one after another, in the order stored, whoever performs them and whoever dies.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::process::{Job, NewJob, Priority, ProcessManager, Verdict};
use commands::retry_policy::{self, RetryPolicy};
use domain::id::JobId;
use domain::recorded::Recorded;
use harness::eventually;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::fixture::{WorkerFixture, origin};
use crate::consumer::testing::{PATIENCE, random};
use crate::jobs::{
    Enqueuer, JobNotifier, JobState, NewJobRow, NoStatusCache, Workers, WorkersConfig, find, insert,
};
use crate::lifecycle::Lifecycle;

/// What was performed, by all instances together.
#[derive(Default)]
struct Journal {
    performed: Mutex<BTreeMap<String, Vec<u32>>>,
    under_way: Mutex<HashSet<String>>,
    overlaps: Mutex<Vec<String>>,
    resume: Notify,
}

impl Journal {
    fn of(&self, key: &str) -> Vec<u32> {
        self.performed.lock().unwrap().get(key).cloned().unwrap_or_default()
    }
}

/// A key is taken as long as this lives, however its job ends.
struct Taken<'a>(&'a Journal, String);

impl<'a> Taken<'a> {
    fn take(journal: &'a Journal, key: &str) -> Self {
        if !journal.under_way.lock().unwrap().insert(key.to_owned()) {
            journal.overlaps.lock().unwrap().push(key.to_owned());
        }
        Self(journal, key.to_owned())
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.under_way.lock().unwrap().remove(&self.1);
    }
}

/// Does what the step says, and writes down the key and the number of its request.
struct OrderedProcess {
    name: &'static str,
    journal: Arc<Journal>,
}

#[async_trait]
impl ProcessManager for OrderedProcess {
    fn name(&self) -> &'static str {
        self.name
    }

    fn steps(&self) -> &'static [&'static str] {
        &["ask", "hang", "lose", "lose for ever", "retry", "work"]
    }

    fn react(&self, _: &Recorded) -> Vec<NewJob> {
        Vec::new()
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        let (key, number): (String, u32) = job.request()?;
        let _taken = Taken::take(&self.journal, &key);
        match (job.step.as_str(), job.attempt + job.unknown_tries) {
            ("retry", 1) => return Ok(Verdict::retry("busy")),
            ("lose", 1) | ("lose for ever", _) => {
                return Ok(Verdict::RetryUnknown { why: "cut off".to_owned(), after: None });
            }
            ("hang", 1) => self.journal.resume.notified().await,
            // long enough for another to begin at the same time, if it could
            (_, _) => sleep(Duration::from_micros(200)).await,
        }
        self.journal.performed.lock().unwrap().entry(key.clone()).or_default().push(number);
        if job.step == "ask" {
            let reply = job.follow("work", &("replies", number)).in_order_of("replies");
            return Ok(Verdict::Done(vec![reply.performed_by("performer")]));
        }
        Ok(Verdict::DONE)
    }

    fn retry_policy(&self) -> RetryPolicy {
        RetryPolicy { attempts: 3, ..retry_policy::JOB }
    }
}

/// One instance with workers.
struct RunningInstance {
    lifecycle: Lifecycle,
    enqueuer: Enqueuer,
    id: Uuid,
}

struct OrderFixture {
    fixture: WorkerFixture,
    journal: Arc<Journal>,
}

impl OrderFixture {
    async fn new() -> Self {
        Self { fixture: WorkerFixture::new().await, journal: Arc::default() }
    }

    fn start(&self, processes: &[&'static str]) -> RunningInstance {
        let process = |name: &&'static str| {
            Arc::new(OrderedProcess { name, journal: Arc::clone(&self.journal) }) as Arc<dyn ProcessManager>
        };
        let (notifier, lifecycle) = (JobNotifier::new(Arc::new(NoStatusCache)), Lifecycle::new());
        let (clock, id) = (Arc::clone(&self.fixture.clock) as Arc<dyn Clock>, random());
        let workers = Workers {
            pool: self.fixture.database.pool.clone(),
            processes: processes.iter().map(process).collect(),
            clock: Arc::clone(&clock),
            instance: id,
            notifier: notifier.clone(),
            config: WorkersConfig { concurrency: 16 },
        };
        workers.start(&lifecycle);
        let enqueuer = Enqueuer::new(&self.fixture.database.pool, clock, notifier);
        RunningInstance { lifecycle, enqueuer, id }
    }

    /// Stores jobs without beginning any.
    async fn insert(&self, rows: Vec<NewJobRow>) {
        let mut conn = self.fixture.database.pool.acquire().await.unwrap();
        insert(&mut conn, rows, self.fixture.clock.now()).await.unwrap();
    }

    /// Waits until so many of the key are done, in their order, and none was begun beside another.
    async fn performed(&self, key: &str, count: u32) {
        eventually("all of the key are performed", PATIENCE, async || {
            self.fixture.clock.advance(TimeDelta::milliseconds(20));
            (self.journal.of(key).len() >= count as usize).then_some(())
        })
        .await;
        assert_eq!(self.journal.of(key), (1..=count).collect::<Vec<_>>());
        assert_eq!(*self.journal.overlaps.lock().unwrap(), Vec::<String>::new());
    }

    async fn state(&self, job: JobId) -> JobState {
        find(&self.fixture.database.pool, job).await.unwrap().unwrap().status
    }

    async fn count(&self, what: &str) -> i64 {
        let count = format!("SELECT count(*) FROM effects WHERE {what}");
        sqlx::query_scalar(&count).fetch_one(&self.fixture.database.pool).await.unwrap()
    }
}

fn job(step: &'static str, key: &str, number: u32) -> NewJobRow {
    let job = NewJob::new("ordered", random(), step, &(key, number)).in_order_of(key);
    NewJobRow { origin: origin("ordered"), job }
}

#[tokio::test]
async fn two_instances_keep_the_order_of_every_key() {
    let test = OrderFixture::new().await;
    let keys: Vec<String> = (0..12).map(|key| format!("key {key}")).collect();
    for number in 1..=25 {
        test.insert(keys.iter().map(|key| job("work", key, number)).collect()).await;
    }
    let instances = [test.start(&["ordered"]), test.start(&["ordered"])];
    for key in &keys {
        test.performed(key, 25).await;
    }
    for instance in instances {
        instance.lifecycle.stop(PATIENCE).await;
    }
    assert_eq!(test.count("status <> 'done' OR behind").await, 0);
}

#[tokio::test]
async fn what_two_instances_store_while_jobs_end_is_begun_at_once() {
    let test = OrderFixture::new().await;
    let instances = [test.start(&["ordered"]), test.start(&["ordered"])];
    let begun = Instant::now();
    for number in 1..=150 {
        let instance = &instances[number as usize % 2];
        let rows = ["a", "b", "c"].map(|key| job("work", key, number));
        instance.enqueuer.enqueue(&rows).await.unwrap();
        // so that some come while the one before ends
        sleep(Duration::from_micros(u64::from(number % 7) * 300)).await;
    }
    for key in ["a", "b", "c"] {
        test.performed(key, 150).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    for instance in instances {
        instance.lifecycle.stop(PATIENCE).await;
    }
    assert_eq!(test.count("status <> 'done' OR attempts > 0").await, 0);
}

#[tokio::test]
async fn a_backlog_of_one_key_needs_no_claim_for_each() {
    let test = OrderFixture::new().await;
    test.insert((1..=2000).map(|number| job("work", "long", number)).collect()).await;
    let begun = Instant::now();
    let instance = test.start(&["ordered"]);
    test.performed("long", 2000).await;
    // with a claim for each, whose turns are a second apart
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    instance.lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn what_nothing_is_before_is_begun_with_its_storing_and_the_next_with_its_end() {
    let test = OrderFixture::new().await;
    let instance = test.start(&["ordered"]);
    let (first, second, other) = (job("hang", "key", 1), job("work", "key", 2), job("work", "other", 1));
    let (first_id, second_id) = (first.job.id, second.job.id);
    instance.enqueuer.enqueue(&[first, second, other]).await.unwrap();
    assert_eq!(test.state(first_id).await, JobState::Running);
    let held = format!("lease_holder = '{}'", instance.id);
    assert!(test.count(&held).await >= 1, "by the instance that stored it");
    assert_eq!(test.state(second_id).await, JobState::Queued);
    assert_eq!(test.count("behind").await, 1);
    test.performed("other", 1).await;
    test.journal.resume.notify_one();
    test.performed("key", 2).await;
    instance.lifecycle.stop(PATIENCE).await;
    assert_eq!(test.count("behind OR attempts > 0").await, 0);
}

#[tokio::test]
async fn a_job_that_is_tried_again_keeps_those_behind_it_waiting() {
    let test = OrderFixture::new().await;
    let instance = test.start(&["ordered"]);
    let rows = [job("retry", "key", 1), job("work", "key", 2), job("lose", "key", 3), job("work", "key", 4)];
    let lost = rows[2].job.id.0;
    instance.enqueuer.enqueue(&rows).await.unwrap();
    test.performed("key", 4).await;
    instance.lifecycle.stop(PATIENCE).await;
    let tries = "SELECT attempts, unknown_tries FROM effects WHERE effect_id = $1";
    let tries: (i32, i32) =
        sqlx::query_as(tries).bind(lost).fetch_one(&test.fixture.database.pool).await.unwrap();
    assert_eq!(tries, (0, 1), "nobody knows whether it failed");
}

#[tokio::test]
async fn tries_of_which_nobody_knows_whether_they_took_effect_come_to_an_end() {
    let test = OrderFixture::new().await;
    let instance = test.start(&["ordered"]);
    let rows = [job("lose for ever", "key", 0), job("work", "key", 1)];
    let lost = rows[0].job.id;
    instance.enqueuer.enqueue(&rows).await.unwrap();
    test.performed("key", 1).await;
    assert_eq!(test.state(lost).await, JobState::Unknown);
    instance.lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn what_a_dead_instance_began_comes_before_what_came_later() {
    let test = OrderFixture::new().await;
    let dead = test.start(&["ordered"]);
    let rows = [job("hang", "key", 1), job("work", "key", 2)];
    let first = rows[0].job.id.0;
    dead.enqueuer.enqueue(&rows).await.unwrap();
    eventually("it is performed", PATIENCE, async || {
        (!test.journal.under_way.lock().unwrap().is_empty()).then_some(())
    })
    .await;
    dead.lifecycle.hard().cancel();
    let instance = test.start(&["ordered"]);
    instance.enqueuer.enqueue(&[job("work", "key", 3)]).await.unwrap();
    test.performed("key", 3).await;
    let tries = "SELECT attempts, unknown_tries FROM effects WHERE effect_id = $1";
    let tries: (i32, i32) =
        sqlx::query_as(tries).bind(first).fetch_one(&test.fixture.database.pool).await.unwrap();
    assert_eq!(tries, (1, 1));
    instance.lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn a_program_that_dies_between_an_end_and_the_next_look_leaves_nothing_behind() {
    let test = OrderFixture::new().await;
    test.insert(vec![job("work", "key", 1)]).await;
    let pool = &test.fixture.database.pool;
    sqlx::query("UPDATE effects SET behind = true").execute(pool).await.unwrap();
    let instance = test.start(&["ordered"]);
    test.performed("key", 1).await;
    instance.lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn one_of_a_key_runs_is_a_fact_of_the_database() {
    let test = OrderFixture::new().await;
    test.insert(vec![job("work", "key", 1), job("work", "key", 2)]).await;
    let both = "UPDATE effects SET status = 'running', lease_holder = gen_random_uuid(), lease_until = now()";
    let error = sqlx::query(both).execute(&test.fixture.database.pool).await.unwrap_err();
    assert_eq!(error.as_database_error().unwrap().constraint(), Some("effects_one_running"));
}

#[tokio::test]
async fn what_follows_keeps_the_place_of_its_cause_and_another_performs_it() {
    let test = OrderFixture::new().await;
    let asking = test.start(&["ordered"]);
    let ask = |number| {
        let mut row = job("ask", "questions", number);
        (row.origin.chat, row.origin.topic) = (Some(7), Some(77));
        row.job.sealed = Some(vec![1, 2, 3]);
        row
    };
    asking.enqueuer.enqueue(&[ask(1), ask(2), ask(3)]).await.unwrap();
    test.performed("questions", 3).await;
    eventually("all replies wait", PATIENCE, async || {
        (test.count("process = 'performer'").await == 3).then_some(())
    })
    .await;
    assert_eq!(
        test.count("process = 'performer' AND chat = 7 AND topic = 77 AND status = 'queued'").await,
        3
    );
    assert_eq!(test.count("sealed IS NOT NULL").await, 0, "emptied with its end");
    let performing = test.start(&["performer"]);
    test.performed("replies", 3).await;
    for instance in [asking, performing] {
        instance.lifecycle.stop(PATIENCE).await;
    }
}

#[tokio::test]
async fn what_follows_is_begun_at_once_where_it_is_performed() {
    let test = OrderFixture::new().await;
    let instance = test.start(&["ordered", "performer"]);
    for number in 1..=20 {
        instance.enqueuer.enqueue(&[job("ask", "questions", number)]).await.unwrap();
    }
    test.performed("replies", 20).await;
    instance.lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn a_job_that_is_stored_already_is_neither_stored_nor_begun_again() {
    let test = OrderFixture::new().await;
    let instance = test.start(&["ordered"]);
    let first = job("work", "key", 1);
    instance.enqueuer.enqueue(&[first.clone(), first.clone()]).await.unwrap();
    test.performed("key", 1).await;
    instance.enqueuer.enqueue(&[first, job("work", "key", 2)]).await.unwrap();
    test.performed("key", 2).await;
    instance.lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn a_soft_stop_gives_back_what_was_begun_with_its_storing_and_counts_no_try() {
    let test = OrderFixture::new().await;
    let instance = test.start(&["ordered"]);
    // more keys than workers
    let rows: Vec<_> = (0..60).map(|key| job("hang", &format!("key {key}"), 1)).collect();
    instance.enqueuer.enqueue(&rows).await.unwrap();
    let RunningInstance { lifecycle, enqueuer, .. } = instance;
    let stopping = tokio::spawn(async move { lifecycle.stop(PATIENCE).await });
    eventually("what was not begun is given back", PATIENCE, async || {
        (test.count("status = 'running'").await < 20).then_some(())
    })
    .await;
    enqueuer.enqueue(&[job("work", "late", 1)]).await.unwrap();
    assert_eq!(test.count("ordering_key = 'late' AND status = 'queued' AND NOT behind").await, 1);
    while !stopping.is_finished() {
        test.journal.resume.notify_waiters();
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(test.count("attempts > 0 OR status = 'running'").await, 0);
}

#[tokio::test]
async fn the_urgent_of_other_keys_are_not_kept_waiting() {
    let test = OrderFixture::new().await;
    let mut backlog: Vec<_> = (1..=500).map(|number| job("work", "long", number)).collect();
    backlog.iter_mut().for_each(|row| row.job.priority = Priority::Background);
    test.insert(backlog).await;
    let instance = test.start(&["ordered"]);
    instance.enqueuer.enqueue(&[job("work", "other", 1)]).await.unwrap();
    test.performed("other", 1).await;
    assert!(test.journal.of("long").len() < 500);
    instance.lifecycle.stop(PATIENCE).await;
}
