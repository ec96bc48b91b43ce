//! Child processes that cannot outlive us and that run without root's powers.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::process::{Child, Command};
use std::sync::LazyLock;
use std::sync::mpsc::{Sender, channel};

use anyhow::{Context, Result};
use rustix::process::Signal;

/// Who runs the servers when we are root: PostgreSQL refuses to, the others should not.
#[derive(Clone, Copy, Debug)]
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl User {
    /// `postgres`, else `nobody`, when we are root; `None` means that we need nobody else.
    pub(super) fn unprivileged() -> Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let accounts = fs::read_to_string("/etc/passwd").context("read /etc/passwd")?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| account(&accounts, name))
            .map(Some)
            .context("as root, the servers need an account `postgres` or `nobody` to run as")
    }
}

fn account(accounts: &str, name: &str) -> Option<User> {
    let mut fields = accounts.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.split(':');
    fields.next()?;
    Some(User { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
}

/// What a child receives when the thread that started it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// SIGKILL.
    Kill,
    /// SIGQUIT, for a server that has children of its own to end first.
    Quit,
}

impl Death {
    pub(super) fn signal(self) -> Signal {
        match self {
            Self::Kill => Signal::KILL,
            Self::Quit => Signal::QUIT,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Kill => "KILL",
            Self::Quit => "QUIT",
        }
    }
}

/// A command that does not outlive the thread that starts it, run as `user` if we are root.
pub(super) fn command(user: Option<User>, death: Death, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    if let Some(user) = user {
        command.arg("--reuid").arg(user.uid.to_string());
        command.arg("--regid").arg(user.gid.to_string()).arg("--clear-groups");
    }
    command.arg("--pdeathsig").arg(death.name()).arg("--").arg(program);
    command
}

type Order = (Command, Sender<io::Result<Child>>);

/// The thread that starts servers. The death signal belongs to a thread, and this one lives as long as the process.
static SPAWNER: LazyLock<Sender<Order>> = LazyLock::new(|| {
    let (orders, received) = channel::<Order>();
    std::thread::spawn(move || {
        for (mut command, answer) in received {
            answer.send(command.spawn()).ok();
        }
    });
    orders
});

/// Starts a long-lived child from a thread that never ends.
pub(super) fn spawn(command: Command) -> io::Result<Child> {
    let (answer, child) = channel();
    SPAWNER.send((command, answer)).expect("the spawning thread lives as long as the process");
    child.recv().expect("the spawning thread answers every order")
}

#[cfg(test)]
mod tests {
    use super::account;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let accounts =
            "postgresql:x:1:1::/:/bin/sh\npostgres:x:113:121:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        let user = account(accounts, "postgres").expect("the account is there");
        assert_eq!((user.uid, user.gid), (113, 121));
        assert!(account(accounts, "nobody").is_none());
    }
}
