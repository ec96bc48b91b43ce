//! `memebot serve`: run the roles of this instance until told to stop.

use std::process::ExitCode;

use clap::ValueEnum;
use infra::lifecycle::Lifecycle;
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::Role;
use crate::settings::Settings;
use crate::wiring;

/// Runs until SIGTERM or Ctrl-C, or until a task that the rest needs has ended; a second signal cuts off.
pub(crate) async fn run(settings: Settings, roles: &[Role]) -> anyhow::Result<ExitCode> {
    let roles = if roles.is_empty() { Role::value_variants() } else { roles };
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let lifecycle = Lifecycle::new();
    let grace = settings.service.stop_grace;
    wiring::start(&settings, roles, &lifecycle).await?;
    let ended_by_itself = tokio::select! {
        _ = terminate.recv() => false,
        _ = interrupt.recv() => false,
        () = lifecycle.soft().cancelled_owned() => true,
    };
    tracing::info!(ended_by_itself, "stopping: nothing new is begun");
    tokio::select! {
        () = lifecycle.stop(grace) => {}
        _ = terminate.recv() => tracing::warn!("second signal: stopping at once"),
        _ = interrupt.recv() => tracing::warn!("second signal: stopping at once"),
    }
    Ok(if ended_by_itself { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
