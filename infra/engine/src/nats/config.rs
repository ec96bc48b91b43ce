//! The configuration section of NATS.

use std::path::PathBuf;
use std::time::Duration;

use async_nats::ServerAddr;

use crate::config::{Section, Setting, SettingsReader};

const URL: Setting = Setting::new(
    "NATS_URL",
    Some("nats://127.0.0.1:4222"),
    "NATS: one address, or several of a cluster with commas between them; tls:// encrypts",
);
const CREDENTIALS: Setting =
    Setting::new("NATS_CREDENTIALS", None, "a credentials file for NATS; without it, what the address says");
const PREFIX: Setting = Setting::new(
    "NATS_PREFIX",
    Some("memebot"),
    "begins the name of the stream and every subject: letters, digits, `-` and `_`; one per installation",
);
const MAX_BYTES: Setting = Setting::new(
    "NATS_STREAM_MAX_BYTES",
    Some("536870912"),
    "size of the stream in bytes, beyond which it drops the oldest events (PostgreSQL keeps them)",
);
const MAX_AGE: Setting = Setting::new(
    "NATS_STREAM_MAX_AGE",
    Some("604800"),
    "age in seconds beyond which the stream drops events (PostgreSQL keeps them)",
);
const REPLICAS: Setting =
    Setting::new("NATS_STREAM_REPLICAS", Some("1"), "copies of the stream: 3 in a cluster of three or more");

/// Where NATS is and what its stream may keep. Not printable: addresses may hold passwords.
#[derive(Clone)]
pub struct NatsConfig {
    /// `NATS_URL`: the servers.
    pub addresses: Vec<ServerAddr>,
    /// `NATS_CREDENTIALS`: a credentials file.
    pub credentials: Option<PathBuf>,
    /// `NATS_PREFIX`: begins the stream's name and every subject.
    pub prefix: String,
    /// What the stream may keep.
    pub limits: StreamLimits,
}

/// What the stream keeps; the oldest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamLimits {
    /// `NATS_STREAM_MAX_BYTES`: its size.
    pub bytes: i64,
    /// `NATS_STREAM_MAX_AGE`: the age of its oldest event.
    pub age: Duration,
    /// `NATS_STREAM_REPLICAS`: copies of it.
    pub replicas: usize,
}

impl Section for NatsConfig {
    const SETTINGS: &'static [Setting] = &[URL, CREDENTIALS, PREFIX, MAX_BYTES, MAX_AGE, REPLICAS];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let addresses = reader.list(&URL);
        let credentials = reader.optional(&CREDENTIALS);
        let prefix: Option<String> = reader.required(&PREFIX);
        if prefix.as_ref().is_some_and(|prefix| !prefix.chars().all(is_name)) {
            reader.reject(&PREFIX, "may only have letters, digits, `-` and `_`");
        }
        let bytes = reader.required(&MAX_BYTES);
        let age = reader.seconds(&MAX_AGE);
        let replicas = reader.required(&REPLICAS);
        let limits = StreamLimits { bytes: bytes?, age: age?, replicas: replicas? };
        Some(Self { addresses, credentials, prefix: prefix?, limits })
    }
}

fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '-' || char == '_'
}

#[cfg(test)]
mod tests {
    use super::NatsConfig;
    use crate::config::{Section, SettingsReader};

    #[test]
    fn has_defaults_for_everything() {
        let config = NatsConfig::read(&mut SettingsReader::new(&|_| None)).unwrap();
        assert_eq!(
            (config.addresses.len(), config.prefix.as_str(), config.limits.replicas),
            (1, "memebot", 1)
        );
    }

    #[test]
    fn reports_all_faults_together() {
        let wrong = |name: &str| (name != "NATS_CREDENTIALS").then(|| "a b".to_owned());
        let mut reader = SettingsReader::new(&wrong);
        NatsConfig::read(&mut reader);
        assert_eq!(reader.finish().1.len(), 5);
    }
}
