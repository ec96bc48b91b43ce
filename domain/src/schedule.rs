//! Weekly posting slots in a project's own time zone.

use chrono::{DateTime, Datelike, Days, LocalResult, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// One slot: a time of day, on one weekday or on every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The weekday, or every day.
    pub day: Option<Weekday>,
    /// Minutes since local midnight, 0 to 1439.
    pub minute: u16,
}

/// When a project posts by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// IANA time zone of the slots.
    pub time_zone: Tz,
    /// The slots, in no particular order.
    pub slots: Vec<Slot>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { time_zone: Tz::UTC, slots: Vec::new() }
    }
}

impl Schedule {
    /// The first slot strictly after the instant; `None` without slots.
    ///
    /// A local time that a clock change skips is moved to the first instant after the gap; one that
    /// comes twice counts once, at its first pass.
    pub fn next_after(&self, instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = instant.with_timezone(&self.time_zone).date_naive();
        (0..=8).filter_map(|ahead| today.checked_add_days(Days::new(ahead))).find_map(|date| {
            self.slots
                .iter()
                .filter(|slot| slot.day.is_none_or(|day| day == date.weekday()))
                .filter_map(|slot| self.instant(date, slot.minute))
                .filter(|slot| *slot > instant)
                .min()
        })
    }

    /// Midnight, in the project's time zone, that began the day of the instant.
    pub fn day_start(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let date = instant.with_timezone(&self.time_zone).date_naive();
        self.instant(date, 0).unwrap_or(instant)
    }

    fn instant(&self, date: chrono::NaiveDate, minute: u16) -> Option<DateTime<Utc>> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0)?;
        let mut local = date.and_time(time);
        // A clock that is put forward skips local times; the slot moves to the first that exists, up to four hours later. A
        // zone that left out a whole day has no such slot on it.
        for _ in 0..8 {
            match self.time_zone.from_local_datetime(&local) {
                // Put back, it shows the hour twice: the first counts, so that a slot fires once.
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return Some(at.to_utc()),
                LocalResult::None => local += chrono::TimeDelta::minutes(30),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Schedule, Slot};
    use chrono::{DateTime, Utc, Weekday};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn berlin(slots: Vec<Slot>) -> Schedule {
        Schedule { time_zone: "Europe/Berlin".parse().unwrap(), slots }
    }

    #[test]
    fn finds_the_next_slot_across_days_and_zones() {
        let schedule = berlin(vec![
            Slot { day: None, minute: 9 * 60 },
            Slot { day: Some(Weekday::Sun), minute: 18 * 60 },
        ]);
        assert_eq!(schedule.next_after(at("2026-01-09T07:59:00Z")), Some(at("2026-01-09T08:00:00Z")));
        assert_eq!(schedule.next_after(at("2026-01-09T08:00:00Z")), Some(at("2026-01-10T08:00:00Z")));
        assert_eq!(schedule.next_after(at("2026-01-11T08:00:00Z")), Some(at("2026-01-11T17:00:00Z")));
        assert_eq!(berlin(vec![]).next_after(at("2026-01-09T07:59:00Z")), None);
    }

    #[test]
    fn a_skipped_hour_moves_and_a_repeated_hour_counts_once() {
        let schedule = berlin(vec![Slot { day: None, minute: 2 * 60 + 30 }]);
        assert_eq!(schedule.next_after(at("2026-03-28T12:00:00Z")), Some(at("2026-03-29T01:00:00Z")));
        let first = schedule.next_after(at("2026-10-24T12:00:00Z")).unwrap();
        assert_eq!(first, at("2026-10-25T00:30:00Z"));
        assert_eq!(schedule.next_after(first), Some(at("2026-10-26T01:30:00Z")));
    }
}
