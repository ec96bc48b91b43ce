//! The keeper: renews what the instance holds, looks for what is free, and says what is lost.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::warn;
use uuid::Uuid;

use super::session::{Heard, Renewed, Session};
use super::{Leases, RENEWAL};
use crate::postgres::DatabaseErrorClass;

/// Without a renewal for this long a lease counts as lost, a little before others may take it.
const LOST_AFTER: Duration = Duration::from_secs(4);
/// How often a new instance looks for free leases: those of its predecessor may end at any moment.
const EAGER_RENEWAL: Duration = Duration::from_millis(200);
/// How long an instance is new.
const EAGER_FOR: Duration = Duration::from_secs(5);

/// The task behind one instance's leases.
pub(super) struct Keeper {
    leases: Leases,
    session: Option<Session>,
    started: Instant,
    renewed: Instant,
}

impl Keeper {
    pub(super) fn new(leases: Leases) -> Self {
        let now = Instant::now();
        Self { leases, session: None, started: now, renewed: now }
    }

    /// Runs until the stop, and then until nothing is held any more.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        loop {
            let names: Vec<String> = self.leases.wanted().keys().cloned().collect();
            let idle = names.is_empty() && self.leases.shares().is_empty();
            if idle && stop.is_cancelled() {
                break;
            }
            self.look(&names).await;
            let pause = self.pause();
            tokio::select! {
                () = sleep(pause) => {}
                () = self.leases.0.changed.notified() => {}
                () = stop.cancelled(), if idle => {}
                heard = heard(&mut self.session, self.leases.0.instance) => if heard == Heard::End {
                    warn!("the session that carries the leases has ended");
                    self.session = None;
                }
            }
        }
        if let Some(session) = self.session {
            // Whoever cannot say so lets it run out.
            timeout(RENEWAL, session.leave(self.leases.0.instance)).await.ok();
        }
    }

    async fn look(&mut self, names: &[String]) {
        let asked = Instant::now();
        match timeout(RENEWAL, self.renew(names)).await {
            Ok(Ok(renewed)) => {
                self.renewed = asked;
                self.leases.tell(&renewed.held);
                return self.leases.deal(&renewed.others);
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
            self.leases.tell(&HashSet::new());
            self.leases.deal_nothing();
        }
    }

    /// A session that has ended is replaced at once: nobody may have taken its leases yet.
    async fn renew(&mut self, names: &[String]) -> Result<Renewed, sqlx::Error> {
        let (instance, shares) = (self.leases.0.instance, self.leases.shares());
        if let Some(session) = &mut self.session {
            match session.renew((names, shares.clone()), instance).await {
                Err(error) if DatabaseErrorClass::of(&error) == DatabaseErrorClass::Unavailable => {
                    self.session = None
                }
                outcome => return outcome,
            }
        }
        let session = Session::open(&self.leases.0.pool.connect_options()).await?;
        self.session.insert(session).renew((names, shares), instance).await
    }

    fn pause(&self) -> Duration {
        let waits = self.leases.wanted().values().any(|lease| !*lease.borrow());
        if waits && self.started.elapsed() < EAGER_FOR { EAGER_RENEWAL } else { RENEWAL }
    }
}

async fn heard(session: &mut Option<Session>, instance: Uuid) -> Heard {
    match session {
        Some(session) => session.heard(instance).await,
        None => std::future::pending().await,
    }
}
