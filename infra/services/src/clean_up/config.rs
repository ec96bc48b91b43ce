//! Retention settings: for how long each kind of row is kept.

use chrono::TimeDelta;
use commands::port::pruner::RetentionTarget;
use commands::processes::clean_up::Retention;

use engine::config::{Section, Setting, SettingsReader};

/// A lost timer is made up for no earlier than this after the suggestion should have expired.
const LATE: TimeDelta = TimeDelta::hours(1);

const HOUR: Setting = Setting::new(
    "MEMEBOT_CLEAN_UP_HOUR",
    Some("3"),
    "the hour of the day (UTC, 0 to 23) at which clean-up begins, one job per kind",
);

const fn days(name: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting::new(name, Some(default), help)
}

const DONE: Setting = days(
    "MEMEBOT_KEEP_DONE_DAYS",
    "30",
    "days for which jobs that are done can be looked at; 0 or `forever`",
);
const FAILED: Setting =
    days("MEMEBOT_KEEP_FAILED_DAYS", "365", "days for which jobs that failed or ended unknown are kept");
const REQUESTS: Setting =
    days("MEMEBOT_KEEP_PARKED_REQUESTS_DAYS", "7", "days for which answered requests to retry are kept");
const SESSIONS: Setting =
    days("MEMEBOT_KEEP_SESSIONS_DAYS", "180", "days for which a chat's choice of project is remembered");
const PROMPTS: Setting =
    days("MEMEBOT_KEEP_PROMPTS_DAYS", "30", "days for which a question in Telegram may be answered");
const NOTICES: Setting =
    days("MEMEBOT_KEEP_NOTICES_DAYS", "90", "days for which notices are edited; later ones are sent anew");
const LEASES: Setting =
    days("MEMEBOT_KEEP_LEASES_DAYS", "7", "days for which leases that nobody renews are kept");
const READ_MODELS: Setting =
    days("MEMEBOT_KEEP_READ_MODELS_DAYS", "7", "days for which tables of retired read models are kept");
const REPLAYS: Setting =
    days("MEMEBOT_KEEP_REPLAYS_DAYS", "1", "days for which scratch schemas of a killed replay are kept");

/// Each kind's setting.
const KEPT: [(RetentionTarget, &Setting); 9] = [
    (RetentionTarget::DoneJobs, &DONE),
    (RetentionTarget::FailedJobs, &FAILED),
    (RetentionTarget::ParkedRequests, &REQUESTS),
    (RetentionTarget::Sessions, &SESSIONS),
    (RetentionTarget::Prompts, &PROMPTS),
    (RetentionTarget::Notices, &NOTICES),
    (RetentionTarget::Leases, &LEASES),
    (RetentionTarget::ReadModels, &READ_MODELS),
    (RetentionTarget::Replays, &REPLAYS),
];

/// `MEMEBOT_CLEAN_UP_HOUR` and the `MEMEBOT_KEEP_…` settings.
#[derive(Clone, Debug)]
pub struct CleanUpConfig(Retention);

impl CleanUpConfig {
    /// The retention, with suggestions that live for so long.
    pub fn retention(&self, suggestion_lifetime: std::time::Duration) -> Retention {
        let mut retention = self.0.clone();
        if let Ok(lifetime) = TimeDelta::from_std(suggestion_lifetime) {
            retention.keep.insert(RetentionTarget::Suggestions, lifetime + LATE);
        }
        retention
    }
}

impl Section for CleanUpConfig {
    const SETTINGS: &'static [Setting] =
        &[HOUR, DONE, FAILED, REQUESTS, SESSIONS, PROMPTS, NOTICES, LEASES, READ_MODELS, REPLAYS];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let hour: Option<u32> = reader.required(&HOUR);
        if hour.is_some_and(|hour| hour > 23) {
            reader.reject(&HOUR, "must be 0 to 23");
        }
        let keep =
            KEPT.iter().filter_map(|(target, setting)| Some((*target, kept(reader, setting)?))).collect();
        Some(Self(Retention { hour: hour?, keep }))
    }
}

/// For how long; nothing means for ever.
fn kept(reader: &mut SettingsReader<'_>, setting: &Setting) -> Option<TimeDelta> {
    let text: String = reader.required(setting)?;
    match (text.as_str(), text.parse::<u16>()) {
        // Zero means the same: nobody wants rows to vanish the moment they are done with.
        ("forever", _) | (_, Ok(0)) => None,
        (_, Ok(days)) => Some(TimeDelta::days(days.into())),
        (_, Err(_)) => {
            reader.reject(setting, "must be a number of days, or `forever`");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{CleanUpConfig, KEPT};
    use chrono::TimeDelta;
    use commands::port::pruner::RetentionTarget;
    use engine::config::{Section, SettingsReader};

    fn read(set: &[(&str, &str)]) -> (Option<CleanUpConfig>, usize) {
        let look_up =
            |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
        let mut reader = SettingsReader::new(&look_up);
        let config = CleanUpConfig::read(&mut reader);
        (config, reader.finish().1.len())
    }

    #[test]
    fn every_kind_has_a_setting_and_zero_and_forever_keep_it() {
        let (all, faults) = read(&[]);
        let keep = all.unwrap().retention(Duration::from_hours(72)).keep;
        assert_eq!((keep.len(), faults), (RetentionTarget::ALL.len(), 0));
        assert_eq!(keep[&RetentionTarget::Suggestions], TimeDelta::hours(73));
        for (target, setting) in KEPT {
            for kept in ["0", "forever"] {
                let keep = read(&[(setting.name, kept)]).0.unwrap().retention(Duration::MAX).keep;
                assert!(!keep.contains_key(&target));
                assert_eq!(keep.len(), KEPT.len() - 1);
            }
        }
    }

    #[test]
    fn what_is_no_number_of_days_and_no_hour_is_a_fault() {
        assert_eq!(read(&[("MEMEBOT_KEEP_DONE_DAYS", "a while"), ("MEMEBOT_CLEAN_UP_HOUR", "24")]).1, 2);
    }
}
