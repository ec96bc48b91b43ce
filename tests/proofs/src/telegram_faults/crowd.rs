//! The crowd: two people in their private chats and in a group, who write and decide whatever Telegram does.

use std::convert::Infallible;
use std::sync::Mutex;
use std::time::Duration;

use anyhow::Context;
use sandbox::Sandbox;
use sandbox::telegram::ChatMessage;
use tests::surroundings::{ALICE, BOB};
use tokio::time::sleep;

use crate::stage::{Outside, PATIENCE};

/// Between two rounds of writing: few enough for what a chat may be sent.
const ROUND: Duration = Duration::from_secs(6);

/// Who writes where.
pub(super) struct Crowd {
    /// The group that Alice writes in.
    pub(super) group: i64,
    said: Mutex<Said>,
}

/// What was written and pressed.
#[derive(Default)]
struct Said {
    rounds: u32,
    pressed: Vec<i64>,
}

impl Crowd {
    /// Brings them together; both work on the first project.
    pub(super) async fn gather(outside: &Outside) -> anyhow::Result<Self> {
        let telegram = outside.sandbox.telegram();
        let group = telegram.create_group("Frogs");
        let heard = async |user, text: &str, chat: Option<i64>| {
            let said = telegram.user_says(user, text, chat)?;
            let is_reply = |message: &ChatMessage| message.from_bot && message.id > said;
            let reply = telegram.wait_for_message(chat.unwrap_or(user), PATIENCE, is_reply).await;
            reply.map(drop).with_context(|| format!("no reply to {text}"))
        };
        heard(ALICE, "/use Froglet", None).await?;
        heard(ALICE, &format!("/grant {BOB} editor"), None).await?;
        heard(BOB, "/use Froglet", None).await?;
        heard(ALICE, "/use Froglet", Some(group)).await?;
        Ok(Self { group, said: Mutex::default() })
    }

    /// Writes and decides, round after round, until it is dropped.
    pub(super) async fn busy(&self, sandbox: &Sandbox) -> anyhow::Result<Infallible> {
        loop {
            self.write(sandbox)?;
            self.decide(sandbox, 1);
            sleep(ROUND).await;
        }
    }

    /// Bob's moods and Alice's layers, here and in the group; each with the number of its round.
    fn write(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        let round = {
            let mut said = self.said();
            said.rounds += 1;
            said.rounds
        };
        let telegram = sandbox.telegram();
        telegram.user_says(BOB, &format!("/vibe {}", marker("mood", round)), None)?;
        telegram.user_says(ALICE, &format!("/context_add {}", marker("layer", round)), None)?;
        telegram.user_says(
            ALICE,
            &format!("/context_add {}", marker("grouplayer", round)),
            Some(self.group),
        )?;
        Ok(())
    }

    /// Alice rejects what shows that it can be, so many in each chat, the oldest first.
    pub(super) fn decide(&self, sandbox: &Sandbox, most: usize) {
        let telegram = sandbox.telegram();
        for chat in [ALICE, self.group] {
            let pressed = self.pressed();
            let undecided = |message: &ChatMessage| {
                let mut buttons = message.buttons.iter().flatten();
                buttons.any(|button| button.text == "Reject") && !pressed.contains(&message.id)
            };
            for message in telegram.messages(chat, 0).into_iter().filter(undecided).take(most) {
                self.said().pressed.push(message.id);
                telegram.user_presses(ALICE, message.id, "Reject").ok();
            }
        }
    }

    /// Rounds that were written.
    pub(super) fn rounds(&self) -> u32 {
        self.said().rounds
    }

    /// Commands that were written.
    pub(super) fn commands(&self) -> u32 {
        3 * self.rounds()
    }

    /// Buttons that were pressed.
    pub(super) fn decisions(&self) -> usize {
        self.said().pressed.len()
    }

    /// The messages whose button was pressed.
    pub(super) fn pressed(&self) -> Vec<i64> {
        self.said().pressed.clone()
    }

    fn said(&self) -> std::sync::MutexGuard<'_, Said> {
        self.said.lock().expect("nobody panics with it in hand")
    }
}

/// A word that is found again, and is part of no other.
pub(super) fn marker(what: &str, round: u32) -> String {
    format!("<{what} {round}>")
}
