//! The client against the X stand-in, with every way in which an exchange can go wrong.

mod clocks;
mod timeline;

use std::sync::Arc;
use std::time::Duration;

use commands::port::ServiceError;
use commands::port::account::{Credentials, PostAnswer, XAccounts};
use commands::port::clock::Clock;
use domain::id::{AccountId, TweetId};
use domain::post::event::PublishFault;
use domain::post_text::comparable;
use harness::eventually;
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, FaultKind, Service};
use sandbox::options::{SandboxCredentials, SandboxOptions};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{XClient, XConfig, XKeys, XSettings};
use crate::http_client::Timeouts;
use engine::clock::DatabaseClock;
use engine::config::{Section, SettingsReader};

/// Answers come at once here; this only has to be long enough for a busy machine.
const PATIENT: Duration = Duration::from_secs(10);
const HASTY: Duration = Duration::from_millis(300);
/// A post that may go out whenever it likes.
const ANY_TIME: Duration = Duration::MAX;

/// The machine's clock, which is the sandbox's too.
fn machine() -> Arc<dyn Clock> {
    Arc::new(DatabaseClock::default())
}

async fn sandbox() -> Sandbox {
    Sandbox::start(SandboxOptions::default()).await.unwrap()
}

fn settings(sandbox: &Sandbox, request: Duration) -> XSettings {
    let keys = sandbox.credentials();
    XSettings {
        base_url: sandbox.x_url().parse().unwrap(),
        keys: XKeys {
            consumer_key: keys.x_consumer_key.clone().into(),
            consumer_secret: keys.x_consumer_secret.clone().into(),
            access_token: keys.x_access_token.clone().into(),
            access_secret: keys.x_access_secret.clone().into(),
        },
        timeouts: Timeouts { request, connect: request },
    }
}

fn client(sandbox: &Sandbox, request: Duration) -> XClient {
    XClient::try_new(&XConfig::Enabled(settings(sandbox, request)), machine()).unwrap()
}

fn account(sandbox: &Sandbox) -> AccountId {
    AccountId(sandbox.credentials().x_user_id.clone())
}

async fn post(sandbox: &Sandbox, request: Duration, text: &str) -> PostAnswer {
    client(sandbox, request).post(&account(sandbox), text, ANY_TIME).await
}

async fn post_with(sandbox: &Sandbox, fault: Fault) -> PostAnswer {
    sandbox.inject(Service::X, fault.with_method("post").times(1));
    post(sandbox, PATIENT, "good morning").await
}

#[tokio::test]
async fn a_post_is_published_once_and_read_back_as_it_was_sent() {
    let sandbox = sandbox().await;
    let text = "Otters & friends <3 https://otter.example/summer + 100 % more";
    let PostAnswer::Published(id) = post(&sandbox, PATIENT, text).await else { panic!("it is taken") };
    assert_eq!(sandbox.x().timeline().len(), 1);
    let timeline = client(&sandbox, PATIENT).timeline(&account(&sandbox), None).await.unwrap();
    assert_eq!((&timeline[0].id, timeline.len()), (&id, 1));
    assert_eq!(timeline[0].comparable, comparable(text, &[]));
    assert!(timeline[0].created_at.is_some());
}

#[tokio::test]
async fn the_keys_name_their_account_and_post_for_no_other() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    let me = x.me().await.unwrap();
    assert_eq!((me.id, me.username.as_str()), (account(&sandbox), "memebot_sandbox"));
    assert_eq!(x.check().await.unwrap(), "the keys belong to @memebot_sandbox (900100200300)");

    let stranger = AccountId("17".to_owned());
    let PostAnswer::NotPublished { fault, detail, .. } = x.post(&stranger, "hello", ANY_TIME).await else {
        panic!()
    };
    assert_eq!(fault, PublishFault::Unauthorised);
    assert!(detail.contains("900100200300") && detail.contains("not to 17"), "{detail}");
    assert!(matches!(x.timeline(&stranger, None).await, Err(ServiceError::Refused { .. })));
    assert!(sandbox.x().timeline().is_empty());
}

#[tokio::test]
async fn whose_the_keys_are_is_asked_once_however_many_ask() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    let all = futures_util::future::join_all((0..300).map(|_| x.me())).await;
    assert!(all.into_iter().all(|user| user.unwrap().id == account(&sandbox)));
    assert_eq!(sandbox.requests(Service::X).len(), 1);
}

#[tokio::test]
async fn a_limit_that_one_meets_holds_the_others_until_it_is_over() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    sandbox.inject(Service::X, Fault::answer(429, json!(null)).header("retry-after", "1").times(1));
    let all = futures_util::future::join_all((0..50).map(|_| x.me())).await;
    for limited in all {
        let ServiceError::Unavailable { retry_after, .. } = limited.unwrap_err() else { panic!() };
        assert!(retry_after.is_some_and(|time| time <= Duration::from_secs(1)), "{retry_after:?}");
    }
    assert_eq!(sandbox.requests(Service::X).len(), 1);
    eventually("the limit is over", PATIENT, async || x.me().await.ok()).await;
    assert!(x.timeline(&account(&sandbox), None).await.is_ok());
}

#[tokio::test]
async fn keys_without_an_id_belong_to_whom_x_says() {
    let sandbox = sandbox().await;
    assert_eq!(client(&sandbox, PATIENT).credentials(), Credentials::Of(account(&sandbox)));
    let nobody = XClient::try_new(&XConfig::Disabled, machine()).unwrap();
    assert_eq!(nobody.credentials(), Credentials::Missing);
    let credentials = SandboxCredentials { x_access_token: "opaque".into(), ..SandboxCredentials::default() };
    let sandbox = Sandbox::start(SandboxOptions { credentials, ..SandboxOptions::default() }).await.unwrap();
    let x = client(&sandbox, PATIENT);
    assert_eq!(x.credentials(), Credentials::Unasked);
    x.me().await.unwrap();
    assert_eq!(x.credentials(), Credentials::Of(account(&sandbox)));
}

#[tokio::test]
async fn what_x_refuses_is_certainly_not_published() {
    let sandbox = sandbox().await;
    let too_long = "x".repeat(281);
    for text in ["", "$GM and $GN", too_long.as_str()] {
        let answer = post(&sandbox, PATIENT, text).await;
        assert!(
            matches!(answer, PostAnswer::NotPublished { fault: PublishFault::Refused, .. }),
            "{text}: {answer:?}"
        );
    }
    post(&sandbox, PATIENT, "twice").await;
    let answer = post(&sandbox, PATIENT, "twice").await;
    assert!(matches!(answer, PostAnswer::NotPublished { fault: PublishFault::Duplicate, .. }), "{answer:?}");
    assert_eq!(sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn wrong_keys_are_told_without_showing_them() {
    let sandbox = sandbox().await;
    let mut settings = settings(&sandbox, PATIENT);
    settings.keys.access_secret = "a-wrong-secret".into();
    assert!(!format!("{settings:?}").contains("a-wrong-secret"));
    let x = XClient::try_new(&XConfig::Enabled(settings), machine()).unwrap();
    let answer = x.post(&account(&sandbox), "hello", ANY_TIME).await;
    let PostAnswer::NotPublished { fault: PublishFault::Unauthorised, detail, .. } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(detail, "401 Unauthorized: Unauthorized");
    let complaint = x.check().await.unwrap_err();
    assert!(complaint.contains("401") && !complaint.contains("wrong-secret"), "{complaint}");
}

#[tokio::test]
async fn nobody_at_the_address_means_that_nothing_was_sent() {
    let closed = sandbox().await;
    let x = client(&closed, PATIENT);
    let account = account(&closed);
    drop(closed);
    let answer = x.post(&account, "hello", ANY_TIME).await;
    let PostAnswer::NotPublished { fault: PublishFault::Unreachable, detail, .. } = answer else {
        panic!("{answer:?}")
    };
    assert!(detail.starts_with("no connection") && !detail.contains("127.0.0.1"), "{detail}");
    assert!(matches!(x.me().await, Err(ServiceError::Unavailable { .. })));
}

#[tokio::test]
async fn a_broken_exchange_has_an_unknown_outcome_whether_or_not_it_took_effect() {
    let sandbox = sandbox().await;
    for breakage in [Breakage::DropBefore, Breakage::DropAfter, Breakage::Garbage] {
        let text = format!("{breakage:?}");
        sandbox.inject(Service::X, Fault::breakage(breakage).times(1));
        let answer = post(&sandbox, PATIENT, &text).await;
        assert!(matches!(answer, PostAnswer::Unknown { .. }), "{text}: {answer:?}");
        let published = sandbox.x().timeline().iter().any(|tweet| tweet.text == text);
        assert_eq!(published, breakage != Breakage::DropBefore, "{text}");
    }
    assert_eq!(sandbox.requests(Service::X).len(), 3, "nothing is repeated");
}

#[tokio::test]
async fn a_late_answer_has_an_unknown_outcome_within_the_stated_time() {
    let sandbox = sandbox().await;
    sandbox.inject(Service::X, Fault::always(FaultKind::Delay { delay_ms: 60_000, after_effect: true }));
    let x = client(&sandbox, HASTY);
    let started = std::time::Instant::now();
    let answer = x.post(&account(&sandbox), "late", ANY_TIME).await;
    assert_eq!(answer, PostAnswer::Unknown { detail: "no answer in time".to_owned() });
    assert!(started.elapsed() >= x.request_timeout() && started.elapsed() < PATIENT);
    let published = |tweets: &[sandbox::x::TimelineTweet]| (!tweets.is_empty()).then_some(());
    assert!(sandbox.x().wait_for(PATIENT, published).await.is_some());
}

#[tokio::test]
async fn server_errors_redirects_and_answers_without_an_id_are_unknown() {
    let sandbox = sandbox().await;
    let elsewhere = format!("{}/2/tweets", sandbox.x_url());
    for fault in [
        Fault::answer(500, json!({ "title": "Internal Server Error" })),
        Fault::answer(503, json!({ "detail": "Service Unavailable", "status": 503 })),
        Fault::answer(200, json!({ "errors": [{ "detail": "partial" }] })),
        Fault::answer(201, json!({ "data": {} })),
        Fault::answer(307, json!(null)).header("location", &elsewhere),
    ] {
        let answer = post_with(&sandbox, fault.clone()).await;
        assert!(matches!(answer, PostAnswer::Unknown { .. }), "{fault:?}: {answer:?}");
    }
    assert!(sandbox.x().timeline().is_empty(), "no redirect was followed");
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back() {
    let sandbox =
        Sandbox::start(SandboxOptions { x_post_limit: 1, ..SandboxOptions::default() }).await.unwrap();
    post(&sandbox, PATIENT, "one").await;
    let answer = post(&sandbox, PATIENT, "two").await;
    let PostAnswer::NotPublished { fault: PublishFault::RateLimited, retry_after: Some(wait), .. } = answer
    else {
        panic!("{answer:?}")
    };
    assert!(wait > Duration::from_mins(14) && wait <= Duration::from_mins(15), "{wait:?}");

    let fault = Fault::answer(429, json!(null)).header("retry-after", "7");
    let PostAnswer::NotPublished { retry_after, .. } = post_with(&sandbox, fault).await else { panic!() };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn spent_credit_is_told_apart_from_a_rate_limit() {
    let sandbox = sandbox().await;
    let credits = json!({ "title": "CreditsDepleted", "type": "https://api.x.com/2/problems/credits" });
    let answer = post_with(&sandbox, Fault::answer(402, credits)).await;
    assert!(
        matches!(answer, PostAnswer::NotPublished { fault: PublishFault::CreditsDepleted, .. }),
        "{answer:?}"
    );
}

/// A server that answers the first request of a connection and closes it when a second one comes, as servers do
/// with a connection that was idle for too long. Returns its address.
async fn tired_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let body = r#"{"data":{"id":"7","username":"otter"}}"#;
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}", body.len());
                let mut bytes = [0; 4_096];
                assert!(stream.read(&mut bytes).await.unwrap() > 0);
                stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).await.unwrap();
                while let Ok(count) = stream.read(&mut bytes).await {
                    if count == 0 || bytes.starts_with(b"GET") || bytes.starts_with(b"POST") {
                        return;
                    }
                }
            });
        }
    });
    address
}

#[tokio::test]
async fn a_connection_is_never_used_again_so_none_can_die_under_a_post() {
    let sandbox = sandbox().await;
    let mut settings = settings(&sandbox, PATIENT);
    settings.base_url = tired_server().await.parse().unwrap();
    let x = XClient::try_new(&XConfig::Enabled(settings), machine()).unwrap();
    x.me().await.unwrap();
    let answer = x.post(&account(&sandbox), "fresh", ANY_TIME).await;
    assert_eq!(answer, PostAnswer::Published(TweetId("7".to_owned())));
}

#[tokio::test]
async fn without_keys_every_call_is_refused_with_the_remedy() {
    let x = XClient::try_new(&XConfig::Disabled, machine()).unwrap();
    let account = AccountId("1".to_owned());
    let PostAnswer::NotPublished { detail, .. } = x.post(&account, "hello", ANY_TIME).await else { panic!() };
    for words in [detail, x.me().await.unwrap_err().to_string(), x.check().await.unwrap_err()] {
        assert!(words.contains("X is not configured: set X_CONSUMER_KEY"), "{words}");
    }
    assert!(matches!(x.timeline(&account, None).await, Err(ServiceError::Refused { .. })));
}

#[test]
fn the_keys_are_given_all_or_none() {
    let read = |given: &[&str]| {
        let look_up = |name: &str| given.contains(&name).then(|| "1-key".to_owned());
        let mut reader = SettingsReader::new(&look_up);
        let config = XConfig::read(&mut reader);
        (config, reader.finish().1.into_iter().map(|fault| fault.name).collect::<Vec<_>>())
    };
    assert!(matches!(read(&[]), (Some(XConfig::Disabled), faults) if faults.is_empty()));
    let all = ["X_CONSUMER_KEY", "X_CONSUMER_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET"];
    let (config, faults) = read(&all);
    let Some(XConfig::Enabled(settings)) = config else { panic!("{faults:?}") };
    assert_eq!(settings.base_url.as_str(), "https://api.x.com/");
    assert_eq!(settings.timeouts, XSettings::DEFAULT_TIMEOUTS);
    assert_eq!(read(&all[..2]).1, ["X_ACCESS_TOKEN", "X_ACCESS_SECRET"]);
}
