//! `memebot token`: issue, list and revoke API tokens.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use commands::member::revoke_api_token::RevokeApiToken;
use commands::port::aggregates::Aggregates;
use domain::id::{MemberId, TokenId};
use edges::tokens::ApiToken;
use secrecy::ExposeSecret;

use crate::cli::TokenCommand;
use crate::core::Core;
use crate::settings::Settings;

/// Does what is asked about tokens.
pub(crate) async fn run(settings: &Settings, command: TokenCommand) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    crate::bootstrap::grant_first_owners(&core, &settings.service.owners).await?;
    match command {
        TokenCommand::Issue { member, label, days } => issue(&core, member, label, days).await?,
        TokenCommand::List { member } => list(&core, &member).await?,
        TokenCommand::Revoke { member, token } => {
            // not quoted: it may be the token itself
            let token: TokenId =
                token.parse().context("--token is no id as `memebot token list` prints it")?;
            core.dispatch(RevokeApiToken { member, token }).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn issue(core: &Core, member: MemberId, label: String, days: Option<u32>) -> anyhow::Result<()> {
    let known = core.bus.member(&member).await?.state;
    ensure!(!known.is_stranger(), "{member} holds no role; grant one first (in Telegram: /grant)");
    let token = ApiToken::mint(member, TokenId(core.ids.next()));
    let expires_at = days.map(|days| core.clock.now() + TimeDelta::days(i64::from(days)));
    core.dispatch(token.issue(label, expires_at)).await?;
    println!("{}", token.text().expose_secret());
    Ok(())
}

async fn list(core: &Core, member: &MemberId) -> anyhow::Result<()> {
    let member = core.bus.member(member).await?.state;
    for (id, token) in &member.tokens {
        let end = token.expires_at.map_or_else(|| "never expires".to_owned(), |end| format!("until {end}"));
        println!("{id}  {end}  {}", token.label);
    }
    Ok(())
}
