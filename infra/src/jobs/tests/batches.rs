//! Many effects at once: taken ahead, ended together, and still each for itself.

use commands::process::Priority;
use harness::eventually;

use super::shop::{Actor, Shop};
use crate::consumer::testing::PATIENCE;
use crate::jobs::{JobState, find};
use crate::lifecycle::Lifecycle;

const BACKGROUND: Priority = Priority::Background;

async fn all_are_done(shop: &Shop, count: i64) {
    eventually("all are done", PATIENCE, async || {
        (shop.states().await == [("done".to_owned(), count)]).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_backlog_is_performed_once_each_however_many_instances_share_it() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    shop.intend_many("actor", &[("begin", BACKGROUND); 600]).await;
    for _ in 0..3 {
        shop.open(&[&actor], 16);
    }
    all_are_done(&shop, 1200).await;
    assert_eq!(actor.performed().len(), 1200);
    shop.close().await;
}

#[tokio::test]
async fn a_person_overtakes_a_backlog_and_another_process_manager_is_not_behind_it() {
    let shop = Shop::new().await;
    let (greedy, modest) = (Actor::named("greedy"), Actor::named("modest"));
    shop.intend_many("greedy", &vec![("done", BACKGROUND); 3000]).await;
    shop.open(&[&greedy, &modest], 4);
    eventually("the backlog is begun", PATIENCE, async || (greedy.performed().len() > 50).then_some(()))
        .await;
    let person = shop.intend("greedy", "begin").await;
    let other = shop.intend_with("modest", "done", BACKGROUND).await;
    shop.becomes(person, JobState::Done).await;
    shop.becomes(other, JobState::Done).await;
    assert!(greedy.performed().len() < 2500, "{}", greedy.performed().len());
    shop.close().await;
}

#[tokio::test]
async fn an_ending_that_cannot_be_stored_does_not_fail_those_beside_it() {
    let (shop, actor) = (Shop::new().await, Actor::named("actor"));
    let mut steps = vec![("done", Priority::Person); 40];
    steps.insert(20, ("begin badly", Priority::Person));
    let jobs = shop.intend_many("actor", &steps).await;
    shop.open(&[&actor], 64);
    eventually("all others are done", PATIENCE, async || {
        shop.states().await.contains(&("done".to_owned(), 40)).then_some(())
    })
    .await;
    assert_ne!(find(&shop.database.pool, jobs[20]).await.unwrap().unwrap().status, JobState::Done);
    shop.lifecycle.hard().cancel();
}

#[tokio::test]
async fn a_soft_stop_gives_back_what_was_taken_and_not_begun_and_counts_no_try() {
    let (shop, actor, stopping) = (Shop::new().await, Actor::named("actor"), Lifecycle::new());
    shop.intend_many("actor", &vec![("done", BACKGROUND); 2000]).await;
    shop.open_under(&stopping, &[&actor], 8);
    eventually("it is in the midst of it", PATIENCE, async || (actor.performed().len() > 200).then_some(()))
        .await;
    stopping.stop(PATIENCE).await;
    let states = shop.states().await;
    assert!(states.iter().all(|(state, _)| state != "running"), "{states:?}");
    let tried: i64 =
        sqlx::query_scalar("SELECT count(*) FROM effects WHERE attempts > 0 OR lease_until IS NOT NULL")
            .fetch_one(&shop.database.pool)
            .await
            .unwrap();
    assert_eq!(tried, 0);
    shop.open(&[&actor], 8);
    all_are_done(&shop, 2000).await;
    assert_eq!(actor.performed().len(), 2000);
    shop.close().await;
}

#[tokio::test]
async fn what_slow_effects_do_not_need_is_left_to_other_instances() {
    let (shop, slow, other) = (Shop::new().await, Actor::named("actor"), Actor::named("actor"));
    shop.intend_many("actor", &[("hang", BACKGROUND); 6]).await;
    shop.open(&[&slow], 4);
    eventually("its share is busy", PATIENCE, async || (slow.performed().len() == 3).then_some(())).await;
    shop.open(&[&other], 4);
    eventually("the rest is busy", PATIENCE, async || (other.performed().len() == 3).then_some(())).await;
    assert_eq!((slow.performed().len(), other.performed().len()), (3, 3));
    shop.lifecycle.hard().cancel();
}
