//! The webhook: updates are posted to the bot's address, those of one chat one after the other, each until it is taken.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::Telegram;
use super::fields::Fields;
use super::problem::Problem;
use super::state::State;

/// The pause after a first failure; it doubles from try to try.
pub(crate) const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// How long the bot may take to answer.
const PATIENCE: Duration = Duration::from_mins(1);
/// Longer than anything here waits.
const LONG: Duration = Duration::from_hours(24);
/// Where a webhook may be.
const PORTS: [u16; 4] = [80, 88, 443, 8443];
/// Connections at a time, unless the bot says otherwise.
const CONNECTIONS: i64 = 40;
const MOST_CONNECTIONS: i64 = 100;
const LONGEST_SECRET: usize = 256;

/// A webhook as it was set.
pub(crate) struct Webhook {
    /// Which setting it is: the updates of an earlier one are delivered anew.
    number: u64,
    url: Url,
    secret: Option<String>,
    max_connections: i64,
    connections: Arc<Semaphore>,
    /// When the last delivery failed, and how.
    last_error: Option<(i64, String)>,
}

/// An update on its way.
#[derive(Clone)]
struct Delivery {
    webhook: u64,
    update: i64,
    json: Value,
    url: Url,
    secret: Option<String>,
    connections: Arc<Semaphore>,
}

/// Why an update was not taken.
struct NotTaken {
    why: String,
    retry_after: Option<Duration>,
}

impl Telegram {
    /// Posts updates whenever a webhook is set, until `stop`.
    pub(crate) async fn deliver(self, stop: CancellationToken) {
        let client = Client::builder().timeout(PATIENCE).redirect(Policy::none()).no_proxy().build();
        let client = client.expect("a client without settings of the system can be made");
        loop {
            let ready = self.state.until(LONG, |state| {
                let ready = state.deliverable();
                (!ready.is_empty()).then_some(ready)
            });
            let Some(ready) = stop.run_until_cancelled(ready).await else { return };
            for delivery in ready.unwrap_or_default() {
                self.state.change(|state| state.begin(&delivery));
                let (telegram, client, stop) = (self.clone(), client.clone(), stop.clone());
                tokio::spawn(async move {
                    stop.run_until_cancelled(telegram.deliver_one(&client, &delivery)).await;
                });
            }
        }
    }

    /// Tries until the update is taken, or the webhook is another.
    async fn deliver_one(&self, client: &Client, delivery: &Delivery) {
        let mut pause = self.state.look(|state| state.first_pause);
        while self.state.look(|state| state.is_wanted(delivery)) {
            let Ok(slot) = delivery.connections.acquire().await else { return };
            let posted = post(client, delivery).await;
            drop(slot);
            match posted {
                Ok(()) => return self.state.change(|state| state.taken(delivery)),
                Err(NotTaken { why, retry_after }) => {
                    self.state.change(|state| state.not_taken(delivery, why));
                    sleep(retry_after.unwrap_or(pause)).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Sets the first pause between two tries to deliver, a second on the real server.
    pub fn set_webhook_pause(&self, pause: Duration) {
        self.state.change(|state| state.first_pause = pause);
    }

    /// Loses the bot's answer to so many deliveries: each comes once more although the bot has taken it.
    pub fn lose_answers_of_the_bot(&self, times: u32) {
        self.state.change(|state| state.lost_answers = times);
    }
}

impl State {
    pub(crate) fn set_webhook(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let url = fields.text("url").unwrap_or_default();
        if url.is_empty() {
            return Ok(self.delete_webhook(fields));
        }
        let url = address(url)?;
        let secret = fields.text("secret_token").filter(|secret| !secret.is_empty()).map(str::to_owned);
        secret.as_deref().map_or(Ok(()), check_secret)?;
        self.allow(fields)?;
        let max_connections = fields.integer("max_connections").unwrap_or(CONNECTIONS);
        let max_connections = max_connections.clamp(1, MOST_CONNECTIONS);
        let permits = usize::try_from(max_connections).unwrap_or(1);
        self.webhooks += 1;
        self.webhook = Some(Webhook {
            number: self.webhooks,
            url,
            secret,
            max_connections,
            connections: Arc::new(Semaphore::new(permits)),
            last_error: None,
        });
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
            "url": self.webhook.as_ref().map_or("", |webhook| webhook.url.as_str()),
            "has_custom_certificate": false,
            "pending_update_count": self.updates.len(),
        });
        if let Some(webhook) = &self.webhook {
            info["max_connections"] = json!(webhook.max_connections);
            if let Some((date, message)) = &webhook.last_error {
                info["last_error_date"] = json!(date);
                info["last_error_message"] = json!(message);
            }
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

    /// The first update of each chat, unless it is on its way.
    fn deliverable(&self) -> Vec<Delivery> {
        let Some(webhook) = &self.webhook else { return Vec::new() };
        let mut chats = BTreeSet::new();
        let first = self.updates.iter().filter(|update| chats.insert(update.chat));
        let waits = first.filter(|update| update.delivered_by != Some(webhook.number));
        let delivery = |update: &super::state::Update| Delivery {
            webhook: webhook.number,
            update: update.id,
            json: update.json.clone(),
            url: webhook.url.clone(),
            secret: webhook.secret.clone(),
            connections: webhook.connections.clone(),
        };
        waits.map(delivery).collect()
    }

    fn begin(&mut self, delivery: &Delivery) {
        if let Some(update) = self.updates.iter_mut().find(|update| update.id == delivery.update) {
            update.delivered_by = Some(delivery.webhook);
        }
    }

    fn is_wanted(&self, delivery: &Delivery) -> bool {
        self.webhook.as_ref().is_some_and(|webhook| webhook.number == delivery.webhook)
            && self.updates.iter().any(|update| update.id == delivery.update)
    }

    fn taken(&mut self, delivery: &Delivery) {
        if self.lost_answers > 0 {
            self.lost_answers -= 1;
            if let Some(update) = self.updates.iter_mut().find(|update| update.id == delivery.update) {
                update.delivered_by = None;
            }
            return;
        }
        self.updates.retain(|update| update.id != delivery.update);
    }

    fn not_taken(&mut self, delivery: &Delivery, why: String) {
        let now = self.gate.now().timestamp();
        if let Some(webhook) = self.webhook.as_mut().filter(|webhook| webhook.number == delivery.webhook) {
            webhook.last_error = Some((now, why));
        }
    }
}

async fn post(client: &Client, delivery: &Delivery) -> Result<(), NotTaken> {
    let mut request = client.post(delivery.url.clone()).json(&delivery.json);
    if let Some(secret) = &delivery.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let answer = request.send().await.map_err(|error| {
        let why = if error.is_connect() { "Connection refused" } else { "Read timeout expired" };
        NotTaken { why: why.to_owned(), retry_after: None }
    })?;
    if answer.status().is_success() {
        return Ok(());
    }
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let why = format!("Wrong response from the webhook: {}", answer.status());
    Err(NotTaken { why, retry_after: asked.map(Duration::from_secs) })
}

/// The address, if Telegram takes it. On this machine's own loopback it may be plain HTTP, as a local Bot API server has it.
fn address(url: &str) -> Result<Url, Problem> {
    let url: Url = url.parse().map_err(|_| Problem::bad("bad webhook: invalid webhook URL specified"))?;
    if matches!(url.host_str(), Some("127.0.0.1" | "[::1]")) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(Problem::bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    if !url.port_or_known_default().is_some_and(|port| PORTS.contains(&port)) {
        let reason = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
        return Err(Problem::bad(reason));
    }
    Ok(url)
}

fn check_secret(secret: &str) -> Result<(), Problem> {
    if secret.len() > LONGEST_SECRET {
        return Err(Problem::bad("secret token is too long"));
    }
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let all = secret.chars().all(allowed);
    all.then_some(()).ok_or_else(|| Problem::bad("secret token contains unallowed characters"))
}
