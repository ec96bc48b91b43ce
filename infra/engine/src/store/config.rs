//! The configuration section of the event store.

use super::{AppendLimits, MasterKey};
use crate::config::{Section, Setting, SettingsReader};
use crate::postgres::ConnectionGuard;

const MASTER_KEY: Setting = Setting::secret(
    "MEMEBOT_MASTER_KEY",
    "Opens everything sealed: 32 random bytes as 64 hexadecimal digits or in base64. Lost with it is every text.",
);
const APPEND_WORKERS: Setting =
    Setting::new("MEMEBOT_DB_APPEND_LANES", Some("2"), "Connections that append events, 1 to 8.");

/// What the event store must be told.
pub struct StoreConfig {
    /// `MEMEBOT_MASTER_KEY`: opens everything sealed, see [`MasterKey`]. Required; secret.
    pub master_key: MasterKey,
    /// `MEMEBOT_DB_APPEND_LANES`: append workers, each with a connection, 1 to 8, 2 by default.
    pub append_workers: u32,
}

impl StoreConfig {
    /// The limits of the append path; the guard checks the connections of its workers.
    pub fn append_limits(&self, guard: ConnectionGuard) -> AppendLimits {
        AppendLimits { workers: self.append_workers as usize, guard, ..AppendLimits::default() }
    }
}

impl Section for StoreConfig {
    const SETTINGS: &'static [Setting] = &[MASTER_KEY, APPEND_WORKERS];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let master_key = reader.required(&MASTER_KEY);
        let append_workers = reader.number_within(&APPEND_WORKERS, 1..=8);
        Some(Self { master_key: master_key?, append_workers: append_workers? })
    }
}

#[cfg(test)]
mod tests {
    use super::StoreConfig;
    use crate::config::{Section, SettingsReader};
    use crate::postgres::ConnectionGuard;

    #[test]
    fn has_two_append_workers_by_default_and_repeats_no_wrong_key() {
        let key = "ab".repeat(32);
        let right = |name: &str| (name == "MEMEBOT_MASTER_KEY").then(|| key.clone());
        let config = StoreConfig::read(&mut SettingsReader::new(&right)).unwrap();
        assert_eq!(config.append_limits(ConnectionGuard::default()).workers, 2);
        let wrong = |_: &str| Some("hunter2".to_owned());
        let mut reader = SettingsReader::new(&wrong);
        assert!(StoreConfig::read(&mut reader).is_none());
        let errors = reader.finish().1;
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(!format!("{:?}", errors[0]).contains("hunter2"), "{errors:?}");
    }
}
