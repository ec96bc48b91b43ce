//! Configuration: read once, from the environment and an `.env` file, all errors reported together.
//!
//! Every variable is a [`Setting`] beside the adapter that it configures; `.env.example`, `memebot config`
//! and the documentation are held against the same list.

mod reader;

#[cfg(test)]
mod tests;

pub use reader::{EffectiveSetting, SettingError, SettingsReader};

/// One variable.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name in the environment.
    pub name: &'static str,
    /// What counts when it is absent; `None`: nothing, see `help`.
    pub default: Option<&'static str>,
    /// Whether its value must never be shown.
    pub secret: bool,
    /// What it is for, its unit, and what its absence means: one or two sentences.
    pub help: &'static str,
}

impl Setting {
    /// A plain variable.
    pub const fn new(name: &'static str, default: Option<&'static str>, help: &'static str) -> Self {
        Self { name, default, secret: false, help }
    }

    /// A variable whose value is never shown.
    pub const fn secret(name: &'static str, help: &'static str) -> Self {
        Self { name, default: None, secret: true, help }
    }
}

/// A documented group of variables that becomes one value.
pub trait Section: Sized {
    /// Its variables.
    const SETTINGS: &'static [Setting];

    /// Reads it. `None` when an error was noted.
    fn read(reader: &mut SettingsReader<'_>) -> Option<Self>;
}
