//! A process manager as a consumer: its reactions are stored as jobs, which workers perform.

use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use commands::port::clock::Clock;
use commands::process::ProcessManager;
use domain::event::EventKind;
use domain::recorded::Recorded;
use sqlx::PgConnection;

use super::insert::{NewJobRow, Origin, insert};
use super::job::JobView;
use super::notifier::JobNotifier;
use crate::consumer::{ApplyError, Consumer};

/// Stores the jobs that a process manager asks for.
pub struct ProcessConsumer {
    process: Arc<dyn ProcessManager>,
    name: String,
    clock: Arc<dyn Clock>,
    notifier: JobNotifier,
    /// Stored by the last `apply`, told to others once it is committed.
    stored: Mutex<Vec<JobView>>,
}

impl ProcessConsumer {
    /// The consumer `process:<name>`.
    pub fn new(process: Arc<dyn ProcessManager>, clock: Arc<dyn Clock>, notifier: JobNotifier) -> Self {
        let name = format!("process:{}", process.name());
        Self { process, name, clock, notifier, stored: Mutex::default() }
    }

    fn stored(&self) -> MutexGuard<'_, Vec<JobView>> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Consumer for ProcessConsumer {
    fn name(&self) -> &str {
        &self.name
    }

    fn version(&self) -> u32 {
        1
    }

    fn partitioned(&self) -> bool {
        true
    }

    fn takes(&self, kind: EventKind) -> bool {
        self.process.takes(kind)
    }

    fn overtakes(&self, kind: EventKind) -> bool {
        self.process.overtakes(kind)
    }

    fn concerns(&self, event: &Recorded) -> bool {
        self.process.takes(event.event.kind()) && !self.process.react(event).is_empty()
    }

    async fn apply(&self, conn: &mut PgConnection, events: &[Arc<Recorded>]) -> Result<(), ApplyError> {
        let asked_for = events.iter().flat_map(|event| {
            let origin = Origin::of(self.process.name(), event);
            self.process.react(event).into_iter().map(move |job| NewJobRow { origin: origin.clone(), job })
        });
        let stored = insert(conn, asked_for.collect(), self.clock.now()).await?;
        *self.stored() = stored;
        Ok(())
    }

    fn committed(&self) {
        self.notifier.changed(take(&mut *self.stored()));
    }
}
