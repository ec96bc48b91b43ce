//! Clocks: database time, business time over it, and new ids. The only place that takes time and randomness from the
//! machine.
//!
//! Several machines work on one database, and their clocks differ. So the primary's clock is read, and from one reading
//! to the next the machine's time since boot counts, which nobody sets.

mod business_time;
mod reading;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::clock::{Clock, Ids};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use rustix::time::{ClockId, clock_gettime};
use sqlx::PgPool;
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use self::business_time::BusinessTime;
use self::reading::ClockReading;
use crate::config::{Section, Setting, SettingsReader};
use crate::lifecycle::Lifecycle;
use crate::postgres::{Budget, PostgresConfig, pool};

const OFFSET_FILE: Setting = Setting::new(
    "MEMEBOT_CLOCK_FILE",
    None,
    "for drills and tests: a file that holds the seconds by which business time runs ahead (or, negative, behind)",
);
/// How often the database's clock is read.
const INTERVAL: Duration = Duration::from_secs(10);
/// Seconds: a machine that is off by more is told of.
const ACCEPTED: f64 = 2.0;

/// How business time is steered.
#[derive(Clone, Debug, Default)]
pub struct ClockConfig {
    /// `MEMEBOT_CLOCK_FILE`
    pub offset_file: Option<PathBuf>,
}

impl Section for ClockConfig {
    const SETTINGS: &'static [Setting] = &[OFFSET_FILE];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        Some(Self { offset_file: reader.optional(&OFFSET_FILE) })
    }
}

impl ClockConfig {
    fn offset(&self) -> TimeDelta {
        let Some(file) = &self.offset_file else { return TimeDelta::zero() };
        let text = std::fs::read_to_string(file).unwrap_or_default();
        text.trim().parse().ok().and_then(TimeDelta::try_seconds).unwrap_or_default()
    }
}

/// Database time and business time. Until the database was read for the first time, the machine's clock counts.
#[derive(Clone, Debug, Default)]
pub struct DatabaseClock(Arc<ClockState>);

#[derive(Debug, Default)]
struct ClockState {
    config: ClockConfig,
    reading: Mutex<Option<ClockReading>>,
    business: Mutex<BusinessTime>,
    ahead: Gauge<f64, std::sync::atomic::AtomicU64>,
}

impl DatabaseClock {
    /// A clock that has not read the database yet.
    pub fn new(config: &ClockConfig) -> Self {
        Self(Arc::new(ClockState { config: config.clone(), ..ClockState::default() }))
    }

    /// Reads the database's clock.
    ///
    /// # Errors
    /// What the database says; what was read before counts on.
    pub async fn synchronise(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let reading = ClockReading::best(pool).await?;
        let mut current = lock(&self.0.reading);
        if let Some(before) = *current {
            let jump = reading.time_at(reading.boot()) - before.time_at(reading.boot());
            if seconds(jump).abs() > ACCEPTED {
                warn!(alarm = true, seconds = seconds(jump), "the database's clock has jumped");
            }
        }
        *current = Some(reading);
        drop(current);
        self.0.ahead.set(self.machine_ahead());
        Ok(())
    }

    /// Reads it again and again, until the process stops.
    pub fn keep_synchronised(&self, pool: PgPool, lifecycle: &Lifecycle) {
        let (clock, soft) = (self.clone(), lifecycle.soft());
        lifecycle.spawn("clock", async move {
            loop {
                tokio::select! {
                    () = soft.cancelled() => return,
                    () = sleep(INTERVAL) => {}
                }
                if let Err(error) = clock.synchronise(&pool).await {
                    warn!(%error, "the database's clock could not be read");
                }
                if let Some(why) = clock.fault() {
                    warn!("{why}");
                }
            }
        });
    }

    /// By how many seconds the machine's clock is ahead of the database's.
    fn machine_ahead(&self) -> f64 {
        seconds(machine_now() - self.database_now())
    }

    /// That the machine's clock is wrong, if it is. Nothing that is due depends on it, but logs and certificates do.
    pub fn fault(&self) -> Option<String> {
        fault_of(self.machine_ahead())
    }

    /// Adds its metrics.
    pub fn register(&self, registry: &mut Registry) {
        let help = "By how many seconds the machine's clock is ahead of the database's";
        registry.register("clock_ahead_seconds", help, self.0.ahead.clone());
    }
}

impl Clock for DatabaseClock {
    fn now(&self) -> DateTime<Utc> {
        let offset = self.0.config.offset();
        let mut business = lock(&self.0.business);
        business.tell(self.database_now() + offset, self.since_boot())
    }

    fn database_now(&self) -> DateTime<Utc> {
        let reading = *lock(&self.0.reading);
        reading.map_or_else(machine_now, |reading| reading.time_at(self.since_boot()))
    }

    fn since_boot(&self) -> Duration {
        since_boot()
    }
}

/// Whether this machine's clock and the database's agree: one sentence either way. The clock has read the database then.
pub async fn check(clock: &DatabaseClock, config: &PostgresConfig) -> Result<String, String> {
    let pool = pool(config, Budget::Log);
    let read = clock.synchronise(&pool).await;
    pool.close().await;
    read.map_err(|error| format!("the database's clock cannot be read: {error}"))?;
    clock.fault().map_or_else(|| Ok(difference(clock.machine_ahead())), Err)
}

/// That a machine's clock is wrong by so many seconds, if that is more than is accepted.
pub(crate) fn fault_of(ahead: f64) -> Option<String> {
    (ahead.abs() > ACCEPTED).then(|| difference(ahead))
}

/// By how much the machine is off, for people.
fn difference(ahead: f64) -> String {
    let side = if ahead < 0.0 { "behind" } else { "ahead of" };
    format!("the machine's clock is {:.1} s {side} the database's", ahead.abs())
}

/// The machine's own time: to be compared, not to be used.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub(crate) fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

fn since_boot() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn seconds(delta: TimeDelta) -> f64 {
    delta.as_seconds_f64()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// UUIDs of version 7 from the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is where ids come from")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
