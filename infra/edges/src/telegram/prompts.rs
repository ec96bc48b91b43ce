//! Questions that the bot asked, and what a reply to each is for.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::PostId;
use projections::statements;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use super::callback_subjects::{AttemptRef, VariantRef};
use domain::id::SuggestionId;

/// How long a question may be answered.
const LIFETIME: TimeDelta = TimeDelta::days(30);

statements! {
    FORGET_OLD = "DELETE FROM telegram_prompts WHERE created_at < $1";

    KEEP = "
        INSERT INTO telegram_prompts (chat_id, message_id, purpose, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (chat_id, message_id) DO UPDATE SET purpose = excluded.purpose, created_at = excluded.created_at";

    FIND = "SELECT purpose FROM telegram_prompts WHERE chat_id = $1 AND message_id = $2";
}

/// What an answer is for. Holds ids and numbers, no words of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Purpose {
    /// The new text of a variant.
    Edit {
        /// The suggestion.
        suggestion: SuggestionId,
        /// The variant's number.
        variant: u8,
        /// The revision that was seen.
        revision: u32,
    },
    /// The link of a post of unknown outcome that is on X.
    Live {
        /// The post.
        post: PostId,
        /// The attempt in question.
        attempt: u32,
    },
    /// The link of a post that somebody put on X by hand.
    ByHand {
        /// The post.
        post: PostId,
    },
}

impl From<VariantRef> for Purpose {
    fn from(VariantRef { suggestion, variant, revision }: VariantRef) -> Self {
        Self::Edit { suggestion, variant, revision }
    }
}

impl From<AttemptRef> for Purpose {
    fn from(AttemptRef { post, attempt }: AttemptRef) -> Self {
        Self::Live { post, attempt }
    }
}

/// Remembers what a reply to the message is for, and forgets questions that nobody answers any more.
pub(super) async fn keep(
    pool: &PgPool,
    chat: i64,
    message: i32,
    purpose: &Purpose,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    // Old questions are dropped with each new one; that is often enough, and no timer has to be run for it.
    sqlx::query(FORGET_OLD).bind(now - LIFETIME).execute(pool).await?;
    sqlx::query(KEEP).bind(chat).bind(message).bind(Json(purpose)).bind(now).execute(pool).await?;
    Ok(())
}

/// What a reply to the message is for; nothing, if it was no question.
pub(super) async fn find(pool: &PgPool, chat: i64, message: i32) -> Result<Option<Purpose>, sqlx::Error> {
    let found: Option<Json<Purpose>> =
        sqlx::query_scalar(FIND).bind(chat).bind(message).fetch_optional(pool).await?;
    Ok(found.map(|Json(purpose)| purpose))
}
