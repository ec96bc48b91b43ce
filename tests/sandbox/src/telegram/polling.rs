//! How the bot hears: long polling, and the webhook that excludes it.

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

/// A stored webhook; nothing is delivered to it.
pub(crate) struct Webhook {
    url: String,
    max_connections: i64,
}

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
    fn allow(&mut self, fields: &Fields) -> Result<(), Problem> {
        if let Some(kinds) = fields.json("allowed_updates")? {
            self.allowed = serde_json::from_value(kinds)
                .map_err(|_| Problem::bad("can't parse allowed_updates: expected an Array of String"))?;
        }
        Ok(())
    }

    pub(crate) fn set_webhook(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let url = fields.text("url").unwrap_or_default();
        if url.is_empty() {
            return Ok(self.delete_webhook(fields));
        }
        if !url.starts_with("https://") {
            return Err(Problem::bad("bad webhook: An HTTPS URL must be provided for webhook"));
        }
        self.allow(fields)?;
        let max_connections = fields.integer("max_connections").unwrap_or(40);
        self.webhook = Some(Webhook { url: url.to_owned(), max_connections });
        self.drop_pending(fields);
        Ok(json!(true))
    }

    pub(crate) fn delete_webhook(&mut self, fields: &Fields) -> Value {
        self.webhook = None;
        self.drop_pending(fields);
        json!(true)
    }

    pub(crate) fn webhook_info(&self) -> Value {
        let mut info = json!({
            "url": self.webhook.as_ref().map_or("", |webhook| &webhook.url),
            "has_custom_certificate": false,
            "pending_update_count": self.updates.len(),
        });
        if let Some(webhook) = &self.webhook {
            info["max_connections"] = json!(webhook.max_connections);
        }
        if !self.allowed.is_empty() {
            info["allowed_updates"] = json!(self.allowed);
        }
        info
    }

    fn drop_pending(&mut self, fields: &Fields) {
        if fields.flag("drop_pending_updates") {
            self.updates.clear();
        }
    }
}
