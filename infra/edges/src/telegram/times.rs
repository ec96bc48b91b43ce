//! Times as people read them: always with their zone.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::schedule::{Schedule, Slot};

/// `Mon 23 Nov 2026, 18:30 CET (Europe/Berlin)`
pub(super) fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    let shown = at.with_timezone(&zone).format("%a %d %b %Y, %H:%M %Z").to_string();
    if zone == Tz::UTC { shown } else { format!("{shown} ({zone})") }
}

/// `23 Nov 18:30 CET`
pub(super) fn short(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%d %b %H:%M %Z").to_string()
}

/// `18:30 CET`
pub(super) fn clock(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M %Z").to_string()
}

/// `every day 09:00, Mon 18:30 (Europe/Berlin)`
pub(super) fn schedule(schedule: &Schedule) -> String {
    if schedule.slots.is_empty() {
        return format!("no slots ({})", schedule.time_zone);
    }
    let mut slots = schedule.slots.clone();
    slots.sort_by_key(|slot| (slot.day.map(|day| day.num_days_from_monday() + 1), slot.minute));
    let slots: Vec<String> = slots.into_iter().map(slot).collect();
    format!("{} ({})", slots.join(", "), schedule.time_zone)
}

fn slot(slot: Slot) -> String {
    let day = slot.day.map_or_else(|| "every day".to_owned(), |day| day.to_string());
    format!("{day} {:02}:{:02}", slot.minute / 60, slot.minute % 60)
}

#[cfg(test)]
mod tests {
    use super::{clock, moment, schedule};
    use chrono::{DateTime, Utc, Weekday};
    use chrono_tz::Tz;
    use domain::schedule::{Schedule, Slot};

    fn at() -> DateTime<Utc> {
        "2026-11-23T17:30:00Z".parse().unwrap()
    }

    #[test]
    fn moments_name_their_zone() {
        assert_eq!(moment(at(), Tz::Europe__Berlin), "Mon 23 Nov 2026, 18:30 CET (Europe/Berlin)");
        assert_eq!(moment(at(), Tz::UTC), "Mon 23 Nov 2026, 17:30 UTC");
        assert_eq!(clock(at(), Tz::Asia__Kolkata), "23:00 IST");
    }

    #[test]
    fn schedules_read_from_every_day_to_sunday() {
        let slots = vec![
            Slot { day: Some(Weekday::Sun), minute: 600 },
            Slot { day: None, minute: 1110 },
            Slot { day: None, minute: 540 },
        ];
        let shown = schedule(&Schedule { time_zone: Tz::Europe__Berlin, slots });
        assert_eq!(shown, "every day 09:00, every day 18:30, Sun 10:00 (Europe/Berlin)");
    }
}
