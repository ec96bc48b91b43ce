//! Every kind of problem: its stable code, its status, and what to do about it.

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// Stable for ever: the last part of the problem's type.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The same for every problem of the kind.
    pub title: &'static str,
    /// What it means and what to do.
    pub help: &'static str,
}

impl ProblemKind {
    /// The problem's type, a URI reference.
    pub fn uri(&self) -> String {
        format!("/problems/{}", self.code)
    }

    /// The kind of this code.
    pub(super) fn with_code(code: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.code == code)
    }
}

macro_rules! kinds {
    ($($name:ident = $code:literal, $status:literal, $title:literal, $help:literal;)+) => {
        $(pub(in crate::http) static $name: ProblemKind =
            ProblemKind { code: $code, status: $status, title: $title, help: $help };)+

        /// Every kind.
        static ALL: &[&ProblemKind] = &[$(&$name),+];
    };
}

kinds! {
    NOT_YET = "not-yet", 202, "Not shown yet",
        "What the receipt in `after` stands for took effect, and this query does not show it yet. Repeat the request after the seconds that `Retry-After` gives, or wait longer with `Prefer: wait=30`. `reader` at `stage` has come to position `reached` of `wanted`; `lag` events are on the way.";
    MALFORMED_BODY = "malformed-body", 400, "The body is no JSON",
        "The body could not be read as JSON. Check quotes, commas and that it was sent whole.";
    INVALID_PARAMETER = "invalid-parameter", 400, "A parameter cannot be read",
        "A part of the query or a header has not the expected form. The detail names it.";
    UNKNOWN_RECEIPT = "unknown-receipt", 400, "No such receipt",
        "Give `after` the receipt of a command as its answer gave it: `receipt.token` of the body, or the header `Memebot-Receipt`. Pages of a list are reached by their link `next`.";
    UNAUTHENTICATED = "unauthenticated", 401, "No valid API token",
        "Send `Authorization: Bearer <token>`. Tokens are made with `memebot token issue`; they may have expired or been revoked.";
    NOT_ALLOWED = "not-allowed", 403, "A role is missing",
        "The token's member does not hold a role that this needs; `needs` lists the roles that would do. The attempt is recorded.";
    NEEDS_SECOND_PERSON = "needs-second-person", 403, "Somebody else must decide",
        "At this risk score an owner, or a person who had no hand in the text, must decide.";
    NOT_FOUND = "not-found", 404, "Not found",
        "There is no such thing, or the token's member holds no role in its project.";
    METHOD_NOT_ALLOWED = "method-not-allowed", 405, "Not a method of this resource",
        "The resource exists and does not know this method; `Allow` lists those that it knows.";
    CONFLICT = "conflict", 409, "Changed by others meanwhile",
        "Others kept changing the same thing while this was decided. Repeat the request.";
    ALREADY_EXISTS = "already-exists", 409, "Exists already",
        "There is one already. Read it instead.";
    ALREADY_DECIDED = "already-decided", 409, "Decided already",
        "Somebody was faster, or the moment has passed; `current_status` says what it is now.";
    STALE = "stale", 409, "The text has changed",
        "The request names an earlier revision of the text. Read it again and decide on `current_revision`.";
    NOT_SCORED = "not-scored", 409, "Not scored yet",
        "The risk score is still being worked out. Repeat the request in a moment.";
    BLOCKED = "blocked", 409, "Blocked by its risk score",
        "The score is at or over the project's block limit. The text can only be edited.";
    PAUSED = "paused", 409, "Posting is paused",
        "The project's posting is paused. `POST /api/projects/{id}/resume` lifts it.";
    ARCHIVED = "archived", 409, "The project is archived",
        "The project has ended; nothing in it changes any more.";
    NO_ACCOUNT = "no-account", 409, "No X account",
        "The project has no X account yet. The operator connects one.";
    ATTEMPT_OPEN = "attempt-open", 409, "A request to X is on its way",
        "A request to X for this account is still open. Repeat when it is settled, within a minute as a rule.";
    ACCOUNT_HELD = "account-held", 409, "The X account is on hold",
        "Nobody knows yet what became of an earlier post. Confirm its outcome first: `POST /api/posts/{id}/confirm`.";
    BODY_TOO_LARGE = "body-too-large", 413, "The body is too large",
        "Bodies may have 64 KiB.";
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type", 415, "Not JSON by its content type",
        "Send the body with `Content-Type: application/json`.";
    INVALID = "invalid", 422, "A value is not acceptable",
        "The body is JSON, but a field is missing, unknown, of another type, or its value breaks a rule. `errors` says where and why.";
    KEY_REUSED = "key-reused", 422, "The Idempotency-Key was used before",
        "The same key came with another request before. Take a new key for a new request.";
    QUOTA_SPENT = "quota-spent", 429, "The daily limit is reached",
        "The project's limit for this day, in its own time zone, is reached.";
    RATE_LIMITED = "rate-limited", 429, "Too many requests",
        "Repeat the request after the seconds that `Retry-After` gives.";
    INTERNAL = "internal", 500, "A fault of ours",
        "Something is broken here. The operator finds the request in the log by its `X-Request-Id`.";
    UNAVAILABLE = "unavailable", 503, "Not available at the moment",
        "Something that this needs is away. Repeat the request after the seconds that `Retry-After` gives, with the same Idempotency-Key.";
    UPGRADE = "upgrade", 503, "An upgrade is under way",
        "This would record something that an instance of an older version, which still runs, cannot read. Nothing was recorded. Repeat the request when the older instances have stopped, with the same Idempotency-Key.";
    UNREADABLE = "unreadable", 503, "Not readable at the moment",
        "This rests on an event that this program cannot read: a newer version of it wrote the event, or it is damaged. `stream`, `sequence` and `position` name it. Everything else works, and the owners are told. Repeat the request once a program that can read it runs.";
    TIMEOUT = "timeout", 504, "No answer in time",
        "The request took too long. It may or may not have had an effect: repeat it with the same Idempotency-Key to find out.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ALL;

    #[test]
    fn every_code_is_used_once() {
        let codes: BTreeSet<_> = ALL.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), ALL.len());
    }
}
