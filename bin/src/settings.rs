//! Settings: every section read at once, from the environment and an `.env` file.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use edges::http::HttpConfig;
use edges::telegram::TelegramConfig;
use engine::clock::ClockConfig;
use engine::config::{EffectiveSetting, Section, Setting, SettingError, SettingsReader};
use engine::jobs::WorkersConfig;
use engine::nats::NatsConfig;
use engine::postgres::PostgresConfig;
use engine::redaction;
use engine::store::StoreConfig;
use services::clean_up::CleanUpConfig;
use services::openai::OpenAiConfig;
use services::redis::RedisConfig;
use services::time_sources::TimeSource;
use services::x::XConfig;

use crate::exit;
use crate::service::ServiceConfig;

/// Everything that can be set.
pub(crate) struct Settings {
    pub(crate) postgres: PostgresConfig,
    pub(crate) store: StoreConfig,
    pub(crate) nats: NatsConfig,
    pub(crate) redis: RedisConfig,
    pub(crate) telegram: TelegramConfig,
    pub(crate) openai: OpenAiConfig,
    pub(crate) x: XConfig,
    pub(crate) http: HttpConfig,
    pub(crate) workers: WorkersConfig,
    pub(crate) clean_up: CleanUpConfig,
    pub(crate) clock: ClockConfig,
    pub(crate) service: ServiceConfig,
    /// Every variable as it counts, secrets replaced.
    pub(crate) effective: Vec<EffectiveSetting>,
}

/// Every section's name and variables, in the order of `.env.example`.
pub(crate) const SECTIONS: &[(&str, &[Setting])] = &[
    ("The service", ServiceConfig::SETTINGS),
    ("PostgreSQL", PostgresConfig::SETTINGS),
    ("Event store", StoreConfig::SETTINGS),
    ("NATS", NatsConfig::SETTINGS),
    ("Redis", RedisConfig::SETTINGS),
    ("Telegram", TelegramConfig::SETTINGS),
    ("OpenAI", OpenAiConfig::SETTINGS),
    ("X", XConfig::SETTINGS),
    ("HTTP", HttpConfig::SETTINGS),
    ("Workers", WorkersConfig::SETTINGS),
    ("Clean-up", CleanUpConfig::SETTINGS),
    ("Drills", ClockConfig::SETTINGS),
];

impl Settings {
    /// Reads the environment over the file; without a file named, `.env` in the working directory if there
    /// is one. An empty name means: no file.
    pub(crate) fn from_environment(file: Option<PathBuf>) -> anyhow::Result<Self> {
        let lines = match file {
            Some(file) if file.as_os_str().is_empty() => String::new(),
            Some(file) => {
                std::fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?
            }
            None => std::fs::read_to_string(".env").unwrap_or_default(),
        };
        let file = variables(&lines);
        let look_up = |name: &str| std::env::var(name).ok().or_else(|| file.get(name).cloned());
        // Before anything is read: an error that quotes a value must already find it redacted.
        for setting in SECTIONS.iter().flat_map(|(_, settings)| *settings) {
            if let Some(value) = look_up(setting.name) {
                redaction::register(value.trim(), setting.secret);
            }
        }
        Ok(Self::read(&look_up)?)
    }

    /// Descriptors that connections to PostgreSQL may take.
    pub(crate) fn pooled_connections(&self) -> u64 {
        u64::from(self.postgres.connections + self.store.append_workers)
    }

    /// The services whose answers tell the time.
    pub(crate) fn time_sources(&self) -> Vec<TimeSource> {
        let mut sources = vec![TimeSource { name: "Telegram", address: self.telegram.api_url.clone() }];
        if let OpenAiConfig::Enabled(settings) = &self.openai {
            sources.push(TimeSource { name: "OpenAI", address: settings.base_url.clone() });
        }
        if let XConfig::Enabled(settings) = &self.x {
            sources.push(TimeSource { name: "X", address: settings.base_url.clone() });
        }
        sources
    }

    fn read(look_up: &dyn Fn(&str) -> Option<String>) -> Result<Self, InvalidSettings> {
        let mut reader = SettingsReader::new(look_up);
        let service = ServiceConfig::read(&mut reader);
        let postgres = PostgresConfig::read(&mut reader);
        let store = StoreConfig::read(&mut reader);
        let nats = NatsConfig::read(&mut reader);
        let redis = RedisConfig::read(&mut reader);
        let telegram = TelegramConfig::read(&mut reader);
        let openai = OpenAiConfig::read(&mut reader);
        let x = XConfig::read(&mut reader);
        let http = HttpConfig::read(&mut reader);
        let workers = WorkersConfig::read(&mut reader);
        let clean_up = CleanUpConfig::read(&mut reader);
        let clock = ClockConfig::read(&mut reader);
        // Every section is read although an earlier one failed, so that an operator sees all mistakes at once.
        let (effective, errors) = reader.finish();
        if !errors.is_empty() {
            return Err(InvalidSettings(errors));
        }
        let all = || {
            Some(Self {
                postgres: postgres?,
                store: store?,
                nats: nats?,
                redis: redis?,
                telegram: telegram?,
                openai: openai?,
                x: x?,
                http: http?,
                workers: workers?,
                clean_up: clean_up?,
                clock: clock?,
                service: service?,
                effective,
            })
        };
        all().ok_or_else(|| InvalidSettings(Vec::new()))
    }
}

/// Every error of the settings, together.
#[derive(Debug)]
pub(crate) struct InvalidSettings(Vec<SettingError>);

impl std::fmt::Display for InvalidSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the settings are not usable (.env.example explains each variable):")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for InvalidSettings {}

/// 64 for wrong settings, 1 for everything else.
pub(crate) fn exit_code_of(error: &anyhow::Error) -> ExitCode {
    if error.is::<InvalidSettings>() { ExitCode::from(exit::USAGE) } else { ExitCode::FAILURE }
}

/// `NAME=value` lines; blank lines and comments are skipped, one pair of quotes around a value is taken off.
fn variables(lines: &str) -> HashMap<String, String> {
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), unquoted(value.trim()).to_owned()))
        .collect()
}

fn unquoted(value: &str) -> &str {
    ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::{SECTIONS, Settings, variables};

    #[test]
    fn reads_an_env_file() {
        let read = variables("# a comment\n\nA=1\n B = \"two words\" \nC='x=y'\nD=\n");
        assert_eq!(read["A"], "1");
        assert_eq!(read["B"], "two words");
        assert_eq!(read["C"], "x=y");
        assert_eq!(read["D"], "");
    }

    #[test]
    fn tells_every_fault_at_once() {
        let wrong = |name: &str| match name {
            "HTTP_ADDR" => Some("nowhere".to_owned()),
            "MEMEBOT_OWNERS" => Some("alice".to_owned()),
            _ => None,
        };
        let told = Settings::read(&wrong).map(drop).unwrap_err().to_string();
        for name in ["HTTP_ADDR", "MEMEBOT_OWNERS", "DATABASE_URL", "MEMEBOT_MASTER_KEY"] {
            assert!(told.contains(name), "{name} is missing in: {told}");
        }
    }

    #[test]
    fn the_example_file_names_every_variable_once() {
        let example = include_str!("../../.env.example");
        for (_, settings) in SECTIONS {
            for setting in *settings {
                let lines = example.lines().map(|line| line.trim_start_matches("# "));
                let named = lines.filter(|line| line.split('=').next() == Some(setting.name)).count();
                assert_eq!(named, 1, "{} in .env.example", setting.name);
            }
        }
    }
}
