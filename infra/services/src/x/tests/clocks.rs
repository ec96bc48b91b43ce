//! Clocks that differ from that of X, and permissions to send that run out.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::account::{PostAnswer, XAccounts};
use commands::port::clock::Clock;
use domain::post::event::PublishFault;
use engine::clock::DatabaseClock;
use sandbox::Sandbox;
use sandbox::faults::{Fault, Service};
use sandbox::options::SandboxOptions;
use serde_json::json;

use super::{ANY_TIME, PATIENT, account, client, sandbox, settings};
use crate::x::{XClient, XConfig};

/// A database whose clock is off by so much, on a machine where less than a second has passed since boot.
struct Off(TimeDelta);

impl Clock for Off {
    fn now(&self) -> DateTime<Utc> {
        panic!("business time is steered, and nothing for X")
    }

    fn database_now(&self) -> DateTime<Utc> {
        DatabaseClock::default().database_now() + self.0
    }

    fn since_boot(&self) -> Duration {
        Duration::from_secs(1)
    }
}

/// The client over a database that is ahead by so much.
fn off(sandbox: &Sandbox, by: TimeDelta) -> XClient {
    XClient::try_new(&XConfig::Enabled(settings(sandbox, PATIENT)), Arc::new(Off(by))).unwrap()
}

#[tokio::test]
async fn a_database_whose_time_differs_from_that_of_x_signs_with_the_time_of_x() {
    let sandbox = sandbox().await;
    for hours in [-1, 1] {
        let x = off(&sandbox, TimeDelta::hours(hours));
        let before = sandbox.requests(Service::X).len();
        x.timeline(&account(&sandbox), None).await.unwrap();
        assert_eq!(sandbox.requests(Service::X).len() - before, 2, "the first answer told the time");
        x.timeline(&account(&sandbox), None).await.unwrap();
        let answer = x.post(&account(&sandbox), &format!("at {hours}"), ANY_TIME).await;
        assert!(matches!(answer, PostAnswer::Published(_)), "{answer:?}");
        assert_eq!(sandbox.requests(Service::X).len() - before, 4, "and it is remembered");
    }
    let limited =
        Sandbox::start(SandboxOptions { x_post_limit: 0, ..SandboxOptions::default() }).await.unwrap();
    let x = off(&limited, TimeDelta::hours(1));
    x.me().await.unwrap();
    let answer = x.post(&account(&limited), "one", ANY_TIME).await;
    let PostAnswer::NotPublished { retry_after: Some(wait), .. } = answer else { panic!("{answer:?}") };
    assert!(wait > Duration::from_mins(14) && wait <= Duration::from_mins(15), "{wait:?}");
}

#[tokio::test]
async fn a_cached_answer_tells_no_time() {
    let sandbox = sandbox().await;
    let x = client(&sandbox, PATIENT);
    let cached = Fault::answer(401, json!(null)).header("age", "3600").times(1);
    sandbox.inject(Service::X, cached.header("date", "Tue, 01 Jan 2030 00:00:00 GMT"));
    assert!(x.me().await.is_err());
    x.me().await.unwrap();
    assert_eq!(sandbox.requests(Service::X).len(), 2);
}

#[tokio::test]
async fn nothing_is_sent_if_the_permission_ran_out_while_the_connection_was_made() {
    let sandbox = sandbox().await;
    let x = off(&sandbox, TimeDelta::zero());
    let answer = x.post(&account(&sandbox), "late", Duration::from_millis(999)).await;
    let PostAnswer::NotPublished { fault: PublishFault::Unreachable, detail, .. } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(detail, "no connection: the permission to send ran out before the connection stood");
    assert!(sandbox.requests(Service::X).is_empty());
    let answer = x.post(&account(&sandbox), "in time", Duration::from_secs(1)).await;
    assert!(matches!(answer, PostAnswer::Published(_)), "{answer:?}");
}
