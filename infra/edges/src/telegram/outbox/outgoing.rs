//! What is to be sent: turned into jobs of the outbox, which are stored in the statement that ends the job that asks for them.

use commands::port::notice::{NoticeSubject, OUTBOX, SetMenu, ShowNotice, chat_order};
use commands::process::NewJob;
use domain::id::JobId;
use engine::store::codec::EventReadError;
use engine::store::keys::Keyring;
use serde::{Deserialize, Serialize};
use teloxide::types::ReplyMarkup;
use uuid::Uuid;

use crate::telegram::client::Destination;
use crate::telegram::keyboard::{keyboard, markup};
use crate::telegram::prompts::Purpose;
use crate::telegram::reply::Reply;

/// Sends one message.
pub(super) const SEND: &str = "send";
/// Replaces text and buttons of a message.
pub(super) const EDIT: &str = "edit";
/// Takes the buttons from a message.
pub(super) const REMOVE_BUTTONS: &str = "remove-buttons";

/// Something that is to be sent.
#[derive(Debug)]
pub(in crate::telegram) enum Outgoing {
    /// A reply, page by page.
    Send {
        /// Where.
        to: Destination,
        /// Whom it answers: told in private if the group cannot be.
        person: Option<i64>,
        /// What.
        reply: Reply,
    },
    /// Another text and other buttons for a message.
    Edit {
        /// Which message.
        at: MessageRef,
        /// What it shows from now on.
        reply: Reply,
    },
    /// No buttons any more under a message.
    RemoveButtons(MessageRef),
    /// A notice as it is now.
    Show(ShowNotice),
    /// The menu of a person's private chat, by their roles.
    Menu(SetMenu),
}

impl Outgoing {
    /// The notice in its chat, brought up to date.
    pub(in crate::telegram) fn refresh(subject: NoticeSubject, chat: i64) -> Self {
        Self::Show(ShowNotice { subject, chat, topic: None, anew: false })
    }
}

/// A message that was sent before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(in crate::telegram) struct MessageRef {
    pub(in crate::telegram) chat: i64,
    pub(in crate::telegram) message: i32,
}

/// The readable request of [`SEND`].
#[derive(Serialize, Deserialize)]
pub(super) struct SendRequest {
    #[serde(flatten)]
    pub(super) to: Destination,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<i64>,
}

/// The sealed part of [`SEND`] and [`EDIT`]: what people read.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Page {
    /// HTML that fits into one message.
    pub(super) html: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) markup: Option<ReplyMarkup>,
    /// What an answer to it is for, if it is a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) question: Option<Purpose>,
}

/// The jobs for what a cause asks to be sent, in this order. The same cause gives the same ids.
pub(in crate::telegram) async fn outbox_jobs(
    keyring: &Keyring,
    cause: Uuid,
    outgoing: Vec<Outgoing>,
) -> Result<Vec<NewJob>, EventReadError> {
    let mut jobs = Vec::new();
    for one in outgoing {
        match one {
            Outgoing::Send { to, person, reply } => {
                for (number, page) in (1..).zip(pages(&reply)) {
                    // Only the first page answers the message; a group would see each page as another answer.
                    let to = Destination { reply_to: to.reply_to.filter(|_| number == 1), ..to };
                    let request = SendRequest { to, person };
                    jobs.push(page_job(keyring, cause, jobs.len(), request, &page).await?);
                }
            }
            Outgoing::Edit { at, reply } => {
                let html = reply.pages().into_iter().next().unwrap_or_default();
                let markup = keyboard(&reply.rows).map(ReplyMarkup::InlineKeyboard);
                let new = new_job(cause, jobs.len(), EDIT, at.chat, &at);
                jobs.push(sealed(keyring, new, &Page { html, markup, question: None }).await?);
            }
            Outgoing::RemoveButtons(at) => {
                jobs.push(new_job(cause, jobs.len(), REMOVE_BUTTONS, at.chat, &at));
            }
            Outgoing::Menu(menu) => jobs.push(menu.job(job_id(cause, jobs.len()))),
            Outgoing::Show(show) => jobs.push(show.job(job_id(cause, jobs.len()))),
        }
    }
    Ok(jobs)
}

/// The job that sends a page.
pub(super) async fn page_job(
    keyring: &Keyring,
    cause: Uuid,
    number: usize,
    request: SendRequest,
    page: &Page,
) -> Result<NewJob, EventReadError> {
    let new = new_job(cause, number, SEND, request.to.chat, &request);
    sealed(keyring, new, page).await
}

/// Pages of a reply: the last one has its buttons or its question.
fn pages(reply: &Reply) -> impl Iterator<Item = Page> {
    let pages = reply.pages();
    let last = pages.len();
    (1..).zip(pages).map(move |(number, html)| {
        let is_last = number == last;
        Page {
            html,
            markup: if is_last { markup(reply) } else { None },
            question: reply.question.clone().filter(|_| is_last),
        }
    })
}

fn new_job(cause: Uuid, number: usize, step: &'static str, chat: i64, request: &impl Serialize) -> NewJob {
    let job = NewJob::new(OUTBOX, cause, step, request).performed_by(OUTBOX);
    NewJob { id: job_id(cause, number), ..job.in_order_of(chat_order(chat)) }
}

fn job_id(cause: Uuid, number: usize) -> JobId {
    JobId::derived(cause, &format!("{OUTBOX}/{number}"))
}

async fn sealed(keyring: &Keyring, job: NewJob, page: &Page) -> Result<NewJob, EventReadError> {
    let text = serde_json::to_vec(page).expect("a page is plain data");
    Ok(NewJob { sealed: Some(keyring.seal_payload(job.id, &text).await?), ..job })
}
