//! How everything ends: every job of the earlier build, every timer, every suggestion and post.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use sqlx::PgPool;
use tests::api::Api;
use tokio::time::{Instant, sleep};

use super::{PATIENCE, Upgraded};

/// Jobs of the earlier build that have not ended, timers included.
const OPEN: &str = "
SELECT process || '/' || step || ' ' || status || ' ' || coalesce(last_error, '') FROM effects
 WHERE effect_id = ANY($1) AND status NOT IN ('done', 'failed', 'unknown') ORDER BY 1";
/// Jobs that failed since: an unknown step or an unreadable request would be among them.
const FAILED: &str = "
SELECT process || '/' || step || ': ' || coalesce(last_error, '') FROM effects
 WHERE status = 'failed' AND effect_id <> ALL($1) ORDER BY 1";
const KEPT: &str = "SELECT count(*) FROM effects WHERE effect_id = ANY($1)";
/// Events that a stream may have once.
const TWICE: &str = "
SELECT aggregate_type || '/' || aggregate_id || ' ' || event_type FROM events
 WHERE event_type IN ('SuggestionRequested', 'VariantsGenerated', 'GenerationFailed', 'SuggestionApproved',
                      'SuggestionRejected', 'SuggestionExpired', 'PostQueued', 'PostPublished', 'PostMissed')
 GROUP BY aggregate_type, aggregate_id, event_type HAVING count(*) > 1";

/// Waits until nothing of the earlier build is open, and looks at what became of it.
pub(super) async fn everything_has_ended(upgraded: &Upgraded) {
    let pool = &upgraded.world.app.surroundings.database.pool;
    let open = async || {
        let open = sqlx::query_scalar(OPEN).bind(&upgraded.left.jobs).fetch_all(pool).await;
        open.unwrap()
    };
    let open: Vec<String> = within(PATIENCE, open, Vec::is_empty).await;
    assert_eq!(open, Vec::<String>::new(), "jobs are open");
    suggestions_and_posts(&upgraded.api()).await;
    nothing_happened_twice(pool).await;
    upgraded.left.is_unchanged(pool).await;
    let failed: Vec<String> =
        sqlx::query_scalar(FAILED).bind(&upgraded.left.failed).fetch_all(pool).await.unwrap();
    assert_eq!(failed, Vec::<String>::new(), "jobs failed");
    let kept: i64 = sqlx::query_scalar(KEPT).bind(&upgraded.left.jobs).fetch_one(pool).await.unwrap();
    assert_eq!(usize::try_from(kept).unwrap(), upgraded.left.jobs.len(), "a job is gone");
}

async fn suggestions_and_posts(api: &Api) {
    let froglet = [("queued", 5), ("expired", 3), ("failed", 1), ("rejected", 1)];
    shows(api, "suggestions", "Froglet", &froglet).await;
    shows(api, "suggestions", "Otterly", &[("queued", 2)]).await;
    shows(api, "posts", "Froglet", &[("cancelled", 1), ("published", 4)]).await;
    shows(api, "posts", "Otterly", &[("published", 2)]).await;
}

/// Waits until the API shows so many of each status.
async fn shows(api: &Api, what: &str, project: &str, expected: &[(&str, usize)]) {
    let projects = api.get("/api/projects").await.unwrap();
    let found = projects["items"].as_array().unwrap().iter().find(|found| found["name"] == project).unwrap();
    let path = format!("/api/{what}?project={}&limit=100", found["id"].as_str().unwrap());
    let expected: BTreeMap<String, usize> =
        expected.iter().map(|(status, count)| ((*status).to_owned(), *count)).collect();
    let shown =
        within(PATIENCE, async || statuses(&api.get(&path).await.unwrap()), |shown| *shown == expected);
    assert_eq!(shown.await, expected, "{what} of {project}");
}

/// The last answer: the first that fits, or the one at the end of the time.
async fn within<T>(time: Duration, ask: impl AsyncFn() -> T, fits: impl Fn(&T) -> bool) -> T {
    let end = Instant::now() + time;
    loop {
        let answer = ask().await;
        if fits(&answer) || Instant::now() > end {
            return answer;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

fn statuses(list: &Value) -> BTreeMap<String, usize> {
    let mut statuses = BTreeMap::new();
    for item in list["items"].as_array().unwrap() {
        *statuses.entry(item["status"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    statuses
}

async fn nothing_happened_twice(pool: &PgPool) {
    let twice: Vec<String> = sqlx::query_scalar(TWICE).fetch_all(pool).await.unwrap();
    assert_eq!(twice, Vec::<String>::new());
    let scored = "SELECT count(*) FROM events WHERE event_type = 'ContextAssessed'";
    let scored: i64 = sqlx::query_scalar(scored).fetch_one(pool).await.unwrap();
    assert_eq!(scored, 5, "each layer is scored once");
}
