//! The crew: takes effects as there are workers for them, the most urgent first, and looks after their leases.

mod claims;
mod leases;

use std::collections::HashMap;
use std::future::pending;
use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use commands::process::ProcessManager;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::PgPool;
use tokio::task::{AbortHandle, Id, JoinSet, yield_now};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, error_span};
use uuid::Uuid;

use self::claims::Claims;
use super::claim::Claimed;
use super::desk::Desk;
use super::perform::perform;
use super::settle::Settler;
use super::workers::Workers;
use crate::faults::crash::reached;
use crate::faults::stands;

/// How often leases are renewed, dead workers looked for, and other instances' news noticed.
const TICK: Duration = Duration::from_secs(1);
/// The shortest pause, when something due is just in other hands.
const LEAST_PAUSE: Duration = Duration::from_millis(20);

/// The effects that this instance has taken, and who performs them.
pub(super) struct Crew {
    workers: Workers,
    pool: PgPool,
    settler: Settler,
    desks: Vec<Desk>,
    tasks: JoinSet<()>,
    running: HashMap<Id, Running>,
    /// The one claim that is on its way.
    claiming: Option<BoxFuture<'static, Claims>>,
    /// Whether there was news since it began, which it may have missed.
    news_meanwhile: bool,
    /// When the last claim began, and which desk was asked for first.
    claimed_at: Instant,
    first: usize,
    /// When the next effect is due, or the next look.
    look_at: Instant,
}

struct Running {
    job: Uuid,
    since: Instant,
    desk: usize,
    task: AbortHandle,
}

/// What makes the crew look again.
enum News {
    Ended(Id),
    Claims(Claims),
    Tick,
    /// There may be something new to take, or it is time to stop.
    Look,
}

impl Crew {
    pub(super) fn new(workers: Workers, pool: PgPool, settler: Settler) -> Self {
        let concurrency = workers.config.concurrency;
        let most = (concurrency * 3 / 4).max(1);
        let share = |process: &Arc<dyn ProcessManager>| {
            let share = process.max_concurrency().unwrap_or(most).clamp(1, most);
            if stands("worker-share") { share } else { concurrency }
        };
        let desk = |process: &Arc<dyn ProcessManager>| Desk::new(process.name(), share(process));
        let desks = workers.processes.iter().map(desk).collect();
        let (tasks, running, now) = (JoinSet::new(), HashMap::new(), Instant::now());
        Self {
            workers,
            pool,
            settler,
            desks,
            tasks,
            running,
            claiming: None,
            news_meanwhile: false,
            claimed_at: now,
            first: 0,
            look_at: now,
        }
    }

    /// Performs effects until the soft stop, and then what is begun.
    pub(super) async fn run(mut self, soft: &CancellationToken) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let stopping = soft.is_cancelled();
            if stopping {
                self.give_back().await;
                if self.tasks.is_empty() && self.claiming.is_none() {
                    return;
                }
            } else {
                self.begin();
                self.claim();
            }
            match self.news(&mut ticks, (!stopping).then_some(soft)).await {
                News::Ended(id) => {
                    // those whose endings were stored with it end first, so that one claim is for all of them
                    yield_now().await;
                    self.ended(id);
                }
                News::Claims(claims) => self.take(claims),
                News::Tick => self.look_after().await,
                News::Look => self.look_again(),
            }
        }
    }

    async fn news(&mut self, ticks: &mut Interval, soft: Option<&CancellationToken>) -> News {
        let Self { tasks, claiming, workers, look_at, .. } = self;
        tokio::select! {
            Some(ended) = tasks.join_next_with_id() => {
                News::Ended(ended.map_or_else(|error| error.id(), |(id, ())| id))
            }
            claims = arrived(claiming) => News::Claims(claims),
            _ = ticks.tick() => News::Tick,
            () = workers.jobs.woken(), if soft.is_some() => News::Look,
            () = sleep_until(*look_at), if soft.is_some() => News::Look,
            () = cancelled(soft) => News::Look,
        }
    }

    /// There may be something new.
    fn look_again(&mut self) {
        self.desks.iter_mut().for_each(Desk::news);
        self.look_at = Instant::now() + TICK;
        self.news_meanwhile = self.claiming.is_some();
    }

    /// Frees the worker, and everyone else who has ended meanwhile.
    fn ended(&mut self, id: Id) {
        let mut ended = Some(id);
        while let Some(id) = ended {
            if let Some(running) = self.running.remove(&id) {
                self.desks[running.desk].end();
            }
            let next = self.tasks.try_join_next_with_id();
            ended = next.map(|next| next.map_or_else(|error| error.id(), |(id, ())| id));
        }
    }

    fn free(&self) -> usize {
        let busy: usize = self.desks.iter().map(Desk::busy).sum();
        self.workers.config.concurrency.saturating_sub(busy)
    }

    /// Gives what lies ready to free workers.
    fn begin(&mut self) {
        for _ in 0..self.free() {
            let turns = self.desks.iter().enumerate().filter_map(|(desk, each)| Some((each.turn()?, desk)));
            let Some((_, desk)) = turns.min() else { return };
            let Some(claimed) = self.desks[desk].begin() else { return };
            self.perform(claimed, desk);
        }
    }

    fn perform(&mut self, claimed: Claimed, desk: usize) {
        let process = Arc::clone(&self.workers.processes[desk]);
        let job = &claimed.job;
        let span = error_span!(
            "effect", process = process.name(), step = job.step, job = %job.id, attempt = job.attempt,
            correlation = %job.correlation_id
        );
        let (job, since) = (job.id.0, claimed.since);
        let (settler, clock, jobs) =
            (self.settler.clone(), Arc::clone(&self.workers.clock), self.workers.jobs.clone());
        let performing = async move {
            jobs.changed(vec![claimed.view.clone()]);
            reached("effect.before");
            let ending = perform(&*process, &claimed.job, &*clock).await;
            reached("effect.after");
            settler.settle(claimed, ending).await;
        };
        let task = self.tasks.spawn(performing.instrument(span));
        self.running.insert(task.id(), Running { job, since, desk, task });
    }

    /// Takes what there is room for, unless a claim is on its way.
    fn claim(&mut self) {
        let free = self.free();
        if self.claiming.is_some() || self.desks.iter().all(|desk| desk.rooms(free).next().is_none()) {
            return;
        }
        let passed = self.claimed_at.elapsed();
        self.claimed_at += passed;
        self.desks.iter_mut().for_each(|desk| desk.take_pace(passed));
        // Of the same priority it is each process manager's turn to be first.
        self.first = (self.first + 1) % self.desks.len();
        let (others, first) = self.desks.split_at(self.first);
        let mut rooms: Vec<_> = first.iter().chain(others).flat_map(|desk| desk.rooms(free)).collect();
        rooms.sort_by_key(|room| room.priority);
        let limit = free + self.desks.iter().map(Desk::ahead).sum::<usize>();
        let (pool, instance, now) = (self.pool.clone(), self.workers.instance, self.workers.clock.now());
        self.claiming = Some(Claims::make(pool, instance, (rooms, limit), now).boxed());
    }

    fn take(&mut self, claims: Claims) {
        self.claiming = None;
        let pause =
            claims.due.map_or(TICK, |due| (due - self.workers.clock.now()).to_std().unwrap_or_default());
        self.look_at = Instant::now() + pause.clamp(LEAST_PAUSE, TICK);
        for (room, more) in &claims.rooms {
            self.desk(room.process).set_more(room.priority, *more);
        }
        for claimed in claims.claimed {
            self.desk(&claimed.job.process).lay(claimed);
        }
        if take(&mut self.news_meanwhile) {
            self.look_again();
        }
    }

    fn desk(&mut self, process: &str) -> &mut Desk {
        let desk = self.desks.iter_mut().find(|desk| desk.name == process);
        desk.expect("nothing is taken but for the desks")
    }
}

async fn arrived(claiming: &mut Option<BoxFuture<'static, Claims>>) -> Claims {
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
