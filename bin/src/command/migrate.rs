//! `memebot migrate`: bring the database schema up to date.

use std::process::ExitCode;

use anyhow::Context;
use engine::postgres;

use crate::settings::Settings;

/// Migrates and, if wanted, makes the group roles; repeatable.
pub(crate) async fn run(settings: &Settings, roles: bool) -> anyhow::Result<ExitCode> {
    let options = settings.postgres.options("memebot-migrate");
    postgres::migrate(&options).await.context("migrate the database named in DATABASE_URL")?;
    tracing::info!("the schema is up to date");
    if roles {
        postgres::grant_roles(&options)
            .await
            .context("make the group roles (the user must be allowed to)")?;
        tracing::info!("the group roles have their rights");
    }
    Ok(ExitCode::SUCCESS)
}
