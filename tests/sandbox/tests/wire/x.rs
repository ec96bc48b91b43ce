//! The X API: signatures, posting rules, the timeline, limits.

use std::time::{Duration, UNIX_EPOCH};

use reqwest::{Method, StatusCode};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use sandbox::x::PublicMetrics;
use serde_json::{Value, json};

use crate::support::{oauth_header, read, sandbox, tweet, x};

const TIMELINE: &str = "/2/users/900100200300/tweets";

async fn me(sandbox: &Sandbox, header: &str) -> StatusCode {
    let url = format!("{}/2/users/me?user.fields=name", sandbox.x_url());
    read(reqwest::Client::new().get(url).header("authorization", header)).await.0
}

#[expect(clippy::disallowed_methods, reason = "the sandbox checks signatures against the real time")]
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

async fn refused(sandbox: &Sandbox, body: Value) -> (StatusCode, String) {
    let (status, answer) = x(sandbox, Method::POST, "/2/tweets", Some(body)).await;
    (status, answer["detail"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_signature_is_good_once_and_for_five_minutes() {
    let sandbox = sandbox().await;
    let header = oauth_header(&sandbox, now(), "nonce-1");
    assert_eq!(me(&sandbox, &header).await, StatusCode::OK);
    assert_eq!(me(&sandbox, &header).await, StatusCode::UNAUTHORIZED, "the nonce was used");
    let old = oauth_header(&sandbox, now() - 400, "nonce-2");
    assert_eq!(me(&sandbox, &old).await, StatusCode::UNAUTHORIZED);
    let forged =
        oauth_header(&sandbox, now(), "nonce-3").replace("oauth_signature=\"", "oauth_signature=\"A");
    assert_eq!(me(&sandbox, &forged).await, StatusCode::UNAUTHORIZED);
    assert_eq!(me(&sandbox, "Bearer wrong").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_tweet_comes_back_as_x_shows_it() {
    let sandbox = sandbox().await;
    let text = "Q&A <today> at https://otter.example/a?b=1&c=2 now";
    let id = tweet(&sandbox, text).await;
    let (_, answer) =
        x(&sandbox, Method::GET, &format!("/2/tweets/{id}?tweet.fields=created_at,entities"), None).await;
    let shown = answer["data"]["text"].as_str().unwrap();
    assert!(
        shown.starts_with("Q&amp;A &lt;today&gt; at https://t.co/") && shown.ends_with(" now"),
        "{shown}"
    );
    let link = &answer["data"]["entities"]["urls"][0];
    assert_eq!(link["expanded_url"], "https://otter.example/a?b=1&c=2");
    assert!(shown.contains(link["url"].as_str().unwrap()));
    assert!(answer["data"]["created_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(sandbox.x().timeline()[0].text, text);
}

#[tokio::test]
async fn posting_rules_are_enforced() {
    let sandbox = sandbox().await;
    tweet(&sandbox, "once").await;
    let duplicate = refused(&sandbox, json!({ "text": "once" })).await;
    assert_eq!(
        duplicate,
        (StatusCode::FORBIDDEN, "You are not allowed to create a Tweet with duplicate content.".to_owned())
    );
    let cashtags = refused(&sandbox, json!({ "text": "$OTTER or $RIVER" })).await;
    assert_eq!(cashtags, (StatusCode::FORBIDDEN, "Posts are limited to a maximum of one cashtag".to_owned()));
    assert_eq!(refused(&sandbox, json!({ "text": "x".repeat(281) })).await.0, StatusCode::FORBIDDEN);
    assert_eq!(refused(&sandbox, json!({ "text": "x", "colour": "red" })).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(refused(&sandbox, json!({ "text": "" })).await.0, StatusCode::BAD_REQUEST);
    let strange = json!({ "text": "hi", "reply": { "in_reply_to_tweet_id": "1" } });
    assert_eq!(refused(&sandbox, strange).await.0, StatusCode::FORBIDDEN);
    assert_eq!(sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn the_timeline_is_paged_newest_first() {
    let sandbox = sandbox().await;
    let (_, empty) = x(&sandbox, Method::GET, TIMELINE, None).await;
    assert_eq!(empty, json!({ "meta": { "result_count": 0 } }));
    let mut ids = Vec::new();
    for number in 0..7 {
        ids.push(tweet(&sandbox, &format!("tweet {number}")).await);
    }
    let (_, first) = x(&sandbox, Method::GET, &format!("{TIMELINE}?max_results=5"), None).await;
    assert_eq!((&first["data"][0]["id"], &first["meta"]["newest_id"]), (&json!(ids[6]), &json!(ids[6])));
    let token = first["meta"]["next_token"].as_str().unwrap();
    let (_, rest) =
        x(&sandbox, Method::GET, &format!("{TIMELINE}?max_results=5&pagination_token={token}"), None).await;
    assert_eq!((&rest["meta"]["result_count"], rest["meta"].get("next_token")), (&json!(2), None));
    let (_, since) = x(&sandbox, Method::GET, &format!("{TIMELINE}?since_id={}", ids[5]), None).await;
    assert_eq!(since["meta"]["result_count"], 1);
    let (status, _) = x(&sandbox, Method::GET, &format!("{TIMELINE}?max_results=4"), None).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_lagging_timeline_hides_what_is_there() {
    let sandbox = sandbox().await;
    sandbox.x().set_lag(Duration::from_hours(1));
    let id = tweet(&sandbox, "hello").await;
    let (_, hidden) = x(&sandbox, Method::GET, TIMELINE, None).await;
    assert_eq!(hidden["meta"]["result_count"], 0);
    assert_eq!(x(&sandbox, Method::GET, &format!("/2/tweets/{id}"), None).await.0, StatusCode::OK);
    sandbox.x().set_lag(Duration::ZERO);
    let (_, visible) = x(&sandbox, Method::GET, TIMELINE, None).await;
    assert_eq!(visible["meta"]["result_count"], 1);
}

#[tokio::test]
async fn a_deleted_tweet_is_gone_and_metrics_are_shown() {
    let sandbox = sandbox().await;
    let id = tweet(&sandbox, "hello").await;
    assert!(sandbox.x().set_metrics(&id, PublicMetrics { like_count: 3, ..PublicMetrics::default() }));
    let (_, several) =
        x(&sandbox, Method::GET, &format!("/2/tweets?ids={id},1&tweet.fields=public_metrics"), None).await;
    assert_eq!(several["data"][0]["public_metrics"]["like_count"], 3);
    assert_eq!(several["errors"][0]["resource_id"], "1");
    let path = format!("/2/tweets/{id}");
    let (_, deleted) = x(&sandbox, Method::DELETE, &path, None).await;
    assert_eq!(deleted, json!({ "data": { "deleted": true } }));
    let (status, missing) = x(&sandbox, Method::GET, &path, None).await;
    assert_eq!((status, &missing["title"]), (StatusCode::NOT_FOUND, &json!("Not Found Error")));
    assert!(sandbox.x().timeline()[0].deleted);
}

#[tokio::test]
async fn the_rate_limit_is_told_and_kept() {
    let options = SandboxOptions { x_post_limit: 1, ..SandboxOptions::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let post = async |text: &str| {
        let url = format!("{}/2/tweets", sandbox.x_url());
        let token = &sandbox.credentials().x_bearer_token;
        reqwest::Client::new()
            .post(url)
            .bearer_auth(token)
            .json(&json!({ "text": text }))
            .send()
            .await
            .unwrap()
    };
    let taken = post("one").await;
    assert_eq!(
        (taken.status(), &taken.headers()["x-rate-limit-remaining"]),
        (StatusCode::CREATED, &"0".parse().unwrap())
    );
    let refused = post("two").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key("x-rate-limit-reset"));
    assert_eq!(refused.json::<Value>().await.unwrap()["title"], "Too Many Requests");
}
