//! The worker pool: claims jobs as there are workers for them, runs the most urgent first, and keeps their leases.
//!
//! One task owns all of its state and wakes up for one thing at a time ([`WakeUp`]), so nothing here is locked. Jobs
//! run in tasks of their own, and claims are made beside them.

mod claim_batch;
mod leases;

use std::collections::HashMap;
use std::future::pending;
use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use commands::faults::{CrashPoint, Guard};
use commands::process::ProcessManager;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::PgPool;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{AbortHandle, Id, JoinSet, yield_now};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, error_span};
use uuid::Uuid;

use self::claim_batch::ClaimBatch;
use super::claim::ClaimedJob;
use super::perform::perform;
use super::queue_buffer::QueueBuffer;
use super::settle::OutcomeSender;
use super::workers::Workers;

/// How often leases are renewed, dead workers looked for, and jobs of other instances noticed.
const TICK: Duration = Duration::from_secs(1);
/// The shortest pause, when something that is due is locked by another instance's claim.
const LEAST_PAUSE: Duration = Duration::from_millis(20);

/// The jobs that this instance has claimed, and the tasks that run them.
pub(super) struct WorkerPool {
    workers: Workers,
    pool: PgPool,
    outcomes: OutcomeSender,
    /// Jobs that are begun already.
    begun: UnboundedReceiver<ClaimedJob>,
    /// One for each of the workers' process managers, in their order.
    buffers: Vec<QueueBuffer>,
    tasks: JoinSet<()>,
    running: HashMap<Id, RunningJob>,
    /// The one claim that is on its way.
    claiming: Option<BoxFuture<'static, ClaimBatch>>,
    /// Whether a wake-up came since it began, whose jobs it may have missed.
    woken_while_claiming: bool,
    /// When the last claim began, and the buffer that was asked for first.
    claimed_at: Instant,
    first: usize,
    /// When the next job is due, or when to check for jobs of other instances.
    next_check: Instant,
}

struct RunningJob {
    job: Uuid,
    claimed_at: Instant,
    buffer: usize,
    task: AbortHandle,
}

/// What the pool wakes up for.
enum WakeUp {
    JobFinished(Id),
    Claimed(ClaimBatch),
    HandedOver(Box<ClaimedJob>),
    Tick,
    /// There may be something new to claim, or it is time to stop.
    Check,
}

impl WorkerPool {
    pub(super) fn new(
        workers: Workers,
        pool: PgPool,
        outcomes: OutcomeSender,
        begun: UnboundedReceiver<ClaimedJob>,
    ) -> Self {
        let concurrency = workers.config.concurrency;
        // A quarter is always left to the others: slow jobs of one process manager never hold every worker.
        let most = (concurrency * 3 / 4).max(1);
        let share = |process: &Arc<dyn ProcessManager>| {
            let share = process.max_concurrency().unwrap_or(most).clamp(1, most);
            if Guard::WorkerShare.holds() { share } else { concurrency }
        };
        let buffer = |process: &Arc<dyn ProcessManager>| {
            QueueBuffer::new(process.name(), process.steps(), share(process))
        };
        let buffers = workers.processes.iter().map(buffer).collect();
        let (tasks, running, now) = (JoinSet::new(), HashMap::new(), Instant::now());
        Self {
            workers,
            pool,
            outcomes,
            begun,
            buffers,
            tasks,
            running,
            claiming: None,
            woken_while_claiming: false,
            claimed_at: now,
            first: 0,
            next_check: now,
        }
    }

    /// Runs jobs until the soft stop, and then finishes those that were started.
    pub(super) async fn run(mut self, soft: &CancellationToken) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let stopping = soft.is_cancelled();
            if stopping {
                // From now on, whoever begins a job here releases it.
                self.begun.close();
                // In every round, as a claim that was on its way may bring more jobs that nobody will start.
                self.release_buffered().await;
                if self.tasks.is_empty() && self.claiming.is_none() && self.begun.is_empty() {
                    return;
                }
            } else {
                // Started first: the claim is for the workers that are free after that.
                self.start_buffered();
                self.claim();
            }
            match self.wake_up(&mut ticks, (!stopping).then_some(soft)).await {
                WakeUp::JobFinished(id) => {
                    // Those whose outcomes were stored in the same statement finish first, so that one claim is for
                    // all of them.
                    yield_now().await;
                    self.finish(id);
                }
                WakeUp::Claimed(batch) => self.accept(batch),
                WakeUp::HandedOver(begun) => self.take_over_begun(*begun),
                WakeUp::Tick => self.look_after_leases().await,
                WakeUp::Check => self.check_again(),
            }
        }
    }

    async fn wake_up(&mut self, ticks: &mut Interval, soft: Option<&CancellationToken>) -> WakeUp {
        let Self { tasks, claiming, begun, workers, next_check, .. } = self;
        tokio::select! {
            Some(finished) = tasks.join_next_with_id() => {
                WakeUp::JobFinished(finished.map_or_else(|error| error.id(), |(id, ())| id))
            }
            Some(begun) = begun.recv() => WakeUp::HandedOver(Box::new(begun)),
            batch = claimed(claiming) => WakeUp::Claimed(batch),
            _ = ticks.tick() => WakeUp::Tick,
            () = workers.notifier.woken(), if soft.is_some() => WakeUp::Check,
            () = sleep_until(*next_check), if soft.is_some() => WakeUp::Check,
            () = cancelled(soft) => WakeUp::Check,
        }
    }

    /// There may be something new to claim.
    fn check_again(&mut self) {
        self.buffers.iter_mut().for_each(QueueBuffer::set_more_of_all);
        self.next_check = Instant::now() + TICK;
        self.woken_while_claiming = self.claiming.is_some();
    }

    /// Frees the worker of this job, and of every other that has finished meanwhile.
    fn finish(&mut self, id: Id) {
        let mut finished = Some(id);
        while let Some(id) = finished {
            if let Some(running) = self.running.remove(&id) {
                self.buffers[running.buffer].finish();
            }
            let next = self.tasks.try_join_next_with_id();
            finished = next.map(|next| next.map_or_else(|error| error.id(), |(id, ())| id));
        }
    }

    fn free(&self) -> usize {
        let running: usize = self.buffers.iter().map(QueueBuffer::running).sum();
        self.workers.config.concurrency.saturating_sub(running)
    }

    /// Starts buffered jobs while there are free workers.
    fn start_buffered(&mut self) {
        for _ in 0..self.free() {
            let next =
                self.buffers.iter().enumerate().filter_map(|(buffer, each)| Some((each.next()?, buffer)));
            // The most urgent job of all buffers, and not each process manager in turn: fairness is in the shares.
            let Some((_, buffer)) = next.min() else { return };
            let Some(claimed) = self.buffers[buffer].start_next() else { return };
            self.start(claimed, buffer);
        }
    }

    fn start(&mut self, claimed: ClaimedJob, buffer: usize) {
        let process = Arc::clone(&self.workers.processes[buffer]);
        let job = &claimed.job;
        let span = error_span!(
            "effect", process = process.name(), step = job.step, job = %job.id, attempt = job.attempt,
            correlation = %job.correlation_id
        );
        let (job, claimed_at) = (job.id.0, claimed.claimed_at);
        let (outcomes, clock, notifier) =
            (self.outcomes.clone(), Arc::clone(&self.workers.clock), self.workers.notifier.clone());
        let performing = async move {
            notifier.changed(vec![claimed.view.clone()]);
            CrashPoint::EffectBefore.reached();
            let outcome = perform(&*process, &claimed.job, &*clock).await;
            CrashPoint::EffectAfter.reached();
            outcomes.settle(claimed, outcome).await;
        };
        let task = self.tasks.spawn(performing.instrument(span));
        self.running.insert(task.id(), RunningJob { job, claimed_at, buffer, task });
    }

    /// Puts what was begun elsewhere in this instance into the buffers, and all that came with it.
    fn take_over_begun(&mut self, begun: ClaimedJob) {
        let mut next = Some(begun);
        while let Some(begun) = next {
            self.buffer(&begun.job.process).push(begun);
            next = self.begun.try_recv().ok();
        }
    }

    /// Claims what the buffers have room for, unless a claim is on its way.
    fn claim(&mut self) {
        let free = self.free();
        // One at a time: a second claim would be for the same free workers, and hold jobs that nobody here can start.
        if self.claiming.is_some() || self.buffers.iter().all(|buffer| buffer.quotas(free).next().is_none()) {
            return;
        }
        let passed = self.claimed_at.elapsed();
        self.claimed_at += passed;
        self.buffers.iter_mut().for_each(|buffer| buffer.update_completion_rate(passed));
        // Of the same priority each process manager is first in turn (round robin): the limit of all may be reached
        // before the statement comes to the last.
        self.first = (self.first + 1) % self.buffers.len();
        let (others, first) = self.buffers.split_at(self.first);
        let mut quotas: Vec<_> = first.iter().chain(others).flat_map(|buffer| buffer.quotas(free)).collect();
        quotas.sort_by_key(|quota| quota.priority);
        // Nobody knows whose jobs are due, so each quota counts all of the free workers; together they get one job for each,
        // and what may be prefetched.
        let limit = free + self.buffers.iter().map(QueueBuffer::prefetch).sum::<usize>();
        let (pool, instance, now) = (self.pool.clone(), self.workers.instance, self.workers.clock.now());
        // Anew each time: whose keys an instance has may be known only after a service was asked.
        let provided =
            self.workers.processes.iter().map(|process| process.provides()).collect::<Option<Vec<_>>>();
        let provided = provided.map(|each| each.concat());
        self.claiming = Some(ClaimBatch::fetch(pool, instance, quotas, limit, now, provided).boxed());
    }

    /// Puts what was claimed into the buffers.
    fn accept(&mut self, batch: ClaimBatch) {
        self.claiming = None;
        let pause =
            batch.due.map_or(TICK, |due| (due - self.workers.clock.now()).to_std().unwrap_or_default());
        self.next_check = Instant::now() + pause.clamp(LEAST_PAUSE, TICK);
        for (quota, more) in &batch.quotas {
            self.buffer(quota.process).set_more(quota.priority, *more);
        }
        for claimed in batch.claimed {
            self.buffer(&claimed.job.process).push(claimed);
        }
        // The claim may have looked before those jobs were committed; its "no more" must not stand against them.
        if take(&mut self.woken_while_claiming) {
            self.check_again();
        }
    }

    fn buffer(&mut self, process: &str) -> &mut QueueBuffer {
        let buffer = self.buffers.iter_mut().find(|buffer| buffer.name == process);
        buffer.expect("nothing is claimed or begun but for the buffers")
    }
}

async fn claimed(claiming: &mut Option<BoxFuture<'static, ClaimBatch>>) -> ClaimBatch {
    match claiming {
        Some(claiming) => claiming.await,
        None => pending().await,
    }
}

async fn cancelled(soft: Option<&CancellationToken>) {
    match soft {
        Some(soft) => soft.cancelled().await,
        None => pending().await,
    }
}
