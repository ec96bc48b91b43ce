//! `?after=<receipt>`: read-your-writes. A query waits until its read model has applied what a command did.
//!
//! It waits for the consumer behind the query to pass the command's events; if that takes too long, it says how far
//! the consumer is. `Prefer: wait=<seconds>` says how long. With or without a receipt, `Memebot-Stale-Since` says from which
//! position on what is shown lacks events, because one of them cannot be read or applied.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::response::AppendHeaders;
use domain::id::{CommandId, ProjectId};
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::problem::{Problem, kind};
use super::{ApiState, prefer};
use engine::backoff::Backoff;
use engine::freshness::{CommandEvents, EventLag, Stage};

/// How long is waited when nothing is preferred.
const DEFAULT_WAIT: Duration = Duration::from_secs(3);
/// Between two looks.
const POLLING: Backoff = Backoff::new(Duration::from_millis(5), Duration::from_millis(500));
/// When to come back: if it goes on by itself, and if an operator has to look.
const RETRY_SOON: Duration = Duration::from_secs(1);
const RETRY_LATE: Duration = Duration::from_mins(1);

const RECEIPT_HELP: &str = "`after` takes a receipt as a command's answer gave it: `receipt.token` of the body, or the \
                          header `Memebot-Receipt`. Pages of a list are reached by their `next`";

/// Named in the answer to a query whose read model waits for an event: that event's position.
const STALE_SINCE: &str = "memebot-stale-since";

/// `Preference-Applied`, when a wait was preferred and granted.
type PreferenceApplied = Option<[(&'static str, String); 1]>;

/// What the answer to a query says of itself.
pub(super) type QueryHeaders = AppendHeaders<Vec<(&'static str, String)>>;

/// A query that has waited, and does not know yet what it shows.
#[must_use]
pub(super) struct WaitedQuery {
    api: Arc<ApiState>,
    reader: String,
    applied: PreferenceApplied,
}

impl WaitedQuery {
    /// The headers of an answer that shows this project, or all.
    pub(super) fn of(self, project: Option<ProjectId>) -> QueryHeaders {
        let since = self.api.unreadable.stale_since(&self.reader, project.map(|project| project.0));
        let stale = since.map(|since| (STALE_SINCE, since.to_string()));
        AppendHeaders(self.applied.into_iter().flatten().chain(stale).collect())
    }
}

/// What the caller wants to see, if they say so, and how long they would wait for it.
pub(super) struct AfterReceipt {
    api: Arc<ApiState>,
    receipt: Option<CommandId>,
    preferred: Option<Duration>,
}

#[derive(Deserialize)]
struct AfterParams {
    after: Option<String>,
}

impl FromRequestParts<Arc<ApiState>> for AfterReceipt {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<ApiState>) -> Result<Self, Problem> {
        let Query(AfterParams { after }) = Query::try_from_uri(&parts.uri)?;
        let receipt = after.map(|receipt| receipt.parse().map_err(|_| unknown()));
        Ok(Self {
            api: Arc::clone(api),
            receipt: receipt.transpose()?,
            preferred: prefer::wait(&parts.headers),
        })
    }
}

fn unknown() -> Problem {
    Problem::new(&kind::UNKNOWN_RECEIPT, RECEIPT_HELP)
}

impl AfterReceipt {
    /// Whether there is something that the caller wants to see.
    pub(super) fn is_wanted(&self) -> bool {
        self.receipt.is_some()
    }

    /// Waits until the reader of this name has taken in what the receipt stands for; returns at once without one.
    ///
    /// # Errors
    /// [`Problem`]: "not yet" with how far the reader is; that there is no such receipt.
    pub(super) async fn wait_for(&self, reader: &str) -> Result<WaitedQuery, Problem> {
        let query = |applied| WaitedQuery { api: Arc::clone(&self.api), reader: reader.to_owned(), applied };
        let Some(receipt) = self.receipt else { return Ok(query(None)) };
        // A receipt that nobody gave out is refused at once: waiting for it would end in "not yet" for ever.
        let written = CommandEvents::find(&self.api.queries, receipt).await?.ok_or_else(unknown)?;
        let applied = self.preferred.map(|wait| [(prefer::APPLIED, prefer::applied(wait))]);
        match self.poll(&written, reader).await? {
            None => Ok(query(applied)),
            Some(distance) => Err(not_yet(reader, distance, applied)),
        }
    }

    /// How far it is in the end; `None` when it has been seen.
    async fn poll(&self, written: &CommandEvents, reader: &str) -> Result<Option<EventLag>, Problem> {
        let deadline = Instant::now() + self.preferred.unwrap_or(DEFAULT_WAIT);
        let mut pauses = POLLING;
        loop {
            let distance = written.lag(reader, &self.api.readers).await?;
            // A parked event is not waited for: only an operator can let it pass, and nobody is to wait for a person.
            let passes = distance.is_none_or(|distance| distance.stage == Stage::Parked);
            if passes || Instant::now() >= deadline || self.api.stop.is_cancelled() {
                return Ok(distance);
            }
            // Polled, not notified: the reader may run in another instance, which could only tell us over the
            // network, and a lost notice would cost the whole wait.
            timeout_at(deadline.min(Instant::now() + pauses.next_pause()), self.api.stop.cancelled())
                .await
                .ok();
        }
    }
}

/// 202: the command took effect, and this query does not show it yet.
fn not_yet(reader: &str, distance: EventLag, applied: PreferenceApplied) -> Problem {
    let EventLag { stage, wanted, reached, lag, log_position } = distance;
    let wanted_text = wanted.unwrap_or_default();
    let (detail, come_back) = match stage {
        Stage::Sequencing => {
            (format!("it waits for its position in the log, as one of {lag} events"), RETRY_SOON)
        }
        Stage::Applying => (format!("{reader} is {lag} events before position {wanted_text}"), RETRY_SOON),
        Stage::Parked => {
            (format!("{reader} could not apply position {wanted_text}; operators know"), RETRY_LATE)
        }
    };
    let problem = Problem::new(&kind::NOT_YET, detail).after(come_back);
    let problem = problem
        .with("reader", reader)
        .with("stage", stage)
        .with("wanted", wanted)
        .with("reached", reached)
        .with("lag", lag)
        .with("log_position", log_position);
    applied.into_iter().flatten().fold(problem, |problem, (name, value)| problem.header(name, value))
}
