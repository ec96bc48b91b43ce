//! Scams told in numbers: somebody's earnings, and "send one, get two back".

use std::sync::LazyLock;

use regex::Regex;

use super::signal::{Signal, SignalName};
use super::view::View;

/// Both kinds, where found.
pub(super) fn signals(clean: &View<'_>) -> Vec<Signal> {
    let of = |pattern: &Regex, name: SignalName, weight: u8| {
        pattern.find(clean.text()).map(|found| Signal::quoting(name, weight, clean.quote(&found.range())))
    };
    let earnings = of(&EARNINGS, SignalName::EarningsClaim, 45);
    let doubling = of(&DOUBLING, SignalName::WalletTheft, 95);
    earnings.into_iter().chain(doubling).collect()
}

const AMOUNT: &str =
    r"(?:[$€£]\s?[0-9][0-9.,]*k?|[0-9][0-9.,]*k?\s?(?:usdt|usdc|usd|dollars|eth|sol|btc|bnb)\b)";

static EARNINGS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:made|makes?|earned|earns?|withdrew|withdrawal of|profit of|turned|turn)\s+(?:over\s+|up to\s+)?{AMOUNT}.{{0,24}}?\b(?:in|within|from|into|per|every|an?)\s+(?:just\s+|only\s+|an?\s+)?(?:[$€£]?[0-9]|day|week|hour|month|minute)"
    ))
});

static DOUBLING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\bsend\s+(?:me\s+|us\s+|in\s+)?{AMOUNT}.{{0,40}}?\b(?:get|receive|back)\s+(?:back\s+)?(?:[$€£]?[0-9]|double|twice)"
    ))
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}
