//! The outbox: performs what is to be sent to chats, each chat in its order and within Telegram's limits.
//!
//! A message is sent once more if nobody knows whether it arrived, marked, and after Telegram answers again; a third time
//! never. Edits may be repeated as often as it takes.

pub(super) mod chats;
mod digest;
mod metrics;
pub(super) mod outgoing;
mod pace;
mod show;

use std::sync::Arc;

use async_trait::async_trait;
use commands::faults::Guard;
use commands::port::notice::{MENU, OUTBOX, SHOW, SetMenu};
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use commands::process::{Job, NewJob, ProcessManager, Verdict};
use commands::retry_policy::{RetryPolicy, TELEGRAM_OUTBOX};
use commands::unreadable::Unreadable;
use domain::event::EventKind;
use domain::id::MemberId;
use domain::recorded::Recorded;
use engine::lease::Leases;
use engine::lifecycle::Lifecycle;
use teloxide::types::ReplyMarkup;

pub use self::metrics::OutboxMetrics;
use self::outgoing::{EDIT, MessageRef, Page, REMOVE_BUTTONS, SEND, SendRequest, page_job};
use self::pace::{ASKED_TO_WAIT, Pace};
use super::bot_api_error::BotApiError;
use super::client::Destination;
use super::commands::menu_of;
use super::config::SendLimits;
use super::history::unavailable;
use super::html::{LONGEST_MESSAGE, escape, plain, seen_length, shortened};
use super::notices::TelegramNotices;
use super::prompts;
use super::update_handler::unopened;

/// Its name and steps: announced by instances that do not perform them, too.
pub const OUTBOX_STEPS: (&str, &[&str]) = (OUTBOX, &[SEND, EDIT, REMOVE_BUTTONS, SHOW, MENU]);

/// Jobs at a time. Each waits for its turn with a worker, so there are more than Telegram is sent in a second.
const CONCURRENCY: usize = 40;
/// Begins a message that may have arrived before.
const SENT_AGAIN: &str = "↻ <i>Sent again: I could not see whether this had arrived.</i>";
/// In place of words that were to be forgotten before they could be sent.
pub(super) const FORGOTTEN: &str =
    "What I wanted to say here was forgotten before Telegram could be reached.";

/// Sends messages and edits.
pub struct Outbox {
    notices: Arc<TelegramNotices>,
    pub(super) pace: Pace,
}

/// Why nothing was delivered.
enum Undelivered {
    /// What becomes of the job.
    Verdict(Verdict),
    /// Nothing is delivered to the chat any more, because of this.
    Unreachable(String),
    /// The group has this id now.
    Moved(i64),
}

impl From<Verdict> for Undelivered {
    fn from(verdict: Verdict) -> Self {
        Self::Verdict(verdict)
    }
}

impl Outbox {
    /// Sends for the bot of the notices, within these limits.
    pub fn new(notices: Arc<TelegramNotices>, limits: SendLimits) -> Arc<Self> {
        let (pool, clock) = (notices.bot().pool.clone(), Arc::clone(&notices.bot().clock));
        Arc::new(Self { notices, pace: Pace::new(pool, clock, limits) })
    }

    /// Shares the limit of all chats with the other instances that send, until the soft stop.
    pub fn share_limits(&self, leases: Leases, lifecycle: &Lifecycle) {
        self.pace.share(leases, lifecycle);
    }

    async fn send(&self, job: &Job) -> Result<Verdict, Verdict> {
        let SendRequest { to, person } = job.request()?;
        let page = self.page(job).await?;
        match self.deliver(job, to, &page.html, page.markup.clone()).await {
            Ok(message) => {
                self.remember_question(to.chat, message, &page).await;
                Ok(Verdict::DONE)
            }
            Err(Undelivered::Verdict(verdict)) => Err(verdict),
            Err(Undelivered::Unreachable(why)) => {
                self.tell_of_unreachable(job, to.chat, &why).await;
                match person.filter(|person| *person != to.chat) {
                    Some(person) => self.hand_on(job, Destination::chat(person), page).await,
                    None => Err(Verdict::Fail { why }),
                }
            }
            Err(Undelivered::Moved(moved)) => {
                self.hand_on(job, Destination { chat: moved, reply_to: None, ..to }, page).await
            }
        }
    }

    async fn edit(&self, job: &Job) -> Result<Verdict, Verdict> {
        let MessageRef { chat, message } = job.request()?;
        let page = self.page(job).await?;
        self.pace.turn(chat).await?;
        let edited = self.notices.bot().client.edit(chat, message, &page.html, page.markup).await;
        self.unless_gone(edited)
    }

    async fn remove_buttons(&self, job: &Job) -> Result<Verdict, Verdict> {
        let MessageRef { chat, message } = job.request()?;
        self.pace.turn(chat).await?;
        let removed = self.notices.bot().client.remove_buttons(chat, message).await;
        self.unless_gone(removed)
    }

    /// By the roles of now. Telegram refuses the menu of a chat that it does not know: that gets it with the first `/start`.
    async fn set_menu(&self, job: &Job) -> Result<Verdict, Verdict> {
        let SetMenu { user } = job.request()?;
        let bot = self.notices.bot();
        if !chats::is_known(&bot.pool, user).await.map_err(Verdict::retry)? {
            return Ok(Verdict::DONE);
        }
        let member = bot.aggregates.member(&MemberId::telegram(user)).await?.state;
        self.unless_gone(bot.client.set_commands_of(user, menu_of(&member)).await)
    }

    /// An edit of a message that is not there any more, or of a chat that is gone or has moved, needs none; to repeat one
    /// does no harm.
    fn unless_gone(&self, edited: Result<(), BotApiError>) -> Result<Verdict, Verdict> {
        match edited {
            Ok(()) | Err(BotApiError::Missing | BotApiError::Moved(_) | BotApiError::Gone(_)) => {
                Ok(Verdict::DONE)
            }
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Sends a message in its turn; its number, if Telegram told it.
    async fn deliver(
        &self,
        job: &Job,
        to: Destination,
        html: &str,
        markup: Option<ReplyMarkup>,
    ) -> Result<Option<i32>, Undelivered> {
        let bot = self.notices.bot();
        let was_unreachable = self.pace.turn(to.chat).await?;
        let repeats = job.unknown_tries > 0 && Guard::MessageRepeat.holds();
        let marked = if repeats { Some(self.begin_repeat(job, html).await?) } else { None };
        let html = marked.as_deref().unwrap_or(html);
        let sent = bot.client.send(to, html, markup).await;
        if repeats && !matches!(sent, Ok(_) | Err(BotApiError::Cut(_))) {
            chats::withdraw_repeat(&bot.pool, job.id).await.map_err(Verdict::retry)?;
        }
        match sent {
            Ok(message) => {
                if was_unreachable && let Err(error) = chats::now_reachable(&bot.pool, to.chat).await {
                    tracing::info!(%error, "a chat that can be reached again still counts as unreachable");
                }
                Ok(message)
            }
            Err(BotApiError::Gone(why)) => Err(Undelivered::Unreachable(why)),
            Err(BotApiError::Cut(why)) if repeats => Err(Verdict::Unknown { why }.into()),
            Err(BotApiError::Cut(why)) => Err(Verdict::RetryUnknown { why, after: None }.into()),
            Err(BotApiError::Moved(moved)) => {
                bot.move_chat(to.chat, moved).await.map_err(|error| Verdict::from(unavailable(error)))?;
                Err(Undelivered::Moved(moved))
            }
            Err(error) => Err(self.failed(&error).into()),
        }
    }

    /// The marked message, once Telegram answers: the one repetition must not be wasted.
    async fn begin_repeat(&self, job: &Job, html: &str) -> Result<String, Verdict> {
        let bot = self.notices.bot();
        bot.client.me().await.map_err(|error| self.failed(&error))?;
        let first = chats::begin_repeat(&bot.pool, job.id).await.map_err(Verdict::retry)?;
        if !first {
            let why = "it was sent once more already, and nobody knows whether it arrived".to_owned();
            return Err(Verdict::Unknown { why });
        }
        tracing::info!(job = %job.id.0, "a message of which nobody knows whether it arrived is sent once more");
        Ok(marked(html))
    }

    /// The verdict on a request that was not carried out.
    fn failed(&self, error: &BotApiError) -> Verdict {
        match error {
            BotApiError::Busy { retry_after: Some(wait), .. } => {
                Verdict::Wait { why: format!("{ASKED_TO_WAIT}: {error}"), until: self.pace.at(*wait) }
            }
            // with another token it will be accepted
            BotApiError::Busy { retry_after: None, .. }
            | BotApiError::Cut(_)
            | BotApiError::Unauthorised(_) => Verdict::retry(error),
            BotApiError::Gone(_)
            | BotApiError::Moved(_)
            | BotApiError::Missing
            | BotApiError::Unchanged
            | BotApiError::Conflict(_)
            | BotApiError::Refused(_)
            | BotApiError::Incomplete(_) => Verdict::Fail { why: error.to_string() },
        }
    }

    /// What a job is to send; its words may have been forgotten meanwhile.
    async fn page(&self, job: &Job) -> Result<Page, Verdict> {
        let Some(sealed) = &job.sealed else {
            return Ok(Page { html: FORGOTTEN.to_owned(), markup: None, question: None });
        };
        let keyring = &self.notices.bot().keyring;
        let text = keyring.open_payload(job.id, sealed).await.map_err(|error| unopened(&error))?;
        serde_json::from_slice(&text).map_err(|error| {
            // where it stopped to be one, without a word of what it says
            let reason = format_args!("{:?} error in column {}", error.classify(), error.column());
            Unreadable::new("a message that waits to be sent", reason).into()
        })
    }

    async fn remember_question(&self, chat: i64, message: Option<i32>, page: &Page) {
        let (Some(message), Some(purpose)) = (message, &page.question) else { return };
        let bot = self.notices.bot();
        if let Err(error) = prompts::keep(&bot.pool, chat, message, purpose, bot.clock.now()).await {
            tracing::warn!(%error, "a question could not be remembered; its answer will not be understood");
        }
    }

    /// The same page for another chat, in the order of that.
    async fn hand_on(&self, job: &Job, to: Destination, page: Page) -> Result<Verdict, Verdict> {
        let keyring = &self.notices.bot().keyring;
        let handed_on = page_job(keyring, job.id.0, 0, SendRequest { to, person: None }, &page).await;
        Ok(Verdict::Done(vec![handed_on.map_err(|error| unopened(&error))?]))
    }

    /// Nothing more is sent there by itself; who can mend it is told once.
    async fn tell_of_unreachable(&self, job: &Job, chat: i64, why: &str) {
        let bot = self.notices.bot();
        match chats::now_unreachable(&bot.pool, chat, bot.clock.now()).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, chat, "it could not be remembered that a chat cannot be reached");
                return;
            }
        }
        let text = if chat < 0 {
            format!(
                "I cannot write to the group {chat} any more ({why}). Its notices go to those who decide, in private. \
                 Add me again and let me write; I notice it with the first command there."
            )
        } else {
            format!(
                "I cannot write to telegram:{chat} any more ({why}): the bot is blocked, or was never started there. \
                 No notices reach them until they write to me."
            )
        };
        let subject = format!("unreachable-{}", job.id.0);
        self.notices.raise(&Alarm { subject, project: job.project, stream: None, text }).await;
    }
}

/// The message with its mark; one that leaves no room for that loses its markup and its end.
fn marked(html: &str) -> String {
    let room = LONGEST_MESSAGE - seen_length(SENT_AGAIN) - 1;
    if seen_length(html) <= room {
        return format!("{SENT_AGAIN}\n{html}");
    }
    format!("{SENT_AGAIN}\n{}", escape(&shortened(&plain(html), room)))
}

#[async_trait]
impl ProcessManager for Outbox {
    fn name(&self) -> &'static str {
        OUTBOX
    }

    fn steps(&self) -> &'static [&'static str] {
        OUTBOX_STEPS.1
    }

    fn takes(&self, _kind: EventKind) -> bool {
        false
    }

    fn react(&self, _event: &Recorded) -> Vec<NewJob> {
        Vec::new()
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        match job.step.as_str() {
            SEND => self.send(job).await,
            EDIT => self.edit(job).await,
            REMOVE_BUTTONS => self.remove_buttons(job).await,
            SHOW => self.show(job).await,
            MENU => self.set_menu(job).await,
            _ => Ok(job.unknown_step()),
        }
    }

    fn max_concurrency(&self) -> Option<usize> {
        Some(CONCURRENCY)
    }

    fn retry_policy(&self) -> RetryPolicy {
        TELEGRAM_OUTBOX
    }
}

#[cfg(test)]
mod tests {
    use super::{SENT_AGAIN, marked};
    use crate::telegram::html::seen_length;

    #[test]
    fn a_message_of_full_length_is_marked_too() {
        assert_eq!(marked("<b>gm</b>"), format!("{SENT_AGAIN}\n<b>gm</b>"));
        let long = marked(&format!("<b>{}</b>", "x".repeat(4096)));
        assert!(long.starts_with(SENT_AGAIN) && long.ends_with('…'));
        assert_eq!(seen_length(&long), 4096);
    }
}
