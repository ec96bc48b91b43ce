//! Announcing: tells people in Telegram what happened and keeps every copy of a notice up to date.
//!
//! A notice is always rendered from the current state, so the order in which news arrive does not matter.

mod subjects;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::id::JobId;
use domain::recorded::Recorded;

use super::Ports;
use crate::port::notice::{NoticeSubject, SetMenu, ShowNotice};
use crate::process::{Job, NewJob, ProcessManager, Verdict};
use crate::retry_policy::{self, RetryPolicy};
pub use subjects::POST_NEWS;
use subjects::{Change, changes, whose_roles_changed};

pub(super) const NAME: &str = "announcing";
const ANNOUNCE: &str = "announce";

/// Finds who is to be told, and asks the outbox to tell them.
pub struct Announcing {
    ports: Ports,
}

impl Announcing {
    /// The process over its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Finds the chats: those with a copy, and for news also those who decide.
    async fn announce(&self, job: &Job, change: Change) -> Result<Verdict, Verdict> {
        let (subject, is_news) = match change {
            Change::News(subject) => (subject, true),
            Change::Update(subject) => (subject, false),
        };
        let mut shows = Vec::new();
        for earlier in earlier(&subject) {
            let chats = self.ports.notices.copies(&earlier).await?;
            shows.extend(chats.into_iter().map(|chat| show(job, &earlier, chat)));
        }
        // A set: who has a copy and also decides is shown one notice.
        let mut chats: BTreeSet<i64> = self.ports.notices.copies(&subject).await?.into_iter().collect();
        if is_news {
            chats.extend(self.audience(job, &subject).await?);
        }
        shows.extend(chats.into_iter().map(|chat| show(job, &subject, chat)));
        Ok(Verdict::Done(shows))
    }

    /// A request from a group is answered in the group, as long as the bot may write there; everything else goes to each
    /// decider and to whoever asked.
    async fn audience(&self, job: &Job, subject: &NoticeSubject) -> Result<Vec<i64>, Verdict> {
        let notices = &self.ports.notices;
        if let Some(group) = job.chat.filter(|chat| *chat < 0)
            && !notices.reachable(&[group]).await?.is_empty()
        {
            return Ok(vec![group]);
        }
        let mut chats = self.ports.read_models.deciders(subject.project()).await?;
        chats.extend(job.chat);
        Ok(notices.reachable(&chats).await?)
    }
}

/// The older notices of the same post: their buttons must not outlive what they offered.
fn earlier(subject: &NoticeSubject) -> Vec<NoticeSubject> {
    match subject {
        NoticeSubject::Post { project, post, news } => {
            (0..*news).map(|news| NoticeSubject::Post { project: *project, post: *post, news }).collect()
        }
        NoticeSubject::Layer { .. }
        | NoticeSubject::Variant { .. }
        | NoticeSubject::Failure { .. }
        | NoticeSubject::Posting { .. } => Vec::new(),
    }
}

/// One job per notice and chat, so that one person who blocked the bot holds up nobody else.
fn show(job: &Job, subject: &NoticeSubject, chat: i64) -> NewJob {
    // Whoever else is told has no such topic.
    let topic = job.topic.filter(|_| job.chat == Some(chat));
    let name = match subject {
        // One change shows several notices of a post in the same chat, so its number is part of the id.
        NoticeSubject::Post { news, .. } => format!("show {news} in {chat}"),
        NoticeSubject::Layer { .. }
        | NoticeSubject::Variant { .. }
        | NoticeSubject::Failure { .. }
        | NoticeSubject::Posting { .. } => {
            format!("show in {chat}")
        }
    };
    let show = ShowNotice { subject: subject.clone(), chat, topic, anew: false };
    show.job(JobId::derived(job.id.0, &name))
}

/// The job that tells news of a subject once more to whoever can be reached, after `job` found that its chat cannot.
pub fn announce_elsewhere(job: &Job, subject: &NoticeSubject) -> NewJob {
    NewJob::new(NAME, job.id.0, ANNOUNCE, &Change::News(subject.clone())).performed_by(NAME)
}

#[async_trait]
impl ProcessManager for Announcing {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &[ANNOUNCE, "show"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        subjects::takes(kind)
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let menu = whose_roles_changed(event)
            .map(|user| SetMenu { user }.job(JobId::derived(event.event_id.0, &format!("{NAME}/menu"))));
        let announce = changes(event).into_iter().zip(1..).map(|(change, ordinal): (Change, u32)| {
            let new_job = NewJob::new(NAME, event.event_id.0, ANNOUNCE, &change);
            let id = JobId::derived(event.event_id.0, &format!("{NAME}/announce {ordinal}"));
            NewJob { id, ..new_job }
        });
        announce.chain(menu).collect()
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        match job.step.as_str() {
            ANNOUNCE => self.announce(job, job.request()?).await,
            // Stored by a program that had no outbox.
            "show" => {
                let show: ShowNotice = job.request()?;
                Ok(Verdict::Done(vec![show.job(JobId::derived(job.id.0, "show in order"))]))
            }
            _ => Ok(job.unknown_step()),
        }
    }

    fn retry_policy(&self) -> RetryPolicy {
        retry_policy::ANNOUNCING
    }
}
