//! The text of the owners' alarm: why publishing is held, and after which moment the history goes on.

use chrono::{DateTime, Utc};
use commands::port::owner_alarm::OwnerAlarm;
use sqlx::PgPool;
use tracing::warn;

use super::ADVICE;

const LAST_EVENT: &str = "
SELECT max(recorded_at) FROM events e JOIN event_log l USING (event_id)
 WHERE l.position = (SELECT last_position FROM sequencer_state)";

/// Raises the alarm that publishing is held.
pub(super) async fn raise(pool: &PgPool, alarm: &dyn OwnerAlarm, epoch: u32, why: &str) {
    let last_event = sqlx::query_scalar(LAST_EVENT).fetch_one(pool).await;
    match last_event {
        Ok(last_event) => alarm.raise(epoch, &text(why, last_event)).await,
        Err(error) => warn!(%error, "the owners cannot be told now that publishing is held"),
    }
}

fn text(why: &str, last_event: Option<DateTime<Utc>>) -> String {
    let end = last_event.map_or_else(String::new, |at| {
        format!(" The history goes on after {}.", at.format("%Y-%m-%d %H:%M:%S UTC"))
    });
    format!(
        "⚠️ Publishing is held: {why}.{end} What was done later may be missing here, also what is on X since. \
         Everything else works; posts wait. The operator has to {ADVICE} on the server."
    )
}
