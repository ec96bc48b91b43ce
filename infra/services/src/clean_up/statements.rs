//! The statements of clean-up: each removes a batch ($2 rows) of what was last of use before an instant ($1).
//!
//! Rows that somebody works with are skipped; the next run finds them.

use commands::port::pruner::RetentionTarget;
use projections::statements;

statements! {
    DONE_JOBS = "
        WITH old AS MATERIALIZED (
            SELECT effect_id FROM effects WHERE status = 'done' AND updated_at < $1
             ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        counts AS (DELETE FROM clean_ups WHERE effect_id IN (SELECT effect_id FROM old))
        DELETE FROM effects WHERE effect_id IN (SELECT effect_id FROM old)";

    FAILED_JOBS = "
        DELETE FROM effects WHERE effect_id = ANY(ARRAY(
            SELECT effect_id FROM effects WHERE status IN ('failed', 'unknown') AND updated_at < $1
             ORDER BY updated_at LIMIT $2 FOR UPDATE SKIP LOCKED))";

    PARKED_REQUESTS = "
        DELETE FROM parked_requests WHERE (consumer, version, key) IN (
            SELECT consumer, version, key FROM parked_requests r
             WHERE asked_at < $1 AND NOT EXISTS (
                   SELECT FROM parked_events p
                    WHERE (p.consumer, p.version, p.key) = (r.consumer, r.version, r.key))
             LIMIT $2)";

    SESSIONS = "
        DELETE FROM chat_sessions WHERE (chat_id, user_id) IN (
            SELECT chat_id, user_id FROM chat_sessions WHERE updated_at < $1
             LIMIT $2 FOR UPDATE SKIP LOCKED)";

    PROMPTS = "
        DELETE FROM telegram_prompts WHERE (chat_id, message_id) IN (
            SELECT chat_id, message_id FROM telegram_prompts WHERE created_at < $1
             ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)";

    NOTICES = "
        DELETE FROM notice_copies WHERE (subject, chat_id) IN (
            SELECT subject, chat_id FROM notice_copies WHERE updated_at < $1
             LIMIT $2 FOR UPDATE SKIP LOCKED)";

    /// Also by the database's time: business time may be steered, and a lease that is held must stay.
    LEASES = "
        DELETE FROM leases WHERE name IN (
            SELECT name FROM leases WHERE until < least($1, now() - interval '1 hour')
             LIMIT $2 FOR UPDATE SKIP LOCKED)";

    /// Counts what a job did.
    pub(super) COUNT = "
        INSERT INTO clean_ups (effect_id, removed) VALUES ($1, $2)
        ON CONFLICT (effect_id) DO UPDATE SET removed = clean_ups.removed + excluded.removed";

    /// Undecided suggestions, oldest first.
    pub(super) UNDECIDED = "
        SELECT project_id, id FROM post_suggestions
         WHERE status IN ('requested', 'generated') AND created_at < $1 ORDER BY created_at LIMIT $2";

    /// A retired build that still has its table and that no instance runs. Its rows are last of use when it was switched
    /// to or made, whichever was later.
    pub(super) RETIRED = "
        SELECT name, version, tables FROM projection_versions v
         WHERE state = 'retired' AND tables <> '{}' AND coalesce(switched_at, created_at) < $1
           AND NOT EXISTS (SELECT FROM leases l, format('consumer:%s:v%s', v.name, v.version) AS work
                            WHERE l.until > now() AND (l.name = work OR l.shares ? work))
         ORDER BY name, version LIMIT 1 FOR UPDATE SKIP LOCKED";

    /// A scratch schema; the time is in its name, which is a UUID of version 7.
    pub(super) REPLAY = "
        SELECT nspname::text FROM pg_namespace
         WHERE nspname ~ '^replay_[0-9a-f]{12}7[0-9a-f]{19}(_live)?$'
           AND to_timestamp(('x' || lpad(substr(nspname::text, 8, 12), 16, '0'))::bit(64)::bigint / 1000.0) < $1
         ORDER BY nspname LIMIT 1";
}

/// The statement of a kind that consists of rows; the others have functions of their own.
pub(super) const fn of(target: RetentionTarget) -> Option<&'static str> {
    match target {
        RetentionTarget::DoneJobs => Some(DONE_JOBS),
        RetentionTarget::FailedJobs => Some(FAILED_JOBS),
        RetentionTarget::ParkedRequests => Some(PARKED_REQUESTS),
        RetentionTarget::Sessions => Some(SESSIONS),
        RetentionTarget::Prompts => Some(PROMPTS),
        RetentionTarget::Notices => Some(NOTICES),
        RetentionTarget::Leases => Some(LEASES),
        RetentionTarget::Suggestions | RetentionTarget::ReadModels | RetentionTarget::Replays => None,
    }
}
