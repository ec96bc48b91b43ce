//! The fixture of these tests: a database with workers, a process manager that follows the step's name, a clock that
//! only the test moves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use commands::error::CommandError;
use commands::port::clock::Clock;
use commands::process::{Job, NewJob, Priority, ProcessManager, Verdict};
use commands::retry_policy::{self, RetryPolicy};
use commands::unreadable::Unreadable;
use domain::id::JobId;
use domain::recorded::Recorded;
use harness::{TestDatabase, eventually};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::consumer::testing::{PATIENCE, label, random};
use crate::jobs::{
    JobNotifier, JobState, JobStatusCache, JobView, NewJobRow, NoStatusCache, Origin, UnclaimedWatch,
    Workers, WorkersConfig, find, insert,
};
use crate::lifecycle::Lifecycle;
use crate::testing::RaisedAlarms;

/// What jobs of these tests may be told to do.
const STEPS: [&str; 17] = [
    "begin",
    "begin badly",
    "done",
    "fail",
    "fail unrecorded",
    "hang",
    "later",
    "needs a key",
    "now",
    "panic",
    "retry",
    "retry for ever",
    "timed",
    "unknown",
    "unreadable",
    "unreadable at the end",
    "wait",
];

/// A clock that only the test moves.
pub(super) struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(DateTime::UNIX_EPOCH)))
    }

    pub(super) fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn database_now(&self) -> DateTime<Utc> {
        self.now()
    }

    fn since_boot(&self) -> Duration {
        Duration::ZERO
    }
}

/// Does what the name of the step says; at the second try it succeeds, if the step allows a second one.
#[derive(Default)]
pub(super) struct ScriptedProcess {
    pub(super) name: &'static str,
    /// What its instance has; without a word nothing.
    has: Option<&'static str>,
    performed: Mutex<Vec<String>>,
    pub(super) given_up: Mutex<Vec<String>>,
    tries: Mutex<HashMap<JobId, u32>>,
    pub(super) resume: Notify,
}

impl ScriptedProcess {
    pub(super) fn named(name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, ..Self::default() })
    }

    /// One in an instance that has something which jobs may need.
    pub(super) fn having(has: &'static str, name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, has: Some(has), ..Self::default() })
    }

    pub(super) fn performed(&self) -> Vec<String> {
        self.performed.lock().unwrap().clone()
    }
}

#[async_trait]
impl ProcessManager for ScriptedProcess {
    fn name(&self) -> &'static str {
        self.name
    }

    fn steps(&self) -> &'static [&'static str] {
        &STEPS
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
            ("fail" | "fail unrecorded" | "unreadable at the end", _) => {
                Ok(Verdict::Fail { why: "a NUL: \0".to_owned() })
            }
            ("needs a key", _) if self.has != Some("a key") => {
                Ok(Verdict::HandBack { needs: "a key".to_owned() })
            }
            ("unknown", _) => Ok(Verdict::Unknown { why: "no answer".to_owned() }),
            ("unreadable", 1) => Err(unreadable()),
            ("panic", 1) => panic!("on purpose"),
            ("hang", 1) => {
                self.resume.notified().await;
                Ok(Verdict::DONE)
            }
            ("begin badly", _) => Ok(Verdict::Done(vec![job.follow("done", &"a NUL: \0")])),
            ("begin", _) => Ok(Verdict::Done(vec![job.follow("done", &())])),
            (_, _) => Ok(Verdict::DONE),
        }
    }

    fn provides(&self) -> Option<Vec<String>> {
        Some(self.has.into_iter().map(str::to_owned).collect())
    }

    fn retry_policy(&self) -> RetryPolicy {
        RetryPolicy { attempts: 3, ..retry_policy::JOB }
    }

    async fn give_up(&self, job: &Job, why: &str) -> Result<(), CommandError> {
        let mut given_up = self.given_up.lock().unwrap();
        given_up.push(format!("{}: {why}", job.step));
        if job.step == "fail unrecorded" && given_up.len() == 1 {
            return Err(CommandError::Unavailable { retry_after: Duration::ZERO, why: "away".to_owned() });
        }
        if job.step == "unreadable at the end" && given_up.len() == 1 {
            return Err(unreadable());
        }
        Ok(())
    }
}

fn unreadable<T: From<Box<Unreadable>>>() -> T {
    Unreadable::new("event 3 of post/1", "it is of tomorrow").into()
}

/// Records every status that it is given.
#[derive(Default)]
pub(super) struct RecordingCache(pub(super) Mutex<Vec<(JobId, JobState)>>);

#[async_trait]
impl JobStatusCache for RecordingCache {
    async fn status_changed(&self, job: JobView) {
        self.0.lock().unwrap().push((job.id, job.status));
    }

    async fn ended(&self, _: JobId) -> Option<JobView> {
        None
    }
}

/// A database, and the workers that a test starts on it.
pub(super) struct WorkerFixture {
    pub(super) database: TestDatabase,
    pub(super) clock: Arc<ManualClock>,
    pub(super) notifier: JobNotifier,
    pub(super) lifecycle: Lifecycle,
}

impl WorkerFixture {
    pub(super) async fn new() -> Self {
        Self::with(Arc::new(NoStatusCache)).await
    }

    pub(super) async fn with(cache: Arc<dyn JobStatusCache>) -> Self {
        let database = TestDatabase::create_migrated(std::path::Path::new("../../migrations")).await;
        Self {
            database,
            clock: ManualClock::new(),
            notifier: JobNotifier::new(cache),
            lifecycle: Lifecycle::new(),
        }
    }

    pub(super) fn start(&self, processes: &[&Arc<ScriptedProcess>], concurrency: usize) -> &Self {
        self.start_under(&self.lifecycle, processes, concurrency);
        self
    }

    pub(super) fn start_under(
        &self,
        lifecycle: &Lifecycle,
        processes: &[&Arc<ScriptedProcess>],
        concurrency: usize,
    ) {
        let processes =
            processes.iter().map(|process| Arc::clone(process) as Arc<dyn ProcessManager>).collect();
        let workers = Workers {
            pool: self.database.pool.clone(),
            processes,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            instance: random(),
            notifier: self.notifier.clone(),
            config: WorkersConfig { concurrency },
        };
        workers.start(lifecycle);
    }

    /// The watch of an instance with these process managers.
    pub(super) fn watch(
        &self,
        processes: &[&Arc<ScriptedProcess>],
        told: &Arc<RaisedAlarms>,
    ) -> UnclaimedWatch {
        UnclaimedWatch {
            pool: self.database.pool.clone(),
            processes: processes.iter().map(|process| Arc::clone(process) as _).collect(),
            clock: Arc::clone(&self.clock) as _,
            owner_alarm: Arc::clone(told) as _,
        }
    }

    pub(super) async fn enqueue(&self, process: &str, step: &'static str) -> JobId {
        self.enqueue_with(process, step, Priority::Person).await
    }

    pub(super) async fn enqueue_with(&self, process: &str, step: &'static str, priority: Priority) -> JobId {
        let new_job = NewJob::new(process, random(), step, &()).with(priority);
        let (id, origin) = (new_job.id, origin(process));
        let mut conn = self.database.pool.acquire().await.unwrap();
        let stored =
            insert(&mut conn, vec![NewJobRow { origin, job: new_job }], self.clock.now()).await.unwrap();
        self.notifier.changed(stored);
        id
    }

    /// Many at once.
    pub(super) async fn enqueue_many(&self, process: &str, steps: &[(&'static str, Priority)]) -> Vec<JobId> {
        let new = |(step, priority): &(&'static str, Priority)| NewJobRow {
            origin: origin(process),
            job: NewJob::new(process, random(), step, &()).with(*priority),
        };
        let rows: Vec<_> = steps.iter().map(new).collect();
        let ids = rows.iter().map(|new| new.job.id).collect();
        let mut conn = self.database.pool.acquire().await.unwrap();
        let stored = insert(&mut conn, rows, self.clock.now()).await.unwrap();
        self.notifier.changed(stored);
        ids
    }

    /// How many jobs are in each state, by name.
    pub(super) async fn states(&self) -> Vec<(String, i64)> {
        let count = "SELECT status, count(*) FROM effects GROUP BY 1 ORDER BY 1";
        sqlx::query_as(count).fetch_all(&self.database.pool).await.unwrap()
    }

    pub(super) async fn reaches(&self, job: JobId, wanted: JobState) -> JobView {
        job_reaches(&self.database.pool, job, wanted).await
    }

    pub(super) async fn stop(self) {
        self.lifecycle.stop(PATIENCE).await;
    }
}

pub(super) fn origin(process: &str) -> Origin {
    Origin {
        process: process.to_owned(),
        event_id: random().into(),
        position: 1,
        correlation_id: random().into(),
        project: None,
        chat: None,
        topic: None,
    }
}

pub(super) async fn job_reaches(pool: &PgPool, job: JobId, wanted: JobState) -> JobView {
    eventually("the job reaches its state", PATIENCE, async || {
        find(pool, job).await.unwrap().filter(|job| job.status == wanted)
    })
    .await
}
