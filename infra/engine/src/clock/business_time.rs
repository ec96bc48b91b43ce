//! Business time: never goes back over a small correction, so that nothing is ordered the wrong way round.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// A correction of as much or more is a jump: to stand still for so long would hold everything that is due.
const JUMP: TimeDelta = TimeDelta::seconds(1);

/// Business time as it was last told, and when that was since boot.
#[derive(Debug, Default)]
pub(super) struct BusinessTime(Option<(DateTime<Utc>, Duration)>);

impl BusinessTime {
    /// What to tell at this moment since boot, when `right` is right. Told time that runs ahead by less than a jump is
    /// slewed: it goes on at half the pace until the right time has caught up.
    pub(super) fn tell(&mut self, right: DateTime<Utc>, boot: Duration) -> DateTime<Utc> {
        let told = match self.0 {
            Some((last, at)) if right < last && last - right < JUMP => {
                let passed = TimeDelta::from_std(boot.saturating_sub(at)).unwrap_or_default();
                right.max(last + passed / 2)
            }
            Some(_) | None => right,
        };
        self.0 = Some((told, boot));
        told
    }
}
