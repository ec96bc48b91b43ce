//! The watch over instances that announce nothing, which builds from before announcements do: the owners are told.

use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use tokio::time::sleep;

use super::LivingReaders;
use crate::lifecycle::Lifecycle;

/// How often it is looked for them. An upgrade that is quicker is nobody's concern.
const CHECK_INTERVAL: Duration = Duration::from_secs(20);

/// Watches until the soft stop. Every instance does: who has been told is remembered by the alarm.
pub fn watch_silent_instances(
    readers: LivingReaders,
    clock: Arc<dyn Clock>,
    owner_alarm: Arc<dyn OwnerAlarm>,
    lifecycle: &Lifecycle,
) {
    let soft = lifecycle.soft();
    lifecycle.spawn("silent instances", async move {
        let watch = async {
            loop {
                sleep(CHECK_INTERVAL).await;
                tell(&readers, &*clock, &*owner_alarm).await;
            }
        };
        tokio::select! {
            () = soft.cancelled() => {}
            () = watch => {}
        }
    });
}

pub(super) async fn tell(readers: &LivingReaders, clock: &dyn Clock, owner_alarm: &dyn OwnerAlarm) {
    let silent = readers.silent();
    if silent == 0 {
        return;
    }
    let text = format!(
        "An older version of the program still runs beside the newer one, which is as it should be only during an upgrade. \
         Instances of it: {silent}. Until they have stopped, whatever they could not read is refused. The operator has to \
         stop or replace them."
    );
    owner_alarm.raise(&Alarm::standing("silent-instances", clock.now(), None, text)).await;
}
