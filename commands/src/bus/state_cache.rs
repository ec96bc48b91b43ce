//! The state cache: aggregates' states with their versions, in memory and never trusted.

use std::sync::Arc;
use std::time::Duration;

use domain::access::Access;
use domain::account::Account;
use domain::context::Context;
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::suggestion::Suggestion;
use moka::future::Cache;
use moka::policy::EvictionPolicy;

use crate::decision::AggregateState;
use crate::store::Versioned;

/// How long a state is kept before it is read from its stream again.
const LIFETIME: Duration = Duration::from_mins(10);

/// The states kept in memory, by aggregate type and id.
pub(super) struct StateCache {
    project: Cache<String, Arc<Versioned<Project>>>,
    context: Cache<String, Arc<Versioned<Context>>>,
    suggestion: Cache<String, Arc<Versioned<Suggestion>>>,
    post: Cache<String, Arc<Versioned<Post>>>,
    account: Cache<String, Arc<Versioned<Account>>>,
    member: Cache<String, Arc<Versioned<Member>>>,
    access: Cache<String, Arc<Versioned<Access>>>,
}

impl StateCache {
    pub(super) fn new(capacity: u64) -> Self {
        Self {
            project: cache(capacity),
            context: cache(capacity),
            suggestion: cache(capacity),
            post: cache(capacity),
            account: cache(capacity),
            member: cache(capacity),
            access: cache(capacity),
        }
    }

    pub(super) async fn put<S: CachedState>(&self, id: String, state: Arc<Versioned<S>>) {
        S::cache(self).insert(id, state).await;
    }
}

/// What was used last stays: streams are busy while they are young, and by frequency the old ones would stay instead.
/// The lifetime bounds how long a text that was forgotten elsewhere can stay readable in memory.
fn cache<S: Send + Sync + 'static>(capacity: u64) -> Cache<String, Arc<S>> {
    Cache::builder()
        .max_capacity(capacity)
        .time_to_live(LIFETIME)
        .eviction_policy(EvictionPolicy::lru())
        .build()
}

/// A state that has a place in memory.
pub(super) trait CachedState: AggregateState {
    fn cache(states: &StateCache) -> &Cache<String, Arc<Versioned<Self>>>;
}

macro_rules! cached {
    ($($state:ty => $field:ident),+) => {
        $(impl CachedState for $state {
            fn cache(states: &StateCache) -> &Cache<String, Arc<Versioned<Self>>> {
                &states.$field
            }
        })+
    };
}

cached!(
    Project => project,
    Context => context,
    Suggestion => suggestion,
    Post => post,
    Account => account,
    Member => member,
    Access => access
);
