//! The lease renewer: renews what the instance holds, acquires what is free, and reports what is lost.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::warn;
use uuid::Uuid;

use super::session::{LeaseSession, Renewal, SessionSignal};
use super::{Leases, RENEWAL};
use crate::postgres::DatabaseErrorClass;

/// Without a renewal for this long a lease counts as lost, a little before others may take it.
const LOST_AFTER: Duration = Duration::from_secs(4);
/// How often a new instance tries to acquire free leases: those of its predecessor may end at any moment.
const EAGER_RENEWAL: Duration = Duration::from_millis(200);
/// How long an instance is new.
const EAGER_FOR: Duration = Duration::from_secs(5);

/// The task behind one instance's leases.
pub(super) struct LeaseRenewer {
    leases: Leases,
    session: Option<LeaseSession>,
    started: Instant,
    renewed: Instant,
}

impl LeaseRenewer {
    pub(super) fn new(leases: Leases) -> Self {
        let now = Instant::now();
        Self { leases, session: None, started: now, renewed: now }
    }

    /// Runs until the stop, and then until nothing is held any more.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        loop {
            let names: Vec<String> = self.leases.contended().keys().cloned().collect();
            // After the stop too, while anything is held: others must not take what is still worked on.
            let idle = names.is_empty() && self.leases.shares().is_empty();
            if idle && stop.is_cancelled() {
                break;
            }
            self.renew_all(&names).await;
            let pause = self.pause();
            tokio::select! {
                () = sleep(pause) => {}
                () = self.leases.0.changed.notified() => {}
                () = stop.cancelled(), if idle => {}
                signal = next_signal(&mut self.session, self.leases.0.instance) => if signal == SessionSignal::ConnectionLost {
                    warn!("the session that carries the leases has ended");
                    self.session = None;
                }
            }
        }
        if let Some(session) = self.session {
            // If this cannot be said, the row expires by itself.
            timeout(RENEWAL, session.leave(self.leases.0.instance)).await.ok();
        }
    }

    async fn renew_all(&mut self, names: &[String]) {
        // Taken before the statement: the server counts from a later moment, so this side gives up first.
        let asked = Instant::now();
        match timeout(RENEWAL, self.renew(names)).await {
            Ok(Ok(renewed)) => {
                self.renewed = asked;
                self.leases.set_held(&renewed.held);
                self.leases.0.readers.learn(&renewed.announced);
                return self.leases.assign_shares(&renewed.others);
            }
            Ok(Err(error)) => {
                warn!(%error, "leases could not be renewed");
                if DatabaseErrorClass::of(&error) == DatabaseErrorClass::Unavailable {
                    self.session = None;
                }
            }
            Err(_) => warn!("leases could not be renewed in time"),
        }
        // Without a session the leases are free for others.
        if self.session.is_none() || self.renewed.elapsed() > LOST_AFTER {
            self.session = None;
            self.leases.set_held(&HashSet::new());
            self.leases.revoke_shares();
        }
    }

    /// A session that has ended is replaced at once: nobody may have taken its leases yet.
    async fn renew(&mut self, names: &[String]) -> Result<Renewal, sqlx::Error> {
        let (instance, shares) = (self.leases.0.instance, self.leases.shares());
        let announcement = &self.leases.0.announcement;
        if let Some(session) = &mut self.session {
            match session.renew(names, shares.clone(), announcement, instance).await {
                Err(error) if DatabaseErrorClass::of(&error) == DatabaseErrorClass::Unavailable => {
                    self.session = None;
                }
                outcome => return outcome,
            }
        }
        let mut session = LeaseSession::open(&self.leases.0.pool.connect_options()).await?;
        session.clock = self.leases.0.clock.clone();
        self.session.insert(session).renew(names, shares, announcement, instance).await
    }

    fn pause(&self) -> Duration {
        let waits = self.leases.contended().values().any(|lease| !*lease.borrow());
        if waits && self.started.elapsed() < EAGER_FOR { EAGER_RENEWAL } else { RENEWAL }
    }
}

async fn next_signal(session: &mut Option<LeaseSession>, instance: Uuid) -> SessionSignal {
    match session {
        Some(session) => session.next_signal(instance).await,
        None => std::future::pending().await,
    }
}
