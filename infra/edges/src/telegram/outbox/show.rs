//! Shows a notice: always rendered from the current state, edited where it is shown already.

use commands::port::ServiceError;
use commands::port::notice::ShowNotice;
use commands::process::{Job, Verdict};
use commands::processes::announcing::announce_elsewhere;
use domain::id::JobId;

use super::{Outbox, Undelivered};
use crate::telegram::bot_api_error::BotApiError;
use crate::telegram::client::Destination;
use crate::telegram::history::unavailable;
use crate::telegram::keyboard::markup;
use crate::telegram::notice_copies::{self, NoticeCopy};
use crate::telegram::reply::Reply;

impl Outbox {
    /// Everything that is sent to a chat is in order, so what is shown cannot have changed in between.
    pub(super) async fn show(&self, job: &Job) -> Result<Verdict, Verdict> {
        let ShowNotice { mut subject, chat, topic, anew } = job.request()?;
        let pool = &self.notices.bot().pool;
        let mut copy = notice_copies::find(pool, &subject, chat).await.map_err(stopped)?;
        // What an earlier try of this job has sent is the new copy.
        let anew = anew && copy.as_ref().is_none_or(|copy| copy.updated_at < job.created_at);
        if copy.is_none() && !anew {
            // News that later news has overtaken is told as that.
            subject = self.notices.latest(subject).await?;
            copy = notice_copies::find(pool, &subject, chat).await.map_err(stopped)?;
        }
        let Some(reply) = self.notices.render(&subject).await? else { return Ok(Verdict::DONE) };
        let show = ShowNotice { subject, chat, topic, anew };
        match copy {
            // Telegram refuses an edit that changes nothing and counts it.
            Some(copy) if !anew && copy.hash == reply.hash() => Ok(Verdict::DONE),
            Some(copy) if !anew && copy.message != 0 => {
                self.bring_up_to_date(job, &show, &copy, &reply).await
            }
            Some(copy) if anew && copy.message != 0 => {
                self.pace.turn(chat).await?;
                self.notices.bot().client.remove_buttons(chat, copy.message).await.ok();
                self.send_notice(job, &show, &reply).await
            }
            // A message whose number Telegram did not tell cannot be edited.
            Some(_) => self.send_notice(job, &show, &reply).await,
            None => match self.digest_if_late(job, &show, &reply).await? {
                Some(verdict) => Ok(verdict),
                None => self.send_notice(job, &show, &reply).await,
            },
        }
    }

    async fn bring_up_to_date(
        &self,
        job: &Job,
        show: &ShowNotice,
        copy: &NoticeCopy,
        reply: &Reply,
    ) -> Result<Verdict, Verdict> {
        self.pace.turn(show.chat).await?;
        let page = reply.pages().into_iter().next().unwrap_or_default();
        match self.notices.bot().client.edit(show.chat, copy.message, &page, markup(reply)).await {
            Ok(()) => {
                self.keep(show, Some(copy.message), reply).await?;
                Ok(Verdict::DONE)
            }
            // somebody deleted the message
            Err(BotApiError::Missing) => self.send_notice(job, show, reply).await,
            Err(BotApiError::Moved(moved)) => {
                self.notices.bot().move_chat(show.chat, moved).await.map_err(stopped)?;
                Ok(followed(job, show, moved))
            }
            Err(BotApiError::Gone(why)) => self.not_shown(job, show, why).await,
            Err(error) => Err(self.failed(&error)),
        }
    }

    async fn send_notice(&self, job: &Job, show: &ShowNotice, reply: &Reply) -> Result<Verdict, Verdict> {
        let to = Destination { topic: show.topic, ..Destination::chat(show.chat) };
        let page = reply.pages().into_iter().next().unwrap_or_default();
        match self.deliver(job, to, &page, markup(reply)).await {
            Ok(message) => {
                self.keep(show, message, reply).await?;
                Ok(Verdict::DONE)
            }
            Err(Undelivered::Moved(moved)) => Ok(followed(job, show, moved)),
            Err(Undelivered::Verdict(verdict)) => Err(verdict),
            Err(Undelivered::Unreachable(why)) => self.not_shown(job, show, why).await,
        }
    }

    /// What a group cannot be told is told to those who decide.
    async fn not_shown(&self, job: &Job, show: &ShowNotice, why: String) -> Result<Verdict, Verdict> {
        self.tell_of_unreachable(job, show.chat, &why).await;
        if show.chat < 0 {
            return Ok(Verdict::Done(vec![announce_elsewhere(job, &show.subject)]));
        }
        Err(Verdict::Fail { why })
    }

    /// Remembers what the chat shows. Without a number it counts as shown, and what it becomes later is sent as a message
    /// of its own.
    async fn keep(&self, show: &ShowNotice, message: Option<i32>, reply: &Reply) -> Result<(), Verdict> {
        let bot = self.notices.bot();
        let updated_at = bot.clock.now();
        let copy = NoticeCopy { message: message.unwrap_or_default(), hash: reply.hash(), updated_at };
        notice_copies::keep(&bot.pool, &show.subject, show.chat, &copy).await.map_err(stopped)
    }
}

/// The same where the group is now: it may be there already.
fn followed(job: &Job, show: &ShowNotice, moved: i64) -> Verdict {
    let show = ShowNotice { chat: moved, ..show.clone() };
    Verdict::Done(vec![show.job(JobId::derived(job.id.0, "moved"))])
}

fn stopped(error: sqlx::Error) -> Verdict {
    ServiceError::into(unavailable(error))
}
