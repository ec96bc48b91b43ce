//! The watch: one look at every start, one per minute, one when the relay stops, and a check of every new connection.
//!
//! Memory must not outlive the history that it is of. So when the database turns out to be another one, or somebody
//! has opened the next epoch, the whole process begins anew instead of turning each of its parts around.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{error, warn};

use super::notices::tell_owners;
use super::{ADVICE, Doubt, Kind, WitnessError, Witnesses};
use crate::lifecycle::Lifecycle;
use crate::postgres::{ConnectionGuard, DatabaseIdentity, DatabaseMismatch};
use crate::relay::{RelayState, RelayStatus};
use crate::telegram::TelegramNotices;

/// How often the witnesses are heard.
const CALM: Duration = Duration::from_mins(1);
/// The same while publishing is held: somebody may open the next epoch.
const HELD: Duration = Duration::from_secs(2);

/// Why the process must begin anew; none while it need not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// A new connection was not what it should be.
    DatabaseMismatch(DatabaseMismatch),
    /// Somebody opened another epoch.
    NextEpoch(u32),
}

/// The watch over the history.
pub struct Watch {
    witnesses: Witnesses,
    epoch: u32,
    held: watch::Sender<Option<String>>,
    over: watch::Sender<Option<Over>>,
    epoch_shown: Gauge,
    held_shown: Gauge,
}

impl Watch {
    /// Looks for the first time. From then on `guard` knows the database, and connections to another one fail. `over`
    /// is what ended the time before, if it ended within this process.
    ///
    /// # Errors
    /// [`WitnessError`]; NATS being away is none.
    pub async fn begin(
        witnesses: Witnesses,
        guard: &ConnectionGuard,
        over: Option<Over>,
    ) -> Result<Arc<Self>, WitnessError> {
        let epochs = &witnesses.epochs;
        guard.expect(DatabaseIdentity::read(epochs.pool()).await?);
        if let Some(Over::DatabaseMismatch(DatabaseMismatch::ShorterLog(detail))) = over {
            let epoch = epochs.begin().await?.number;
            epochs.note(epoch, &Doubt { kind: Kind::Tail, detail }).await?;
        }
        let (epoch, held) = witnesses.hear().await?;
        let watch = Self {
            witnesses,
            epoch: epoch.number,
            held: watch::Sender::new(None),
            over: watch::Sender::new(None),
            epoch_shown: Gauge::default(),
            held_shown: Gauge::default(),
        };
        watch.epoch_shown.set(i64::from(epoch.number));
        watch.stands(held);
        Ok(Arc::new(watch))
    }

    /// Why publishing is held, if it is; at most a minute old.
    pub fn held(&self) -> watch::Receiver<Option<String>> {
        self.held.subscribe()
    }

    /// Why the process must begin anew, if it must.
    pub fn over(&self) -> watch::Receiver<Option<Over>> {
        self.over.subscribe()
    }

    /// Adds its metrics.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "epoch",
            "Epoch of the history that this instance follows",
            self.epoch_shown.clone(),
        );
        let help = "1 while nothing is published because the history is in doubt";
        registry.register("publishing_held", help, self.held_shown.clone());
    }

    /// Watches until the process ends, or must begin anew. `head` is the log's as it is known here.
    pub fn start(
        self: Arc<Self>,
        guard: ConnectionGuard,
        (head, relay): (watch::Receiver<u64>, Option<watch::Receiver<RelayStatus>>),
        notices: Arc<TelegramNotices>,
        lifecycle: &Lifecycle,
    ) {
        let soft = lifecycle.soft();
        lifecycle.spawn("history", async move {
            let over = tokio::select! {
                () = soft.cancelled() => return,
                over = broken(&guard, head) => over,
                over = self.looks(relay, &notices) => over,
            };
            error!(?over, "the process begins anew, because its memory is of another history");
            self.over.send_replace(Some(over));
            soft.cancel();
        });
    }

    /// Looks now and then, until somebody has opened another epoch.
    async fn looks(
        &self,
        mut relay: Option<watch::Receiver<RelayStatus>>,
        notices: &TelegramNotices,
    ) -> Over {
        loop {
            let held = self.held.borrow().clone();
            if let Some(why) = &held {
                tell_owners(self.witnesses.epochs.pool(), notices, (self.epoch, why)).await;
            }
            tokio::select! {
                () = sleep(if held.is_some() { HELD } else { CALM }) => {}
                () = stops(&mut relay), if held.is_none() => {}
            }
            match self.witnesses.hear().await {
                Ok((epoch, _)) if epoch.number != self.epoch => return Over::NextEpoch(epoch.number),
                Ok((_, held)) => self.stands(held),
                Err(error) => warn!(%error, "the history could not be looked at"),
            }
        }
    }

    fn stands(&self, held: Option<String>) {
        self.held_shown.set(i64::from(held.is_some()));
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
async fn broken(guard: &ConnectionGuard, head: watch::Receiver<u64>) -> Over {
    let mut broken = guard.mismatch();
    let found = async {
        match broken.wait_for(Option::is_some).await.ok().and_then(|found| found.clone()) {
            Some(found) => Over::DatabaseMismatch(found),
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        over = found => over,
        never = report(guard, head) => match never {},
    }
}

async fn report(guard: &ConnectionGuard, mut head: watch::Receiver<u64>) -> Infallible {
    loop {
        guard.observe_head(*head.borrow_and_update());
        if head.changed().await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// Until the relay stops for a person to look: it may have met another history.
async fn stops(relay: &mut Option<watch::Receiver<RelayStatus>>) {
    if let Some(mut status) = relay.take()
        && status.wait_for(|status| matches!(status.state, RelayState::Stopped { .. })).await.is_ok()
    {
        return;
    }
    std::future::pending::<()>().await;
}
