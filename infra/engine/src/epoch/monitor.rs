//! The epoch monitor: detects divergences at every start, every minute and when the relay stops, and follows the guard of
//! new connections.
//!
//! Memory must not outlive the history that it is of. So when the database turns out to be another one, or somebody
//! has opened the next epoch, the whole process begins anew instead of turning each of its parts around.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{error, warn};

use super::{ADVICE, DetectionError, Divergence, DivergenceDetector, DivergenceKind};
use crate::lifecycle::Lifecycle;
use crate::log::queries;
use crate::postgres::{ConnectionGuard, DatabaseIdentity, DatabaseMismatch};
use crate::relay::{RelayState, RelayStatus};

/// How often divergences are looked for.
const CHECK_INTERVAL: Duration = Duration::from_mins(1);
/// The same while publishing is held: somebody may open the next epoch.
const CHECK_INTERVAL_WHILE_HELD: Duration = Duration::from_secs(2);

/// Why the process must begin anew; none while it need not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestartReason {
    /// A new connection was not what it should be.
    DatabaseMismatch(DatabaseMismatch),
    /// Somebody opened another epoch.
    NextEpoch(u32),
}

/// Monitors the history.
pub struct EpochMonitor {
    detector: DivergenceDetector,
    epoch: u32,
    held: watch::Sender<Option<String>>,
    restart: watch::Sender<Option<RestartReason>>,
    epoch_gauge: Gauge,
    held_gauge: Gauge,
}

impl EpochMonitor {
    /// Detects for the first time. From then on `guard` expects this database, and connections to another one fail.
    /// `previous` is why everything began anew, if it did within this process.
    ///
    /// # Errors
    /// [`DetectionError`]; NATS being away is none.
    pub async fn begin(
        detector: DivergenceDetector,
        guard: &ConnectionGuard,
        previous: Option<RestartReason>,
    ) -> Result<Arc<Self>, DetectionError> {
        let epochs = &detector.epochs;
        guard.expect(DatabaseIdentity::read(epochs.pool()).await?);
        // A log that was cut leaves no trace in the database. Only the process that has seen more of it can
        // record that.
        if let Some(RestartReason::DatabaseMismatch(DatabaseMismatch::ShorterLog(detail))) = previous {
            let epoch = epochs.begin().await?.number;
            epochs.record_divergence(epoch, &Divergence { kind: DivergenceKind::Tail, detail }).await?;
        }
        let (epoch, held) = detector.detect_and_record().await?;
        let monitor = Self {
            detector,
            epoch: epoch.number,
            held: watch::Sender::new(None),
            restart: watch::Sender::new(None),
            epoch_gauge: Gauge::default(),
            held_gauge: Gauge::default(),
        };
        monitor.epoch_gauge.set(i64::from(epoch.number));
        monitor.set_held(held);
        Ok(Arc::new(monitor))
    }

    /// Why publishing is held, if it is; at most a minute old.
    pub fn held(&self) -> watch::Receiver<Option<String>> {
        self.held.subscribe()
    }

    /// Why the process must begin anew, if it must.
    pub fn restart_reason(&self) -> watch::Receiver<Option<RestartReason>> {
        self.restart.subscribe()
    }

    /// Adds its metrics.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "epoch",
            "Epoch of the history that this instance follows",
            self.epoch_gauge.clone(),
        );
        let help = "1 while nothing is published because the history is in doubt";
        registry.register("publishing_held", help, self.held_gauge.clone());
    }

    /// Monitors until the process ends, or must begin anew. `head` is the log's as it is known here.
    pub fn start(
        self: Arc<Self>,
        guard: ConnectionGuard,
        head: watch::Receiver<u64>,
        relay: Option<watch::Receiver<RelayStatus>>,
        owner_alarm: Arc<dyn OwnerAlarm>,
        lifecycle: &Lifecycle,
    ) {
        let soft = lifecycle.soft();
        lifecycle.spawn("history", async move {
            let reason = tokio::select! {
                () = soft.cancelled() => return,
                reason = database_mismatch(&guard, head) => reason,
                reason = self.check_periodically(relay, &*owner_alarm) => reason,
            };
            error!(over = ?reason, "the process begins anew, because its memory is of another history");
            // Before the stop, so that whoever waits for the end of the tasks finds the reason.
            self.restart.send_replace(Some(reason));
            soft.cancel();
        });
    }

    /// Detects periodically, until somebody has opened another epoch.
    async fn check_periodically(
        &self,
        mut relay: Option<watch::Receiver<RelayStatus>>,
        owner_alarm: &dyn OwnerAlarm,
    ) -> RestartReason {
        loop {
            let held = self.held.borrow().clone();
            if let Some(why) = &held {
                // At every check: an owner who could not be reached is told as soon as that is possible.
                self.raise(owner_alarm, why).await;
            }
            tokio::select! {
                () = sleep(if held.is_some() { CHECK_INTERVAL_WHILE_HELD } else { CHECK_INTERVAL }) => {}
                () = relay_stopped(&mut relay), if held.is_none() => {}
            }
            match self.detector.detect_and_record().await {
                Ok((epoch, _)) if epoch.number != self.epoch => {
                    return RestartReason::NextEpoch(epoch.number);
                }
                Ok((_, held)) => self.set_held(held),
                Err(error) => warn!(%error, "the history could not be looked at"),
            }
        }
    }

    async fn raise(&self, owner_alarm: &dyn OwnerAlarm, why: &str) {
        match queries::last_recorded(self.detector.epochs.pool()).await {
            Ok(last_event) => {
                owner_alarm.raise(&Alarm::publishing_held(self.epoch, why, last_event, ADVICE)).await;
            }
            Err(error) => warn!(%error, "the owners cannot be told now that publishing is held"),
        }
    }

    fn set_held(&self, held: Option<String>) {
        self.held_gauge.set(i64::from(held.is_some()));
        // The alarm is for the moment in which the hold begins, not for every check.
        if let Some(why) = held.as_ref().filter(|_| self.held.borrow().is_none()) {
            error!(alarm = true, epoch = self.epoch, why, "publishing is held: {ADVICE}");
        }
        self.held.send_if_modified(|before| {
            let changed = *before != held;
            *before = held;
            changed
        });
    }
}

/// Tells the guard how far the log has come, until a connection leads elsewhere.
async fn database_mismatch(guard: &ConnectionGuard, head: watch::Receiver<u64>) -> RestartReason {
    let mut mismatch = guard.mismatch();
    let found = async {
        match mismatch.wait_for(Option::is_some).await.ok().and_then(|found| found.clone()) {
            Some(found) => RestartReason::DatabaseMismatch(found),
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        reason = found => reason,
        never = report_head(guard, head) => match never {},
    }
}

async fn report_head(guard: &ConnectionGuard, mut head: watch::Receiver<u64>) -> Infallible {
    loop {
        guard.observe_head(*head.borrow_and_update());
        if head.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// Returns once when the relay stops for a person to look: it may have met another history.
async fn relay_stopped(relay: &mut Option<watch::Receiver<RelayStatus>>) {
    let is_stopped = |status: &RelayStatus| matches!(status.state, RelayState::Stopped { .. });
    if let Some(status) = relay
        && status.wait_for(is_stopped).await.is_ok()
    {
        // A relay that has stopped stays so: waiting for it again would return at once, for ever.
        *relay = None;
        return;
    }
    std::future::pending::<()>().await;
}
