//! Writing: a request becomes an envelope for the bus, its receipt becomes the answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use commands::command::Command;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::receipt::{Outcome, Receipt};
use commands::refusal::Refusal;
use domain::id::{CommandId, CorrelationId, ProjectId};
use serde::Serialize;
use uuid::Uuid;

use super::Api;
use super::caller::Caller;
use super::origin;
use super::problem::{Problem, kind};

/// The header that carries a receipt's token.
const RECEIPT: &str = "memebot-receipt";
/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 200;

/// A caller with a request that may change something.
pub(super) struct Writer {
    api: Arc<Api>,
    caller: Caller,
    id: Uuid,
    correlation: CorrelationId,
    trace: Option<String>,
}

impl FromRequestParts<Arc<Api>> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, api).await?;
        let id = match key(&parts.headers)? {
            Some(key) => derived(&caller, key),
            None => api.ids.next(),
        };
        let correlation = origin::correlation(&parts.headers).unwrap_or(id);
        let trace = origin::traceparent(&parts.headers).map(str::to_owned);
        Ok(Self { api: Arc::clone(api), caller, id, correlation: CorrelationId(correlation), trace })
    }
}

impl Writer {
    /// The id of what the request makes: a repeat makes the same.
    pub(super) fn new_id(&self) -> Uuid {
        Uuid::new_v5(&self.id, b"made")
    }

    /// Who asks.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Has a command carried out.
    pub(super) async fn ask(&self, command: impl Into<Command>) -> Result<Receipt, Problem> {
        self.dispatch(command).await.map_err(|error| self.problem(error))
    }

    /// Has a command on something (`what`) in a project carried out. The bus decides and remembers the attempt;
    /// who holds no role in the project is not told that there is such a thing.
    pub(super) async fn ask_in(
        &self,
        project: ProjectId,
        what: &str,
        command: impl Into<Command>,
    ) -> Result<Receipt, Problem> {
        match self.dispatch(command).await {
            Err(CommandError::Refused(Refusal::NotAllowed { .. })) if !self.caller.sees(project) => {
                Err(Problem::not_found(what))
            }
            outcome => outcome.map_err(|error| self.problem(error)),
        }
    }

    /// A refusal has a receipt too.
    fn problem(&self, error: CommandError) -> Problem {
        let is_recorded = matches!(error, CommandError::Refused(_));
        let problem = Problem::from(error);
        if is_recorded { problem.header(RECEIPT, self.id.to_string()) } else { problem }
    }

    async fn dispatch(&self, command: impl Into<Command>) -> Result<Receipt, CommandError> {
        let envelope = Envelope {
            correlation_id: self.correlation,
            trace: self.trace.clone(),
            ..Envelope::first(self.id, self.caller.actor(), self.api.clock.now(), command)
        };
        self.api.dispatch.dispatch(envelope).await
    }
}

fn key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let invalid = || {
        let detail = format!("an Idempotency-Key has 1 to {LONGEST_KEY} visible characters");
        Problem::new(&kind::INVALID_PARAMETER, detail)
    };
    key.map(Some).ok_or_else(invalid)
}

/// Keys of different callers never meet.
fn derived(caller: &Caller, key: &str) -> Uuid {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("memebot:http:{}", caller.actor()).as_bytes());
    Uuid::new_v5(&space, key.as_bytes())
}

/// What a request did: the body, and its receipt's token as a header too.
pub(super) type Done = (Token, Json<DoneView>);

/// The header that carries a receipt's token.
pub(super) type Token = [(&'static str, String); 1];

#[derive(Serialize)]
pub(super) struct DoneView {
    /// The id of what it was done to.
    id: Uuid,
    /// The proof.
    receipt: ReceiptView,
}

/// A receipt as the API shows it.
#[derive(Serialize)]
pub(super) struct ReceiptView {
    /// What a query takes as `?after=` to show at least this. The command's id, which is nobody else's business.
    token: CommandId,
    command_id: CommandId,
    /// `applied`, or `nothing` when it was so already.
    outcome: &'static str,
    stream: String,
    sequence: u64,
}

impl From<&Receipt> for ReceiptView {
    fn from(receipt: &Receipt) -> Self {
        let outcome = match receipt.outcome {
            Outcome::Applied => "applied",
            Outcome::Nothing => "nothing",
            Outcome::Refused(_) => "refused",
        };
        let (stream, sequence) = (receipt.stream.to_string(), receipt.last_sequence);
        Self { token: receipt.command_id, command_id: receipt.command_id, outcome, stream, sequence }
    }
}

/// The header of a command's receipt.
pub(super) fn token(command: CommandId) -> Token {
    [(RECEIPT, command.to_string())]
}

/// 200 with what was done.
pub(super) fn done(id: Uuid, receipt: &Receipt) -> Done {
    (token(receipt.command_id), Json(DoneView { id, receipt: receipt.into() }))
}

/// 201 with where the new thing is found.
pub(super) fn created(location: String, answer: impl IntoResponse) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location)], answer).into_response()
}
