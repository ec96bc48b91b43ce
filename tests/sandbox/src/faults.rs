//! Misbehaviour on order: which requests it hits, how often, and what happens to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::journal::Recorded;

/// One of the stand-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Telegram Bot API.
    Telegram,
    /// OpenAI API.
    Openai,
    /// X API v2.
    X,
}

/// A misbehaviour and the requests it is meant for; what is absent matches everything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// HTTP method.
    #[serde(default)]
    pub method: Option<String>,
    /// Text that the recorded path contains, in any case (`sendmessage`, `/2/tweets`).
    #[serde(default)]
    pub path: Option<String>,
    /// Text that the recorded body contains.
    #[serde(default)]
    pub body: Option<String>,
    /// How many requests it hits; without a number, all until it is cleared.
    #[serde(default)]
    pub times: Option<u32>,
    /// What happens to them.
    pub kind: FaultKind,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FaultKind {
    /// This answer, and no effect.
    Answer {
        /// HTTP status.
        status: u16,
        /// JSON, or a string that is sent as it is.
        #[serde(default)]
        body: Value,
        /// More headers.
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// The ordinary answer, late.
    Delay {
        /// How late, in milliseconds.
        delay_ms: u64,
        /// Whether the request takes effect before the wait (a client that gives up is then wrong about it).
        #[serde(default)]
        after_effect: bool,
    },
    /// A broken connection or answer.
    Break(Breakage),
}

/// Ways to break an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breakage {
    /// The connection closes without an answer and without an effect.
    DropBefore,
    /// The connection is reset without an answer and without an effect.
    Reset,
    /// The request takes effect, then the connection closes without an answer.
    DropAfter,
    /// The request takes effect; the answer has the right status and an unreadable body.
    Garbage,
}

impl Fault {
    /// A fault for every request, until cleared.
    pub fn always(kind: FaultKind) -> Self {
        Self { method: None, path: None, body: None, times: None, kind }
    }

    /// An answer with this status and JSON body in place of the ordinary one.
    pub fn answer(status: u16, body: Value) -> Self {
        Self::always(FaultKind::Answer { status, body, headers: BTreeMap::new() })
    }

    /// The ordinary answer after so many milliseconds.
    pub fn delay(delay_ms: u64) -> Self {
        Self::always(FaultKind::Delay { delay_ms, after_effect: false })
    }

    /// A gateway's page in place of the answer.
    pub fn page(status: u16) -> Self {
        let page = format!("<html><head><title>{status}</title></head><body>nginx</body></html>");
        Self::answer(status, Value::String(page))
    }

    /// No answer and no effect, for longer than anybody waits.
    pub fn silence() -> Self {
        Self::delay(3_600_000)
    }

    /// Telegram's own failure.
    pub fn telegram_error() -> Self {
        let body =
            serde_json::json!({ "ok": false, "error_code": 500, "description": "Internal Server Error" });
        Self::answer(500, body)
    }

    /// A broken exchange.
    pub fn breakage(breakage: Breakage) -> Self {
        Self::always(FaultKind::Break(breakage))
    }

    /// Telegram's "too many requests".
    pub fn telegram_flood(retry_after: u32) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self::answer(
            429,
            serde_json::json!({
                "ok": false,
                "error_code": 429,
                "description": description,
                "parameters": { "retry_after": retry_after },
            }),
        )
    }

    /// Only requests whose path contains this.
    #[must_use]
    pub fn on(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Only requests with this HTTP method.
    #[must_use]
    pub fn with_method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only requests whose body contains this.
    #[must_use]
    pub fn with_body(mut self, part: &str) -> Self {
        self.body = Some(part.to_owned());
        self
    }

    /// Only so many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// One more header on an answer; without effect on other kinds.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let FaultKind::Answer { headers, .. } = &mut self.kind {
            headers.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    /// Whether this fault is meant for that request.
    fn hits(&self, request: &Recorded) -> bool {
        let method = self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&request.method));
        let path =
            self.path.as_ref().is_none_or(|path| request.path.to_lowercase().contains(&path.to_lowercase()));
        let body = self.body.as_ref().is_none_or(|part| request.body.to_string().contains(part));
        method && path && body
    }
}

/// Finds the first fault for a request and uses it up by one.
pub(crate) fn take(faults: &mut Vec<Fault>, request: &Recorded) -> Option<FaultKind> {
    let position = faults.iter().position(|fault| fault.hits(request))?;
    let fault = &mut faults[position];
    let kind = fault.kind.clone();
    if let Some(times) = &mut fault.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(position);
        }
    }
    Some(kind)
}
