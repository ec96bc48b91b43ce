//! The statements of clean-up: each removes a batch ($2 rows) of what was last of use before an instant ($1).
//!
//! Rows that somebody works with are skipped; the next run finds them.

use commands::port::pruner::RetentionTarget;

/// The statement of a kind that consists of rows.
pub(super) const fn of(target: RetentionTarget) -> &'static str {
    match target {
        RetentionTarget::DoneJobs => {
            "WITH old AS MATERIALIZED (
                 SELECT effect_id FROM effects WHERE status = 'done' AND updated_at < $1
                  ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED),
             counts AS (DELETE FROM clean_ups WHERE effect_id IN (SELECT effect_id FROM old))
             DELETE FROM effects WHERE effect_id IN (SELECT effect_id FROM old)"
        }
        RetentionTarget::FailedJobs => {
            "DELETE FROM effects WHERE effect_id = ANY(ARRAY(
                 SELECT effect_id FROM effects WHERE status IN ('failed', 'unknown') AND updated_at < $1
                  ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED))"
        }
        RetentionTarget::ParkedRequests => {
            "DELETE FROM parked_requests WHERE (consumer, version, key) IN (
                 SELECT consumer, version, key FROM parked_requests r
                  WHERE asked_at < $1 AND NOT EXISTS (
                        SELECT FROM parked_events p
                         WHERE (p.consumer, p.version, p.key) = (r.consumer, r.version, r.key))
                  LIMIT $2)"
        }
        RetentionTarget::Sessions => {
            "DELETE FROM chat_sessions WHERE (chat_id, user_id) IN (
                 SELECT chat_id, user_id FROM chat_sessions WHERE updated_at < $1
                  LIMIT $2 FOR UPDATE SKIP LOCKED)"
        }
        RetentionTarget::Prompts => {
            "DELETE FROM telegram_prompts WHERE (chat_id, message_id) IN (
                 SELECT chat_id, message_id FROM telegram_prompts WHERE created_at < $1
                  ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
        }
        RetentionTarget::Notices => {
            "DELETE FROM notice_copies WHERE (subject, chat_id) IN (
                 SELECT subject, chat_id FROM notice_copies WHERE updated_at < $1
                  LIMIT $2 FOR UPDATE SKIP LOCKED)"
        }
        // Also by the database's time: business time may be steered, and a lease that is held must stay.
        RetentionTarget::Leases => {
            "DELETE FROM leases WHERE name IN (
                 SELECT name FROM leases WHERE until < least($1, now() - interval '1 hour')
                  LIMIT $2 FOR UPDATE SKIP LOCKED)"
        }
        // No rows of a table: see their own functions.
        RetentionTarget::Suggestions | RetentionTarget::ReadModels | RetentionTarget::Replays => {
            "SELECT WHERE $1 IS NULL AND $2 IS NULL"
        }
    }
}

/// Counts what a job did.
pub(super) const COUNT: &str = "
INSERT INTO clean_ups (effect_id, removed) VALUES ($1, $2)
ON CONFLICT (effect_id) DO UPDATE SET removed = clean_ups.removed + excluded.removed";

/// Undecided suggestions, oldest first.
pub(super) const UNDECIDED: &str = "
SELECT project_id, id FROM post_suggestions
 WHERE status IN ('requested', 'generated') AND created_at < $1 ORDER BY created_at LIMIT $2";

/// A retired build that still has its table and that no instance runs. Its rows are last of use when it was switched
/// to or made, whichever was later.
pub(super) const RETIRED: &str = "
SELECT name, version, tables FROM projection_versions v
 WHERE state = 'retired' AND tables <> '{}' AND coalesce(switched_at, created_at) < $1
   AND NOT EXISTS (SELECT FROM leases l, format('consumer:%s:v%s', v.name, v.version) AS work
                    WHERE l.until > now() AND (l.name = work OR l.shares ? work))
 ORDER BY name, version LIMIT 1 FOR UPDATE SKIP LOCKED";

/// A scratch schema; the time is in its name, which is a UUID of version 7.
pub(super) const REPLAY: &str = "
SELECT nspname::text FROM pg_namespace
 WHERE nspname ~ '^replay_[0-9a-f]{12}7[0-9a-f]{19}(_live)?$'
   AND to_timestamp(('x' || lpad(substr(nspname::text, 8, 12), 16, '0'))::bit(64)::bigint / 1000.0) < $1
 ORDER BY nspname LIMIT 1";
