//! The machine's clock and ids: the only place that takes time and randomness from it.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::clock::{Clock, Ids};
use rustix::time::{ClockId, clock_gettime};
use uuid::Uuid;

use crate::config::{Section, Setting, SettingsReader};

const OFFSET_FILE: Setting = Setting::new(
    "MEMEBOT_CLOCK_FILE",
    None,
    "for drills and tests: a file that holds the seconds by which business time runs ahead (or, negative, behind)",
);

/// Business time from the system; in drills and tests, with an offset from a file.
#[derive(Clone, Debug, Default)]
pub struct SystemClock {
    offset_file: Option<PathBuf>,
}

impl SystemClock {
    fn offset(&self) -> TimeDelta {
        let Some(file) = &self.offset_file else { return TimeDelta::zero() };
        let text = std::fs::read_to_string(file).unwrap_or_default();
        text.trim().parse().ok().and_then(TimeDelta::try_seconds).unwrap_or_default()
    }
}

impl Section for SystemClock {
    const SETTINGS: &'static [Setting] = &[OFFSET_FILE];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        Some(Self { offset_file: reader.optional(&OFFSET_FILE) })
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.offset()
    }

    fn since_boot(&self) -> Duration {
        let time = clock_gettime(ClockId::Boottime);
        Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
    }
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

#[cfg(test)]
mod tests {
    use super::SystemClock;
    use chrono::TimeDelta;
    use commands::port::clock::Clock;

    #[test]
    fn a_file_offsets_business_time() {
        let file = std::env::temp_dir().join(format!("memebot-clock-{}", std::process::id()));
        std::fs::write(&file, "3600\n").unwrap();
        let ahead = SystemClock { offset_file: Some(file.clone()) }.now() - SystemClock::default().now();
        std::fs::remove_file(&file).unwrap();
        assert!(ahead > TimeDelta::minutes(59) && ahead <= TimeDelta::minutes(60), "{ahead}");
    }
}
