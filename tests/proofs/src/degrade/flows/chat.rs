//! What people type and press in the chat.

use std::time::Duration;

use anyhow::{anyhow, bail};
use sandbox::telegram::ChatMessage;
use tests::surroundings::ALICE;
use tokio::time::{sleep, timeout};

use super::super::scene::Scene;
use super::writing::asked;
use crate::stage::PATIENCE;

/// Silence for this long is silence.
const SILENCE: Duration = Duration::from_secs(3);
/// After this a person presses again.
const IMPATIENCE: Duration = Duration::from_secs(10);

/// Alice sets the vibe in the chat; told to, she tries again.
pub(super) async fn command(scene: &Scene<'_>) -> anyhow::Result<String> {
    let telegram = scene.outside().sandbox.telegram();
    let words = format!("/vibe as calm as {}", scene.word);
    let say = || telegram.user_says(ALICE, &words, None).map_err(|misuse| anyhow!("{misuse}"));
    // in the middle of it: nobody waits for the answer
    let mut said = scene.first(async { say() }).await?;
    let answer = async |said: i64| {
        let fits = |message: &ChatMessage| message.from_bot && message.id > said && is_answer(scene, message);
        let answered = telegram.wait_for_message(ALICE, PATIENCE, fits).await;
        answered.map_err(|_| anyhow!("/vibe was never answered in the chat"))
    };
    let end = async {
        for _ in 0..5 {
            if !answer(said).await?.text.contains("again") {
                return Ok(());
            }
            said = say()?;
        }
        bail!("/vibe could not be done in the chat")
    };
    let (told, ()) = scene.through(silence(), end).await?;
    Ok(format!("{told}; answered"))
}

/// Done, to be tried again, or done before.
fn is_answer(scene: &Scene<'_>, message: &ChatMessage) -> bool {
    [scene.word.as_str(), "again", "carried it out then"].iter().any(|part| message.text.contains(part))
}

/// Alice approves a text by the button below it; where nothing happens she presses again.
pub(super) async fn button(scene: &Scene<'_>) -> anyhow::Result<String> {
    let telegram = scene.outside().sandbox.telegram();
    let (_, text) = asked(scene).await?;
    let shown = scene.is_told(0, &text).await?.id;
    // the press is lost where the notice has changed meanwhile: it has been heard then
    let press = || drop(telegram.user_presses(ALICE, shown, "Approve"));
    let first = async {
        press();
        Ok(())
    };
    scene.first(first).await?;
    // where nobody knew whether the notice had been sent, there are two
    let approved =
        |message: &ChatMessage| message.text.contains(&text) && message.text.contains("pproved by");
    let end = async {
        for _ in 0..6 {
            let answered = telegram.wait_for_message(ALICE, PATIENCE, approved);
            if timeout(IMPATIENCE, answered).await.is_ok_and(|answered| answered.is_ok()) {
                return Ok(());
            }
            press();
        }
        bail!("the press was never heard")
    };
    let (told, ()) = scene.through(silence(), end).await?;
    Ok(format!("{told}; approved"))
}

async fn silence() -> anyhow::Result<String> {
    sleep(SILENCE).await;
    Ok("nothing was said".to_owned())
}
