//! Classification of a failed call: retry, refuse, or ask another model. Source: the error codes of the OpenAI API, specification 2.3.0.

use std::time::Duration;

use async_openai::error::OpenAIError;
use commands::port::ServiceError;
use commands::port::text_generator::GenerationError;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::SERVICE;
use crate::http_client::{describe, one_line, retry_after};

/// Codes of a 429 that waiting does not cure.
const SPENT: [&str; 5] = [
    "insufficient_quota",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
];
/// Codes that say: not this prompt.
const NOT_THIS_PROMPT: [&str; 2] = ["invalid_prompt", "content_policy_violation"];
/// Counters, each with `x-ratelimit-remaining-` and `x-ratelimit-reset-` before it.
const COUNTERS: [&str; 2] = ["requests", "tokens"];

/// Why there is no usable answer. Reasons are our words; those of a model could quote what it was told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum OpenAiFailure {
    /// Nobody answered at that address.
    #[error("{0}")]
    Unreachable(String),
    /// Overload, rate limit, broken answer.
    #[error("{why}")]
    Busy {
        /// What was seen.
        why: String,
        /// How long the service asked to wait.
        retry_after: Option<Duration>,
    },
    /// The model does not exist, or not for this key.
    #[error("{0}")]
    NoSuchModel(String),
    /// The model, or the service before it, will not write this.
    #[error("{0}")]
    Declined(String),
    /// Cut short or of another shape.
    #[error("{0}")]
    Unusable(String),
    /// Key, credit, permission, or a fault of ours.
    #[error("{0}")]
    Refused(String),
}

impl OpenAiFailure {
    pub(super) fn busy(why: String) -> Self {
        Self::Busy { why, retry_after: None }
    }

    /// Through the client, which hands it on unchanged.
    pub(super) fn boxed(self) -> OpenAIError {
        OpenAIError::Boxed(Box::new(self))
    }

    /// The meaning of an answer that is no success.
    pub(super) fn answered(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = &body["error"];
        let code = error["code"].as_str().unwrap_or_default();
        let spent = SPENT.contains(&code) || error["type"] == "insufficient_quota";
        let why = described(status, error);
        match status.as_u16() {
            // its message repeats a part of the key
            401 => Self::Refused("the API key is not accepted".to_owned()),
            403 | 404 if code == "model_not_found" => Self::NoSuchModel(why),
            // Before the general arms: these codes come with statuses that mean something else without them.
            400 | 403 if NOT_THIS_PROMPT.contains(&code) => {
                Self::Declined(format!("the service does not take the prompt ({code})"))
            }
            429 if spent => Self::Refused(why),
            // What may pass by itself. A 429 for spent credit was taken out above: it would be repeated for a day.
            408 | 409 | 429 | 500.. => Self::Busy { why, retry_after: wait(headers) },
            _ => Self::Refused(why),
        }
    }

    /// Whether the same request to another model may work.
    pub(super) fn another_model_may_help(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::NoSuchModel(_))
    }

    /// The one of two failures, of the first and of the second model, to act on: a second model that does not
    /// exist must not hide that the first will be back.
    pub(super) fn or(self, second: Self) -> Self {
        // The second model's own misconfiguration is no news about the request.
        let misconfigured = matches!(second, Self::NoSuchModel(_) | Self::Refused(_));
        if misconfigured { self } else { second }
    }
}

fn described(status: StatusCode, error: &Value) -> String {
    match error["message"].as_str() {
        Some(message) => one_line(&format!("{status}: {message}")),
        None => status.to_string(),
    }
}

/// What `retry-after` says, else the latest reset of a counter that is used up.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: String| headers.get(name)?.to_str().ok().map(str::to_owned);
    let spent = COUNTERS
        .iter()
        .filter(|counter| text(format!("x-ratelimit-remaining-{counter}")).is_some_and(|left| left == "0"));
    let reset = spent.filter_map(|counter| duration(&text(format!("x-ratelimit-reset-{counter}"))?)).max();
    // The explicit header is what the service wants; the counters are what it would have to want.
    retry_after(headers).or(reset)
}

/// A duration such as `12ms`, `1.5s` or `6m0s`.
fn duration(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let unit = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let end = rest[unit..].find(|c: char| !c.is_ascii_alphabetic()).map_or(rest.len(), |end| unit + end);
        let seconds = match &rest[unit..end] {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        let number: f64 = rest[..unit].parse().ok()?;
        total = total.checked_add(Duration::try_from_secs_f64(number * seconds).ok()?)?;
        rest = &rest[end..];
    }
    Some(total)
}

impl From<reqwest::Error> for OpenAiFailure {
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() { Self::Unreachable(describe(&error)) } else { Self::busy(describe(&error)) }
    }
}

impl From<OpenAIError> for OpenAiFailure {
    fn from(error: OpenAIError) -> Self {
        let OpenAIError::Boxed(error) = error else {
            return Self::Refused("the request could not be made".to_owned());
        };
        error.downcast::<Self>().map_or_else(|_| Self::busy("the transport failed".to_owned()), |ours| *ours)
    }
}

impl From<OpenAiFailure> for ServiceError {
    fn from(failure: OpenAiFailure) -> Self {
        let service = SERVICE;
        match failure {
            OpenAiFailure::Unreachable(why) | OpenAiFailure::Unusable(why) => {
                Self::Unavailable { service, why, retry_after: None }
            }
            OpenAiFailure::Busy { why, retry_after } => Self::Unavailable { service, why, retry_after },
            OpenAiFailure::NoSuchModel(why) | OpenAiFailure::Declined(why) | OpenAiFailure::Refused(why) => {
                Self::Refused { service, why }
            }
        }
    }
}

impl From<OpenAiFailure> for GenerationError {
    fn from(failure: OpenAiFailure) -> Self {
        match failure {
            OpenAiFailure::Declined(why) => Self::Declined(why),
            OpenAiFailure::Unusable(why) => Self::Unusable(why),
            OpenAiFailure::Unreachable(_)
            | OpenAiFailure::Busy { .. }
            | OpenAiFailure::NoSuchModel(_)
            | OpenAiFailure::Refused(_) => Self::Service(failure.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{OpenAiFailure, duration};
    use reqwest::StatusCode;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use serde_json::{Value, json};
    use std::time::Duration;

    fn answered(status: u16, headers: &[(&'static str, &'static str)], error: &Value) -> OpenAiFailure {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        let headers: HeaderMap = headers.iter().map(pair).collect();
        let body = json!({ "error": error }).to_string();
        OpenAiFailure::answered(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes())
    }

    fn kind(failure: &OpenAiFailure) -> &'static str {
        match failure {
            OpenAiFailure::Unreachable(_) => "unreachable",
            OpenAiFailure::Busy { .. } => "busy",
            OpenAiFailure::NoSuchModel(_) => "no such model",
            OpenAiFailure::Declined(_) => "declined",
            OpenAiFailure::Unusable(_) => "unusable",
            OpenAiFailure::Refused(_) => "refused",
        }
    }

    #[test]
    fn each_status_and_code_has_its_meaning() {
        for (status, error, expected) in [
            (400, json!({ "message": "bad", "code": "invalid_json_schema" }), "refused"),
            (400, json!({ "message": "bad", "code": "invalid_prompt" }), "declined"),
            (401, json!({ "message": "Incorrect API key provided: sk-ab***yz" }), "refused"),
            (403, json!({ "message": "region" }), "refused"),
            (403, json!({ "message": "no access", "code": "model_not_found" }), "no such model"),
            (404, json!({ "message": "no such", "code": "model_not_found" }), "no such model"),
            (404, Value::Null, "refused"),
            (408, Value::Null, "busy"),
            (409, Value::Null, "busy"),
            (429, json!({ "type": "tokens", "code": "rate_limit_exceeded" }), "busy"),
            (429, json!({ "type": "rate_limit_error", "code": "slow_down" }), "busy"),
            (429, json!({ "type": "insufficient_quota", "code": "credit_balance_exhausted" }), "refused"),
            (429, json!({ "type": "insufficient_quota", "code": null }), "refused"),
            (429, json!({ "code": "project_spend_limit_exceeded" }), "refused"),
            (429, json!({ "code": 7 }), "busy"),
            (429, Value::Null, "busy"),
            (500, Value::Null, "busy"),
            (503, json!({ "code": "server_is_overloaded" }), "busy"),
            (302, Value::Null, "refused"),
        ] {
            assert_eq!(kind(&answered(status, &[], &error)), expected, "{status} {error}");
        }
    }

    #[test]
    fn no_part_of_the_key_is_repeated() {
        let failure = answered(401, &[], &json!({ "message": "Incorrect API key provided: sk-ab***yz" }));
        assert_eq!(failure.to_string(), "the API key is not accepted");
    }

    #[test]
    fn the_time_to_wait_comes_from_the_headers() {
        let wait = |headers: &[(&'static str, &'static str)]| {
            let OpenAiFailure::Busy { retry_after, .. } = answered(429, headers, &Value::Null) else {
                panic!()
            };
            retry_after
        };
        let spent = ("x-ratelimit-remaining-tokens", "0");
        let reset = ("x-ratelimit-reset-tokens", "6m0s");
        let other = ("x-ratelimit-reset-requests", "2h");
        assert_eq!(wait(&[("retry-after", "20"), spent, reset]), Some(Duration::from_secs(20)));
        assert_eq!(wait(&[spent, reset, other]), Some(Duration::from_mins(6)));
        assert_eq!(wait(&[reset, other]), None);
    }

    #[test]
    fn durations_are_read_as_the_service_writes_them() {
        for (text, milliseconds) in [("12ms", 12), ("1.5s", 1_500), ("6m0s", 360_000), ("1h2m3s", 3_723_000)]
        {
            assert_eq!(duration(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["12", "s", "1x", "-1s", "1e999s"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_missing_second_model_does_not_hide_that_the_first_will_be_back() {
        let (busy, missing) =
            (OpenAiFailure::busy("full".to_owned()), OpenAiFailure::NoSuchModel("none".to_owned()));
        assert_eq!(busy.clone().or(missing.clone()), busy);
        assert_eq!(missing.or(busy.clone()), busy);
        let declined = OpenAiFailure::Declined("no".to_owned());
        assert_eq!(busy.or(declined.clone()), declined);
    }
}
