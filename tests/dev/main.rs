//! `make dev`: the system left running, with a chat page in the browser in place of a Telegram client.
#![expect(clippy::print_stdout, reason = "printing the addresses is what this is for")]

use std::process::ExitCode;

use harness::{Durability, until_interrupted};
use tests::stage::Stage;
use tests::surroundings::ALICE;

#[tokio::main]
async fn main() -> ExitCode {
    match until_interrupted(run()).await {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(Ok(()))) => ExitCode::FAILURE,
        Ok(Some(Err(error))) => {
            println!("make dev failed: {error:#}");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("signals cannot be listened for: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    println!("starting private PostgreSQL, NATS and Redis …");
    let Stage { app, sandbox, servers: _servers } = Stage::set(Durability::Durable).await?;
    let member = format!("telegram:{ALICE}");
    let issued = app.command(&["token", "issue", "--member", &member, "--label", "dev"]).await?;
    let token = String::from_utf8(issued.stdout)?;
    println!("\nchat and timeline   {}", sandbox.control_url());
    println!("REST                {}", app.url()?);
    println!("API token           {}", token.trim());
    println!("database            {}", app.surroundings.database.url);
    println!("log                 {}", app.log_file().display());
    println!("\nType /start as Alice in the chat. Ctrl-C stops everything.");
    std::future::pending().await
}
