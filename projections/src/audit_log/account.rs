//! What the audit log says of X accounts.

use domain::account::event::{AccountEvent, AttemptOutcome};
use serde_json::json;

use super::entry::{Entry, entry};

/// A sentence and details for an event of an X account.
pub(super) fn entry_of(event: &AccountEvent) -> Entry {
    match event {
        AccountEvent::AccountConnected { username } => {
            entry(format!("The X account @{username} was connected."), json!({ "username": username }))
        }
        AccountEvent::AccountDisconnected { reason } => {
            entry("The X account was disconnected.", json!({ "reason": reason }))
        }
        AccountEvent::TokensNoted { expires_at } => {
            entry("The X account's tokens changed.", json!({ "expires_at": expires_at }))
        }
        AccountEvent::AttemptOpened { post, attempt, text_hash, newest_known, opened_at } => entry(
            format!("Attempt {attempt} to publish a post was opened."),
            json!({
                "post": post,
                "attempt": attempt,
                "text_hash": text_hash,
                "newest_known": newest_known,
                "opened_at": opened_at,
            }),
        ),
        AccountEvent::AttemptSettled { post, attempt, outcome } => entry(
            match outcome {
                AttemptOutcome::Published(_) => format!("Attempt {attempt} published the post."),
                AttemptOutcome::NotPublished => format!("Attempt {attempt} did not publish the post."),
                AttemptOutcome::Unknown => format!("Attempt {attempt} ended without a known outcome."),
            },
            json!({ "post": post, "attempt": attempt, "outcome": outcome }),
        ),
        AccountEvent::AccountHeld { reason } => {
            entry("Sending to the X account was held.", json!({ "reason": reason }))
        }
        AccountEvent::AccountReleased { reason } => {
            entry("Sending to the X account was released.", json!({ "reason": reason }))
        }
    }
}
