//! Words of people and assessments as read models show them: plain text, or nothing once it was forgotten.

use domain::risk::{Assessment, SignalName, SignalStatus};
use domain::text::Text;
use serde::{Deserialize, Serialize};

/// One reason for a score, with a readable quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalRow {
    /// What it is about.
    pub name: SignalName,
    /// What it contributes alone, 0 to 100.
    pub weight: u8,
    /// Whether the detector could look.
    pub status: SignalStatus,
    /// The words it was found in; absent when there are none or when they were forgotten.
    pub evidence: Option<String>,
}

/// The signals of an assessment, the heaviest first.
pub(crate) fn signals(assessment: &Assessment) -> Vec<SignalRow> {
    let signal = |signal: &domain::risk::Signal| SignalRow {
        name: signal.name,
        weight: signal.weight,
        status: signal.status,
        evidence: signal.evidence.as_ref().and_then(words),
    };
    assessment.signals.iter().map(signal).collect()
}

/// Forgets every quote.
pub(crate) fn forget_evidence(signals: &mut [SignalRow]) {
    for signal in signals {
        signal.evidence = None;
    }
}

/// The words, if they are known.
pub(crate) fn words(text: &Text) -> Option<String> {
    text.as_str().map(str::to_owned)
}

/// The words of a text that need not be there, if they are known.
pub(crate) fn words_of(text: Option<&Text>) -> Option<String> {
    text.and_then(words)
}
