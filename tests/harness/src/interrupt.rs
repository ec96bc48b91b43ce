//! Ctrl-C and its relatives, as something that can be awaited, so that destructors still run.

use std::io;

use rustix::process::Signal;
use tokio::signal::unix::{self, SignalKind};

/// Listens for SIGINT, SIGTERM and SIGHUP; from the first listener on they no longer end this process by themselves.
pub struct Interrupts {
    interrupt: unix::Signal,
    terminate: unix::Signal,
    hang_up: unix::Signal,
}

impl Interrupts {
    /// Starts to listen. Must be called inside a tokio runtime.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: unix::signal(SignalKind::interrupt())?,
            terminate: unix::signal(SignalKind::terminate())?,
            hang_up: unix::signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next of the three; one that came since the last call is not lost.
    pub async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::INT,
            _ = self.terminate.recv() => Signal::TERM,
            _ = self.hang_up.recv() => Signal::HUP,
        }
    }
}

/// Runs `work` to its end, or drops it and returns `None` at SIGINT, SIGTERM or SIGHUP: what it owned is cleaned up.
pub async fn until_interrupted<T>(work: impl Future<Output = T>) -> io::Result<Option<T>> {
    let mut interrupts = Interrupts::listen()?;
    Ok(tokio::select! {
        output = work => Some(output),
        _ = interrupts.next() => None,
    })
}

#[cfg(test)]
mod tests {
    use super::until_interrupted;

    #[tokio::test]
    async fn undisturbed_work_is_finished() {
        assert_eq!(until_interrupted(async { 7 }).await.expect("signals can be listened for"), Some(7));
    }
}
