//! An owner alarm for tests: it remembers what was raised.

use std::sync::Mutex;

use async_trait::async_trait;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};

/// What was raised since it was looked at last.
#[derive(Debug, Default)]
pub(crate) struct RaisedAlarms(Mutex<Vec<Alarm>>);

impl RaisedAlarms {
    pub(crate) fn take(&self) -> Vec<Alarm> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[async_trait]
impl OwnerAlarm for RaisedAlarms {
    async fn raise(&self, alarm: &Alarm) {
        self.0.lock().unwrap().push(alarm.clone());
    }
}
