//! From signals to the score: one slot per family, a sum that cannot block, and the strongest signal as its floor.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::signal::{Assessment, Signal, SignalName, SignalStatus};
use crate::risk_score::RiskScore;

/// The most that families can reach together. More takes one signal that heavy.
const SUM_LIMIT: u32 = 89;

/// Signals that tell of the same thing, so that it is not counted twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    Moderation,
    Personal,
    Keyword,
    Address,
    Scam,
    Pressure,
    Injection,
    Links,
    Noise,
}

/// How the signals of a family count together.
enum CountingRule {
    /// Only the strongest one.
    Strongest,
    /// All of them, up to a cap.
    SumUpTo(u32),
}

/// The assessment of all signals found: the strongest of each name, the heaviest first.
pub(super) fn assessment(found: Vec<Signal>) -> Assessment {
    let mut strongest: BTreeMap<SignalName, Signal> = BTreeMap::new();
    for signal in found {
        match strongest.entry(signal.name) {
            Entry::Vacant(free) => {
                free.insert(signal);
            }
            Entry::Occupied(mut taken) if signal.weight > taken.get().weight => {
                taken.insert(signal);
            }
            Entry::Occupied(_) => {}
        }
    }
    let mut signals: Vec<Signal> = strongest.into_values().collect();
    signals.sort_by_key(|signal| std::cmp::Reverse(signal.weight));
    let complete = signals.iter().all(|signal| signal.status == SignalStatus::Present);
    Assessment { score: score(&signals), signals, complete }
}

fn score(signals: &[Signal]) -> RiskScore {
    let mut families: BTreeMap<Family, u32> = BTreeMap::new();
    for signal in signals {
        let (family, weight) = (family(signal.name), u32::from(signal.weight));
        let slot = families.entry(family).or_default();
        *slot = match family.counting_rule() {
            CountingRule::Strongest => weight.max(*slot),
            CountingRule::SumUpTo(cap) => (*slot + weight).min(cap),
        };
    }
    // Many weak findings must not block a text together: only one that is certain may. The strongest is the floor, so that
    // a cap never hides it.
    let sum = families.into_values().sum::<u32>().min(SUM_LIMIT);
    let floor = signals.iter().map(|signal| u32::from(signal.weight)).max().unwrap_or_default();
    RiskScore::clamped(sum.max(floor))
}

impl Family {
    fn counting_rule(self) -> CountingRule {
        match self {
            Self::Moderation
            | Self::Personal
            | Self::Keyword
            | Self::Address
            | Self::Scam
            | Self::Injection => CountingRule::Strongest,
            Self::Pressure => CountingRule::SumUpTo(50),
            Self::Links => CountingRule::SumUpTo(45),
            Self::Noise => CountingRule::SumUpTo(20),
        }
    }
}

fn family(name: SignalName) -> Family {
    match name {
        SignalName::Moderation
        | SignalName::ModerationHarassment
        | SignalName::ModerationHate
        | SignalName::ModerationThreat
        | SignalName::ModerationIllicit
        | SignalName::ModerationIllicitViolent
        | SignalName::ModerationSelfHarm
        | SignalName::ModerationSexual
        | SignalName::ModerationSexualMinors
        | SignalName::ModerationViolence
        | SignalName::ModerationViolenceGraphic
        | SignalName::ModerationOther => Family::Moderation,
        SignalName::PiiService
        | SignalName::Email
        | SignalName::Phone
        | SignalName::PaymentCard
        | SignalName::Iban
        | SignalName::NationalId
        | SignalName::IpAddress
        | SignalName::PersonName
        | SignalName::OtherPersonalData => Family::Personal,
        SignalName::BlockedKeyword => Family::Keyword,
        SignalName::ForeignAddress => Family::Address,
        SignalName::WalletTheft
        | SignalName::WalletSecret
        | SignalName::FinancialPromise
        | SignalName::ProfitExpectation
        | SignalName::EarningsClaim => Family::Scam,
        SignalName::PrivateContact | SignalName::Urgency | SignalName::Giveaway => Family::Pressure,
        SignalName::PromptInjection => Family::Injection,
        SignalName::UnlistedLink | SignalName::OpaqueLink => Family::Links,
        SignalName::ManyMentions
        | SignalName::ManyHashtags
        | SignalName::Shouting
        | SignalName::MixedScript => Family::Noise,
    }
}
