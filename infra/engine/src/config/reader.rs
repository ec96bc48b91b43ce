//! The reader: looks variables up, notes errors and what was read.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use commands::faults::Guard;
use secrecy::SecretString;

use super::Setting;
use crate::redaction::SECRET;

/// What is wrong with one variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {problem}")]
pub struct SettingError {
    /// The variable.
    pub name: &'static str,
    /// What is wrong and what to do. Never quotes a secret.
    pub problem: String,
}

/// One variable as it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveSetting {
    /// The variable.
    pub name: &'static str,
    /// Its value; secrets are replaced.
    pub value: String,
    /// Where it came from.
    pub origin: &'static str,
}

/// Reads variables through a look-up, so that tests need no process environment.
pub struct SettingsReader<'a> {
    look_up: &'a dyn Fn(&str) -> Option<String>,
    errors: Vec<SettingError>,
    effective: Vec<EffectiveSetting>,
}

impl<'a> SettingsReader<'a> {
    /// A reader over a look-up.
    pub fn new(look_up: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { look_up, errors: Vec::new(), effective: Vec::new() }
    }

    /// The value, else the default; a fault when there is neither or it cannot be read.
    pub fn required<T: FromStr<Err: Display>>(&mut self, setting: &Setting) -> Option<T> {
        let Some(text) = self.text(setting) else {
            self.reject(setting, format!("is missing: {}", setting.help));
            return None;
        };
        self.parse(setting, &text)
    }

    /// The value or the default, if there is one; a fault when it cannot be read.
    pub fn optional<T: FromStr<Err: Display>>(&mut self, setting: &Setting) -> Option<T> {
        let text = self.text(setting)?;
        self.parse(setting, &text)
    }

    /// A comma-separated list; empty when absent.
    pub fn list<T: FromStr<Err: Display>>(&mut self, setting: &Setting) -> Vec<T> {
        let text = self.text(setting).unwrap_or_default();
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.filter_map(|item| self.parse(setting, item)).collect()
    }

    /// A time in seconds, fractions allowed.
    pub fn seconds(&mut self, setting: &Setting) -> Option<Duration> {
        let seconds: f64 = self.required(setting)?;
        match Duration::try_from_secs_f64(seconds) {
            Ok(time) => Some(time),
            Err(error) => {
                self.reject(setting, format!("is no time in seconds: {error}"));
                None
            }
        }
    }

    /// A number in the range.
    pub fn number_within(&mut self, setting: &Setting, range: RangeInclusive<u32>) -> Option<u32> {
        let number = self.required(setting)?;
        if !range.contains(&number) {
            self.reject(setting, format!("must be from {} to {}", range.start(), range.end()));
            return None;
        }
        Some(number)
    }

    /// A secret, if given.
    pub fn secret(&mut self, setting: &Setting) -> Option<SecretString> {
        self.text(setting).map(SecretString::from)
    }

    /// A secret that must be given.
    pub fn required_secret(&mut self, setting: &Setting) -> Option<SecretString> {
        let secret = self.secret(setting);
        if secret.is_none() {
            self.reject(setting, format!("is missing: {}", setting.help));
        }
        secret
    }

    /// Notes that a value is not acceptable.
    pub fn reject(&mut self, setting: &Setting, problem: impl Into<String>) {
        self.errors.push(SettingError { name: setting.name, problem: problem.into() });
    }

    /// Every variable read, and every fault.
    pub fn finish(self) -> (Vec<EffectiveSetting>, Vec<SettingError>) {
        (self.effective, self.errors)
    }

    fn text(&mut self, setting: &Setting) -> Option<String> {
        let given = (self.look_up)(setting.name).map(|text| text.trim().to_owned());
        // An empty variable counts as absent: compose files set what they do not know to nothing.
        let given = given.filter(|text| !text.is_empty());
        let origin = match (&given, setting.default) {
            (Some(_), _) => "given",
            (None, Some(_)) => "default",
            (None, None) => "not set",
        };
        let value = given.or_else(|| setting.default.map(str::to_owned));
        let shown = match &value {
            Some(_) if setting.secret && Guard::Redaction.holds() => SECRET.to_owned(),
            Some(text) => without_credentials(text).into_owned(),
            None => String::new(),
        };
        self.effective.push(EffectiveSetting { name: setting.name, value: shown, origin });
        value
    }

    fn parse<T: FromStr<Err: Display>>(&mut self, setting: &Setting, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) if setting.secret => {
                self.reject(setting, "cannot be read");
                None
            }
            // Not quoted: an address that cannot be read may have its password in the wrong place.
            Err(error) if may_hold_credentials(text) => {
                self.reject(setting, format!("cannot be read: {error}"));
                None
            }
            Err(error) => {
                self.reject(setting, format!("`{text}` cannot be read: {error}"));
                None
            }
        }
    }
}

/// An address, or a list of them, without what stands before the last host; any other text as it is.
fn without_credentials(text: &str) -> Cow<'_, str> {
    let Some((before, host)) = text.rsplit_once('@') else { return Cow::Borrowed(text) };
    let scheme = before.split_once("://").map(|(scheme, _)| format!("{scheme}://")).unwrap_or_default();
    Cow::Owned(format!("{scheme}{SECRET}@{host}"))
}

/// Whether it is an address, or a part of one that was cut at the wrong place.
fn may_hold_credentials(text: &str) -> bool {
    text.contains("://") || text.contains('@')
}
