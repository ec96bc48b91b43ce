//! What the chats show when everything has come to rest.

use anyhow::{Context, ensure};
use sandbox::telegram::ChatMessage;
use sqlx::PgPool;
use tests::surroundings::{ALICE, BOB};

use super::crowd::{Crowd, marker};
use crate::stage::Outside;

/// Begins a message that came once more.
const SENT_AGAIN: &str = "↻ Sent again";

const COUNTS: &str = "
    SELECT (SELECT count(*) FROM telegram_repeats),
           (SELECT coalesce(sum(unknown_tries), 0)::bigint FROM effects WHERE process = 'telegram-outbox'),
           (SELECT count(*) FROM effects WHERE process = 'telegram-outbox' AND status = 'unknown'),
           (SELECT count(*) FROM effects WHERE process = 'telegram-outbox' AND status = 'failed')";

/// Messages, and what the jobs count.
pub(super) struct Seen {
    /// What is written where, and what of it is expected in each round.
    series: Vec<Series>,
    /// The numbers in answers to what one person wrote in one chat, in the order of the chat.
    answers: Vec<(String, Vec<u32>)>,
    pressed: Vec<i64>,
    rounds: u32,
    repeats: i64,
    unknown_tries: i64,
    unknown: i64,
    failed: i64,
}

/// The messages of one kind in one chat, with their rounds, in the order of the chat.
struct Series {
    name: String,
    messages: Vec<(u32, ChatMessage)>,
}

impl Seen {
    pub(super) async fn look(outside: &Outside, crowd: &Crowd, pool: &PgPool) -> anyhow::Result<Self> {
        let (repeats, unknown_tries, unknown, failed) =
            sqlx::query_as(COUNTS).fetch_one(pool).await.context("count the repetitions")?;
        let rounds = crowd.rounds();
        let (mut series, mut answers) = (Vec::new(), Vec::new());
        for (chat, what) in [(BOB, "mood"), (ALICE, "layer"), (crowd.group, "grouplayer")] {
            // A layer is acknowledged, and shown on a card. Only the card quotes it.
            let written = outside.sandbox.telegram().messages(chat, 0).into_iter();
            let written: Vec<ChatMessage> = written.filter(|message| message.from_bot).collect();
            let round_of = |message: &ChatMessage| {
                (1..=rounds).find(|round| message.text.contains(&marker(what, *round)))
            };
            let messages = written.iter().filter_map(|message| Some((round_of(message)?, message.clone())));
            let answered = written.iter().filter_map(|message| number_after(what, &message.text));
            answers.push((format!("answers in {chat}"), answered.collect()));
            series.push(Series { name: format!("{what} in {chat}"), messages: messages.collect() });
        }
        let pressed = crowd.pressed();
        Ok(Self { series, answers, pressed, rounds, repeats, unknown_tries, unknown, failed })
    }

    /// Nothing is lost.
    pub(super) fn all_arrived(&self) -> anyhow::Result<String> {
        for series in &self.series {
            for round in 1..=self.rounds {
                ensure!(
                    series.messages.iter().any(|(of, _)| *of == round),
                    "{} of round {round} never arrived; it has {}",
                    series.name,
                    series.told()
                );
            }
        }
        ensure!(self.failed == 0, "{} jobs were given up", self.failed);
        Ok(format!("{} of each of {} kinds", self.rounds, self.series.len()))
    }

    /// Nothing comes three times, and what comes twice says so.
    pub(super) fn repeated_once_and_marked(&self) -> anyhow::Result<String> {
        let mut marked = 0;
        for series in &self.series {
            for round in 1..=self.rounds {
                let (again, first): (Vec<_>, Vec<_>) = series
                    .messages
                    .iter()
                    .filter(|(of, _)| *of == round)
                    .partition(|(_, message)| message.text.starts_with(SENT_AGAIN));
                ensure!(
                    first.len() <= 1 && again.len() <= 1,
                    "{} of round {round} came {} times unmarked and {} times marked",
                    series.name,
                    first.len(),
                    again.len()
                );
                marked += again.len();
            }
        }
        Ok(format!(
            "{} sendings were cut off from their end, {} messages were sent once more, {marked} of them are among these; \
             {} ended unknown",
            self.unknown_tries, self.repeats, self.unknown
        ))
    }

    /// What somebody wrote first is answered first. Cards come in the order in which they were scored.
    pub(super) fn in_order(&self) -> anyhow::Result<String> {
        for (name, numbers) in &self.answers {
            ensure!(!numbers.is_empty(), "{name}: there is none");
            ensure!(numbers.is_sorted(), "{name} came as {numbers:?}");
        }
        Ok(format!("{} answers", self.answers.iter().map(|(_, numbers)| numbers.len()).sum::<usize>()))
    }

    /// Who pressed a button sees what came of it in the message pressed; a copy of it loses its buttons too, where its
    /// number is known.
    pub(super) fn edited(&self) -> anyhow::Result<String> {
        let mut decided = 0;
        for series in &self.series {
            for (round, message) in &series.messages {
                if !self.pressed.contains(&message.id) {
                    continue;
                }
                let same = series.messages.iter().filter(|(of, _)| of == round);
                let shown = same.filter(|(_, message)| message.text.contains("Rejected by")).count();
                ensure!(
                    shown >= 1,
                    "{} of round {round} does not show the decision: {}",
                    series.name,
                    message.text
                );
                decided += 1;
            }
        }
        ensure!(decided > 0, "nothing was decided");
        Ok(format!("{decided} decisions are shown where they were made"))
    }
}

/// The number that the answer to a command of this kind names: of its round, or of the layer.
fn number_after(what: &str, text: &str) -> Option<u32> {
    let before = if what == "mood" { "<mood " } else { "Layer " };
    if what != "mood" && !text.contains("waits for approval") {
        return None;
    }
    let (_, rest) = text.split_once(before)?;
    rest.split(|one: char| !one.is_ascii_digit()).next()?.parse().ok()
}

impl Series {
    fn told(&self) -> String {
        let rounds: Vec<String> = self.messages.iter().map(|(round, _)| round.to_string()).collect();
        rounds.join(" ")
    }
}
