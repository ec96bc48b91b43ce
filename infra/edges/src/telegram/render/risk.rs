//! Scores with their reasons.

use domain::risk::{Assessment, Band, Limits, Signal, SignalStatus};

use crate::telegram::html::{bold, escape, snippet};

/// The most reasons that are listed.
const REASONS: usize = 8;
/// The longest quote of evidence, in UTF-16 units.
const EVIDENCE: usize = 60;

/// The score, what it leads to, and its reasons, as HTML.
pub(in crate::telegram) fn risk(assessment: &Assessment, limits: Limits) -> String {
    let mut lines =
        vec![format!("Risk {} of 100: {}", bold(&assessment.score.to_string()), verdict(assessment, limits))];
    let reasons: Vec<&Signal> = assessment.signals.iter().filter(|signal| counts(signal)).collect();
    lines.extend(reasons.iter().take(REASONS).map(|signal| reason(signal)));
    if reasons.len() > REASONS {
        lines.push(format!("… and {} more", reasons.len() - REASONS));
    }
    lines.join("\n")
}

/// What the score leads to.
fn verdict(assessment: &Assessment, limits: Limits) -> &'static str {
    match (limits.band(assessment.score), assessment.complete) {
        (Band::Blocked, _) => "blocked, nobody may let it pass",
        (Band::Elevated, _) => "high, an owner or a second person decides",
        (Band::Low | Band::Review, false) => "a check could not look, an owner or a second person decides",
        (Band::Review, true) => "medium, one publisher decides",
        (Band::Low, true) => "low",
    }
}

fn counts(signal: &Signal) -> bool {
    signal.weight > 0 || signal.status == SignalStatus::Unavailable
}

fn reason(signal: &Signal) -> String {
    let name = signal.name.as_str().replace('-', " ");
    let said = match signal.status {
        SignalStatus::Unavailable => return format!("• {name}: could not look"),
        SignalStatus::Present => format!("• {name} {}", signal.weight),
    };
    match &signal.evidence {
        Some(evidence) => format!("{said}: “{}”", escape(&snippet(super::words(evidence), EVIDENCE))),
        None => said,
    }
}
