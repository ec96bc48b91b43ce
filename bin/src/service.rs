//! The service's own section: first owners, the times of the flows, how long a stop may take.

use std::time::Duration;

use commands::processes::Timing;
use domain::id::MemberId;
use engine::config::{Section, Setting, SettingsReader};

const OWNERS: Setting = Setting::new(
    "MEMEBOT_OWNERS",
    None,
    "the first owners, e.g. `telegram:123456789`, with commas between them; @userinfobot tells your id. \
     They are granted once: who is revoked later stays revoked",
);
const GRACE: Setting = Setting::new(
    "MEMEBOT_PUBLISH_GRACE",
    Some("3600"),
    "seconds by which a post may be late; past them it is marked missed and not sent",
);
const LIFETIME: Setting = Setting::new(
    "MEMEBOT_SUGGESTION_LIFETIME",
    Some("259200"),
    "seconds after which an undecided suggestion expires",
);
const RECONCILE: Setting = Setting::new(
    "MEMEBOT_RECONCILE_AFTER",
    Some("2,15,60,300"),
    "pauses in seconds between looks at the account's timeline after an unknown outcome; then people are asked",
);
const STOP: Setting = Setting::new(
    "MEMEBOT_STOP_GRACE",
    Some("15"),
    "seconds that begun work may take after SIGTERM before it is cut off",
);

/// First owners and times.
#[derive(Clone, Debug)]
pub(crate) struct ServiceConfig {
    /// `MEMEBOT_OWNERS`.
    pub(crate) owners: Vec<MemberId>,
    /// `MEMEBOT_PUBLISH_GRACE`, `MEMEBOT_SUGGESTION_LIFETIME`, `MEMEBOT_RECONCILE_AFTER`.
    pub(crate) timing: Timing,
    /// `MEMEBOT_STOP_GRACE`.
    pub(crate) stop_grace: Duration,
}

impl Section for ServiceConfig {
    const SETTINGS: &'static [Setting] = &[OWNERS, GRACE, LIFETIME, RECONCILE, STOP];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let owners = reader.list(&OWNERS);
        let (grace, lifetime) = (reader.seconds(&GRACE), reader.seconds(&LIFETIME));
        let pauses: Vec<u64> = reader.list(&RECONCILE);
        let stop_grace = reader.seconds(&STOP);
        let timing = Timing {
            suggestion_lifetime: lifetime?,
            grace: grace?,
            reconcile_after: pauses.into_iter().map(Duration::from_secs).collect(),
            ..Timing::default()
        };
        Some(Self { owners, timing, stop_grace: stop_grace? })
    }
}
