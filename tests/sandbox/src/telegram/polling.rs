//! Long polling, which a webhook excludes, and the kinds of updates that either brings.

use std::time::Duration;

use serde_json::{Value, json};

use super::Telegram;
use super::fields::Fields;
use super::problem::Problem;
use super::state::State;

const TAKEN_OVER: &str =
    "terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_ACTIVE: &str =
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/// The kinds of updates that there are.
const KINDS: [&str; 25] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];
/// Those that come only to whoever names them.
const NAMED_ONLY: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

impl Telegram {
    /// Answers as soon as there is an update, another poller or a webhook; empty when the time is up.
    pub(super) async fn get_updates(&self, fields: &Fields) -> Result<Value, Problem> {
        let limit = usize::try_from(fields.integer("limit").unwrap_or(100)).unwrap_or(100).clamp(1, 100);
        let seconds = fields.integer("timeout").unwrap_or_default().clamp(0, 50).unsigned_abs();
        let poll = self.state.change(|state| state.begin_poll(fields))?;
        let answer = self.state.until(Duration::from_secs(seconds), |state| state.polled(poll, limit)).await;
        answer.unwrap_or_else(|| Ok(json!([])))
    }
}

impl State {
    fn begin_poll(&mut self, fields: &Fields) -> Result<u64, Problem> {
        if self.webhook.is_some() {
            return Err(Problem::conflict(WEBHOOK_ACTIVE));
        }
        self.allow(fields)?;
        self.confirm(fields.integer("offset").unwrap_or_default());
        self.poll += 1;
        Ok(self.poll)
    }

    fn polled(&self, poll: u64, limit: usize) -> Option<Result<Value, Problem>> {
        if self.poll != poll {
            return Some(Err(Problem::conflict(TAKEN_OVER)));
        }
        if self.webhook.is_some() {
            return Some(Err(Problem::conflict("terminated by setWebhook request")));
        }
        let updates: Vec<&Value> = self.updates.iter().take(limit).map(|update| &update.json).collect();
        (!updates.is_empty()).then(|| Ok(json!(updates)))
    }

    /// Forgets updates below a positive offset; keeps only the last `-offset` for a negative one.
    fn confirm(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let surplus = self.updates.len().saturating_sub(keep);
            self.updates.drain(..surplus);
        }
        self.updates.retain(|update| update.id >= offset);
    }

    /// Remembers the kinds of updates asked for, if this call says.
    pub(super) fn allow(&mut self, fields: &Fields) -> Result<(), Problem> {
        let Some(kinds) = fields.json("allowed_updates")? else { return Ok(()) };
        let broken = |reason: &str| Problem::bad(format!("can't parse allowed_updates: {reason}"));
        let kinds: Vec<String> =
            serde_json::from_value(kinds).map_err(|_| broken("expected an Array of String"))?;
        if let Some(unknown) = kinds.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(broken(&format!("unknown update type \"{unknown}\"")));
        }
        self.allowed = kinds;
        Ok(())
    }

    /// Whether the bot wants to hear of such.
    pub(super) fn hears(&self, kind: &str) -> bool {
        if self.allowed.is_empty() {
            return !NAMED_ONLY.contains(&kind);
        }
        self.allowed.iter().any(|allowed| allowed == kind)
    }
}
