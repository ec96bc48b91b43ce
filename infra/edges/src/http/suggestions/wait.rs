//! Long polling: waits for variants and their scores on behalf of a client that prefers to.

use std::time::Duration;

use domain::id::SuggestionId;
use projections::suggestions::{self, Suggestion, SuggestionStatus};
use tokio::time::{Instant, sleep, timeout_at};

use crate::http::ApiState;
use crate::http::problem::Problem;
use engine::backoff::Backoff;

/// Between two looks.
const POLLING: Backoff = Backoff::new(Duration::from_millis(50), Duration::from_millis(500));

/// The suggestion once nothing more comes by itself; `None` when that takes longer than the wait, or we are to stop.
pub(super) async fn scored(
    api: &ApiState,
    suggestion: SuggestionId,
    wait: Duration,
) -> Result<Option<Suggestion>, Problem> {
    let deadline = Instant::now() + wait;
    tokio::select! {
        waited = timeout_at(deadline, poll(api, suggestion)) => waited.ok().transpose(),
        () = api.stop.cancelled() => Ok(None),
    }
}

async fn poll(api: &ApiState, suggestion: SuggestionId) -> Result<Suggestion, Problem> {
    let mut pauses = POLLING;
    loop {
        if let Some(row) = suggestions::by_id(&api.queries, suggestion).await?.filter(is_settled) {
            return Ok(row);
        }
        sleep(pauses.next_pause()).await;
    }
}

/// Variants are there and all of them scored, or none will come.
fn is_settled(row: &Suggestion) -> bool {
    match row.status {
        SuggestionStatus::Requested => false,
        SuggestionStatus::Generated => row.variants.iter().all(|variant| variant.score.is_some()),
        SuggestionStatus::Failed
        | SuggestionStatus::Approved
        | SuggestionStatus::Rejected
        | SuggestionStatus::Expired
        | SuggestionStatus::Queued => true,
    }
}
