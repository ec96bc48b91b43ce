//! Logs: JSON lines on stderr when nobody watches, readable ones on a terminal. Data goes to stdout, talk here.

use std::io::{IsTerminal, Stderr};

use engine::redaction::{RedactingWriter, redacted};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

/// What is logged without `MEMEBOT_LOG`.
const DEFAULT: &str = "info,sqlx=warn,async_nats=warn,hyper=warn";

/// Starts logging; `MEMEBOT_LOG` takes tracing's filter syntax, e.g. `info,engine::store=debug`.
pub(crate) fn start() -> anyhow::Result<()> {
    let wanted = std::env::var("MEMEBOT_LOG").unwrap_or_else(|_| DEFAULT.to_owned());
    let filter = EnvFilter::try_new(wanted)?;
    let registry = tracing_subscriber::registry().with(filter);
    if std::io::stderr().is_terminal() {
        registry.with(fmt::layer().with_writer(stderr)).try_init()?;
    } else {
        registry.with(fmt::layer().json().flatten_event(true).with_writer(stderr)).try_init()?;
    }
    Ok(())
}

/// Libraries log what they like: no secret of ours passes.
fn stderr() -> RedactingWriter<Stderr> {
    RedactingWriter(std::io::stderr())
}

/// Tells the person at the terminal why a command failed, with all causes, once.
#[expect(clippy::print_stderr, reason = "this is how a command line talks")]
pub(crate) fn print_error(error: &anyhow::Error) {
    eprintln!("memebot: {}", redacted(&format!("{error:#}")));
}
