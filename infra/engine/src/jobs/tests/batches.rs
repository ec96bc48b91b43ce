//! Many jobs at once: prefetched, settled together, and still each for itself.

use commands::process::Priority;
use harness::eventually;

use super::fixture::{ScriptedProcess, WorkerFixture};
use crate::consumer::testing::PATIENCE;
use crate::jobs::{JobState, find};
use crate::lifecycle::Lifecycle;

const BACKGROUND: Priority = Priority::Background;

async fn all_are_done(fixture: &WorkerFixture, count: i64) {
    eventually("all are done", PATIENCE, async || {
        (fixture.states().await == [("done".to_owned(), count)]).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_backlog_is_performed_once_each_however_many_instances_share_it() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    fixture.enqueue_many("scripted", &[("begin", BACKGROUND); 600]).await;
    for _ in 0..3 {
        fixture.start(&[&process], 16);
    }
    all_are_done(&fixture, 1200).await;
    assert_eq!(process.performed().len(), 1200);
    fixture.stop().await;
}

#[tokio::test]
async fn a_person_overtakes_a_backlog_and_another_process_manager_is_not_behind_it() {
    let fixture = WorkerFixture::new().await;
    let (greedy, modest) = (ScriptedProcess::named("greedy"), ScriptedProcess::named("modest"));
    fixture.enqueue_many("greedy", &vec![("done", BACKGROUND); 3000]).await;
    fixture.start(&[&greedy, &modest], 4);
    eventually("the backlog is begun", PATIENCE, async || (greedy.performed().len() > 50).then_some(()))
        .await;
    let person = fixture.enqueue("greedy", "begin").await;
    let other = fixture.enqueue_with("modest", "done", BACKGROUND).await;
    fixture.reaches(person, JobState::Done).await;
    fixture.reaches(other, JobState::Done).await;
    assert!(greedy.performed().len() < 2500, "{}", greedy.performed().len());
    fixture.stop().await;
}

#[tokio::test]
async fn an_outcome_that_cannot_be_stored_does_not_fail_those_beside_it() {
    let (fixture, process) = (WorkerFixture::new().await, ScriptedProcess::named("scripted"));
    let mut steps = vec![("done", Priority::Person); 40];
    steps.insert(20, ("begin badly", Priority::Person));
    let jobs = fixture.enqueue_many("scripted", &steps).await;
    fixture.start(&[&process], 64);
    eventually("all others are done", PATIENCE, async || {
        fixture.states().await.contains(&("done".to_owned(), 40)).then_some(())
    })
    .await;
    assert_ne!(find(&fixture.database.pool, jobs[20]).await.unwrap().unwrap().status, JobState::Done);
    fixture.lifecycle.hard().cancel();
}

#[tokio::test]
async fn a_soft_stop_gives_back_what_was_taken_and_not_begun_and_counts_no_try() {
    let (fixture, process, stopping) =
        (WorkerFixture::new().await, ScriptedProcess::named("scripted"), Lifecycle::new());
    fixture.enqueue_many("scripted", &vec![("done", BACKGROUND); 2000]).await;
    fixture.start_under(&stopping, &[&process], 8);
    eventually("it is in the midst of it", PATIENCE, async || {
        (process.performed().len() > 200).then_some(())
    })
    .await;
    stopping.stop(PATIENCE).await;
    let states = fixture.states().await;
    assert!(states.iter().all(|(state, _)| state != "running"), "{states:?}");
    let tried: i64 =
        sqlx::query_scalar("SELECT count(*) FROM effects WHERE attempts > 0 OR lease_until IS NOT NULL")
            .fetch_one(&fixture.database.pool)
            .await
            .unwrap();
    assert_eq!(tried, 0);
    fixture.start(&[&process], 8);
    all_are_done(&fixture, 2000).await;
    assert_eq!(process.performed().len(), 2000);
    fixture.stop().await;
}

#[tokio::test]
async fn what_slow_jobs_do_not_need_is_left_to_other_instances() {
    let (fixture, slow, other) =
        (WorkerFixture::new().await, ScriptedProcess::named("scripted"), ScriptedProcess::named("scripted"));
    fixture.enqueue_many("scripted", &[("hang", BACKGROUND); 6]).await;
    fixture.start(&[&slow], 4);
    eventually("its share is busy", PATIENCE, async || (slow.performed().len() == 3).then_some(())).await;
    fixture.start(&[&other], 4);
    eventually("the rest is busy", PATIENCE, async || (other.performed().len() == 3).then_some(())).await;
    assert_eq!((slow.performed().len(), other.performed().len()), (3, 3));
    fixture.lifecycle.hard().cancel();
}
