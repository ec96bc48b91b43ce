//! The limit of every projector: the rows of `daily_activity` in one statement.

use std::time::{Duration, Instant};

use anyhow::Context;
use sqlx::PgPool;

/// The same counts as the projection's; only events that it counts are looked at.
const FOLD: &str = "
SELECT project_id, (recorded_at AT TIME ZONE 'UTC')::date,
       count(*) FILTER (WHERE event_type = 'SuggestionRequested'),
       coalesce(sum(json_array_length(payload #> '{VariantsGenerated,variants}'))
                FILTER (WHERE event_type = 'VariantsGenerated'), 0),
       count(*) FILTER (WHERE event_type = 'SuggestionApproved'),
       count(*) FILTER (WHERE event_type = 'SuggestionRejected'),
       count(*) FILTER (WHERE event_type IN ('ContextApproved', 'ContextRolledBack')),
       count(*) FILTER (WHERE event_type IN ('PostPublished', 'PostedManually')
                           OR payload #> '{OutcomeConfirmed,confirmation,published}' IS NOT NULL),
       count(*) FILTER (WHERE event_type = 'PostFailed' OR event_type = 'OutcomeConfirmed'
                          AND payload #> '{OutcomeConfirmed,confirmation,published}' IS NULL)
  FROM events
 WHERE project_id IS NOT NULL
   AND event_type IN ('SuggestionRequested', 'VariantsGenerated', 'SuggestionApproved', 'SuggestionRejected',
                      'ContextApproved', 'ContextRolledBack', 'PostPublished', 'PostedManually', 'PostFailed',
                      'OutcomeConfirmed')
 GROUP BY 1, 2";

/// Folds all events into a table of the read model's shape, which is emptied first, and tells how long that took.
pub(crate) async fn fold(pool: &PgPool, table: &str) -> anyhow::Result<Duration> {
    let empty = format!("TRUNCATE {table}");
    sqlx::raw_sql(&empty).execute(pool).await.context("empty the table to fold into")?;
    let begun = Instant::now();
    sqlx::query(&format!("INSERT INTO {table} {FOLD}")).execute(pool).await.context("fold in SQL")?;
    Ok(begun.elapsed())
}
