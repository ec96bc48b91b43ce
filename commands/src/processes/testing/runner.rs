//! The test runner of process managers, in memory: feeds events to them, performs the jobs that they ask
//! for, and lets time pass.

use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::event::{Event, Metadata};
use domain::id::EventId;
use domain::recorded::Recorded;
use tokio::task::JoinHandle;

use super::{FakeClock, World};
use crate::error::CommandError;
use crate::port::clock::Clock;
use crate::process::{Job, NewJob, ProcessManager, Verdict};
use crate::retry_policy;

/// The pause before a repetition for which nobody named one.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the jobs of a program that stopped stay unclaimed.
const LEASE: Duration = Duration::from_secs(5);
/// More steps than any test needs.
const ENDLESS: usize = 10_000;

/// How a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum JobState {
    /// It waits for its time.
    Waiting,
    /// It is done.
    Done,
    /// It is left to an instance that has this.
    HandedBack(String),
    /// It was given up.
    Failed(String),
    /// Nobody knows.
    Unknown(String),
}

/// A job that was enqueued, and how it stands.
#[derive(Clone, Debug)]
pub(crate) struct ScheduledJob {
    pub(crate) job: Job,
    pub(crate) due_at: DateTime<Utc>,
    pub(crate) state: JobState,
}

/// Who froze, and where.
type Frozen = (usize, JoinHandle<Verdict>);

/// The runner of some process managers.
pub(crate) struct Runner {
    pub(crate) world: World,
    pub(crate) jobs: Vec<ScheduledJob>,
    /// Whether those who froze wake up while others are at it, or not before [`Self::wake`].
    pub(crate) wakes_early: bool,
    processes: Vec<Arc<dyn ProcessManager>>,
    fed: usize,
    frozen: Vec<Frozen>,
}

impl Runner {
    /// A runner that has seen nothing yet.
    pub(crate) fn new(world: &World, processes: impl IntoIterator<Item = Arc<dyn ProcessManager>>) -> Self {
        let processes = processes.into_iter().collect();
        let (jobs, frozen) = (Vec::new(), Vec::new());
        Self { world: world.clone(), jobs, wakes_early: false, processes, fed: 0, frozen }
    }

    /// Performs everything that is or becomes due, letting time pass, until nothing is left to do.
    pub(crate) async fn settle(&mut self) {
        for _ in 0..ENDLESS {
            if !self.step(None).await {
                return;
            }
        }
        panic!("it never comes to rest: {:#?}", self.jobs.last());
    }

    /// The same up to an instant.
    pub(crate) async fn settle_until(&mut self, instant: DateTime<Utc>) {
        for _ in 0..ENDLESS {
            if !self.step(Some(instant)).await {
                return self.world.clock.advance_to(instant);
            }
        }
        panic!("it never comes to rest: {:#?}", self.jobs.last());
    }

    /// Feeds, and performs what is due next; false when nothing is (by then).
    async fn step(&mut self, by: Option<DateTime<Utc>>) -> bool {
        self.feed();
        let Some(index) = self.next() else { return false };
        let due = self.jobs[index].due_at;
        if by.is_some_and(|by| due > by) {
            return false;
        }
        self.world.clock.advance_to(due);
        self.perform(index).await;
        true
    }

    /// Hands every new event to every process manager.
    pub(crate) fn feed(&mut self) {
        for event in self.unread() {
            for process in self.processes.clone() {
                for new_job in process.react(&event) {
                    self.enqueue(process.name(), new_job, event.event_id, &event.metadata);
                }
            }
        }
    }

    fn unread(&mut self) -> Vec<Recorded> {
        let contents = self.world.store.0.lock().unwrap();
        let now = self.world.clock.now();
        let unread =
            contents.log.iter().enumerate().skip(self.fed).map(|(index, (event, metadata))| Recorded {
                position: index as u64 + 1,
                previous: index as u64,
                partition: 0,
                event_id: event.id,
                stream: event.stream.clone(),
                sequence: event.sequence,
                recorded_at: now,
                metadata: metadata.clone(),
                event: Event::decode(event.stream.kind, event.payload.clone()).unwrap(),
            });
        let unread: Vec<_> = unread.collect();
        self.fed = contents.log.len();
        unread
    }

    fn enqueue(&mut self, process: &str, new_job: NewJob, event_id: EventId, metadata: &Metadata) {
        let asking = self.processes.iter().find(|each| each.name() == process).unwrap();
        assert!(asking.steps().contains(&new_job.step), "{process} does not list its step {}", new_job.step);
        if self.jobs.iter().any(|scheduled| scheduled.job.id == new_job.id) {
            return;
        }
        let now = self.world.clock.now();
        let job = Job {
            id: new_job.id,
            process: process.to_owned(),
            step: new_job.step.to_owned(),
            request: new_job.request,
            sealed: new_job.sealed,
            attempt: 1,
            unknown_tries: 0,
            created_at: now,
            event_id,
            correlation_id: metadata.correlation_id,
            project: metadata.project_id,
            chat: metadata.chat,
            topic: metadata.topic,
        };
        self.jobs.push(ScheduledJob { job, due_at: new_job.due_at.unwrap_or(now), state: JobState::Waiting });
    }

    fn next(&self) -> Option<usize> {
        let waiting = |index: &usize| self.jobs[*index].state == JobState::Waiting;
        (0..self.jobs.len()).filter(waiting).min_by_key(|index| self.jobs[*index].due_at)
    }

    /// The index of the first waiting job of a step.
    pub(crate) fn waiting(&self, step: &str) -> usize {
        let found =
            |scheduled: &ScheduledJob| scheduled.state == JobState::Waiting && scheduled.job.step == step;
        self.jobs.iter().position(found).expect("a job of this step waits")
    }

    /// The process manager of a job.
    pub(crate) fn process_of(&self, index: usize) -> Arc<dyn ProcessManager> {
        let named = |process: &&Arc<dyn ProcessManager>| process.name() == self.jobs[index].job.process;
        Arc::clone(self.processes.iter().find(named).unwrap())
    }

    /// Performs one job. If the program stops or freezes meanwhile, it is performed again once the lease
    /// has run out; whoever froze earlier may wake up just then.
    pub(crate) async fn perform(&mut self, index: usize) {
        let (process, job) = (self.process_of(index), self.jobs[index].job.clone());
        let worker = tokio::spawn(run(process, job, Arc::clone(&self.world.clock)));
        match self.watch(worker).await {
            Ok(verdict) => self.store(index, verdict),
            Err(frozen) => {
                if self.wakes_early {
                    self.wake().await;
                }
                self.frozen.extend(frozen);
                self.jobs[index].job.attempt += 1;
                self.jobs[index].job.unknown_tries += 1;
                self.postpone(index, LEASE);
            }
        }
    }

    /// Lets everybody who is frozen go on, to the end or to the next freeze. Their verdicts come too late.
    pub(crate) async fn wake(&mut self) {
        for (point, frozen) in take(&mut self.frozen) {
            self.world.crash.thaw(point);
            if let Err(again) = self.watch(frozen).await {
                self.frozen.extend(again);
            }
        }
    }

    /// The verdict, or the worker if it froze, or nothing if it stopped.
    async fn watch(&self, mut worker: JoinHandle<Verdict>) -> Result<Verdict, Option<Frozen>> {
        tokio::select! {
            biased;
            verdict = &mut worker => Ok(verdict.unwrap()),
            point = self.world.crash.triggered() => Err(point.map(|point| (point, worker))),
        }
    }

    fn store(&mut self, index: usize, verdict: Verdict) {
        match verdict {
            Verdict::Done(new_jobs) => {
                self.jobs[index].state = JobState::Done;
                self.follow(index, new_jobs);
            }
            Verdict::Retry { after, .. } => {
                self.jobs[index].job.attempt += 1;
                self.postpone(index, after.unwrap_or(PAUSE));
            }
            Verdict::RetryUnknown { after, .. } => {
                self.jobs[index].job.unknown_tries += 1;
                self.postpone(index, after.unwrap_or(PAUSE));
            }
            Verdict::Wait { until, .. } => self.jobs[index].due_at = until,
            Verdict::Unreadable(_) => self.postpone(index, retry_policy::UNREADABLE.pause(0)),
            Verdict::HandBack { needs } => self.jobs[index].state = JobState::HandedBack(needs),
            Verdict::Fail { why } => self.jobs[index].state = JobState::Failed(why),
            Verdict::Unknown { why } => self.jobs[index].state = JobState::Unknown(why),
        }
    }

    fn follow(&mut self, index: usize, new_jobs: Vec<NewJob>) {
        let job = self.jobs[index].job.clone();
        let mut metadata = super::metadata();
        (metadata.correlation_id, metadata.project_id) = (job.correlation_id, job.project);
        metadata.chat = job.chat;
        metadata.topic = job.topic;
        for new_job in new_jobs {
            let performer = new_job.performer.unwrap_or(&job.process).to_owned();
            self.enqueue(&performer, new_job, job.event_id, &metadata);
        }
    }

    fn postpone(&mut self, index: usize, time: Duration) {
        self.jobs[index].due_at = self.world.clock.now() + TimeDelta::from_std(time).unwrap();
    }

    /// How the jobs of a step stand, in the order in which they were enqueued.
    pub(crate) fn states(&self, step: &str) -> Vec<JobState> {
        self.jobs
            .iter()
            .filter(|scheduled| scheduled.job.step == step)
            .map(|scheduled| scheduled.state.clone())
            .collect()
    }
}

/// The verdict; one that ends in giving up is `Fail` or, when that must wait, `Wait`.
async fn run(process: Arc<dyn ProcessManager>, job: Job, clock: Arc<FakeClock>) -> Verdict {
    if job.attempt > process.retry_policy().attempts {
        let why = "every try ended without an answer".to_owned();
        return give_up(&*process, &job, &clock, why).await;
    }
    match process.perform(&job).await.unwrap_or_else(|verdict| verdict) {
        Verdict::Fail { why } => give_up(&*process, &job, &clock, why).await,
        Verdict::Retry { why, .. } if job.attempt == process.retry_policy().attempts => {
            give_up(&*process, &job, &clock, why).await
        }
        verdict @ (Verdict::Done(_)
        | Verdict::Retry { .. }
        | Verdict::RetryUnknown { .. }
        | Verdict::Wait { .. }
        | Verdict::HandBack { .. }
        | Verdict::Unreadable(_)
        | Verdict::Unknown { .. }) => verdict,
    }
}

async fn give_up(process: &dyn ProcessManager, job: &Job, clock: &FakeClock, why: String) -> Verdict {
    match process.give_up(job, &why).await {
        Err(
            CommandError::Conflict { .. }
            | CommandError::Unavailable { .. }
            | CommandError::UpgradeUnderWay { .. },
        ) => {
            let until = clock.now() + TimeDelta::from_std(PAUSE).unwrap();
            Verdict::Wait { why, until }
        }
        Err(CommandError::Unreadable(what)) => Verdict::Unreadable(what),
        Ok(()) | Err(CommandError::Refused(_) | CommandError::KeyReused | CommandError::Corrupt(_)) => {
            Verdict::Fail { why }
        }
    }
}
