//! The clock monitor: reads the database's clock again and again, compares it with the time since boot and with outside
//! services, and holds what is scheduled while it is in doubt. Owners are told.

use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use sqlx::PgPool;
use tokio::time::{sleep, timeout};
use tracing::{error, warn};

use super::hold::{ADVICE, Cause, ClockHolds, OpenHold, why};
use super::reading::ClockReading;
use super::service_times::{Ahead, agreed};
use super::{ACCEPTED, DatabaseClock, Start, Trust, lock};
use crate::lifecycle::Lifecycle;

/// How often the database's clock is read.
const INTERVAL: Duration = Duration::from_secs(10);
/// The same while it is in doubt.
const INTERVAL_WHILE_HELD: Duration = Duration::from_secs(2);
/// How long the first look waits for the first answers of outside services.
const FIRST_ANSWERS: Duration = Duration::from_secs(6);
/// Seconds by which two services may differ from the database before it is in doubt.
const DOUBTFUL: f64 = 30.0;
/// Seconds by which one service may differ before people are told.
const TOLD: f64 = 60.0;

/// Monitors the database's clock.
pub struct ClockMonitor {
    clock: DatabaseClock,
    pool: PgPool,
    holds: ClockHolds,
    owner_alarm: Arc<dyn OwnerAlarm>,
}

/// What one look at the clocks found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ClockComparison {
    /// By how many seconds the database's clock is ahead of where it was trusted to be.
    pub(super) jump: Option<f64>,
    /// Two services that agree, and by how many seconds it is ahead of both.
    pub(super) services: Option<(String, f64)>,
}

impl ClockComparison {
    /// Whether two services confirm the database's clock.
    pub(super) fn is_confirmed(&self) -> bool {
        self.services.as_ref().is_some_and(|(_, ahead)| ahead.abs() <= ACCEPTED)
    }

    /// Whether it goes on from where it was trusted to be.
    pub(super) fn is_steady(&self) -> bool {
        self.jump.is_none_or(|jump| jump.abs() <= ACCEPTED)
    }

    /// What makes it doubtful.
    pub(super) fn doubts(&self) -> Vec<(Cause, f64, String)> {
        if self.is_confirmed() {
            return Vec::new();
        }
        let jump = self.jump.filter(|_| !self.is_steady());
        let jump = jump.map(|by| (Cause::Jump, by, format!("the database's clock has jumped by {by:+.1} s")));
        let services = self.services.as_ref().filter(|(_, ahead)| ahead.abs() > DOUBTFUL);
        let services = services.map(|(names, ahead)| (Cause::Services, *ahead, differs(*ahead, names)));
        jump.into_iter().chain(services).collect()
    }
}

impl ClockMonitor {
    /// A monitor of the clock over the primary's pool.
    pub fn new(clock: DatabaseClock, pool: PgPool, owner_alarm: Arc<dyn OwnerAlarm>) -> Self {
        Self { clock, holds: ClockHolds::new(pool.clone()), pool, owner_alarm }
    }

    /// Monitors until the process stops.
    pub fn start(self, lifecycle: &Lifecycle) {
        let soft = lifecycle.soft();
        lifecycle.spawn("clock", async move {
            // Without answers the database's clock cannot be told to be wrong, so there is nothing to wait longer for.
            let _ = timeout(FIRST_ANSWERS, self.clock.until(Start::ServicesAsked)).await;
            loop {
                if let Err(error) = self.look().await {
                    warn!(%error, "the database's clock could not be looked at");
                }
                if let Some(why) = self.clock.fault() {
                    warn!("{why}");
                }
                let held = self.clock.held().is_some();
                tokio::select! {
                    () = soft.cancelled() => return,
                    () = sleep(if held { INTERVAL_WHILE_HELD } else { INTERVAL }) => {}
                }
            }
        });
    }

    /// Reads the database's clock and judges it. What makes it doubtful is kept before anybody goes by the reading.
    pub(super) async fn look(&self) -> Result<(), sqlx::Error> {
        let reading = ClockReading::best(&self.pool).await?;
        let ahead = self.clock.0.services.compare(reading);
        let open = self.holds.open().await?;
        let comparison = self.compare(reading, &ahead, &open);
        for (cause, by, detail) in comparison.doubts() {
            self.holds.begin(cause, by, &detail).await?;
        }
        self.trust(reading, &comparison, &open);
        if !open.is_empty() && comparison.is_confirmed() {
            self.holds.end(None, "two outside services confirm the database's clock").await?;
        } else if comparison.jump.is_some() && comparison.is_steady() && is_open(&open, Cause::Jump) {
            self.holds.end(Some(Cause::Jump), "the database's clock is back where it was").await?;
        }
        self.clock.adopt(reading);
        let open = self.holds.open().await?;
        self.show(&open);
        self.clock.reached(Start::Compared);
        self.tell(&ahead, &open).await;
        Ok(())
    }

    fn compare(&self, reading: ClockReading, ahead: &[Ahead], open: &[OpenHold]) -> ClockComparison {
        let trust = *lock(&self.clock.0.config.trust);
        // A jump that was noticed here before, and that nobody holds for any more, was accepted.
        let is_accepted = trust.is_doubted && !is_open(open, Cause::Jump);
        let trusted = trust.reading.filter(|_| !is_accepted);
        ClockComparison { jump: trusted.map(|trusted| reading.ahead_of(trusted)), services: agreed(ahead) }
    }

    /// A reading that is doubted takes the place of none that was trusted.
    fn trust(&self, reading: ClockReading, comparison: &ClockComparison, open: &[OpenHold]) {
        // Whoever begins while a jump is held has nothing to compare with: what is read is the very clock that is doubted.
        if comparison.jump.is_none() && is_open(open, Cause::Jump) && !comparison.is_confirmed() {
            return;
        }
        let is_doubted = !comparison.is_steady() && !comparison.is_confirmed();
        let mut trust = lock(&self.clock.0.config.trust);
        let reading = trust.reading.filter(|_| is_doubted).or(Some(reading));
        *trust = Trust { reading, is_doubted };
    }

    fn show(&self, open: &[OpenHold]) {
        let held = why(open);
        if let (Some(why), None) = (&held, self.clock.held()) {
            error!(alarm = true, "{why}; {ADVICE}");
        }
        *lock(&self.clock.0.held) = held;
    }

    /// Raised at every look: an owner who could not be reached is told as soon as that is possible.
    async fn tell(&self, ahead: &[Ahead], open: &[OpenHold]) {
        let now = self.clock.now();
        if let (Some(why), Some(hold)) = (why(open), open.last()) {
            let text = format!("Now {why}. What is published at once goes on. The hold: {ADVICE}.");
            let what = format!("clock-hold-{}", hold.number);
            self.owner_alarm.raise(&Alarm::standing(&what, now, None, text)).await;
        }
        if let Some((service, by)) = ahead.iter().find(|(_, by)| by.abs() > TOLD) {
            let text = format!(
                "{}. What is scheduled goes out by the database's clock: set it right, or it is as late or early.",
                differs(*by, service).replacen('t', "T", 1)
            );
            self.owner_alarm.raise(&Alarm::standing("database-clock", now, None, text)).await;
        }
    }
}

fn is_open(open: &[OpenHold], cause: Cause) -> bool {
    open.iter().any(|hold| hold.is_of(cause))
}

fn differs(ahead: f64, whom: &str) -> String {
    let side = if ahead < 0.0 { "behind" } else { "ahead of" };
    format!("the database's clock is about {:.0} s {side} that of {whom}", ahead.abs())
}
