//! Sending commands: a request becomes an envelope for the bus, its receipt becomes the response.

use std::sync::Arc;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SubsecRound, Utc};
use commands::command::Command;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::receipt::{Outcome, Receipt};
use commands::refusal::Refusal;
use domain::id::{CommandId, CorrelationId, ProjectId};
use serde::Serialize;
use uuid::Uuid;

use super::ApiState;
use super::caller::Caller;
use super::problem::{Problem, kind};
use super::request_id;

/// The header that carries a receipt's token.
const RECEIPT: &str = "memebot-receipt";
/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 200;

/// An authenticated caller whose request sends a command. Its id is the idempotency key of whatever is sent.
pub(super) struct CommandSender {
    api: Arc<ApiState>,
    caller: Caller,
    id: Uuid,
    correlation: CorrelationId,
    trace: Option<String>,
}

impl FromRequestParts<Arc<ApiState>> for CommandSender {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<ApiState>) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, api).await?;
        // Without a key the request is its own command: a repeat by the client is then a second command, as HTTP
        // says.
        let id = match idempotency_key(&parts.headers)? {
            Some(key) => id_of_key(&caller, key),
            None => api.ids.next(),
        };
        let correlation = request_id::correlation(&parts.headers).unwrap_or(id);
        let trace = request_id::traceparent(&parts.headers).map(str::to_owned);
        Ok(Self { api: Arc::clone(api), caller, id, correlation: CorrelationId(correlation), trace })
    }
}

impl CommandSender {
    /// The id of what the request makes: a repeat makes the same.
    pub(super) fn new_id(&self) -> Uuid {
        Uuid::new_v5(&self.id, b"made")
    }

    /// Who asks.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// When it asks, in whole seconds, as Telegram tells the times of what people write there: the two are compared.
    pub(super) fn asked_at(&self) -> DateTime<Utc> {
        self.api.clock.now().trunc_subsecs(0)
    }

    /// Sends a command that belongs to no single project.
    pub(super) async fn execute_unscoped(&self, command: impl Into<Command>) -> Result<Receipt, Problem> {
        self.dispatch(command).await.map_err(|error| self.to_problem(error))
    }

    /// Sends a command on something (`what`) in a project. The bus decides and remembers the attempt;
    /// who holds no role in the project is not told that there is such a thing.
    pub(super) async fn execute(
        &self,
        project: ProjectId,
        what: &str,
        command: impl Into<Command>,
    ) -> Result<Receipt, Problem> {
        match self.dispatch(command).await {
            // Decided after the bus has recorded the attempt: an answer of 403 would tell a stranger that the thing
            // exists.
            Err(CommandError::Refused(Refusal::NotAllowed { .. })) if !self.caller.sees(project) => {
                Err(Problem::not_found(what))
            }
            outcome => outcome.map_err(|error| self.to_problem(error)),
        }
    }

    /// A refusal has a receipt too.
    fn to_problem(&self, error: CommandError) -> Problem {
        // Other errors left nothing behind: a header would promise a receipt that no query can wait for.
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
        self.api.dispatch.dispatch(envelope).await.map(|dispatched| dispatched.receipt)
    }
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let invalid = || {
        let detail = format!("an Idempotency-Key has 1 to {LONGEST_KEY} visible characters");
        Problem::new(&kind::INVALID_PARAMETER, detail)
    };
    key.map(Some).ok_or_else(invalid)
}

/// A command id derived from caller and key, so that the same key of two callers stands for two commands.
fn id_of_key(caller: &Caller, key: &str) -> Uuid {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("memebot:http:{}", caller.actor()).as_bytes());
    Uuid::new_v5(&space, key.as_bytes())
}

/// What a request did: the body, and its receipt's token as a header too.
pub(super) type CommandResponse = (ReceiptHeader, Json<CommandResponseBody>);

/// The header that carries a receipt's token.
pub(super) type ReceiptHeader = [(&'static str, String); 1];

#[derive(Serialize)]
pub(super) struct CommandResponseBody {
    /// The id of what it was done to.
    id: Uuid,
    /// The proof.
    receipt: ReceiptResponse,
}

/// A receipt as the API shows it.
#[derive(Serialize)]
pub(super) struct ReceiptResponse {
    /// What a query takes as `?after=` to show at least this. The command's id, which is nobody else's business.
    token: CommandId,
    command_id: CommandId,
    /// `applied`, or `nothing` when it was so already.
    outcome: &'static str,
    stream: String,
    sequence: u64,
}

impl From<&Receipt> for ReceiptResponse {
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
pub(super) fn receipt_header(command: CommandId) -> ReceiptHeader {
    [(RECEIPT, command.to_string())]
}

/// 200 with what was done.
pub(super) fn command_response(id: Uuid, receipt: &Receipt) -> CommandResponse {
    (receipt_header(receipt.command_id), Json(CommandResponseBody { id, receipt: receipt.into() }))
}

/// 201 with where the new thing is found.
pub(super) fn created(location: String, answer: impl IntoResponse) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location)], answer).into_response()
}
