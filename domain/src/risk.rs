//! One risk score for every text: context, the model's assembled input, variants and posts.
//!
//! Named detectors each give signals with integer weights. Of related signals (a *family*) only the strongest
//! counts, or a capped sum; families add up, but never to a block: a score from 90 needs one signal that heavy.
//! A detector that could not look says so and makes the assessment incomplete: missing is never zero.

use crate::policy::SafetyPolicy;

mod addresses;
mod amounts;
mod combine;
mod folding;
mod inputs;
mod keywords;
mod lexicon;
mod noise;
mod numbers;
mod outbound;
mod personal;
mod phrases;
mod services;
mod signal;
#[cfg(test)]
mod tests;
mod view;

pub use crate::risk_score::{Band, Limits, LimitsOutOfOrder, NotARiskScore, RiskScore};
pub use inputs::{Category, CategoryScore, ExternalPii, Moderation, PiiFinding};
pub use signal::{Assessment, Signal, SignalName, SignalStatus};

use view::{Case, View};

/// The version of detectors and weights. Any change of a score that texts may get raises it.
pub const SCORING_VERSION: u16 = 1;

/// Assesses a text with what the outside services said of it and what the project allows.
///
/// Deterministic: the same arguments always give the same assessment. The limits in the policy are not used here;
/// they say what a score leads to ([`Limits::band`]).
pub fn assess(text: &str, moderation: &Moderation, pii: &ExternalPii, policy: &SafetyPolicy) -> Assessment {
    let clean = View::plain(text, Case::Kept);
    let folded = folding::folded(text);
    let mut signals = services::moderation_signals(moderation);
    signals.extend(services::pii_signals(pii));
    signals.extend(personal::signals(&clean));
    signals.extend(amounts::signals(&clean));
    signals.extend(phrases::signals(&folded));
    signals.extend(keywords::signal(text, &folded, &policy.blocked_keywords));
    signals.extend(addresses::signal(&clean, &policy.allowed_addresses));
    signals.extend(outbound::signals(&clean, &policy.allowed_domains));
    signals.extend(noise::signals(text));
    if signals.iter().any(|signal| signal.weight > 0) {
        signals.extend(noise::mixed_script(text));
    }
    combine::assessment(signals)
}
