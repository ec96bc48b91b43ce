//! Workers: their settings and their start. So many jobs at a time, the most urgent first, and never all of them of one
//! process manager.

use std::sync::Arc;

use commands::port::clock::Clock;
use commands::process::ProcessManager;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor, PgPool};
use uuid::Uuid;

use super::hand_over::HandOver;
use super::notifier::JobNotifier;
use super::settle::OutcomeSender;
use super::worker_pool::WorkerPool;
use crate::config::{Section, Setting, SettingsReader};
use crate::lifecycle::Lifecycle;
use crate::postgres::session_settings;

/// Connections of the workers: one claims jobs, one settles them, and one renews leases.
const CONNECTIONS: u32 = 3;
/// In milliseconds: a statement that takes longer is hopeless.
const STATEMENT_TIMEOUT: u64 = 10_000;
/// Every statement is planned anew: a plan that was made while the table was empty and analyzed walks over all of it,
/// for as long as the connection lives. With the index look-ups that are left to choose from, planning costs a fraction
/// of a millisecond per batch.
const PLANS: &str = "; SET plan_cache_mode = force_custom_plan; SET enable_seqscan = off; \
                     SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off";

const WORKERS: Setting = Setting::new(
    "MEMEBOT_WORKERS",
    Some("128"),
    "how many jobs this process performs at a time; of those that call an outside service, six of each kind",
);

/// How many jobs are performed at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkersConfig {
    /// `MEMEBOT_WORKERS`: jobs of this process at a time; one process manager gets three quarters at most.
    pub concurrency: usize,
}

impl Section for WorkersConfig {
    const SETTINGS: &'static [Setting] = &[WORKERS];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let concurrency = reader.required(&WORKERS)?;
        if concurrency == 0 {
            reader.reject(&WORKERS, "must be at least 1");
        }
        Some(Self { concurrency })
    }
}

/// What workers need.
#[derive(Clone)]
pub struct Workers {
    /// The database; the workers open a few connections of their own to it.
    pub pool: PgPool,
    /// Who performs. Jobs of other process managers are left alone.
    pub processes: Vec<Arc<dyn ProcessManager>>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// This instance, new at every start.
    pub instance: Uuid,
    /// Told of every change of a job's status.
    pub notifier: JobNotifier,
    /// How many at a time.
    pub config: WorkersConfig,
}

impl Workers {
    /// Starts them. At a soft stop they finish what they perform.
    pub fn start(self, lifecycle: &Lifecycle) {
        let (soft, notifier, pool) =
            (lifecycle.soft(), self.notifier.clone(), connections(&self.pool, CONNECTIONS));
        let (hand_over, begun) = HandOver::new(self.instance, &self.processes);
        notifier.begins_at(hand_over.clone());
        let clock = Arc::clone(&self.clock);
        let (outcomes, writer) = OutcomeSender::new(pool.clone(), hand_over, clock, notifier.clone());
        lifecycle.spawn("settling", writer.run());
        let worker_pool = WorkerPool::new(self, pool, outcomes, begun);
        lifecycle.spawn("workers", async move {
            // In one task, so that the cache gets every change before this instance counts as stopped.
            tokio::select! {
                () = worker_pool.run(&soft) => {}
                () = notifier.run() => {}
            }
            notifier.flush().await;
        });
    }
}

/// Connections of the workers' own, so that neither people nor projectors make an outcome wait.
pub(super) fn connections(pool: &PgPool, most: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(most)
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async {
                connection.execute((session_settings(STATEMENT_TIMEOUT) + PLANS).as_str()).await.map(drop)
            })
        })
        .connect_lazy_with(PgPool::connect_options(pool).as_ref().clone().application_name("memebot-effects"))
}
