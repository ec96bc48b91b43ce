//! The digest: notices that could not be sent for a while are told together. Cards that wait for a decision are not.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::notice::{NoticeSubject, OUTBOX, SHOW, ShowNotice, chat_order};
use commands::process::{Job, Verdict};
use domain::audit_line::counted;
use projections::statements;
use sqlx::types::Json;

use super::{Outbox, Undelivered, chats};
use crate::telegram::client::Destination;
use crate::telegram::html::{bold, escape, plain, shortened};
use crate::telegram::notice_copies;
use crate::telegram::reply::{Reply, Target};
use crate::telegram::times;

/// How old a notice is when it is not sent as a message of its own any more.
const LATE: TimeDelta = TimeDelta::minutes(15);
/// Lines of a digest.
const LINES: usize = 20;
/// The longest title and the longest end of a line, in UTF-16 units.
const PART: usize = 90;
/// The most notices that are looked at.
const LOOKED_AT: i64 = 200;

statements! {
    WAITING = "
        SELECT request, created_at FROM effects
         WHERE ordering_key = $1 AND process = $2 AND step = $3 AND status IN ('queued', 'running', 'waiting')
           AND created_at <= $4
         ORDER BY sequence LIMIT $5";
}

/// What is told together.
#[derive(Default)]
struct Digest {
    lines: Vec<String>,
    since: Option<DateTime<Utc>>,
}

impl Outbox {
    /// The verdict on a notice that was told with others, or is told with them now; none if it is to be sent by itself.
    pub(super) async fn digest_if_late(
        &self,
        job: &Job,
        show: &ShowNotice,
        reply: &Reply,
    ) -> Result<Option<Verdict>, Verdict> {
        let bot = self.notices.bot();
        let until = bot.clock.now() - LATE;
        if show.anew || job.created_at > until || waits_for_decision(reply) {
            return Ok(None);
        }
        let told = chats::digested_until(&bot.pool, show.chat).await.map_err(Verdict::retry)?;
        if told.is_some_and(|told| job.created_at <= told) {
            return Ok(Some(Verdict::DONE));
        }
        let digest = self.gather(show.chat, until).await?;
        if digest.lines.len() < 2 {
            return Ok(None);
        }
        let to = Destination { topic: show.topic, ..Destination::chat(show.chat) };
        match self.deliver(job, to, &digest.html(bot.clock.now()), None).await {
            Ok(_) => {}
            Err(Undelivered::Verdict(verdict)) => return Err(verdict),
            // as a notice of its own it will find that too, and say whom to tell instead
            Err(Undelivered::Unreachable(_) | Undelivered::Moved(_)) => return Ok(None),
        }
        chats::digest(&bot.pool, show.chat, until).await.map_err(Verdict::retry)?;
        Ok(Some(Verdict::DONE))
    }

    /// A line for each notice that waits for the chat since then or longer, and that is no message there yet.
    async fn gather(&self, chat: i64, until: DateTime<Utc>) -> Result<Digest, Verdict> {
        let bot = self.notices.bot();
        let waiting: Vec<(Json<ShowNotice>, DateTime<Utc>)> = sqlx::query_as(WAITING)
            .bind(chat_order(chat))
            .bind(OUTBOX)
            .bind(SHOW)
            .bind(until)
            .bind(LOOKED_AT)
            .fetch_all(&bot.pool)
            .await
            .map_err(Verdict::retry)?;
        let (mut digest, mut seen) = (Digest::default(), HashSet::<NoticeSubject>::new());
        for (Json(show), created_at) in waiting {
            let subject = self.notices.latest(show.subject).await?;
            let copy = notice_copies::find(&bot.pool, &subject, chat).await.map_err(Verdict::retry)?;
            if show.anew || copy.is_some() || !seen.insert(subject.clone()) {
                continue;
            }
            let Some(reply) = self.notices.render(&subject).await? else { continue };
            if !waits_for_decision(&reply) {
                digest.since.get_or_insert(created_at);
                digest.lines.push(line(&reply));
            }
        }
        Ok(digest)
    }
}

/// Whether somebody is asked to press something.
fn waits_for_decision(reply: &Reply) -> bool {
    reply.rows.iter().flatten().any(|button| matches!(button.target, Target::Press(_)))
}

/// The notice in one line: what it is about, and how it stands.
fn line(reply: &Reply) -> String {
    let part = |block: Option<&String>| {
        let words = plain(block.map_or("", String::as_str));
        escape(&shortened(words.lines().next().unwrap_or_default().trim(), PART))
    };
    let mut blocks = reply.blocks.iter().filter(|block| !block.trim().is_empty());
    let (title, end) = (part(blocks.next()), part(blocks.next_back()));
    if end.is_empty() { format!("• {title}") } else { format!("• {title}: {end}") }
}

impl Digest {
    fn html(&self, now: DateTime<Utc>) -> String {
        let zone = chrono_tz::Tz::UTC;
        let since = times::moment(self.since.unwrap_or(now), zone);
        let title = format!(
            "{}\nTelegram could not be reached for a while. Since {since} there are {}:",
            bold("Meanwhile"),
            counted(self.lines.len(), "notice")
        );
        let shown = self.lines.iter().take(LINES).cloned();
        let more = self.lines.len().checked_sub(LINES).filter(|more| *more > 0);
        let more = more.map(|more| format!("… and {more} more: /audit lists what happened."));
        [title].into_iter().chain(shown).chain(more).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, line, waits_for_decision};
    use crate::telegram::html::{LONGEST_MESSAGE, seen_length};
    use crate::telegram::reply::{Button, Reply};

    #[test]
    fn a_notice_is_one_line_of_its_title_and_its_end() {
        let reply = Reply::html("<b>Frogs &amp; Co</b> · post <code>1a2b</code>")
            .and("")
            .and("a text")
            .and("Published: x");
        assert_eq!(line(&reply), "• Frogs &amp; Co · post 1a2b: Published: x");
        assert_eq!(line(&Reply::html("Paused")), "• Paused");
    }

    #[test]
    fn links_ask_for_nothing() {
        assert!(!waits_for_decision(
            &Reply::html("x").row([Button::open("Open on X", "https://x.com/a/status/1")])
        ));
    }

    #[test]
    fn the_longest_digest_is_one_message() {
        let long = line(&Reply::html("x".repeat(500)).and("y".repeat(500)));
        let digest = Digest { lines: vec![long; 60], since: None };
        let html = digest.html(chrono::DateTime::UNIX_EPOCH);
        assert!(html.contains("60 notices") && html.ends_with("and 40 more: /audit lists what happened."));
        assert!(seen_length(&html) <= LONGEST_MESSAGE);
    }
}
