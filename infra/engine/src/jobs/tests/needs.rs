//! What an instance lacks: jobs that need it are left to others, and the owners are told if there are none.

use std::sync::Arc;

use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::process::Priority;
use harness::eventually;

use super::fixture::{ScriptedProcess, WorkerFixture};
use crate::consumer::testing::{PATIENCE, random};
use crate::jobs::claim::{ClaimQuota, claim, next_due};
use crate::jobs::{JobState, find};
use crate::lifecycle::Lifecycle;
use crate::testing::RaisedAlarms;

#[tokio::test]
async fn a_job_is_handed_back_once_and_then_left_to_whoever_has_what_it_needs() {
    let (fixture, poor) = (WorkerFixture::new().await, ScriptedProcess::having("another key", "scripted"));
    fixture.start(&[&poor], 2);
    let job = fixture.enqueue("scripted", "needs a key").await;
    let left = eventually("it is handed back", PATIENCE, async || {
        find(&fixture.database.pool, job).await.unwrap().filter(|job| job.last_error.is_some())
    })
    .await;
    assert_eq!((left.status, left.attempts), (JobState::Queued, 0));
    assert_eq!(left.last_error.as_deref(), Some("left to an instance that has a key"));
    for _ in 0..3 {
        let other = fixture.enqueue("scripted", "done").await;
        fixture.reaches(other, JobState::Done).await;
    }
    assert_eq!(poor.performed(), ["needs a key 1", "done 1", "done 1", "done 1"], "it was claimed once");

    let (rich, lifecycle) = (ScriptedProcess::having("a key", "scripted"), Lifecycle::new());
    fixture.start_under(&lifecycle, &[&rich], 2);
    fixture.reaches(job, JobState::Done).await;
    assert_eq!(rich.performed(), ["needs a key 1"]);
    lifecycle.stop(PATIENCE).await;
    fixture.stop().await;
}

#[tokio::test]
async fn who_does_not_know_what_it_has_claims_everything_and_nobody_waits_for_what_is_not_theirs() {
    let fixture = WorkerFixture::new().await;
    let (pool, now) = (&fixture.database.pool, fixture.clock.now());
    fixture.enqueue("scripted", "done").await;
    sqlx::query("UPDATE effects SET needs = 'a key'").execute(pool).await.unwrap();
    let quotas = [ClaimQuota { process: "scripted", steps: &["done"], priority: Priority::Person, limit: 5 }];
    for (provided, found) in [(Some(vec![]), false), (Some(vec!["another".to_owned()]), false), (None, true)]
    {
        assert_eq!(next_due(pool, &quotas, &provided).await.unwrap().is_some(), found, "{provided:?}");
        let claimed = claim(pool, random(), &quotas, 5, now, &provided).await.unwrap();
        assert_eq!(!claimed.is_empty(), found, "{provided:?}");
    }
}

#[tokio::test]
async fn the_owners_are_told_of_what_no_instance_has() {
    let (fixture, told) = (WorkerFixture::new().await, Arc::new(RaisedAlarms::default()));
    let (pool, watch) = (&fixture.database.pool, fixture.watch(&[], &told));
    let tell = async || watch.tell().await.unwrap();
    fixture.enqueue("scripted", "done").await;
    fixture.clock.advance(TimeDelta::hours(1));
    tell().await;
    assert_eq!(told.take(), [], "what nobody needs in vain is no matter for them");
    sqlx::query("UPDATE effects SET needs = 'a key', due_at = $1")
        .bind(fixture.clock.now())
        .execute(pool)
        .await
        .unwrap();
    fixture.clock.advance(TimeDelta::seconds(30));
    tell().await;
    assert_eq!(told.take(), [], "it may be claimed any moment");
    fixture.clock.advance(TimeDelta::seconds(1));
    tell().await;
    let alarm = told.take().pop().unwrap();
    assert!(
        alarm.text.starts_with("No running instance has a key. Jobs that wait for that: 1."),
        "{}",
        alarm.text
    );
    assert_eq!(alarm.project, None);
}
