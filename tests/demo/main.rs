//! `make demo`: a whole admin conversation, from the first context layer to a published post, offline.
//!
//! Everything crosses the real wire: Telegram to talk, OpenAI to write, X to publish; the servers are real.
//! Ends with the post as X stored it, its history and the verdict on the log.

mod report;
mod story;

use std::process::ExitCode;

use harness::{Durability, until_interrupted};
use tests::stage::Stage;

#[tokio::main]
async fn main() -> ExitCode {
    match until_interrupted(run()).await {
        Ok(Some(Ok(()))) => ExitCode::SUCCESS,
        Ok(Some(Err(error))) => {
            report::failed(&error);
            ExitCode::FAILURE
        }
        Ok(None) => ExitCode::from(130),
        Err(error) => {
            report::failed(&error.into());
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    report::step("starting PostgreSQL, NATS, Redis, stand-ins for Telegram, OpenAI and X, and memebot");
    let mut stage = Stage::set(Durability::Durable).await?;
    let outcome = match story::tell(&stage).await {
        Ok(post) => report::outcome(&stage, &post).await,
        Err(error) => Err(error.context(format!("the end of memebot's log:\n{}", stage.app.log_tail()))),
    };
    report::step("stopping everything");
    stage.app.stop().await?;
    outcome
}
