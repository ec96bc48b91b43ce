//! Clocks: database time, business time over it, and new ids. The only place that takes time and randomness from the
//! machine.
//!
//! Several machines work on one database, and their clocks differ. So the primary's clock is read, and from one reading
//! to the next the machine's time since boot counts, which nobody sets.

mod business_time;
mod hold;
mod monitor;
mod reading;
mod service_times;
mod suspension;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::faults::Guard;
use commands::port::clock::{Clock, Ids};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use rustix::time::{ClockId, clock_gettime};
use sqlx::PgPool;
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) use self::hold::why;
pub use self::hold::{ADVICE, ClockHolds, OpenHold};
pub use self::monitor::ClockMonitor;
#[cfg(feature = "faults")]
pub use self::suspension::suspend_as_told;

use self::business_time::BusinessTime;
use self::reading::ClockReading;
use self::service_times::ServiceTimes;
use crate::config::{Section, Setting, SettingsReader};
use crate::postgres::{Budget, PostgresConfig, pool};

const OFFSET_FILE: Setting = Setting::new(
    "MEMEBOT_CLOCK_FILE",
    None,
    "for drills and tests: a file that holds the seconds by which business time runs ahead (or, negative, behind)",
);
/// Seconds: a machine that is off by more is told of, and a database's clock that jumps by more is doubted.
const ACCEPTED: f64 = 2.0;

/// How business time is steered.
#[derive(Clone, Debug, Default)]
pub struct ClockConfig {
    /// `MEMEBOT_CLOCK_FILE`
    pub offset_file: Option<PathBuf>,
    /// Outlives a start anew within the process: another primary is compared with the one before.
    trust: Arc<Mutex<Trust>>,
}

/// The last reading that was not in doubt, and whether a jump away from it was noticed.
#[derive(Clone, Copy, Debug, Default)]
struct Trust {
    reading: Option<ClockReading>,
    is_doubted: bool,
}

impl Section for ClockConfig {
    const SETTINGS: &'static [Setting] = &[OFFSET_FILE];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        Some(Self { offset_file: reader.optional(&OFFSET_FILE), ..Self::default() })
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
    services: ServiceTimes,
    /// Why nothing scheduled is published, when it was last looked.
    held: Mutex<Option<String>>,
    start: watch::Sender<Start>,
    ahead: Gauge<f64, std::sync::atomic::AtomicU64>,
}

/// How far a clock is that has just begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Start {
    /// Nobody knows whether it is right.
    #[default]
    Unknown,
    /// Outside services were asked for the time.
    ServicesAsked,
    /// It was compared with what they said: a hold is open if it is in doubt.
    Compared,
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
        self.adopt(ClockReading::best(pool).await?);
        Ok(())
    }

    fn adopt(&self, reading: ClockReading) {
        *lock(&self.0.reading) = Some(reading);
        self.0.ahead.set(self.machine_ahead());
    }

    /// Says that outside services were asked for the time, whether or not they answered.
    pub fn services_asked(&self) {
        self.reached(Start::ServicesAsked);
    }

    fn reached(&self, start: Start) {
        self.0.start.send_if_modified(|at| {
            let is_later = *at < start;
            *at = start.max(*at);
            is_later
        });
    }

    /// Returns once the start has got there.
    async fn until(&self, start: Start) {
        // The clock keeps its sender, so there is an end to wait for.
        let _ = self.0.start.subscribe().wait_for(|at| *at >= start).await;
    }

    /// Why nothing scheduled is published, if so; at most ten seconds old.
    pub fn held(&self) -> Option<String> {
        lock(&self.0.held).clone()
    }

    /// By how many seconds the machine's clock is ahead of the database's.
    pub(crate) fn machine_ahead(&self) -> f64 {
        seconds(machine_now() - self.database_now())
    }

    /// That the machine's clock is wrong, if it is. Nothing that is due depends on it, but logs and certificates do.
    pub fn fault(&self) -> Option<String> {
        fault_of(self.machine_ahead())
    }

    /// By how much the machine's clock is off, for people.
    pub fn difference(&self) -> String {
        difference(self.machine_ahead())
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
        let reading = lock(&self.0.reading).filter(|_| Guard::DatabaseTime.holds());
        reading.map_or_else(machine_now, |reading| reading.time_at(self.since_boot()))
    }

    fn since_boot(&self) -> Duration {
        since_boot()
    }

    fn note_service_time(&self, service: &'static str, date: DateTime<Utc>) {
        self.0.services.note(service, date, since_boot());
    }
}

/// Whether this machine's clock and the database's agree, and the latter is not in doubt: one sentence either way. The clock
/// has read the database then.
pub async fn check(clock: &DatabaseClock, config: &PostgresConfig) -> Result<String, String> {
    let pool = pool(config, Budget::Log);
    let holds = ClockHolds::new(pool.clone());
    let (read, held) = (clock.synchronise(&pool).await, holds.why().await);
    pool.close().await;
    let held = read.and(held).map_err(|error| format!("the database's clock cannot be read: {error}"))?;
    if let Some(why) = held {
        return Err(format!("{why}; {ADVICE}"));
    }
    clock.fault().map_or_else(|| Ok(clock.difference()), Err)
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
fn machine_now() -> DateTime<Utc> {
    Utc::now()
}

fn since_boot() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    let awake = Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0));
    awake + suspension::suspended()
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
