//! What every request passes before its service sees it: it is read, recorded, and perhaps made to fail.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, DATE};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::clock;
use crate::faults::{self, Breakage, Fault, FaultKind, Service};
use crate::journal::{Recorded, redacted_authorization};
use crate::serving::Cut;
use crate::shared::Shared;
use crate::wire::{Payload, decode};

const LARGEST_BODY: usize = 8 << 20;
const LONGEST_JOURNAL: usize = 50_000;

/// The record and the faults of one service.
#[derive(Clone)]
pub(crate) struct Gate {
    service: Service,
    state: Arc<Shared<GateState>>,
}

#[derive(Default)]
struct GateState {
    faults: Vec<Fault>,
    requests: VecDeque<Recorded>,
    arrived: u64,
    /// Seconds by which the service's own clock is ahead.
    ahead: i64,
    /// Whether answers are kept too.
    keeps_answers: bool,
}

impl Gate {
    /// An open gate.
    pub(crate) fn new(service: Service) -> Self {
        Self { service, state: Arc::new(Shared::new(GateState::default())) }
    }

    /// Adds a fault.
    pub(crate) fn inject(&self, fault: Fault) {
        self.state.change(|state| state.faults.push(fault));
    }

    /// The faults that are not used up.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.state.look(|state| state.faults.clone())
    }

    /// Removes every fault.
    pub(crate) fn clear_faults(&self) {
        self.state.change(|state| state.faults.clear());
    }

    /// Puts the service's own clock ahead.
    pub(crate) fn set_ahead(&self, seconds: i64) {
        self.state.change(|state| state.ahead = seconds);
    }

    /// Keeps the answers to requests from now on, too.
    pub(crate) fn keep_answers(&self) {
        self.state.change(|state| state.keeps_answers = true);
    }

    /// The time by the service's own clock.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        clock::now() + TimeDelta::seconds(self.state.look(|state| state.ahead))
    }

    /// Removes every fault and recorded request.
    pub(crate) fn reset(&self) {
        self.state.change(|state| {
            state.faults.clear();
            state.requests.clear();
        });
    }

    /// Recorded requests with a higher number than `after`.
    pub(crate) fn requests(&self, after: u64) -> Vec<Recorded> {
        self.state
            .look(|state| state.requests.iter().filter(|request| request.number > after).cloned().collect())
    }

    /// The first settled request that fits, as soon as there is one.
    pub(crate) async fn wait_for(
        &self,
        within: Duration,
        fits: impl Fn(&Recorded) -> bool,
    ) -> Option<Recorded> {
        let find = |state: &GateState| state.requests.iter().find(|r| r.settled && fits(r)).cloned();
        self.state.until(within, find).await
    }

    /// Records a request and decides its fate.
    fn admit(&self, mut request: Recorded) -> (u64, Option<FaultKind>) {
        self.state.change(|state| {
            state.arrived += 1;
            request.number = state.arrived;
            request.fault = faults::take(&mut state.faults, &request);
            let fate = (request.number, request.fault.clone());
            state.requests.push_back(request);
            if state.requests.len() > LONGEST_JOURNAL {
                state.requests.pop_front();
            }
            fate
        })
    }

    /// The response, and the JSON in it if answers are kept.
    async fn kept(&self, response: Response) -> (Response, Option<Value>) {
        if !self.state.look(|state| state.keeps_answers) {
            return (response, None);
        }
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
        let answer = serde_json::from_slice(&bytes).ok();
        (Response::from_parts(parts, Body::from(bytes)), answer)
    }

    fn settle(&self, number: u64, response: &Response, answer: Option<Value>) {
        let cut = response.extensions().get::<Cut>().is_some();
        let status = (!cut).then(|| response.status().as_u16());
        self.state.change(|state| {
            if let Some(request) = state.requests.iter_mut().rev().find(|r| r.number == number) {
                request.status = status;
                request.answer = answer;
                request.settled = true;
            }
        });
    }

    fn path(&self, uri: &Uri) -> String {
        match self.service {
            Service::Telegram => {
                let method = uri.path().rsplit('/').next().unwrap_or_default();
                format!("/{}", camel_case(method))
            }
            Service::Openai | Service::X => uri.path().to_owned(),
        }
    }
}

/// `SendMessage` and `sendMessage` are the same Telegram method.
pub(crate) fn camel_case(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// The middleware: read, record, misbehave or pass on.
pub(crate) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    // Whoever asks for the time alone asks the server in front, not the service.
    if request.method() == Method::HEAD && request.uri().path() == "/" {
        return dated(&gate, StatusCode::OK.into_response());
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let body = decode(&parts.headers, bytes).await;
    let (number, fault) = gate.admit(Recorded {
        number: 0,
        at: clock::now(),
        method: parts.method.to_string(),
        path: gate.path(&parts.uri),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: redacted_authorization(&parts.headers),
        body: body.clone(),
        fault: None,
        status: None,
        answer: None,
        settled: false,
    });
    parts.extensions.insert(Payload(body));
    let response = answer(fault, Request::from_parts(parts, Body::empty()), next).await;
    let (response, answer) = gate.kept(response).await;
    gate.settle(number, &response, answer);
    dated(&gate, response)
}

/// With the service's own time, unless a fault says another.
fn dated(gate: &Gate, mut response: Response) -> Response {
    let date = gate.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::try_from(date) {
        response.headers_mut().entry(DATE).or_insert(date);
    }
    response
}

async fn answer(fault: Option<FaultKind>, request: Request, next: Next) -> Response {
    match fault {
        None => next.run(request).await,
        Some(FaultKind::Answer { status, body, headers }) => replacement(status, &body, headers),
        Some(FaultKind::Delay { delay_ms, after_effect: false }) => {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            next.run(request).await
        }
        Some(FaultKind::Delay { delay_ms, after_effect: true }) => {
            let response = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            response
        }
        Some(FaultKind::Break(Breakage::DropBefore)) => Cut::Closed.into_response(),
        Some(FaultKind::Break(Breakage::Reset)) => Cut::Reset.into_response(),
        Some(FaultKind::Break(Breakage::DropAfter)) => {
            next.run(request).await;
            Cut::Closed.into_response()
        }
        Some(FaultKind::Break(Breakage::Garbage)) => {
            let status = next.run(request).await.status();
            (status, "<html>\u{0}{\"unfinished").into_response()
        }
    }
}

fn replacement(status: u16, body: &Value, headers: impl IntoIterator<Item = (String, String)>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (kind, text) = match body {
        Value::Null => ("text/plain", String::new()),
        Value::String(text) => ("text/html", text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            ("application/json", body.to_string())
        }
    };
    let mut response = (status, text).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
