//! `memebot migrate`: bring the database schema up to date.

use std::process::ExitCode;

use anyhow::Context;
use infra::postgres;

use crate::settings::Settings;

/// Migrates; repeatable.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let options = settings.postgres.options("memebot-migrate");
    postgres::migrate(&options).await.context("migrate the database named in DATABASE_URL")?;
    tracing::info!("the schema is up to date");
    Ok(ExitCode::SUCCESS)
}
