//! A database with everything around it that one case after the other is played in; its log goes on.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use commands::bus::Bus;
use commands::decision::AggregateState;
use commands::port::dispatch::Dispatch;
use commands::store::{Append, Appended, EventStore, StoreError};
use domain::state::State;
use engine::clock::SystemIds;
use engine::consumer::{Consumer, ManualRunner, ProjectorConsumer};
use engine::log::LogReader;
use engine::sequencer::Sequencer;
use engine::store::codec::EventDecoder;
use engine::store::keys::Keyring;
use engine::store::{AppendLimits, AppendSignal, MasterKey, PgEventStore};
use harness::TestDatabase;
use projections::projects::Projects;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::Mutex;

use super::ledger::Ledger;

/// How many instances of the program append.
const INSTANCES: usize = 3;
/// States that an instance keeps in memory of each kind.
const CACHED: u64 = 64;

/// One instance: its bus, and the store beneath.
pub(super) struct Instance {
    /// Its bus.
    pub(super) bus: Arc<dyn Dispatch>,
    /// The same store that the bus uses.
    pub(super) store: Shared,
}

/// A store that a bus and the proof share.
#[derive(Clone)]
pub(super) struct Shared(Arc<PgEventStore>);

impl EventStore for Shared {
    async fn load<S: AggregateState>(
        &self,
        id: &str,
        after: u64,
    ) -> Result<Vec<Option<<S as State>::Event>>, StoreError> {
        self.0.load::<S>(id, after).await
    }

    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        self.0.append(append).await
    }
}

/// Two runners of one consumer that nobody keeps apart.
pub(super) type Rivals = [Mutex<ManualRunner>; 2];

/// The database and everything around it.
pub(super) struct House {
    /// Connections for everything but appends.
    pub(super) pool: PgPool,
    /// The instances.
    pub(super) instances: Vec<Instance>,
    /// Two sequencers that nobody keeps apart.
    pub(super) sequencers: [Sequencer; 2],
    /// The runners of the ledger.
    pub(super) ledger: Rivals,
    /// The runners of a real read model.
    pub(super) projects: Rivals,
    /// The log.
    pub(super) log: LogReader,
    /// Sessions for transactions beside the buses.
    pub(super) sessions: [Mutex<Option<PgConnection>>; 2],
    /// Dropped with the house.
    _database: Aside,
}

/// A database that is dropped on a thread of its own. Lanes share a thread: one that waited there until its database is
/// dropped would keep another from ending its login, and the server drops nothing while somebody logs in.
struct Aside(Option<TestDatabase>);

impl Drop for Aside {
    fn drop(&mut self) {
        let database = self.0.take();
        // not waited for: what is left at the end goes with the server
        std::thread::spawn(move || drop(database));
    }
}

impl House {
    /// A new database on the server; the ledger has one cursor or a cursor per partition.
    pub(super) async fn open(url: &str, partitioned: bool) -> Result<Self> {
        let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
        let database = TestDatabase::create_migrated_on(url, &migrations).await?;
        // as the program's own sessions do: compiling plans would cost more than all the rest
        let options = PgConnectOptions::from_str(&database.url)?.options([("jit", "off")]);
        let pool = PgPoolOptions::new().max_connections(10).test_before_acquire(false);
        let pool = pool.acquire_timeout(Duration::from_secs(20)).connect_with(options).await?;
        Ledger::create(&pool).await?;
        let keyring = Keyring::open(pool.clone(), &MasterKey::from_bytes([7; 32])).await?;
        let log = LogReader::new(pool.clone(), EventDecoder::new(keyring.clone()));
        let ledger: Arc<dyn Consumer> = Arc::new(Ledger { partitioned });
        let projects: Arc<dyn Consumer> = Arc::new(ProjectorConsumer(Arc::new(Projects)));
        let rivals = |consumer: &Arc<dyn Consumer>| {
            [0, 1].map(|_| Mutex::new(ManualRunner::new(Arc::clone(consumer), pool.clone(), log.clone())))
        };
        Ok(Self {
            instances: (0..INSTANCES).map(|number| instance(&pool, &keyring, number)).collect(),
            sequencers: [0, 1].map(|_| Sequencer::new(pool.clone(), AppendSignal::new())),
            ledger: rivals(&ledger),
            projects: rivals(&projects),
            sessions: Default::default(),
            log,
            pool,
            _database: Aside(Some(database)),
        })
    }

    /// A session of its own for a transaction.
    pub(super) async fn session(&self) -> Result<PgConnection> {
        PgConnection::connect_with(&self.pool.connect_options()).await.context("open a session")
    }

    /// Kills every connection that appends.
    pub(super) async fn kill_appends(&self) -> Result<()> {
        let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND application_name = 'memebot-append'";
        sqlx::query(kill).execute(&self.pool).await.context("kill the connections that append").map(drop)
    }

    /// The runners of a consumer.
    pub(super) fn rivals(&self, projector: bool) -> &Rivals {
        if projector { &self.projects } else { &self.ledger }
    }
}

/// Instances have one or two append workers: with one, whatever is asked at the same time travels together.
fn instance(pool: &PgPool, keyring: &Keyring, number: usize) -> Instance {
    let limits =
        AppendLimits { workers: 1 + number % 2, timeout: Duration::from_secs(30), ..AppendLimits::default() };
    let store = PgEventStore::start(pool, keyring.clone(), limits, &AppendSignal::new());
    let store = Shared(Arc::new(store));
    Instance { bus: Arc::new(Bus::new(store.clone(), Arc::new(SystemIds), CACHED)), store }
}
