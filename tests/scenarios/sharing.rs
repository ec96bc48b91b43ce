//! Two instances on one database: they share the consumers by partition, and either may be lost.

use std::time::Duration;

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
