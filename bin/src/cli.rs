//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::command;
use crate::exit;
use crate::settings::Settings;
use crate::telemetry;

/// Runs X accounts for projects: approved context in, moderated posts out, every change an event.
///
/// Settings come from the environment and from `.env` in the working directory; `.env.example` explains
/// each. Exit codes: 0 done, 1 failed, 64 wrong settings or arguments, 69 a needed service is away.
#[derive(Debug, Parser)]
#[command(name = "memebot", version, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service until SIGTERM or Ctrl-C; a second signal ends it at once.
    Serve {
        /// Roles of this instance; every role when not given. Any number of instances may share a role.
        #[arg(long, value_delimiter = ',', value_enum)]
        roles: Vec<Role>,
    },
    /// Bring the database schema up to date; repeatable, and safe from several instances at once.
    Migrate {
        /// Also make the group roles `memebot_app` and `memebot_auditor`, with no more rights than they need:
        /// let the service log in as a member of the first, auditors as members of the second.
        #[arg(long)]
        roles: bool,
    },
    /// Read the history again: to check the read models, or to see how things were.
    Replay(command::replay::ReplayArgs),
    /// Make a read model anew beside the one that is shown, compare both row by row, and switch. One that was
    /// interrupted goes on where it was. Needs the owner of the views, like `migrate`.
    Rebuild(command::rebuild::RebuildArgs),
    /// Prove things about the log.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Events that a consumer could not apply, and those that wait behind them.
    DeadLetters {
        #[command(subcommand)]
        command: command::dead_letters::DeadLettersCommand,
    },
    /// After a restore or a failover: tell what is missing, compare X with the history, open the next epoch.
    Recover(command::recover::RecoverArgs),
    /// Tell whether the database's clock is in doubt, which holds what is scheduled, or say that it is right.
    Clock(command::clock::ClockArgs),
    /// Mend an event's damaged row from a copy: the one in JetStream, or a restored backup's. Only bytes that give the log's
    /// leaf are taken. Needs the owner of the tables, like `migrate`. What waits for the event goes on by itself.
    Repair(command::repair::RepairArgs),
    /// API tokens.
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Tell how everything does: positions, lag, heartbeats, who does what. Works while nothing runs, too. Exit code
    /// 1 when something is stopped or late, held, or cannot be read.
    Status(command::status::StatusArgs),
    /// Tell what is missing, unreachable or refused, and what to do about it.
    Doctor,
    /// Print the settings that count, without secrets.
    Config,
}

/// What to prove.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Recompute every leaf and the root; name each event that was altered, deleted or inserted.
    Verify(command::audit::VerifyArgs),
}

/// What to do about tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Issue a token; it is printed once and kept nowhere.
    Issue {
        /// Whose roles it carries: `telegram:<user id>` or `service:<name>`.
        #[arg(long)]
        member: domain::id::MemberId,
        /// What it is for.
        #[arg(long)]
        label: String,
        /// Days until it stops to count; never, if not given.
        #[arg(long)]
        days: Option<u32>,
    },
    /// List a member's tokens.
    List {
        /// The member.
        #[arg(long)]
        member: domain::id::MemberId,
    },
    /// Revoke a token by its id.
    Revoke {
        /// The member it belongs to.
        #[arg(long)]
        member: domain::id::MemberId,
        /// The token's id, as `list` prints it.
        #[arg(long)]
        token: String,
    },
}

/// What an instance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// REST, health and metrics.
    Api,
    /// Telegram.
    Bot,
    /// Numbers committed events and grows the Merkle tree.
    Sequencer,
    /// Publishes the log to NATS.
    Relay,
    /// Read models and audit log.
    Projectors,
    /// Process managers and their jobs.
    Processes,
    /// Timers: what is due later.
    Scheduler,
}

impl Cli {
    /// Does it.
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        telemetry::start()?;
        #[cfg(feature = "faults")]
        crate::faults::configure()?;
        let settings = Settings::from_environment(std::env::var_os("MEMEBOT_ENV_FILE").map(PathBuf::from))?;
        match self.command {
            Command::Serve { roles } => command::serve::run(settings, &roles).await,
            Command::Migrate { roles } => command::migrate::run(&settings, roles).await,
            Command::Replay(args) => command::replay::run(&settings, args).await,
            Command::Rebuild(args) => command::rebuild::run(&settings, args).await,
            Command::Audit { command: AuditCommand::Verify(args) } => {
                command::audit::run(&settings, &args).await
            }
            Command::DeadLetters { command } => command::dead_letters::run(&settings, command).await,
            Command::Repair(args) => command::repair::run(&settings, args).await,
            Command::Recover(args) => command::recover::run(&settings, args).await,
            Command::Clock(args) => command::clock::run(&settings, &args).await,
            Command::Token { command } => command::token::run(&settings, command).await,
            Command::Status(args) => command::status::run(&settings, args).await,
            Command::Doctor => Box::pin(command::doctor::run(&settings)).await,
            Command::Config => command::config::run(&settings),
        }
    }
}

/// Prints help, the version, or what is wrong with the arguments; only the last is a failure.
pub(crate) fn print_usage(error: &clap::Error) -> ExitCode {
    error.print().ok();
    if error.use_stderr() { ExitCode::from(exit::USAGE) } else { ExitCode::SUCCESS }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
