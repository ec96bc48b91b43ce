//! Classification of a response of X: published, certainly not published, unknown; worth a retry or not. Sources: X API v2 specification 2.167 and bodies seen in 2026.

use std::time::Duration;

use commands::port::ServiceError;
use commands::port::account::PostAnswer;
use domain::id::TweetId;
use domain::post::event::PublishFault;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::SERVICE;
use super::client::XResponse;
use crate::http_client::{one_line, retry_after};

/// Header groups, each of `-remaining` and `-reset` (Unix seconds).
const LIMITS: [&str; 3] = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"];
/// Last parts of `type` that say: these keys may not do this.
const NO_PERMISSION: [&str; 3] = ["oauth1-permissions", "unsupported-authentication", "client-forbidden"];
/// Codes of the older API that say the same: keys, suspended or locked account, app without write permission.
const NO_PERMISSION_CODES: [i64; 5] = [32, 64, 89, 261, 326];
const DUPLICATE_CODE: i64 = 187;
const DAILY_LIMIT_CODE: i64 = 185;

/// What is known after a request to create a post. Only a client error is a certain no; 408 says that X gave
/// up waiting, not what it had read by then.
pub(super) fn post_answer(answer: &XResponse) -> PostAnswer {
    let status = answer.status;
    if status.is_success() {
        return match answer.body["data"]["id"].as_str().filter(|id| !id.is_empty()) {
            Some(id) => PostAnswer::Published(TweetId(id.to_owned())),
            None => PostAnswer::Unknown { detail: format!("{status} without the id of a post") },
        };
    }
    let problem = ErrorBody(&answer.body);
    let detail = problem.described(status);
    // A redirect or a server error may come from a proxy after X has taken the post.
    if !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT {
        return PostAnswer::Unknown { detail };
    }
    let fault = problem.fault(status);
    let retry_after =
        if fault == PublishFault::RateLimited { wait(&answer.headers, answer.received) } else { None };
    PostAnswer::NotPublished { fault, detail, retry_after }
}

/// What a failed read means.
pub(super) fn service_error(answer: &XResponse) -> ServiceError {
    let status = answer.status;
    let problem = ErrorBody(&answer.body);
    let described = problem.described(status);
    let limited =
        status == StatusCode::TOO_MANY_REQUESTS && problem.fault(status) == PublishFault::RateLimited;
    if limited || !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT {
        let retry_after = wait(&answer.headers, answer.received);
        return ServiceError::Unavailable { service: SERVICE, why: described, retry_after };
    }
    let why = match refusal(status) {
        Some(reason) => format!("{reason} ({described})"),
        None => described,
    };
    ServiceError::Refused { service: SERVICE, why }
}

/// What a refused read means for whoever has to mend it; none where only X's own words tell. A wrong time is none of them:
/// requests are signed by X's own.
fn refusal(status: StatusCode) -> Option<&'static str> {
    Some(match status {
        StatusCode::BAD_REQUEST => "it does not understand our request",
        StatusCode::UNAUTHORIZED => "it does not accept the keys",
        StatusCode::PAYMENT_REQUIRED => "the paid usage is spent",
        StatusCode::FORBIDDEN => "it does not allow this to the keys",
        _ => return None,
    })
}

/// An error body in any of its three shapes: `{type,title,detail,status}`, `{code,message}`,
/// `{errors:[{code,message}]}`.
struct ErrorBody<'a>(&'a Value);

impl ErrorBody<'_> {
    fn fault(&self, status: StatusCode) -> PublishFault {
        match status.as_u16() {
            401 => PublishFault::Unauthorised,
            402 => PublishFault::CreditsDepleted,
            403 | 429 if self.kind() == "usage-capped" => PublishFault::CreditsDepleted,
            403 => self.forbidden(),
            429 => PublishFault::RateLimited,
            _ => PublishFault::Refused,
        }
    }

    fn forbidden(&self) -> PublishFault {
        let code = self.code();
        // The newer API sends no code with its 403, only this sentence.
        if code == Some(DUPLICATE_CODE) || self.words().to_lowercase().contains("duplicate content") {
            return PublishFault::Duplicate;
        }
        if code == Some(DAILY_LIMIT_CODE) {
            return PublishFault::RateLimited;
        }
        if NO_PERMISSION.contains(&self.kind())
            || code.is_some_and(|code| NO_PERMISSION_CODES.contains(&code))
        {
            return PublishFault::Unauthorised;
        }
        PublishFault::Refused
    }

    /// The last part of `type`; the host before it varies.
    fn kind(&self) -> &str {
        self.0["type"].as_str().and_then(|kind| kind.rsplit('/').next()).unwrap_or_default()
    }

    fn code(&self) -> Option<i64> {
        self.0["code"].as_i64().or_else(|| self.0["errors"][0]["code"].as_i64())
    }

    fn words(&self) -> String {
        let said = [&self.0["detail"], &self.0["message"], &self.0["errors"][0]["message"]];
        let mut said: Vec<&str> = said.into_iter().filter_map(Value::as_str).collect();
        if said.is_empty() {
            said.extend(self.0["title"].as_str());
        }
        said.dedup();
        said.join(" ")
    }

    fn described(&self, status: StatusCode) -> String {
        match self.words() {
            words if words.is_empty() => status.to_string(),
            words => one_line(&format!("{status}: {words}")),
        }
    }
}

/// When to come back: the latest reset of the limits that are used up, else what `retry-after` says.
pub(super) fn wait(headers: &HeaderMap, now: u64) -> Option<Duration> {
    let number = |name: String| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
    let spent = LIMITS.iter().filter(|limit| number(format!("{limit}-remaining")) == Some(0));
    // The latest of them: coming back at an earlier one would only spend a request.
    let reset = spent.filter_map(|limit| number(format!("{limit}-reset"))).max();
    let until_reset = reset.map(|reset| Duration::from_secs(reset.saturating_sub(now).max(1)));
    until_reset.or_else(|| retry_after(headers))
}

#[cfg(test)]
mod tests {
    use super::{post_answer, service_error, wait};
    use crate::x::client::XResponse;
    use commands::port::ServiceError;
    use commands::port::account::PostAnswer;
    use domain::post::event::PublishFault;
    use reqwest::StatusCode;
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
    use serde_json::{Value, json};
    use std::time::Duration;

    const NOW: u64 = 1_000_000;

    fn answer(status: u16, body: Value) -> XResponse {
        XResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body,
            received: NOW,
        }
    }

    fn problem(kind: &str, detail: &str) -> Value {
        json!({ "type": format!("https://api.x.com/2/problems/{kind}"), "title": "T", "detail": detail })
    }

    fn headers(pairs: &[(&'static str, u64)]) -> HeaderMap {
        let pair =
            |(name, value): &(&'static str, u64)| (HeaderName::from_static(name), HeaderValue::from(*value));
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn every_client_error_is_a_certain_no_with_its_reason() {
        use PublishFault::{CreditsDepleted, Duplicate, RateLimited, Refused, Unauthorised};
        let blank = |detail: &str| json!({ "type": "about:blank", "title": "Forbidden", "detail": detail });
        for (status, body, expected) in [
            (400, problem("invalid-request", "One or more parameters was invalid."), Refused),
            (401, blank("Unauthorized"), Unauthorised),
            (402, problem("credits", "no credits"), CreditsDepleted),
            (402, problem("credits-depleted", "credits depleted"), CreditsDepleted),
            (403, blank("You are not allowed to create a Tweet with duplicate content."), Duplicate),
            (403, json!({ "errors": [{ "code": 187, "message": "Status is a duplicate." }] }), Duplicate),
            (403, blank("Posts are limited to a maximum of one cashtag"), Refused),
            (403, blank("You are not permitted to perform this action."), Refused),
            (403, problem("oauth1-permissions", "not configured"), Unauthorised),
            (403, problem("unsupported-authentication", "app only"), Unauthorised),
            (403, problem("client-forbidden", "not enrolled"), Unauthorised),
            (403, json!({ "code": 326, "message": "temporarily locked" }), Unauthorised),
            (403, json!({ "code": 185, "message": "over daily status update limit" }), RateLimited),
            (403, problem("usage-capped", "cap"), CreditsDepleted),
            (404, Value::Null, Refused),
            (413, Value::Null, Refused),
            (429, json!({ "errors": [{ "code": 88, "message": "Rate limit exceeded" }] }), RateLimited),
            (429, problem("usage-capped", "Usage cap exceeded: Monthly product cap"), CreditsDepleted),
        ] {
            let PostAnswer::NotPublished { fault, .. } = post_answer(&answer(status, body.clone())) else {
                panic!("{status} {body} is certain");
            };
            assert_eq!(fault, expected, "{status} {body}");
        }
    }

    #[test]
    fn everything_else_without_an_id_is_unknown() {
        for (status, body) in [
            (200, json!({ "errors": [{ "detail": "partial" }] })),
            (201, Value::Null),
            (201, json!({ "data": { "id": "" } })),
            (303, Value::Null),
            (408, Value::Null),
            (500, json!({ "title": "Internal Server Error" })),
            (503, json!({ "detail": "Service Unavailable" })),
            (504, Value::Null),
        ] {
            let got = post_answer(&answer(status, body));
            assert!(matches!(got, PostAnswer::Unknown { .. }), "{status}: {got:?}");
        }
    }

    #[test]
    fn the_words_of_x_are_kept_short() {
        let body = json!({ "detail": "x".repeat(500), "errors": [{ "message": "text: too long" }] });
        let PostAnswer::NotPublished { detail, .. } = post_answer(&answer(400, body)) else { panic!() };
        assert!(detail.starts_with("400 Bad Request: xxx") && detail.chars().count() == 200);
        let body = json!({ "detail": "Invalid.", "errors": [{ "message": "text: empty" }] });
        let PostAnswer::NotPublished { detail, .. } = post_answer(&answer(400, body)) else { panic!() };
        assert_eq!(detail, "400 Bad Request: Invalid. text: empty");
    }

    #[test]
    fn the_latest_reset_of_a_spent_limit_counts() {
        let spent = headers(&[
            ("x-rate-limit-remaining", 0),
            ("x-rate-limit-reset", NOW + 60),
            ("x-user-limit-24hour-remaining", 0),
            ("x-user-limit-24hour-reset", NOW + 3_600),
            ("x-app-limit-24hour-remaining", 5),
            ("x-app-limit-24hour-reset", NOW + 9_000),
            ("retry-after", 7),
        ]);
        assert_eq!(wait(&spent, NOW), Some(Duration::from_hours(1)));
        let left =
            headers(&[("x-rate-limit-remaining", 4), ("x-rate-limit-reset", NOW + 60), ("retry-after", 7)]);
        assert_eq!(wait(&left, NOW), Some(Duration::from_secs(7)));
        let past = headers(&[("x-rate-limit-remaining", 0), ("x-rate-limit-reset", NOW - 60)]);
        assert_eq!(wait(&past, NOW), Some(Duration::from_secs(1)));
        assert_eq!(wait(&HeaderMap::new(), NOW), None);
    }

    #[test]
    fn a_refused_read_is_told_with_its_true_reason() {
        for (status, reason) in [
            (400, "X refused the request: it does not understand our request (400 Bad Request)"),
            (401, "X refused the request: it does not accept the keys (401 Unauthorized)"),
            (402, "X refused the request: the paid usage is spent (402 Payment Required)"),
            (403, "X refused the request: it does not allow this to the keys (403 Forbidden)"),
            (404, "X refused the request: 404 Not Found"),
        ] {
            assert_eq!(service_error(&answer(status, Value::Null)).to_string(), reason);
        }
    }

    #[test]
    fn a_failed_read_is_worth_another_try_unless_a_person_must_act() {
        for (status, body, retryable) in [
            (429, Value::Null, true),
            (503, Value::Null, true),
            (302, Value::Null, true),
            (408, Value::Null, true),
            (429, problem("usage-capped", "cap"), false),
            (401, Value::Null, false),
            (402, Value::Null, false),
            (404, Value::Null, false),
        ] {
            let error = service_error(&answer(status, body));
            assert_eq!(matches!(error, ServiceError::Unavailable { .. }), retryable, "{status}: {error}");
        }
    }
}
