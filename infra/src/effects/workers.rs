//! Workers: a handful of effects at a time, the most urgent first, none by one process manager alone.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use commands::process::ProcessManager;
use sqlx::PgPool;
use tokio::task::{AbortHandle, Id, JoinSet};
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, error_span, warn};
use uuid::Uuid;

use super::claim::{Claimed, claim, next_due, renew, take_over};
use super::jobs::Jobs;
use super::perform::perform;
use super::settle::settle;
use crate::config::{Reader, Section, Setting};
use crate::lifecycle::Lifecycle;

/// How often leases are renewed, dead workers looked for, and other instances' news noticed.
const TICK: Duration = Duration::from_secs(1);
/// The shortest pause, when something due is just in other hands.
const LEAST_PAUSE: Duration = Duration::from_millis(20);
/// How often a verdict is tried to be stored; then the lease runs out and the effect is performed again.
const SETTLE_TRIES: u32 = 5;

const WORKERS: Setting = Setting::new(
    "MEMEBOT_WORKERS",
    Some("8"),
    "how many effects (calls to OpenAI, X, Telegram and so on) this process performs at a time",
);

/// How many effects are performed at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkersConfig {
    /// `MEMEBOT_WORKERS`: effects of this process at a time; one process manager gets three quarters at most.
    pub concurrency: usize,
}

impl Section for WorkersConfig {
    const SETTINGS: &'static [Setting] = &[WORKERS];

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let concurrency = reader.required(&WORKERS)?;
        if concurrency == 0 {
            reader.fault(&WORKERS, "must be at least 1");
        }
        Some(Self { concurrency })
    }
}

/// What workers need.
#[derive(Clone)]
pub struct Workers {
    /// Connections; one per effect that ends at the same moment.
    pub pool: PgPool,
    /// Who performs. Effects of others are left alone.
    pub processes: Vec<Arc<dyn ProcessManager>>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// This instance, new at every start.
    pub instance: Uuid,
    /// Where changes are told.
    pub jobs: Jobs,
    /// How many at a time.
    pub config: WorkersConfig,
}

impl Workers {
    /// Starts them. At a soft stop they finish what they perform.
    pub fn start(self, lifecycle: &Lifecycle) {
        let soft = lifecycle.soft();
        let pool = Pool { running: HashMap::new(), tasks: JoinSet::new(), workers: Arc::new(self) };
        lifecycle.spawn("workers", async move {
            let jobs = pool.workers.jobs.clone();
            tokio::select! {
                () = pool.run(&soft) => {}
                () = jobs.mirror() => {}
            }
            jobs.mirror_the_rest().await;
        });
    }

    fn process(&self, name: &str) -> Option<&Arc<dyn ProcessManager>> {
        self.processes.iter().find(|process| process.name() == name)
    }

    async fn work(self: Arc<Self>, claimed: Claimed) {
        let Some(process) = self.process(&claimed.work.process) else { return };
        self.jobs.changed(vec![claimed.view.clone()]);
        let ending = perform(&**process, &claimed.work, &*self.clock).await;
        for _ in 0..SETTLE_TRIES {
            match settle(&self.pool, self.instance, &claimed, ending.clone(), self.clock.now()).await {
                Ok(changed) => return self.jobs.changed(changed),
                Err(error) => warn!(%error, "a verdict could not be stored"),
            }
            sleep(TICK).await;
        }
    }
}

/// The effects that are performed at this moment.
struct Pool {
    workers: Arc<Workers>,
    tasks: JoinSet<()>,
    running: HashMap<Id, Running>,
}

struct Running {
    job: Uuid,
    process: &'static str,
    task: AbortHandle,
}

impl Pool {
    async fn run(mut self, soft: &CancellationToken) {
        let workers = Arc::clone(&self.workers);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let stopping = soft.is_cancelled();
            if stopping && self.tasks.is_empty() {
                return;
            }
            let pause = if stopping { TICK } else { self.fill().await };
            tokio::select! {
                Some(ended) = self.tasks.join_next_with_id() => {
                    self.running.remove(&ended.map_or_else(|error| error.id(), |(id, ())| id));
                }
                _ = ticks.tick() => self.look_after().await,
                () = workers.jobs.woken(), if !stopping => {}
                () = soft.cancelled(), if !stopping => {}
                () = sleep(pause), if pause < TICK => {}
            }
        }
    }

    /// Claims as much as there is room for; returns how long to wait for more.
    async fn fill(&mut self) -> Duration {
        self.try_fill().await.unwrap_or_else(|error| {
            warn!(%error, "no effects could be claimed");
            TICK
        })
    }

    async fn try_fill(&mut self) -> Result<Duration, sqlx::Error> {
        loop {
            let (open, room) = self.room();
            if room == 0 {
                return Ok(TICK);
            }
            let (workers, now) = (Arc::clone(&self.workers), self.workers.clock.now());
            let claimed = claim(&workers.pool, (workers.instance, &open), now, room).await?;
            let all = claimed.len() < room;
            claimed.into_iter().for_each(|claimed| self.begin(claimed));
            if all {
                let due = next_due(&workers.pool, &open).await?;
                let pause = due.map(|due| (due - now).to_std().unwrap_or_default());
                return Ok(pause.unwrap_or(TICK).clamp(LEAST_PAUSE, TICK));
            }
        }
    }

    /// Which process managers may have more at a time, and how many effects fit whichever they belong to.
    fn room(&self) -> (Vec<&'static str>, usize) {
        let concurrency = self.workers.config.concurrency;
        let share = (concurrency * 3 / 4).max(1);
        let mut busy: BTreeMap<&str, usize> = BTreeMap::new();
        for running in self.running.values() {
            *busy.entry(running.process).or_default() += 1;
        }
        let names = self.workers.processes.iter().map(|process| process.name());
        let left = names.map(|name| (name, share.saturating_sub(busy.get(name).copied().unwrap_or(0))));
        let left: Vec<_> = left.filter(|(_, left)| *left > 0).collect();
        let least = left.iter().map(|(_, left)| *left).min().unwrap_or(0);
        let free = concurrency.saturating_sub(self.running.len());
        (left.into_iter().map(|(name, _)| name).collect(), least.min(free))
    }

    fn begin(&mut self, claimed: Claimed) {
        let Some(process) = self.workers.process(&claimed.work.process).map(|process| process.name()) else {
            return;
        };
        let work = &claimed.work;
        let span = error_span!(
            "effect", process, step = work.step, job = %work.id, attempt = work.attempt,
            correlation = %work.correlation_id
        );
        let job = work.id.0;
        let task = self.tasks.spawn(Arc::clone(&self.workers).work(claimed).instrument(span));
        self.running.insert(task.id(), Running { job, process, task });
    }

    /// Keeps what is performed, drops what was lost, and takes over from the dead.
    async fn look_after(&mut self) {
        let (workers, now) = (Arc::clone(&self.workers), self.workers.clock.now());
        let jobs: Vec<Uuid> = self.running.values().map(|running| running.job).collect();
        if !jobs.is_empty() {
            match renew(&workers.pool, workers.instance, &jobs).await {
                Ok(kept) => self.drop_all_but(&kept),
                Err(error) => warn!(%error, "leases of effects could not be renewed"),
            }
        }
        let names: Vec<&str> = workers.processes.iter().map(|process| process.name()).collect();
        match take_over(&workers.pool, (workers.instance, &names), now).await {
            Ok(taken) => workers.jobs.changed(taken),
            Err(error) => warn!(%error, "effects of dead workers could not be taken over"),
        }
    }

    fn drop_all_but(&self, kept: &[Uuid]) {
        for running in self.running.values().filter(|running| !kept.contains(&running.job)) {
            // Settled a moment ago, or lost to another instance, which performs it again.
            running.task.abort();
        }
    }
}
