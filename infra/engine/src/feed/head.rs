//! The head: the log's last position, the one thing for which an idle instance polls the database.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{info, warn};

use crate::lifecycle::Lifecycle;
use crate::log::LogReader;

/// How often the log is looked at: how late an event may be when NATS is away and the sequencer runs elsewhere.
const POLL: Duration = Duration::from_secs(1);

/// Watches the log's head by a poll per second and, where the sequencer runs in this process, by its own channel.
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
                announced = announced(&mut sequencer) => Some(announced),
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

/// The next head that the sequencer announces; never ends when there is none.
async fn announced(sequencer: &mut Option<watch::Receiver<u64>>) -> u64 {
    if let Some(receiver) = sequencer {
        if receiver.changed().await.is_ok() {
            return *receiver.borrow_and_update();
        }
        *sequencer = None;
    }
    std::future::pending().await
}
