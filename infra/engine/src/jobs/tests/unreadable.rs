//! What this program cannot read waits: a step of tomorrow, an event that a job needs, a row of the queue. Nothing of it is
//! ever given up, the others go on, and people are told.

use std::sync::Arc;

use chrono::TimeDelta;
use harness::eventually;

use super::fixture::{ScriptedProcess, WorkerFixture};
use crate::consumer::testing::PATIENCE;
use crate::jobs::{JobState, find};
use crate::testing::RaisedAlarms;

#[tokio::test]
async fn a_job_of_an_unknown_step_waits_for_a_program_that_knows_it() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    let (told, pool) = (Arc::new(RaisedAlarms::default()), &fixture.database.pool);
    let watch = fixture.watch(&[&process], &told);
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "of tomorrow").await;
    let other = fixture.enqueue("scripted", "done").await;
    fixture.reaches(other, JobState::Done).await;
    watch.tell().await.unwrap();
    assert_eq!(told.take().len(), 0, "somebody may claim it any moment");

    fixture.clock.advance(TimeDelta::seconds(31));
    let newer = r#"
        INSERT INTO leases (name, holder, until, session_pid, server_began, shares, announces)
        VALUES ('instance:newer', gen_random_uuid(), now() + interval '1 hour', 0, now(), '{}',
                '{"events": [], "steps": ["scripted/of tomorrow"]}')"#;
    sqlx::query(newer).execute(pool).await.unwrap();
    watch.tell().await.unwrap();
    assert_eq!(told.take().len(), 0, "an instance that runs announces the step");
    sqlx::query("DELETE FROM leases WHERE name = 'instance:newer'").execute(pool).await.unwrap();
    watch.tell().await.unwrap();
    let waiting = find(pool, job).await.unwrap().unwrap();
    assert_eq!((waiting.status, waiting.attempts), (JobState::Queued, 0));
    let why = "cannot read step of tomorrow of scripted: no running instance knows it";
    assert_eq!(waiting.last_error.as_deref(), Some(why));
    let alarm = told.take().pop().unwrap();
    assert!(alarm.text.contains(why), "{}", alarm.text);

    sqlx::query("UPDATE effects SET step = 'wait'").execute(pool).await.unwrap();
    fixture.reaches(job, JobState::Waiting).await;
    assert_eq!(process.performed(), ["done 1", "wait 1"], "it went on by itself");
    fixture.stop().await;
}

#[tokio::test]
async fn a_job_that_needs_what_cannot_be_read_waits_and_goes_on_by_itself() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    let told = Arc::new(RaisedAlarms::default());
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "unreadable").await;
    let waiting = fixture.reaches(job, JobState::Waiting).await;
    let why = "cannot read event 3 of post/1: it is of tomorrow";
    assert_eq!((waiting.attempts, waiting.last_error.as_deref()), (0, Some(why)));
    fixture.watch(&[&process], &told).tell().await.unwrap();
    let alarm = told.take().pop().unwrap();
    let text = format!("Jobs of scripted (step unreadable) wait, for example: {why}.");
    assert!(alarm.text.starts_with(&text), "{}", alarm.text);

    fixture.clock.advance(TimeDelta::seconds(30));
    fixture.reaches(job, JobState::Done).await;
    assert_eq!(process.performed(), ["unreadable 1", "unreadable 1"]);
    assert_eq!(process.given_up.lock().unwrap().len(), 0);
    fixture.stop().await;
}

#[tokio::test]
async fn a_job_whose_end_cannot_be_recorded_on_such_a_stream_waits_too() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.start(&[&process], 2);
    let job = fixture.enqueue("scripted", "unreadable at the end").await;
    fixture.reaches(job, JobState::Waiting).await;
    fixture.clock.advance(TimeDelta::seconds(30));
    fixture.reaches(job, JobState::Failed).await;
    fixture.stop().await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_waits_alone() {
    for damage in ["request = '1e999'", "created_at = '-infinity'"] {
        let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
        let (told, pool) = (Arc::new(RaisedAlarms::default()), &fixture.database.pool);
        let job = fixture.enqueue("scripted", "done").await;
        sqlx::raw_sql(&format!("UPDATE effects SET {damage}")).execute(pool).await.unwrap();
        let others = [fixture.enqueue("scripted", "done").await, fixture.enqueue("scripted", "done").await];
        fixture.start(&[&process], 4);
        for other in others {
            fixture.reaches(other, JobState::Done).await;
        }
        let row = "SELECT attempts, last_error FROM effects WHERE effect_id = $1 AND status = 'waiting'";
        let waiting: (i32, String) = eventually("it waits", PATIENCE, async || {
            sqlx::query_as(row).bind(job.0).fetch_optional(pool).await.unwrap()
        })
        .await;
        assert_eq!(waiting.0, 0, "{damage}");
        assert!(waiting.1.starts_with("cannot read the row of a job: "), "{damage}: {waiting:?}");
        fixture.watch(&[&process], &told).tell().await.unwrap();
        assert_eq!(told.take().len(), 1, "{damage}");

        let mended = "UPDATE effects SET request = 'null', created_at = due_at WHERE status = 'waiting'";
        sqlx::raw_sql(mended).execute(pool).await.unwrap();
        fixture.clock.advance(TimeDelta::seconds(30));
        fixture.reaches(job, JobState::Done).await;
        fixture.stop().await;
    }
}
