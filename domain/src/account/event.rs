//! Events of an X account (the stream id is the X user id). The account's stream owns the attempt.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit_line::line;
use crate::event::events;
use crate::id::{PostId, TweetId};

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// X accepted it.
    Published(TweetId),
    /// It is certainly not on X.
    NotPublished,
    /// Nobody knows: the account is held until somebody does.
    Unknown,
}

events! {
    /// What can happen to an X account.
    AccountEvent of Account {
        /// The account may be posted to.
        AccountConnected = "1.0" {
            /// Its name, without `@`.
            username: String,
        } => line(format!("The X account @{username} was connected."), json!({ "username": username })),
        /// The account may not be posted to any more.
        AccountDisconnected = "1.0" {
            /// Why, in our words.
            reason: String,
        } => line("The X account was disconnected.", json!({ "reason": reason })),
        /// Its tokens changed; only their expiry is noted.
        TokensNoted = "1.0" {
            /// When they expire; never, if absent.
            expires_at: Option<DateTime<Utc>>,
        } => line("The X account's tokens changed.", json!({ "expires_at": expires_at })),
        /// A request to X will start now; nobody else may start one.
        AttemptOpened = "1.0" {
            /// The post.
            post: PostId,
            /// The attempt's number for this post, from 1.
            attempt: u32,
            /// SHA-256 (hex) of the text's comparable form.
            text_hash: String,
            /// The newest tweet known before: what appears after it may be this attempt's.
            newest_known: Option<TweetId>,
            /// Business time of the command.
            opened_at: DateTime<Utc>,
        } => line(
            format!("Attempt {attempt} to publish a post was opened."),
            json!({
                "post": post, "attempt": attempt, "text_hash": text_hash, "newest_known": newest_known,
                "opened_at": opened_at,
            }),
        ),
        /// The attempt ended.
        AttemptSettled = "1.0" {
            /// The post.
            post: PostId,
            /// The attempt's number.
            attempt: u32,
            /// How it ended.
            outcome: AttemptOutcome,
        } => line(
            match outcome {
                AttemptOutcome::Published(_) => format!("Attempt {attempt} published the post."),
                AttemptOutcome::NotPublished => format!("Attempt {attempt} did not publish the post."),
                AttemptOutcome::Unknown => format!("Attempt {attempt} ended without a known outcome."),
            },
            json!({ "post": post, "attempt": attempt, "outcome": outcome }),
        ),
        /// Nothing may be sent to this account for now.
        AccountHeld = "1.0" {
            /// Why, in our words.
            reason: String,
        } => line("Sending to the X account was held.", json!({ "reason": reason })),
        /// Sending may go on.
        AccountReleased = "1.0" {
            /// Why, in our words.
            reason: String,
        } => line("Sending to the X account was released.", json!({ "reason": reason })),
    }
}
