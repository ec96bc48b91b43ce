//! A database with workers on it, a process manager that does what it is told, and a clock that only tests move.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use commands::error::CommandError;
use commands::port::clock::Clock;
use commands::process::{Job, NewJob, Priority, ProcessManager, Verdict};
use domain::id::JobId;
use domain::recorded::Recorded;
use harness::{TestDatabase, eventually};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::consumer::testing::{PATIENCE, label, random};
use crate::jobs::{
    JobState, JobStatus, JobView, Jobs, NewJobRow, Origin, Unwatched, Workers, WorkersConfig, find, insert,
};
use crate::lifecycle::Lifecycle;

/// A clock that only the test moves.
pub(super) struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(DateTime::UNIX_EPOCH)))
    }

    pub(super) fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn since_boot(&self) -> Duration {
        Duration::ZERO
    }
}

/// Does what the name of the step says; at the second try it succeeds, if the step allows a second one.
#[derive(Default)]
pub(super) struct Actor {
    pub(super) name: &'static str,
    performed: Mutex<Vec<String>>,
    pub(super) given_up: Mutex<Vec<String>>,
    tries: Mutex<HashMap<JobId, u32>>,
    pub(super) go_on: Notify,
}

impl Actor {
    pub(super) fn named(name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, ..Self::default() })
    }

    pub(super) fn performed(&self) -> Vec<String> {
        self.performed.lock().unwrap().clone()
    }
}

#[async_trait]
impl ProcessManager for Actor {
    fn name(&self) -> &'static str {
        self.name
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let new_job = NewJob::new(self.name, event.event_id.0, "done", &label(event));
        if label(event) == "react" { vec![new_job] } else { Vec::new() }
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        self.performed.lock().unwrap().push(format!("{} {}", job.step, job.attempt));
        let tries = *self.tries.lock().unwrap().entry(job.id).and_modify(|tries| *tries += 1).or_insert(1);
        match (job.step.as_str(), tries) {
            ("retry", 1) => Err(Verdict::retry("busy")),
            ("retry for ever", _) => Err(Verdict::retry("still busy")),
            ("wait", 1) => Ok(Verdict::Wait {
                why: "for a person".to_owned(),
                until: job.created_at + TimeDelta::hours(1),
            }),
            ("fail" | "fail unrecorded", _) => Ok(Verdict::Fail { why: "a NUL: \0".to_owned() }),
            ("unknown", _) => Ok(Verdict::Unknown { why: "no answer".to_owned() }),
            ("panic", 1) => panic!("on purpose"),
            ("hang", 1) => {
                self.go_on.notified().await;
                Ok(Verdict::DONE)
            }
            ("begin badly", _) => Ok(Verdict::Done(vec![job.follow("done", &"a NUL: \0")])),
            ("begin", _) => Ok(Verdict::Done(vec![job.follow("done", &())])),
            (_, _) => Ok(Verdict::DONE),
        }
    }

    fn max_attempts(&self) -> u32 {
        3
    }

    async fn give_up(&self, job: &Job, why: &str) -> Result<(), CommandError> {
        let mut given_up = self.given_up.lock().unwrap();
        given_up.push(format!("{}: {why}", job.step));
        if job.step == "fail unrecorded" && given_up.len() == 1 {
            return Err(CommandError::Unavailable { retry_after: Duration::ZERO, why: "away".to_owned() });
        }
        Ok(())
    }
}

/// What a mirror was told.
#[derive(Default)]
pub(super) struct Mirror(pub(super) Mutex<Vec<(JobId, JobState)>>);

#[async_trait]
impl JobStatus for Mirror {
    async fn status_changed(&self, job: JobView) {
        self.0.lock().unwrap().push((job.id, job.status));
    }
}

/// A database with workers on it.
pub(super) struct Shop {
    pub(super) database: TestDatabase,
    pub(super) clock: Arc<TestClock>,
    pub(super) jobs: Jobs,
    pub(super) lifecycle: Lifecycle,
}

impl Shop {
    pub(super) async fn new() -> Self {
        Self::with(Arc::new(Unwatched)).await
    }

    pub(super) async fn with(mirror: Arc<dyn JobStatus>) -> Self {
        let database = TestDatabase::create_migrated(std::path::Path::new("../migrations")).await;
        Self { database, clock: TestClock::new(), jobs: Jobs::new(mirror), lifecycle: Lifecycle::new() }
    }

    pub(super) fn open(&self, actors: &[&Arc<Actor>], concurrency: usize) -> &Self {
        self.open_under(&self.lifecycle, actors, concurrency);
        self
    }

    pub(super) fn open_under(&self, lifecycle: &Lifecycle, actors: &[&Arc<Actor>], concurrency: usize) {
        let processes = actors.iter().map(|actor| Arc::clone(actor) as Arc<dyn ProcessManager>).collect();
        let workers = Workers {
            pool: self.database.pool.clone(),
            processes,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            instance: random(),
            jobs: self.jobs.clone(),
            config: WorkersConfig { concurrency },
        };
        workers.start(lifecycle);
    }

    pub(super) async fn intend(&self, process: &str, step: &'static str) -> JobId {
        self.intend_with(process, step, Priority::Person).await
    }

    pub(super) async fn intend_with(&self, process: &str, step: &'static str, priority: Priority) -> JobId {
        let new_job = NewJob::new(process, random(), step, &()).with(priority);
        let (id, origin) = (new_job.id, origin(process));
        let mut conn = self.database.pool.acquire().await.unwrap();
        let stored =
            insert(&mut conn, vec![NewJobRow { origin, job: new_job }], self.clock.now()).await.unwrap();
        self.jobs.changed(stored);
        id
    }

    /// Many at once.
    pub(super) async fn intend_many(&self, process: &str, steps: &[(&'static str, Priority)]) -> Vec<JobId> {
        let new = |(step, priority): &(&'static str, Priority)| NewJobRow {
            origin: origin(process),
            job: NewJob::new(process, random(), step, &()).with(*priority),
        };
        let rows: Vec<_> = steps.iter().map(new).collect();
        let ids = rows.iter().map(|new| new.job.id).collect();
        let mut conn = self.database.pool.acquire().await.unwrap();
        let stored = insert(&mut conn, rows, self.clock.now()).await.unwrap();
        self.jobs.changed(stored);
        ids
    }

    /// How many effects are in each state, by name.
    pub(super) async fn states(&self) -> Vec<(String, i64)> {
        let count = "SELECT status, count(*) FROM effects GROUP BY 1 ORDER BY 1";
        sqlx::query_as(count).fetch_all(&self.database.pool).await.unwrap()
    }

    pub(super) async fn becomes(&self, job: JobId, wanted: JobState) -> JobView {
        job_becomes(&self.database.pool, job, wanted).await
    }

    pub(super) async fn close(self) {
        self.lifecycle.stop(PATIENCE).await;
    }
}

fn origin(process: &str) -> Origin {
    Origin {
        process: process.to_owned(),
        event_id: random().into(),
        position: 1,
        correlation_id: random().into(),
        project: None,
        chat: None,
    }
}

pub(super) async fn job_becomes(pool: &PgPool, job: JobId, wanted: JobState) -> JobView {
    eventually("the job reaches its state", PATIENCE, async || {
        find(pool, job).await.unwrap().filter(|job| job.status == wanted)
    })
    .await
}
