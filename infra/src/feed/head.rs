//! The log's last position: the one thing an idle instance asks the database for.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{info, warn};

use crate::lifecycle::Lifecycle;
use crate::log::LogReader;

/// How often the log is looked at: how late an event may be when NATS and the sequencer's word are both missing.
const POLL: Duration = Duration::from_secs(1);

/// Watches the log's head by a poll per second and, where the sequencer runs in this process, by its word.
pub fn watch_head(
    log: LogReader,
    mut sequencer: Option<watch::Receiver<u64>>,
    lifecycle: &Lifecycle,
) -> watch::Receiver<u64> {
    let (sender, head) = watch::channel(0);
    let stop = lifecycle.soft();
    let watching = async move {
        let mut ticks = interval(POLL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut reachable = true;
        loop {
            let seen = tokio::select! {
                _ = ticks.tick() => poll(&log, &mut reachable).await,
                told = word(&mut sequencer) => Some(told),
            };
            if let Some(seen) = seen {
                sender.send_if_modified(|head| std::mem::replace(head, seen.max(*head)) < seen);
            }
        }
    };
    lifecycle.spawn("head", async move {
        stop.run_until_cancelled(watching).await;
    });
    head
}

async fn poll(log: &LogReader, reachable: &mut bool) -> Option<u64> {
    let head = log.head().await;
    if *reachable != head.is_ok() {
        *reachable = head.is_ok();
        match &head {
            Ok(head) => info!(head, "the event log can be read again"),
            Err(error) => warn!(%error, "the head of the event log is not known"),
        }
    }
    head.ok()
}

/// What the sequencer says next; never, when there is none.
async fn word(sequencer: &mut Option<watch::Receiver<u64>>) -> u64 {
    if let Some(receiver) = sequencer {
        if receiver.changed().await.is_ok() {
            return *receiver.borrow_and_update();
        }
        *sequencer = None;
    }
    std::future::pending().await
}
