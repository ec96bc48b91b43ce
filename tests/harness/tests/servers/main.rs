//! The harness holds what it promises: servers start, break and heal on request, and nothing is left behind.

mod databases;
mod faults;
mod runner;
mod talk;

use std::process::Command;

/// False where servers are given instead of installed (`DATABASE_URL` and its like): there is nothing to start then.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn installed() -> bool {
    let programs = "PATH=$PATH:/usr/local/sbin:/usr/sbin; command -v nats-server && command -v redis-server \
                    && { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }";
    let found = Command::new("sh").arg("-c").arg(programs).output().expect("sh runs").status.success();
    if !found {
        eprintln!("skipped: not all three servers are installed here");
    }
    found
}
