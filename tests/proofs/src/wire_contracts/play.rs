//! Everything that people can do in a place: each command, rightly and wrongly, and each button.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use edges::telegram::BUTTON_CODES;
use regex::Regex;
use sandbox::faults::{Breakage, Fault, Service};
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};
use tests::surroundings::{ALICE, BOB, MALLORY};

use super::place::Place;

/// To whom the examples grant a role; without a chat with the bot, news could not be told to them.
const GRANTED: i64 = 123_456_789;
/// More layers than a page of what waits has room for.
const MANY: usize = 12;
/// A command that was written so long ago is asked about.
const LATE: i64 = 2 * 3_600;
const LINK: &str = "https://x.com/memebot_sandbox/status/1234567890";

/// Does it all, with the buttons of this project; how much it was.
pub(super) async fn everything(place: Place<'_>, project: &str) -> anyhow::Result<String> {
    let mut play = Play { place, project, pressed: BTreeSet::new(), since: 0 };
    let commands = play.commands().await?;
    play.misuse().await?;
    play.layers().await?;
    play.suggestions().await?;
    play.posts().await?;
    play.lists().await?;
    let missing: Vec<_> = BUTTON_CODES.iter().filter(|code| !play.has_pressed(code)).collect();
    ensure!(missing.is_empty(), "these buttons were not pressed: {missing:?}");
    Ok(format!("{commands} commands, {} buttons, {} presses", BUTTON_CODES.len(), play.pressed.len()))
}

struct Play<'a> {
    place: Place<'a>,
    /// The project of the buttons; the examples of the commands make and use another.
    project: &'a str,
    /// The data of the buttons.
    pressed: BTreeSet<String>,
    /// The message since which buttons count.
    since: i64,
}

impl Play<'_> {
    /// Each command of the menu without arguments and with the example of the help.
    async fn commands(&mut self) -> anyhow::Result<usize> {
        let names = self.menu()?;
        self.place.sandbox.telegram().user_says(GRANTED, "/start", None)?;
        // what the examples change is another project's
        self.says(&format!("/project_new Frogs {} | Frogs who sit still", self.place.kind.word())).await?;
        self.says("/start").await?;
        let help = self.says("/help").await?;
        for name in &names {
            self.says(&format!("/{name}")).await?;
            if let Some(example) = example(&help, name)? {
                self.says(&example).await?;
            }
        }
        for end in ["/autopilot off", "/resume", "/schedule 09:00 18:30 Europe/Berlin"] {
            self.says(end).await?;
        }
        self.says("/use").await?;
        self.press("cp").await?;
        self.says(&format!("/use {}", self.project)).await?;
        self.says("/schedule 09:00 18:30 Europe/Berlin").await?;
        Ok(names.len())
    }

    fn menu(&self) -> anyhow::Result<Vec<String>> {
        let menus = self.place.sandbox.telegram().menus();
        let commands = menus.as_object().into_iter().flat_map(|menus| menus.values());
        let commands = commands.filter_map(Value::as_array).flatten();
        let names: BTreeSet<&str> = commands.filter_map(|command| command["command"].as_str()).collect();
        ensure!(!names.is_empty(), "the bot has set no menu");
        Ok(names.into_iter().map(str::to_owned).collect())
    }

    /// What people do wrong, who may do nothing, and what comes late.
    async fn misuse(&mut self) -> anyhow::Result<()> {
        for (user, words) in [
            (ALICE, "/context_add@memebot_sandbox_bot"),
            (ALICE, "/no_such_command@memebot_sandbox_bot"),
            (ALICE, "/context_approve <b>three</b> & more"),
            (ALICE, "/use <i>Nobody's</i> project & co"),
            (BOB, "/pause"),
            (MALLORY, "/status"),
        ] {
            self.place.asks(user, words).await?;
        }
        let late = json!({ "date": now() - LATE });
        let said = self.place.says(ALICE, "/status", late)?;
        self.since = said;
        self.place.answered(said).await.context("a late command is asked about")?;
        self.press("co").await?;
        let question = self.place.answered(said).await?;
        self.place.forges(&question, "zz:nothing").await
    }

    async fn layers(&mut self) -> anyhow::Result<()> {
        let word = self.place.kind.word();
        for (code, fact) in [("la", "calm"), ("lr", "green"), ("ls", "small")] {
            self.begins(&format!("/context_add Frogs who sit {word} are <{fact}> & stay so")).await?;
            if code == "ls" {
                self.place.button(self.since, "la", |_| true).await?;
                self.says("/pending").await?;
            }
            self.press(code).await?;
        }
        Ok(())
    }

    /// What is decided about suggestions.
    async fn suggestions(&mut self) -> anyhow::Result<()> {
        let word = self.place.kind.word();
        self.begins(&format!("/suggest_post frogs {word} at dawn")).await?;
        self.press("ve").await?;
        self.answers(&format!("Frogs sit {word} at dawn & hum softly")).await?;
        // the revision that the edit made
        self.press_where("va", |data| data.ends_with(":1")).await?;
        self.press("vq").await?;
        self.press("pc").await?;
        self.begins(&format!("/suggest_post frogs {word} at noon")).await?;
        self.press("sg").await?;
        self.press("sr").await?;
        self.begins(&format!("/suggest_post frogs {word} at dusk")).await?;
        self.place.button(self.since, "va", |_| true).await?;
        self.says("/pending").await?;
        self.press("ss").await
    }

    /// What is decided about posts that failed, and about posts of which nobody knows.
    async fn posts(&mut self) -> anyhow::Result<()> {
        let depleted = json!({ "title": "CreditsDepleted", "detail": "no credits",
            "type": "https://api.x.com/2/problems/credits" });
        for (code, topic, fault, answer) in [
            ("pm", "in rain", Fault::answer(402, depleted.clone()), Some("none")),
            ("pr", "in wind", Fault::answer(402, depleted), None),
            ("pl", "in fog", Fault::breakage(Breakage::DropBefore), Some(LINK)),
            ("pa", "in snow", Fault::breakage(Breakage::DropBefore), None),
            ("pd", "in sun", Fault::breakage(Breakage::DropBefore), None),
        ] {
            let fault = fault.on("/2/tweets").with_method("POST").times(1);
            self.place.sandbox.inject(Service::X, fault);
            self.begins(&format!("/suggest_post frogs {} {topic}", self.place.kind.word())).await?;
            self.press("vp").await?;
            self.press(code).await.with_context(|| format!("a post {topic}"))?;
            if let Some(answer) = answer {
                self.answers(answer).await?;
            }
        }
        Ok(())
    }

    /// Lists that have more than a page.
    async fn lists(&mut self) -> anyhow::Result<()> {
        for number in 0..MANY {
            let word = self.place.kind.word();
            self.says(&format!("/context_add Fact {number} of frogs who sit {word}")).await?;
        }
        self.begins("/pending").await?;
        self.press("np").await?;
        self.begins("/audit").await?;
        self.press("ap").await
    }

    /// Alice says something and is answered here.
    async fn says(&mut self, text: &str) -> anyhow::Result<ChatMessage> {
        self.place.asks(ALICE, text).await
    }

    /// The same; the buttons pressed next are of what comes after it.
    async fn begins(&mut self, text: &str) -> anyhow::Result<()> {
        let said = self.place.says(ALICE, text, json!({}))?;
        self.place.answered(said).await.with_context(|| text.to_owned())?;
        self.since = said;
        Ok(())
    }

    /// Alice presses a button of this code that she has not pressed.
    async fn press(&mut self, code: &str) -> anyhow::Result<()> {
        self.press_where(code, |_| true).await
    }

    async fn press_where(&mut self, code: &str, wanted: impl Fn(&str) -> bool) -> anyhow::Result<()> {
        let fits = |data: &str| wanted(data) && !self.pressed.contains(data);
        let (message, data) = self.place.button(self.since, code, fits).await?;
        self.place.presses(&message, &data).await?;
        self.pressed.insert(data);
        Ok(())
    }

    /// Alice answers the bot's last question here.
    async fn answers(&self, text: &str) -> anyhow::Result<()> {
        let question = self.place.sees(self.since, |message| message.force_reply).await;
        let question = question.context("the bot asks")?;
        let said = self.place.sandbox.telegram().user_replies(ALICE, question.id, text)?;
        self.place.answered(said).await.map(drop).with_context(|| format!("the answer {text}"))
    }

    fn has_pressed(&self, code: &str) -> bool {
        self.pressed.iter().any(|data| data.split(':').next() == Some(code))
    }
}

/// The example of a command in the help.
fn example(help: &ChatMessage, name: &str) -> anyhow::Result<Option<String>> {
    let pattern = Regex::new(&format!(r"(?m)^\s*(/{name} .+)$"))?;
    let lines = pattern.captures_iter(&help.text).map(|found| found[1].to_owned());
    Ok(lines.filter(|line| !line.contains(" – ")).last())
}

#[expect(clippy::disallowed_methods, reason = "people write by their own clock")]
fn now() -> i64 {
    chrono::Utc::now().timestamp()
}
