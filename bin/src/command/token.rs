//! `memebot token`: issue, list and revoke API tokens.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::member::revoke_api_token::RevokeApiToken;
use commands::port::aggregates::Aggregates;
use commands::port::dispatch::Dispatch;
use domain::actor::Actor;
use domain::id::{MemberId, TokenId};
use infra::tokens::ApiToken;
use secrecy::ExposeSecret;

use crate::cli::Token;
use crate::core::Core;
use crate::settings::Settings;

/// Does what is asked about tokens.
pub(crate) async fn run(settings: &Settings, command: Token) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    crate::bootstrap::grant_first_owners(&core, &settings.service.owners).await?;
    match command {
        Token::Issue { member, label, days } => issue(&core, member, label, days).await?,
        Token::List { member } => list(&core, &member).await?,
        Token::Revoke { member, token } => dispatch(&core, RevokeApiToken { member, token }).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn issue(core: &Core, member: MemberId, label: String, days: Option<u32>) -> anyhow::Result<()> {
    let known = core.bus.member(&member).await?.state;
    ensure!(!known.is_stranger(), "{member} holds no role; grant one first (in Telegram: /grant)");
    let token = ApiToken::mint(member, TokenId(core.ids.next()));
    let expires_at = days.map(|days| core.clock.now() + TimeDelta::days(i64::from(days)));
    dispatch(core, token.issue(label, expires_at)).await?;
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

async fn dispatch(core: &Core, command: impl Into<Command>) -> anyhow::Result<()> {
    let user = std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned());
    let envelope = Envelope::first(core.ids.next(), Actor::Operator(user), core.clock.now(), command);
    core.bus.dispatch(envelope).await.map(drop).context("the command was not carried out")
}
