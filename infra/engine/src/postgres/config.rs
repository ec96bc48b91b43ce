//! The configuration section of PostgreSQL.

use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use sqlx::postgres::PgConnectOptions;

use super::ConnectionGuard;
use crate::config::{Section, Setting, SettingsReader};

/// How to reach PostgreSQL and how much of it to use.
pub struct PostgresConfig {
    /// `DATABASE_URL`: address of the primary with user, password and database. Required; secret.
    pub url: PgConnectOptions,
    /// `MEMEBOT_DB_CONNECTIONS`: connections of this process in all pools together, beside the append workers, the
    /// sequencer's and the few of leases; at least 10, 24 by default.
    pub connections: u32,
    /// Checks every new connection, once it knows what to expect.
    pub guard: ConnectionGuard,
}

/// Who uses a pool. Each has its share, so that none can starve another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Loading streams for commands, and their keys.
    Commands,
    /// Read models for people.
    Queries,
    /// Sequencer, relay and audits.
    Log,
    /// Projectors and process managers.
    Consumers,
}

impl Budget {
    /// The name that the sessions show in `pg_stat_activity`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Commands => "memebot-commands",
            Self::Queries => "memebot-queries",
            Self::Log => "memebot-log",
            Self::Consumers => "memebot-consumers",
        }
    }

    /// In milliseconds. Rebuilds copy large batches; people wait for nothing longer than a few seconds.
    pub(super) fn statement_timeout(self) -> u64 {
        match self {
            Self::Commands | Self::Queries => 10_000,
            Self::Log => 60_000,
            Self::Consumers => 300_000,
        }
    }

    /// How its statements are planned. Consumers only look rows up, and a plan that was made while a table was small
    /// is kept until somebody analyzes the table.
    pub(super) fn plans(self) -> &'static str {
        match self {
            Self::Commands | Self::Queries | Self::Log => "",
            Self::Consumers => "; SET enable_seqscan = off",
        }
    }

    /// In tenths of all connections.
    fn share(self) -> u32 {
        match self {
            Self::Commands | Self::Queries => 3,
            Self::Log => 1,
            Self::Consumers => 3,
        }
    }
}

const URL: Setting =
    Setting::secret("DATABASE_URL", "Address of the PostgreSQL primary with user, password and database.");
const CONNECTIONS: Setting = Setting::new(
    "MEMEBOT_DB_CONNECTIONS",
    Some("24"),
    "Connections of this process, 10 to 1000, in all pools together; append workers, the sequencer, leases and three \
     of the workers come on top.",
);

impl Section for PostgresConfig {
    const SETTINGS: &'static [Setting] = &[URL, CONNECTIONS];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let url = reader.required_secret(&URL).and_then(|url| address(reader, &url));
        let connections = reader.number_within(&CONNECTIONS, 10..=1_000);
        Some(Self { url: url?, connections: connections?, guard: ConnectionGuard::default() })
    }
}

impl PostgresConfig {
    /// The driver's options for sessions of this name.
    pub fn options(&self, name: &str) -> PgConnectOptions {
        self.url.clone().application_name(name)
    }

    pub(super) fn connections(&self, budget: Budget) -> u32 {
        // two at least: the log's readers must not wait for its writer
        (self.connections * budget.share() / 10).max(2)
    }
}

/// The driver's own error may quote the address, so it is not repeated.
fn address(reader: &mut SettingsReader<'_>, url: &SecretString) -> Option<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url.expose_secret()).ok();
    if options.is_none() {
        reader.reject(&URL, "must look like postgres://user:password@host:5432/database");
    }
    options
}
