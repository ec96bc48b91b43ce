//! Connection guard: every new connection must lead to the database that this process began with.
//!
//! After a failover or a restore all connections are new. States in memory are then of a history that may never have
//! been: nothing may be decided on them, so the first new connection reports it and the process begins anew.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use projections::statements;
use sqlx::{FromRow, PgConnection, PgExecutor};
use tokio::sync::watch;

statements! {
    /// Which database it is. Everybody may ask for it; hardened servers need `GRANT EXECUTE ON FUNCTION
    /// pg_control_system()`. The timeline is that of the write-ahead log: the one in `pg_control_checkpoint()` changes
    /// only with the first checkpoint after a promotion.
    IDENTITY = "
        SELECT system_identifier,
               ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS timeline,
               (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database_oid,
               coalesce(to_regclass('epochs')::oid::bigint, 0) AS table_oid
          FROM pg_control_system()";

    HEAD = "SELECT last_position FROM sequencer_state";
}

/// The identity of a history, as far as a database can know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct DatabaseIdentity {
    /// Made by initdb; replicas and base backups keep it.
    pub system_identifier: i64,
    /// Grows when a standby is promoted or a point-in-time recovery ends.
    pub timeline: i32,
    /// Another one for every database.
    pub database_oid: i64,
    /// Of the table `epochs`: another one after a dump was restored; 0 before it exists.
    pub table_oid: i64,
}

impl DatabaseIdentity {
    /// Asks the database.
    ///
    /// # Errors
    /// When it does not answer, is no primary, or withholds the answer.
    pub async fn read(database: impl PgExecutor<'_>) -> Result<Self, sqlx::Error> {
        sqlx::query_as(IDENTITY).fetch_one(database).await
    }

    /// What sets the other apart from this one, in a few words.
    pub fn difference(&self, other: &Self) -> Option<&'static str> {
        if self.system_identifier != other.system_identifier {
            return Some("it is in another cluster: a restore");
        }
        if self.timeline != other.timeline {
            return Some("its timeline is another: a promoted standby or a point-in-time recovery");
        }
        (self != other).then_some("it was made anew in the same cluster: a restored dump")
    }
}

impl std::fmt::Display for DatabaseIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (system, timeline) = (self.system_identifier.cast_unsigned(), self.timeline);
        write!(
            f,
            "system {system}, timeline {timeline}, database {}, table {}",
            self.database_oid, self.table_oid
        )
    }
}

/// What was wrong with a new connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseMismatch {
    /// It led to another database.
    OtherDatabase(String),
    /// It led to a log that is shorter than it was.
    ShorterLog(String),
}

/// Checks the connections of this process. Clones belong together; without an identity it lets all pass.
#[derive(Clone, Debug)]
pub struct ConnectionGuard(Arc<GuardState>);

#[derive(Debug)]
struct GuardState {
    expected: Mutex<Option<ExpectedDatabase>>,
    mismatch: watch::Sender<Option<DatabaseMismatch>>,
}

#[derive(Clone, Copy, Debug)]
struct ExpectedDatabase {
    identity: DatabaseIdentity,
    /// A position that the log is known to have reached.
    head: i64,
}

impl Default for ConnectionGuard {
    fn default() -> Self {
        Self(Arc::new(GuardState { expected: Mutex::default(), mismatch: watch::Sender::new(None) }))
    }
}

impl ConnectionGuard {
    /// From now on every connection must lead there.
    pub fn expect(&self, identity: DatabaseIdentity) {
        *self.expected() = Some(ExpectedDatabase { identity, head: 0 });
    }

    /// From now on the log of every connection must have reached this position.
    pub fn observe_head(&self, position: u64) {
        if let Some(expected) = self.expected().as_mut() {
            expected.head = expected.head.max(position.cast_signed());
        }
    }

    /// What was wrong with the first connection that led elsewhere; becomes something once, if ever.
    pub fn mismatch(&self) -> watch::Receiver<Option<DatabaseMismatch>> {
        self.0.mismatch.subscribe()
    }

    /// Checks a new connection.
    ///
    /// # Errors
    /// When it leads elsewhere, or does not say.
    pub(crate) async fn check(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let expected = *self.expected();
        let Some(expected) = expected else { return Ok(()) };
        let identity = DatabaseIdentity::read(&mut *connection).await?;
        if let Some(difference) = expected.identity.difference(&identity) {
            let what = format!("the database is not the one of the start: {difference}");
            return Err(self.report(&what, DatabaseMismatch::OtherDatabase));
        }
        // Identity and timeline can be the same although the end of the log is gone: a server that lost its last
        // flushed pages, or a standby that was promoted before it had replayed everything.
        let head: i64 = sqlx::query_scalar(HEAD).fetch_one(connection).await?;
        if head < expected.head {
            let what = format!("the log ends at position {head} and ended at {}", expected.head);
            return Err(self.report(&what, DatabaseMismatch::ShorterLog));
        }
        Ok(())
    }

    fn expected(&self) -> MutexGuard<'_, Option<ExpectedDatabase>> {
        self.0.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first report stays: later connections only repeat it in other words.
    fn report(&self, what: &str, kind: fn(String) -> DatabaseMismatch) -> sqlx::Error {
        self.0.mismatch.send_if_modified(|mismatch| {
            let first = mismatch.is_none();
            mismatch.get_or_insert_with(|| kind(what.to_owned()));
            first
        });
        sqlx::Error::Protocol(what.to_owned())
    }
}
