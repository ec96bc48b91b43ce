//! Times as people write them: `18:30`, `mon 09:00`, `2026-11-23 18:30`, `in 2h`, and lists of slots.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use domain::schedule::{Schedule, Slot};

/// How far ahead a time may lie.
const HORIZON: TimeDelta = TimeDelta::days(365);

/// How a time may be written, as the end of a sentence.
pub(super) const FORMS: &str = "Write a time as 18:30, mon 09:00, 2026-11-23 18:30 or in 2h.";

/// Reads a time of the zone; a time of day means its next occurrence, a span one from when it was written. The error is a
/// sentence.
pub(super) fn moment(
    text: &str,
    zone: Tz,
    written: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, String> {
    let text = text.trim().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = match words.as_slice() {
        ["now"] => return Ok(now),
        ["in", rest @ ..] => written + span(&rest.concat()).ok_or_else(|| unreadable(&text))?,
        [clock] => next(None, time(clock).ok_or_else(|| unreadable(&text))?, zone, written)?,
        ["tomorrow", clock] => {
            let tomorrow = written.with_timezone(&zone).date_naive() + TimeDelta::days(1);
            on(tomorrow, time(clock).ok_or_else(|| unreadable(&text))?, zone)?
        }
        [day, clock] => {
            let time = time(clock).ok_or_else(|| unreadable(&text))?;
            match (day.parse::<NaiveDate>(), day.parse::<Weekday>()) {
                (Ok(date), _) => on(date, time, zone)?,
                (Err(_), Ok(day)) => next(Some(day), time, zone, written)?,
                (Err(_), Err(_)) => return Err(unreadable(&text)),
            }
        }
        _ => return Err(unreadable(&text)),
    };
    if at < now {
        return Err("That time has passed already.".to_owned());
    }
    if at > now + HORIZON {
        return Err("That is more than a year ahead.".to_owned());
    }
    Ok(at)
}

/// Reads slots such as `09:00 18:30 mon 12:00 Europe/Berlin`: a weekday, or several, counts for the times after
/// it; the zone stays as it is if none is named. The error is a sentence.
pub(super) fn schedule(text: &str, current: Tz) -> Result<Schedule, String> {
    let mut schedule = Schedule { time_zone: current, slots: Vec::new() };
    let (mut days, mut fresh) = (vec![None], true);
    let words = text.split([' ', ',', ';', '\n', '\t']).filter(|word| !word.is_empty());
    for word in words {
        if let Some(time) = time(word) {
            schedule.slots.extend(days.iter().map(|day| slot(*day, time)));
            fresh = true;
        } else if let Some(named) = days_named(word) {
            days = if fresh { named } else { [days, named].concat() };
            fresh = false;
        } else if let Some(zone) = zone_named(word) {
            schedule.time_zone = zone;
        } else {
            return Err(format!(
                "I cannot read “{word}”. Write times such as 09:00 18:30, days such as mon 09:00, and a zone such as Europe/Berlin."
            ));
        }
    }
    if !fresh {
        return Err("A day needs a time after it, e.g. mon 09:00.".to_owned());
    }
    schedule.slots.sort_by_key(|slot| (slot.day.map(|day| day.num_days_from_monday() + 1), slot.minute));
    schedule.slots.dedup();
    Ok(schedule)
}

fn slot(day: Option<Weekday>, time: NaiveTime) -> Slot {
    let minute = u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0);
    Slot { day, minute }
}

fn days_named(word: &str) -> Option<Vec<Option<Weekday>>> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    match word.to_lowercase().as_str() {
        "daily" => Some(vec![None]),
        "weekdays" => Some([Mon, Tue, Wed, Thu, Fri].map(Some).to_vec()),
        "weekends" => Some([Sat, Sun].map(Some).to_vec()),
        day => day.parse().ok().map(|day| vec![Some(day)]),
    }
}

/// A zone by its IANA name, in any capitals.
fn zone_named(word: &str) -> Option<Tz> {
    chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(word)).copied()
}

fn time(word: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(word, "%H:%M").ok()
}

/// `2h`, `90m`, `1h30m`, `2d`
fn span(text: &str) -> Option<TimeDelta> {
    let mut total = TimeDelta::zero();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let number: i64 = std::mem::take(&mut digits).parse().ok()?;
        let step = match c {
            'm' => TimeDelta::try_minutes(number),
            'h' => TimeDelta::try_hours(number),
            'd' => TimeDelta::try_days(number),
            _ => None,
        };
        total = total.checked_add(&step.filter(|step| *step <= HORIZON * 2)?)?;
    }
    (digits.is_empty() && total > TimeDelta::zero()).then_some(total)
}

/// The next time that it is so late, on that weekday if one is named.
fn next(
    day: Option<Weekday>,
    time: NaiveTime,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, String> {
    let slots = vec![slot(day, time)];
    Schedule { time_zone: zone, slots }.next_after(now).ok_or_else(|| FORMS.to_owned())
}

/// That time on that day; of a time that comes twice, the first.
fn on(date: NaiveDate, time: NaiveTime, zone: Tz) -> Result<DateTime<Utc>, String> {
    match zone.from_local_datetime(&date.and_time(time)) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.to_utc()),
        LocalResult::None => Err(format!(
            "{} does not exist on {date} in {zone}: the clocks change then.",
            time.format("%H:%M")
        )),
    }
}

fn unreadable(text: &str) -> String {
    format!("I cannot read “{text}” as a time. {FORMS}")
}

#[cfg(test)]
mod tests {
    use super::{moment, schedule};
    use crate::telegram::times;
    use chrono::{DateTime, Utc};
    use chrono_tz::Tz;

    const BERLIN: Tz = Tz::Europe__Berlin;

    /// Reads a time in Berlin when it is 19:00 there on Sunday, 22 November 2026.
    fn read(text: &str) -> Result<String, String> {
        at(text, "2026-11-22T18:00:00Z")
    }

    fn at(text: &str, now: &str) -> Result<String, String> {
        let now: DateTime<Utc> = now.parse().unwrap();
        moment(text, BERLIN, now, now).map(|at| at.to_rfc3339())
    }

    #[test]
    fn times_count_from_when_they_were_written() {
        let [written, now]: [DateTime<Utc>; 2] =
            ["2026-11-22T22:50:00Z", "2026-11-22T23:20:00Z"].map(|at| at.parse().unwrap());
        let read = |text: &str| moment(text, BERLIN, written, now).map(|at| at.to_rfc3339());
        assert_eq!(read("in 2h").unwrap(), "2026-11-23T00:50:00+00:00");
        assert_eq!(read("tomorrow 09:00").unwrap(), "2026-11-23T08:00:00+00:00", "midnight has passed since");
        assert_eq!(read("00:30").unwrap(), "2026-11-22T23:30:00+00:00");
        assert_eq!(read("in 20m").unwrap_err(), "That time has passed already.");
        assert_eq!(read("00:10").unwrap_err(), "That time has passed already.");
    }

    #[test]
    fn a_time_of_day_is_its_next_occurrence_in_the_zone() {
        assert_eq!(read("19:30").unwrap(), "2026-11-22T18:30:00+00:00");
        assert_eq!(read("18:30").unwrap(), "2026-11-23T17:30:00+00:00");
        assert_eq!(read("19:00").unwrap(), "2026-11-23T18:00:00+00:00");
        assert_eq!(read("Wed 9:05").unwrap(), "2026-11-25T08:05:00+00:00");
        assert_eq!(read("tomorrow 09:00").unwrap(), "2026-11-23T08:00:00+00:00");
    }

    #[test]
    fn dates_and_spans_are_read() {
        assert_eq!(read(" 2026-12-01  18:30 ").unwrap(), "2026-12-01T17:30:00+00:00");
        assert_eq!(read("in 2h").unwrap(), "2026-11-22T20:00:00+00:00");
        assert_eq!(read("in 1d 1h30m").unwrap(), "2026-11-23T19:30:00+00:00");
        assert_eq!(read("now").unwrap(), "2026-11-22T18:00:00+00:00");
    }

    #[test]
    fn clock_changes_are_told_or_stepped_over() {
        let gap = at("2027-03-28 02:30", "2027-03-27T12:00:00Z").unwrap_err();
        assert!(gap.contains("does not exist on 2027-03-28 in Europe/Berlin"), "{gap}");
        assert_eq!(at("02:30", "2027-03-27T12:00:00Z").unwrap(), "2027-03-28T01:00:00+00:00");
        let first_pass = "2026-10-25T00:30:00+00:00";
        assert_eq!(at("2026-10-25 02:30", "2026-10-24T12:00:00Z").unwrap(), first_pass);
        assert_eq!(at("02:30", "2026-10-24T12:00:00Z").unwrap(), first_pass);
    }

    #[test]
    fn what_is_no_time_gets_a_sentence() {
        for text in
            ["", "soon", "25:00", "in", "in 2", "in 2x", "in 99999999999999999999d", "foo 09:00", "a b c"]
        {
            let sentence = read(text).unwrap_err();
            assert!(sentence.contains("18:30"), "{text}: {sentence}");
        }
        assert_eq!(read("2026-11-22 18:59").unwrap_err(), "That time has passed already.");
        assert_eq!(read("2028-01-01 00:00").unwrap_err(), "That is more than a year ahead.");
    }

    #[test]
    fn slots_are_read_with_days_and_zone() {
        let shown = |text: &str| schedule(text, Tz::UTC).map(|read| times::schedule(&read));
        assert_eq!(
            shown("09:00 18:30 europe/berlin").unwrap(),
            "every day 09:00, every day 18:30 (Europe/Berlin)"
        );
        assert_eq!(shown("mon 09:00").unwrap(), "Mon 09:00 (UTC)");
        assert_eq!(
            shown("Monday, wed 09:00 18:00 daily 12:00").unwrap(),
            "every day 12:00, Mon 09:00, Mon 18:00, Wed 09:00, Wed 18:00 (UTC)"
        );
        assert_eq!(shown("weekends 10:00 10:00").unwrap(), "Sat 10:00, Sun 10:00 (UTC)");
        assert_eq!(shown("").unwrap(), "no slots (UTC)");
        assert!(shown("9am").unwrap_err().contains("“9am”"));
        assert_eq!(shown("09:00 mon").unwrap_err(), "A day needs a time after it, e.g. mon 09:00.");
    }
}
