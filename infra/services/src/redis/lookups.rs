//! Cache metrics: lookups by cache and result, from which the hit rate of each follows.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// The active contexts.
pub(super) const CONTEXT: &str = "context";
/// The vibes.
pub(super) const VIBE: &str = "vibe";
/// The jobs that have ended.
pub(super) const JOB: &str = "job";

type LookupLabels = [(&'static str, &'static str); 2];

/// How often each cache was asked since the start. What is stale or of another shape is a miss; so is everything while
/// Redis is away.
#[derive(Clone)]
pub(super) struct Lookups(Family<LookupLabels, Counter>);

impl Lookups {
    /// Counters at 0: a cache that nobody asks is to be seen, too.
    pub(super) fn new() -> Self {
        let lookups = Self(Family::default());
        for cache in [CONTEXT, VIBE, JOB] {
            let (_, _) = (lookups.counter(cache, true), lookups.counter(cache, false));
        }
        lookups
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("cache_requests", "Questions to the caches, by cache and result", self.0.clone());
    }

    /// Counts a lookup, and returns what it found.
    pub(super) fn count<T>(&self, cache: &'static str, found: Option<T>) -> Option<T> {
        self.counter(cache, found.is_some()).inc();
        found
    }

    /// The counter of a cache's hits or misses.
    pub(super) fn counter(&self, cache: &'static str, hit: bool) -> Counter {
        let result = if hit { "hit" } else { "miss" };
        self.0.get_or_create_owned(&[("cache", cache), ("result", result)])
    }
}
