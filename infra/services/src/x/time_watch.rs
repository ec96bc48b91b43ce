//! The watch over the database's clock: the owners are told when X says another time.

use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use engine::lifecycle::Lifecycle;
use tokio::time::sleep;

use super::XClient;

/// How often it is looked.
const INTERVAL: Duration = Duration::from_secs(20);

/// Watches until the soft stop. X is not asked for its time: whatever it answered last counts.
pub fn watch_time(
    x: Arc<XClient>,
    clock: Arc<dyn Clock>,
    owner_alarm: Arc<dyn OwnerAlarm>,
    lifecycle: &Lifecycle,
) {
    let soft = lifecycle.soft();
    lifecycle.spawn("time of X", async move {
        loop {
            tokio::select! {
                () = soft.cancelled() => return,
                () = sleep(INTERVAL) => {}
            }
            if let Some(text) = x.time_fault() {
                owner_alarm.raise(&Alarm::standing("database-clock", clock.now(), None, text)).await;
            }
        }
    });
}
