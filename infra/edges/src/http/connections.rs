//! Connection registry: every open connection of the listeners, how many there may be, and which end for others.
//!
//! A connection *waits* while the client has the next move: a header, the rest of a body, an answer that is to be read.
//! While we work on a whole request it does not, and is not chosen to end for another.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::client_address::{TrustedProxies, counted_as};
use super::connection_limits::ConnectionLimits;
use engine::metrics::Labels;

/// The bound of all connections, in metrics and logs.
const FULL: &str = "full";
/// The bound of one address.
const SHARE: &str = "share";
/// In place of the moment since which a connection waits: it does not.
const AT_WORK: u64 = u64::MAX;
/// The oldest idle connections are ended from when only this part of all slots is free.
const EARLY: usize = 16;
/// How long one that was ended may take to give its slot away.
const HANDOVER: Duration = Duration::from_secs(1);
/// How long the bound counts as reached after somebody had to go; as often it is logged.
const LATELY: Duration = Duration::from_secs(10);

/// All connections of an instance.
pub struct Connections {
    pub(super) limits: ConnectionLimits,
    pub(super) proxies: TrustedProxies,
    slots: Arc<Semaphore>,
    open: Mutex<HashMap<IpAddr, Vec<Arc<ConnectionState>>>>,
    began: Instant,
    reached: Mutex<HashMap<&'static str, LimitReached>>,
    gauge: Gauge,
    ended: Family<Labels, Counter>,
    refused: Family<Labels, Counter>,
}

/// When a bound was last reached, and when that was last logged.
struct LimitReached {
    at: Instant,
    logged: Instant,
}

/// What is known of one connection.
pub(super) struct ConnectionState {
    began: Instant,
    /// Milliseconds from `began`.
    waits_since: AtomicU64,
    /// Cancelled when it has to end for another.
    pub(super) end: CancellationToken,
}

impl ConnectionState {
    /// From now on the client has the next move.
    pub(super) fn waits(&self) {
        let since = self.began.elapsed().as_millis();
        self.waits_since.store(u64::try_from(since).unwrap_or(AT_WORK - 1), Ordering::Relaxed);
    }

    /// From now on we have.
    pub(super) fn works(&self) {
        self.waits_since.store(AT_WORK, Ordering::Relaxed);
    }

    /// Since when it waits, if it does and was not ended yet.
    fn idle_since(&self) -> Option<u64> {
        let since = self.waits_since.load(Ordering::Relaxed);
        (since != AT_WORK && !self.end.is_cancelled()).then_some(since)
    }
}

/// A connection's slot; dropping it lets the next one in.
pub(super) struct ConnectionSlot {
    pub(super) state: Arc<ConnectionState>,
    pub(super) connections: Arc<Connections>,
    address: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl ConnectionSlot {
    /// Counts that the client let the connection wait too long.
    pub(super) fn note_timeout(&self, why: &'static str) {
        count(&self.connections.ended, why);
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        if let Some(states) = open.get_mut(&self.address) {
            states.retain(|state| !Arc::ptr_eq(state, &self.state));
            if states.is_empty() {
                open.remove(&self.address);
            }
        }
        self.connections.gauge.dec();
    }
}

impl Connections {
    /// None yet.
    pub fn new(limits: ConnectionLimits, proxies: TrustedProxies) -> Arc<Self> {
        Arc::new(Self {
            limits,
            proxies,
            slots: Arc::new(Semaphore::new(limits.open)),
            open: Mutex::default(),
            began: Instant::now(),
            reached: Mutex::default(),
            gauge: Gauge::default(),
            ended: Family::default(),
            refused: Family::default(),
        })
    }

    /// Adds their metrics to the registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("http_connections", "Connections that are open", self.gauge.clone());
        let limit = Gauge::<i64>::default();
        limit.set(self.limits.open.try_into().unwrap_or(i64::MAX));
        registry.register("http_connections_limit", "Connections that may be open at a time", limit);
        registry.register(
            "http_connections_ended",
            "Connections ended before their client was done: `full` and `share` for others, `header` and `unread` waited \
             too long",
            self.ended.clone(),
        );
        registry.register(
            "http_connections_refused",
            "Connections refused because all others were at work, in all (`full`) or of one address (`share`)",
            self.refused.clone(),
        );
    }

    /// What is wrong, if the bound was reached lately.
    pub(super) fn fault(&self) -> Option<String> {
        let reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = reached.get(FULL).is_some_and(|reached| reached.at.elapsed() < LATELY);
        lately.then(|| {
            format!("the bound of {} is nearly reached: the oldest idle ones are ended", self.limits.open)
        })
    }

    /// A slot for one more connection. Where they run short, the oldest idle connection is ended: of the same address if
    /// that has its share already, else of all. `None`: the new one is refused, as nobody is idle.
    pub(super) async fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<ConnectionSlot> {
        let address = counted_as(peer);
        let of_a_proxy = self.proxies.contains(peer.to_canonical());
        let has_its_share = !of_a_proxy && self.has_its_share(address);
        if has_its_share && !self.evict_oldest(SHARE, Some(address)) {
            return self.refuse(SHARE);
        }
        // A little early: whoever ends needs a moment, and new connections must not queue up behind each of them. Whoever
        // made room with one of his own needs nobody else's.
        let runs_short = self.slots.available_permits() <= self.limits.open / EARLY;
        let evicted = has_its_share || runs_short && self.evict_oldest(FULL, None);
        let permit = if let Ok(permit) = Arc::clone(&self.slots).try_acquire_owned() {
            permit
        } else if evicted {
            // Waited for, so that descriptors never run ahead of the bound.
            let freed = timeout(HANDOVER, Arc::clone(&self.slots).acquire_owned()).await;
            let Ok(Ok(permit)) = freed else { return self.refuse(FULL) };
            permit
        } else {
            return self.refuse(FULL);
        };
        let state = ConnectionState {
            began: self.began,
            waits_since: AtomicU64::default(),
            end: CancellationToken::new(),
        };
        state.waits();
        let state = Arc::new(state);
        self.open().entry(address).or_default().push(Arc::clone(&state));
        self.gauge.inc();
        Some(ConnectionSlot { state, connections: Arc::clone(self), address, _permit: permit })
    }

    fn has_its_share(&self, address: IpAddr) -> bool {
        let open = self.open();
        let staying = |states: &Vec<Arc<ConnectionState>>| {
            states.iter().filter(|state| !state.end.is_cancelled()).count()
        };
        open.get(&address).map_or(0, staying) >= self.limits.per_address
    }

    /// Ends the oldest idle connection, of one address or of all; whether there was one. It is told either way.
    fn evict_oldest(&self, bound: &'static str, of: Option<IpAddr>) -> bool {
        self.note(bound);
        let open = self.open();
        let in_question = open.iter().filter(|(address, _)| of.is_none_or(|of| of == **address));
        let states = in_question.flat_map(|(_, states)| states);
        let idle = states.filter_map(|state| Some((state.idle_since()?, state)));
        let Some((_, oldest)) = idle.min_by_key(|(since, _)| *since) else { return false };
        oldest.end.cancel();
        count(&self.ended, bound);
        true
    }

    fn refuse(&self, bound: &'static str) -> Option<ConnectionSlot> {
        count(&self.refused, bound);
        None
    }

    fn note(&self, bound: &'static str) {
        let (at, mut all) = (Instant::now(), self.reached.lock().unwrap_or_else(PoisonError::into_inner));
        let before = all.get(bound).map(|reached| reached.logged);
        let logged = before.filter(|logged| logged.elapsed() < LATELY).unwrap_or_else(|| {
            let ConnectionLimits { open, per_address, .. } = self.limits;
            warn!(
                bound,
                open, per_address, "a bound of connections is reached: the oldest idle ones are ended"
            );
            at
        });
        all.insert(bound, LimitReached { at, logged });
    }

    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, Vec<Arc<ConnectionState>>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn count(family: &Family<Labels, Counter>, why: &str) {
    family.get_or_create(&vec![("why", why.to_owned())]).inc();
}

#[cfg(test)]
impl Connections {
    pub(super) fn count(&self) -> usize {
        self.open().values().map(Vec::len).sum()
    }

    pub(super) fn ended(&self, why: &str) -> u64 {
        self.ended.get_or_create(&vec![("why", why.to_owned())]).get()
    }

    pub(super) fn refused(&self, why: &str) -> u64 {
        self.refused.get_or_create(&vec![("why", why.to_owned())]).get()
    }
}
