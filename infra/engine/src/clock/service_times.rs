//! Times of outside services, as their answers tell them (`Date`), each carried on by the time since boot.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::lock;
use super::reading::ClockReading;

/// An answer tells the time for as long.
const FRESH: Duration = Duration::from_mins(10);
/// Seconds by which two services that agree may differ.
const AGREEMENT: f64 = 2.0;

/// The last answer of each service.
#[derive(Debug, Default)]
pub(super) struct ServiceTimes(Mutex<BTreeMap<&'static str, ClockReading>>);

/// By how many seconds the database is ahead of a service.
pub(super) type Ahead = (&'static str, f64);

impl ServiceTimes {
    /// Notes the `Date` of an answer that came at this moment since boot. It has whole seconds: the middle of its second
    /// is nearest to all.
    pub(super) fn note(&self, service: &'static str, date: DateTime<Utc>, boot: Duration) {
        let middle = date + TimeDelta::milliseconds(500);
        lock(&self.0).insert(service, ClockReading::between(boot, middle, boot));
    }

    /// How far the database is ahead of each service that has answered lately.
    pub(super) fn compare(&self, database: ClockReading) -> Vec<Ahead> {
        let fresh = |reading: &ClockReading| database.boot().saturating_sub(reading.boot()) <= FRESH;
        let times = lock(&self.0);
        let times = times.iter().filter(|(_, reading)| fresh(reading));
        times.map(|(name, reading)| (*name, database.ahead_of(*reading))).collect()
    }
}

/// Two services that agree, and by how much the database is ahead of both.
pub(super) fn agreed(ahead: &[Ahead]) -> Option<(String, f64)> {
    let mut sorted = ahead.to_vec();
    sorted.sort_by(|one, other| one.1.total_cmp(&other.1));
    let pairs = sorted.windows(2).map(|pair| (pair[0], pair[1]));
    // Of three that differ by steps, the two that are nearest to each other.
    let nearest = pairs.min_by(|(a, b), (c, d)| (b.1 - a.1).total_cmp(&(d.1 - c.1)));
    let ((one, low), (other, high)) = nearest.filter(|((_, low), (_, high))| high - low <= AGREEMENT)?;
    Some((format!("{one} and {other}"), f64::midpoint(low, high)))
}
