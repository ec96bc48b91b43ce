//! Two instances on one database: they share the consumers by partition, and either may be lost; or they share the roles,
//! and events go from one to the other through NATS.

use std::time::Duration;

use tests::app::App;

use crate::publishing::approved;
use crate::world::World;

/// How many consumers are shared, and how many of them are not divided wholly among so many living instances.
const DIVIDED: &str = "
SELECT count(*), count(*) FILTER (WHERE holders <> $1 OR partitions <> 16)
  FROM (SELECT key, count(DISTINCT holder) AS holders, sum(jsonb_array_length(value)) AS partitions
          FROM leases, jsonb_each(shares) WHERE until > now() AND NOT orphaned(leases) GROUP BY key) AS shared";

async fn shared_by(world: &World, instances: i64) {
    let pool = &world.app.surroundings.database.pool;
    harness::eventually("the consumers are divided", Duration::from_secs(30), async || {
        let (shared, undivided): (i64, i64) =
            sqlx::query_as(DIVIDED).bind(instances).fetch_one(pool).await.unwrap();
        (shared > 10 && undivided == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn two_instances_share_the_work_and_either_may_be_killed_in_the_middle_of_a_flow() {
    let mut world = World::new().await;
    shared_by(&world, 1).await;
    let mut second = world.app.start_second().await.unwrap();
    shared_by(&world, 2).await;
    world.project().await;
    let asked = approved(&world).await;
    world.app.kill().await.unwrap();
    world.alice().says("/publish");
    world.alice().sees_after(asked, &["Published: https://x.com/"]).await;
    shared_by(&world, 1).await;
    world.app.restart().await.unwrap();
    shared_by(&world, 2).await;
    second.kill().await.unwrap();
    world.alice().asks("/vibe all is well", &["all is well"]).await;
    shared_by(&world, 1).await;
    let output = world.app.command(&["replay", "--check"]).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn a_post_is_left_to_an_instance_that_has_the_keys_of_its_account() {
    let mut world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let other_keys = [("X_ACCESS_TOKEN".to_owned(), "17-of-another-account".to_owned())];
    let mut second = world.app.start_second_with(&other_keys).await.unwrap();
    world.app.kill().await.unwrap();
    world.alice().says("/publish");
    world
        .alice()
        .sees_after(asked, &["⚠️ No running instance has the keys of X account 900100200300."])
        .await;
    assert_eq!(world.sandbox.x().timeline().len(), 0);
    world.app.restart().await.unwrap();
    world.alice().sees_after(asked, &["Published: https://x.com/"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
    second.kill().await.unwrap();
}

/// Events that the consumers of an instance took by this way so far.
async fn events_by(way: &str, app: &App) -> u64 {
    let metrics =
        reqwest::get(format!("{}/metrics", app.url().unwrap())).await.unwrap().text().await.unwrap();
    let name = format!("memebot_feed_events_total{{way=\"{way}\"}} ");
    metrics.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
}

#[tokio::test]
async fn with_split_roles_nearly_all_events_come_by_nats() {
    let mut world = World::new().await;
    world.project().await;
    let mut consumers = world.app.start_second_as("api,projectors,processes,scheduler").await.unwrap();
    world.app.kill().await.unwrap();
    world.app.restart_as("api,bot,sequencer,relay").await.unwrap();
    shared_by(&world, 1).await;
    // What came before its subscription, and before the other instance was gone, it had to read from Postgres.
    let mut warming = 0;
    while events_by("nats", &consumers).await == 0 {
        warming += 1;
        world.alice().asks(&format!("/vibe warming up {warming}"), &["warming up"]).await;
    }
    let before = (events_by("nats", &consumers).await, events_by("postgres", &consumers).await);
    for number in 1..=20 {
        world.alice().asks(&format!("/vibe mood {number}"), &[&format!("mood {number}")]).await;
    }
    let nats = events_by("nats", &consumers).await - before.0;
    let postgres = events_by("postgres", &consumers).await - before.1;
    assert!(nats >= 20 && nats >= 9 * postgres, "{nats} events came by NATS, {postgres} from Postgres");
    consumers.kill().await.unwrap();
}
