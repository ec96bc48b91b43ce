//! Settings of a project that decisions read: safety policy, quota, autopilot.

use serde::{Deserialize, Serialize};

use crate::risk_score::Limits;

/// What the project allows and forbids in a text, and where its limits lie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyPolicy {
    /// Score limits of the project.
    pub limits: Limits,
    /// Words that must not appear (matched against evasive spellings too).
    #[serde(default)]
    pub blocked_keywords: Vec<String>,
    /// Contract addresses that are the project's own; any other is a risk.
    #[serde(default)]
    pub allowed_addresses: Vec<String>,
    /// Domains that posts may link to.
    #[serde(default)]
    pub allowed_domains: Vec<String>,
}

/// How much a project may use per day of its own time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Requests for variants per day.
    pub suggestions_per_day: u32,
    /// Posts sent to X per day. X itself allows an unverified account 50.
    pub posts_per_day: u32,
}

impl Default for Quota {
    fn default() -> Self {
        Self { suggestions_per_day: 100, posts_per_day: 24 }
    }
}

/// How much a project does by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autopilot {
    /// Nothing.
    #[default]
    Off,
    /// Publishes approved suggestions in their slots.
    Approved,
    /// Also asks for new ones and publishes those at or under the low limit.
    Full,
}

impl Autopilot {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Off, Self::Approved, Self::Full];

    /// The mode's name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Approved => "approved",
            Self::Full => "full",
        }
    }

    /// The mode of a name; `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name().eq_ignore_ascii_case(name))
    }
}
