//! Events that consumers could not apply, with others behind them: one key that is cured, one that is not.

use harness::eventually;
use sqlx::Executor;

use crate::Stage;
use crate::story::{PATIENCE, approved};

/// The read model of posts cannot take in posts of Otterly.
const POISON_POSTS: &str = "
CREATE FUNCTION poison_posts() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.project_id = (SELECT id FROM public.projects WHERE name = ''Otterly'') THEN
               PERFORM 1 / 0; END IF; RETURN NEW; END';
CREATE TRIGGER poison_posts BEFORE INSERT ON posts_v1 FOR EACH ROW EXECUTE FUNCTION poison_posts()";
/// Done once nothing runs any more: a start would try the key again.
pub(crate) const CURE_POSTS: &str = "DROP TRIGGER poison_posts ON posts_v1; DROP FUNCTION poison_posts";

/// Caching cannot take in what happens to Otterly; then only the first of these events stays poisonous.
const POISON_CACHING: &str = "
CREATE FUNCTION poison_caching() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.process = ''caching'' AND NEW.step = ''vibe''
                  AND NEW.project_id = (SELECT id FROM public.projects WHERE name = ''Otterly'') THEN
               PERFORM 1 / 0; END IF; RETURN NEW; END';
CREATE TRIGGER poison_caching BEFORE INSERT ON effects FOR EACH ROW EXECUTE FUNCTION poison_caching()";
const NARROW_CACHING: &str = "
DO $$ BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION poison_caching() RETURNS trigger LANGUAGE plpgsql AS %L', format(
        'BEGIN IF NEW.process = ''caching'' AND NEW.position = %s THEN PERFORM 1 / 0; END IF; RETURN NEW; END',
        (SELECT min(position) FROM parked_events WHERE consumer = 'process:caching')));
END $$";

/// Parks them. One post of Otterly is on its way and waits until somebody resumes; another is for its slot.
pub(crate) async fn park(stage: &Stage) -> anyhow::Result<()> {
    let (bob, pool) = (stage.bob(), &stage.app.surroundings.database.pool);
    pool.execute(POISON_POSTS).await?;
    bob.asks("/pause the river is cold", &["aused"]).await;
    approved(&bob, "otters and rivers").await;
    bob.asks("/publish", &["waits until /resume"]).await;
    parked(stage, "posts", 2).await;
    approved(&bob, "otters and clams").await;

    pool.execute(POISON_CACHING).await?;
    bob.asks("/vibe sleepy", &["sleepy"]).await;
    parked(stage, "process:caching", 1).await;
    bob.asks("/vibe wide awake", &["wide awake"]).await;
    parked(stage, "process:caching", 2).await;
    pool.execute(NARROW_CACHING).await?;
    Ok(())
}

async fn parked(stage: &Stage, consumer: &str, events: i64) {
    let count = "SELECT count(*) FROM parked_events WHERE consumer = $1";
    eventually("events are parked", PATIENCE, async || {
        let pool = &stage.app.surroundings.database.pool;
        let parked: i64 = sqlx::query_scalar(count).bind(consumer).fetch_one(pool).await.ok()?;
        (parked == events).then_some(())
    })
    .await;
}
