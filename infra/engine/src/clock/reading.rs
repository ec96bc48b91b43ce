//! A reading of the database's clock, tied to a moment since boot: best of several round trips.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use projections::statements;
use sqlx::PgPool;

use super::{seconds, since_boot};

statements! {
    pub(super) CLOCK = "SELECT clock_timestamp()";
}

/// Of so many readings the one with the shortest round trip counts: half of that is the most that it is wrong by.
const ROUND_TRIPS: usize = 5;

/// What the database's clock said at a moment of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClockReading {
    database: DateTime<Utc>,
    boot: Duration,
    round_trip: Duration,
}

impl ClockReading {
    /// Reads the primary's clock, over one connection.
    pub(super) async fn best(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let mut connection = pool.acquire().await?;
        let mut best: Option<Self> = None;
        for _ in 0..ROUND_TRIPS {
            let asked = since_boot();
            let database = sqlx::query_scalar(CLOCK).fetch_one(&mut *connection).await?;
            let reading = Self::between(asked, database, since_boot());
            best = Some(best.map_or(reading, |best| best.better(reading)));
        }
        Ok(best.expect("there is more than one round trip"))
    }

    /// The database was read somewhere between these moments since boot; the middle is nearest to all of them.
    pub(super) fn between(asked: Duration, database: DateTime<Utc>, answered: Duration) -> Self {
        let round_trip = answered.saturating_sub(asked);
        Self { database, boot: asked + round_trip / 2, round_trip }
    }

    /// The one of both that can be trusted more.
    pub(super) fn better(self, other: Self) -> Self {
        if other.round_trip < self.round_trip { other } else { self }
    }

    /// When it was read, since boot.
    pub(super) fn boot(self) -> Duration {
        self.boot
    }

    /// By how many seconds it is ahead of another reading that is carried on until then.
    pub(super) fn ahead_of(self, other: Self) -> f64 {
        seconds(self.database - other.time_at(self.boot))
    }

    /// The database's time at a moment since boot.
    pub(super) fn time_at(self, boot: Duration) -> DateTime<Utc> {
        let delta = |time: Duration| TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
        self.database + delta(boot.saturating_sub(self.boot)) - delta(self.boot.saturating_sub(boot))
    }
}
