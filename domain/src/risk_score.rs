//! The score, the project's limits and the band that a score falls into.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How risky a text is, from 0 (nothing found) to 100. It means the same everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct RiskScore(u8);

/// A number that is no risk score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a risk score lies between 0 and 100, not at {0}")]
pub struct NotARiskScore(pub u8);

impl RiskScore {
    /// Takes a number between 0 and 100.
    pub const fn try_new(score: u8) -> Result<Self, NotARiskScore> {
        if score > 100 { Err(NotARiskScore(score)) } else { Ok(Self(score)) }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The number, or 100 for anything above.
    pub(super) fn clamped(score: u32) -> Self {
        Self(u8::try_from(score).unwrap_or(100).min(100))
    }
}

impl TryFrom<u8> for RiskScore {
    type Error = NotARiskScore;

    fn try_from(score: u8) -> Result<Self, NotARiskScore> {
        Self::try_new(score)
    }
}

impl From<RiskScore> for u8 {
    fn from(score: RiskScore) -> Self {
        score.0
    }
}

impl fmt::Display for RiskScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a project draws its lines. `low < review < block ≤ 100` always holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "UncheckedLimits", into = "UncheckedLimits")]
pub struct Limits {
    low: u8,
    review: u8,
    block: u8,
}

/// The stored shape of [`Limits`], before it was checked.
#[derive(Serialize, Deserialize)]
struct UncheckedLimits {
    low: u8,
    review: u8,
    block: u8,
}

/// Limits in the wrong order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("limits must rise: low {low} < review {review} < block {block} ≤ 100")]
pub struct LimitsOutOfOrder {
    /// The highest score that counts as low.
    pub low: u8,
    /// The highest score that one publisher decides.
    pub review: u8,
    /// The lowest score that is blocked.
    pub block: u8,
}

/// Who may let a text with a score pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// At or under the low limit: the autopilot may publish it.
    Low,
    /// One publisher decides.
    Review,
    /// An owner or a second person decides.
    Elevated,
    /// Nobody; the text can only be edited.
    Blocked,
}

impl Limits {
    /// Checks the order: `low < review < block ≤ 100`.
    pub const fn try_new(low: u8, review: u8, block: u8) -> Result<Self, LimitsOutOfOrder> {
        if low < review && review < block && block <= 100 {
            Ok(Self { low, review, block })
        } else {
            Err(LimitsOutOfOrder { low, review, block })
        }
    }

    /// The highest score that counts as low.
    pub const fn low(self) -> u8 {
        self.low
    }

    /// The highest score that one publisher decides.
    pub const fn review(self) -> u8 {
        self.review
    }

    /// The lowest score that is blocked.
    pub const fn block(self) -> u8 {
        self.block
    }

    /// Where the score falls. It says nothing of missing signals: read `Assessment::complete` beside it.
    pub const fn band(self, score: RiskScore) -> Band {
        if score.0 >= self.block {
            Band::Blocked
        } else if score.0 > self.review {
            Band::Elevated
        } else if score.0 > self.low {
            Band::Review
        } else {
            Band::Low
        }
    }
}

impl Default for Limits {
    /// 0–30 low, 31–69 one publisher, 70–89 an owner or a second person, from 90 blocked.
    fn default() -> Self {
        Self { low: 30, review: 69, block: 90 }
    }
}

impl TryFrom<UncheckedLimits> for Limits {
    type Error = LimitsOutOfOrder;

    fn try_from(limits: UncheckedLimits) -> Result<Self, LimitsOutOfOrder> {
        Self::try_new(limits.low, limits.review, limits.block)
    }
}

impl From<Limits> for UncheckedLimits {
    fn from(limits: Limits) -> Self {
        Self { low: limits.low, review: limits.review, block: limits.block }
    }
}
