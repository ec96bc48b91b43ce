//! Clean-up: once a day, a job per kind.

use std::time::Duration;

use harness::eventually;
use sqlx::{Executor, PgPool};
use uuid::Uuid;

use crate::world::World;

const PATIENCE: Duration = Duration::from_mins(1);

/// The job of questions that has removed something, once it is done.
async fn done(pool: &PgPool) -> Uuid {
    let done = "SELECT effect_id FROM effects JOIN clean_ups USING (effect_id)
                 WHERE process = 'clean-up' AND step = 'prompts' AND status = 'done' AND removed > 0";
    eventually("questions were cleaned up", PATIENCE, async || {
        sqlx::query_scalar(done).fetch_optional(pool).await.unwrap()
    })
    .await
}

#[tokio::test]
async fn what_is_outdated_is_removed_by_a_job_that_tells_how_much_and_the_next_day_is_intended() {
    let world = World::with(&[("MEMEBOT_KEEP_SESSIONS_DAYS", "forever")]).await;
    let pool = &world.app.surroundings.database.pool;
    pool.execute(
        "INSERT INTO telegram_prompts SELECT 1, n, '{}', now() - interval '40 days' FROM generate_series(1, 3) n;
         INSERT INTO telegram_prompts VALUES (1, 4, '{}', now() + interval '2 days');
         INSERT INTO chat_sessions VALUES (1, 1, gen_random_uuid(), now() - interval '4000 days')",
    )
    .await
    .unwrap();
    world.app.advance_clock(Duration::from_hours(25)).unwrap();
    let job = done(pool).await;

    let shown = world.api().await.get(&format!("/api/jobs/{job}")).await.unwrap();
    assert_eq!((&shown["process"], &shown["step"]), (&"clean-up".into(), &"prompts".into()), "{shown}");
    assert_eq!((&shown["status"], &shown["removed"]), (&"done".into(), &3.into()), "{shown}");
    let left: Vec<i32> =
        sqlx::query_scalar("SELECT message_id FROM telegram_prompts").fetch_all(pool).await.unwrap();
    assert_eq!(left, [4]);
    let sessions: i64 =
        sqlx::query_scalar("SELECT count(*) FROM chat_sessions").fetch_one(pool).await.unwrap();
    assert_eq!(sessions, 1, "kept for ever");
    let next =
        "SELECT count(*) FROM effects WHERE process = 'clean-up' AND step = 'prompts' AND status = 'queued'";
    let next: i64 = sqlx::query_scalar(next).fetch_one(pool).await.unwrap();
    assert_eq!(next, 1, "the next day's run");
}
