//! Risk signals, the reasons for a score, in a response.

use domain::risk::SignalStatus;
use projections::readable::SignalRow;
use serde::Serialize;

/// One reason for a score.
#[derive(Serialize)]
pub(super) struct SignalResponse {
    name: &'static str,
    weight: u8,
    /// Whether the detector could look; when not, nothing is known.
    available: bool,
    evidence: Option<String>,
}

impl From<SignalRow> for SignalResponse {
    fn from(signal: SignalRow) -> Self {
        let available = match signal.status {
            SignalStatus::Present => true,
            SignalStatus::Unavailable => false,
        };
        Self { name: signal.name.as_str(), weight: signal.weight, available, evidence: signal.evidence }
    }
}

/// The reasons, in the same order.
pub(super) fn signals(found: Vec<SignalRow>) -> Vec<SignalResponse> {
    found.into_iter().map(SignalResponse::from).collect()
}
