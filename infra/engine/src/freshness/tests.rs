//! Who waits for what: for the read models named, and for what was committed before.

use tokio::time::Instant;

use super::{Freshness, Lag, PATIENCE};
use crate::consumer::cursors::lag::Target;
use crate::consumer::testing::Log;
use crate::unreadable::UnreadableMonitor;

const APPLIED: &str = "
    INSERT INTO consumer_cursors (consumer, version, partition, position) VALUES ($1, 1, -1, $2)
    ON CONFLICT (consumer, version, partition) DO UPDATE SET position = excluded.position";

/// A log, and two read models of which this test says how far they are.
struct TwoReadModels {
    log: Log,
    freshness: Freshness,
}

impl TwoReadModels {
    async fn new() -> Self {
        let log = Log::new().await;
        let (pool, unreadable) = (log.database.pool.clone(), UnreadableMonitor::default());
        let freshness = Freshness { pool, names: vec!["posts", "projects"], shapes: vec![1, 1], unreadable };
        Self { log, freshness }
    }

    async fn applied(&self, read_model: &str, position: i64) {
        let applied = sqlx::query(APPLIED).bind(read_model).bind(position);
        applied.execute(&self.log.database.pool).await.unwrap();
    }

    /// Whether this read model has what was committed at the first look for the target.
    async fn reached(&self, target: &mut Target, read_model: &str) -> bool {
        target.is_reached(&self.log.database.pool, &[read_model], &[1]).await.unwrap()
    }
}

#[tokio::test]
async fn what_is_committed_meanwhile_is_not_waited_for() {
    let (test, mut target) = (TwoReadModels::new().await, Target::default());
    assert_eq!(test.log.record(&[("a", 1)]).await, 1);
    assert!(!test.reached(&mut target, "posts").await);
    assert_eq!(test.log.record(&[("b", 1), ("c", 2)]).await, 3);
    test.applied("posts", 1).await;
    assert!(test.reached(&mut target, "posts").await);
}

#[tokio::test]
async fn what_is_committed_and_has_no_position_yet_is_waited_for() {
    let (test, mut target) = (TwoReadModels::new().await, Target::default());
    test.log.commit("a").await;
    assert!(!test.reached(&mut target, "posts").await);
    assert_eq!(test.log.sequence().await, 1);
    assert!(!test.reached(&mut target, "posts").await, "it has a position, and is not applied");
    test.log.commit("b").await;
    test.applied("posts", 1).await;
    assert!(test.reached(&mut target, "posts").await);
}

#[tokio::test]
async fn only_the_read_models_named_are_waited_for() {
    let test = TwoReadModels::new().await;
    test.log.record(&[("a", 1)]).await;
    test.applied("posts", 1).await;
    let begun = Instant::now();
    test.freshness.caught_up(&["posts"]).await;
    test.freshness.caught_up(&[]).await;
    assert!(begun.elapsed() < PATIENCE, "projects are late and nobody asked for them");
    test.freshness.caught_up(&["posts", "projects"]).await;
    assert!(begun.elapsed() >= PATIENCE, "projects are waited for, and no longer than a moment");
    assert_eq!(test.freshness.events_behind().await, Some(1));
}
