//! The timeline: read over pages, under either name of its fields, and never empty because it could not be read.

use commands::port::ServiceError;
use commands::port::account::XAccounts;
use domain::id::TweetId;
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, Service};
use sandbox::x::PostFields;
use serde_json::json;

use super::{PATIENT, account, client, sandbox};
use crate::x::XClient;

#[tokio::test]
async fn the_timeline_is_read_over_pages_from_the_post_given() {
    let sandbox = sandbox().await;
    let first = TweetId(sandbox.x().post_by_hand("number 0"));
    for number in 1..=120 {
        sandbox.x().post_by_hand(&format!("number {number}"));
    }
    let x = client(&sandbox, PATIENT);
    let newer = x.timeline(&account(&sandbox), Some(&first)).await.unwrap();
    assert_eq!((newer.len(), newer[0].comparable.as_str()), (120, "number 120"));
    assert!(newer.iter().all(|tweet| tweet.id.number() > first.number()));
    let latest = x.timeline(&account(&sandbox), None).await.unwrap();
    assert_eq!((latest.len(), latest[0].comparable.as_str()), (20, "number 120"));
    assert!(x.timeline(&account(&sandbox), Some(&newer[0].id)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_timeline_that_cannot_be_read_is_no_empty_one() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    for (fault, retryable) in [
        (Fault::answer(200, json!({ "errors": [{ "title": "Not authorized" }] })), true),
        (Fault::breakage(Breakage::Garbage), true),
        (Fault::answer(503, json!(null)), true),
        (Fault::answer(401, json!(null)), false),
    ] {
        sandbox.inject(Service::X, fault.clone().times(1));
        let error = x.timeline(&account(&sandbox), None).await.unwrap_err();
        assert_eq!(matches!(error, ServiceError::Unavailable { .. }), retryable, "{fault:?}: {error}");
    }
}

/// How many requests one read of the timeline took, and whether it brought the fields.
async fn reads(sandbox: &Sandbox, x: &XClient) -> (usize, bool) {
    let before = sandbox.requests(Service::X).len();
    let timeline = x.timeline(&account(sandbox), None).await.unwrap();
    let complete = timeline[0].comparable == "otter.example/x" && timeline[0].created_at.is_some();
    (sandbox.requests(Service::X).len() - before, complete)
}

#[tokio::test]
async fn fields_are_asked_for_by_the_name_that_x_takes_and_it_is_remembered() {
    let sandbox = sandbox().await;
    sandbox.x().post_by_hand("https://otter.example/x");
    let x = client(&sandbox, PATIENT);
    assert_eq!(reads(&sandbox, &x).await, (1, true));
    for (name, first) in
        [(PostFields::Tweet, 1), (PostFields::Post, 2), (PostFields::Tweet, 2), (PostFields::PostSilently, 2)]
    {
        sandbox.x().set_post_fields(name);
        assert_eq!(reads(&sandbox, &x).await, (first, true), "{name:?}");
        assert_eq!(reads(&sandbox, &x).await, (1, true), "{name:?}, again");
    }
}

#[tokio::test]
async fn posts_without_their_fields_never_pass_for_the_timeline() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    let without_fields =
        json!({ "data": [{ "id": "7", "text": "https://t.co/x" }], "meta": { "result_count": 1 } });
    for second in [
        Fault::answer(503, json!(null)),
        Fault::answer(400, json!(null)),
        Fault::answer(200, without_fields.clone()),
    ] {
        sandbox.inject(Service::X, Fault::answer(200, without_fields.clone()).times(1));
        sandbox.inject(Service::X, second.times(1));
        let error = x.timeline(&account(&sandbox), None).await.unwrap_err();
        assert!(matches!(error, ServiceError::Unavailable { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_request_that_is_refused_under_both_names_is_told_and_not_tried_further() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    let refusal = json!({ "type": "https://api.x.com/2/problems/invalid-request", "detail": "Invalid." });
    for (status, requests, reason) in [
        (400, 2, "X refused the request: it does not understand our request (400 Bad Request: Invalid.)"),
        (401, 1, "X refused the request: it does not accept the keys (401 Unauthorized: Invalid.)"),
        (403, 1, "X refused the request: it does not allow this to the keys (403 Forbidden: Invalid.)"),
    ] {
        sandbox.inject(Service::X, Fault::answer(status, refusal.clone()).times(2));
        let before = sandbox.requests(Service::X).len();
        let error = x.timeline(&account(&sandbox), None).await.unwrap_err();
        assert_eq!(error.to_string(), reason);
        assert_eq!(sandbox.requests(Service::X).len() - before, requests, "{status}");
        sandbox.clear_faults(Service::X);
    }
}
