//! What the three kinds of server have in common.

use std::path::Path;

use anyhow::Result;
use rustix::process::Signal;

use super::home::Home;
use super::process::Death;

/// What differs between the three kinds of server.
pub(super) trait Service: Send + Sync + 'static {
    /// For messages and for the names of its folder and log file.
    fn name(&self) -> &'static str;
    /// The program and the options that never change.
    fn program(&self) -> &Path;
    /// The options of a server on this port whose data is in this folder.
    fn arguments(&self, data: &Path, port: u16) -> Vec<String>;
    /// Variables beside those that we have.
    fn environment(&self) -> Vec<(String, String)> {
        Vec::new()
    }
    /// The address for clients.
    fn url(&self, port: u16) -> String;
    /// Fills a new data folder; called before every start.
    fn prepare(&self, home: &Home, data: &Path) -> Result<()>;
    /// True when the process `pid`, and not a stranger on the same port, answers clients.
    fn is_ready(&self, data: &Path, port: u16, pid: u32) -> bool;
    /// The signal that stops it without loss.
    fn stop_signal(&self) -> Signal {
        Signal::TERM
    }
    /// How it ends at once and leaves none of its children behind.
    fn death(&self) -> Death {
        Death::Kill
    }
}
