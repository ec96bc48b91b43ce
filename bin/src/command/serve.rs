//! `memebot serve`: run the roles of this instance until told to stop.

use std::process::ExitCode;

use clap::ValueEnum;
use engine::descriptors;
use engine::epoch::RestartReason;
use engine::lifecycle::Lifecycle;
use engine::postgres::ConnectionGuard;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::Role;
use crate::settings::Settings;
use crate::wiring;

/// What ends a run from outside.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Runs until SIGTERM or Ctrl-C, or until a task that the rest needs has ended; a second signal cuts off. When the
/// history turns out to be another one, everything begins anew within the process: no part keeps what it knew.
pub(crate) async fn run(mut settings: Settings, roles: &[Role]) -> anyhow::Result<ExitCode> {
    let roles = if roles.is_empty() { Role::value_variants() } else { roles };
    let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut signals = Signals { terminate, interrupt };
    descriptors::raise_limit();
    let mut restart = None;
    loop {
        // What the guard knew belongs to the history that ended; kept, it would refuse the new one.
        settings.postgres.guard = ConnectionGuard::default();
        let (lifecycle, previous) = (Lifecycle::new(), restart.take());
        let reason = wiring::start(&settings, roles, &lifecycle, previous).await?;
        let signalled = tokio::select! {
            () = signals.any() => true,
            () = lifecycle.soft().cancelled_owned() => false,
        };
        tracing::info!(told = signalled, "stopping: nothing new is begun");
        tokio::select! {
            () = lifecycle.stop(settings.service.stop_grace) => {}
            () = signals.any() => {
                tracing::warn!("told to stop while stopping: at once");
                return Ok(if signalled { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
        }
        restart.clone_from(&reason.borrow());
        match &restart {
            _ if signalled => return Ok(ExitCode::SUCCESS),
            None => return Ok(ExitCode::FAILURE),
            Some(RestartReason::DatabaseMismatch(_) | RestartReason::NextEpoch(_)) => {
                tracing::warn!("beginning anew");
            }
        }
    }
}
