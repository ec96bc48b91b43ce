//! Epochs: whether this database continues the history that the world was told of.
//!
//! A restore or a failover brings back an earlier moment. Whatever is noticed of it is kept as a *divergence* of the
//! epoch (table `epoch_doubts`), and an epoch with a divergence publishes nothing. Only a person opens the next one, with `memebot recover`.

mod check;
mod detector;
mod monitor;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commands::faults::Guard;
use commands::port::ServiceError;
use commands::port::publish_hold::PublishHold;
use domain::id::ProjectId;
use projections::statements;
use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};

use crate::postgres::{DatabaseIdentity, begin};
use crate::sequencer::state;
use crate::unreadable;

pub use check::check;
pub use detector::{DetectionError, DivergenceDetector};
pub use monitor::{EpochMonitor, RestartReason};

/// What an operator is told to do, or to have done.
pub const ADVICE: &str = "run `memebot recover`";

/// One epoch of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Epoch {
    /// 1, 2, 3 …
    pub number: u32,
    /// The database that continues it.
    pub identity: DatabaseIdentity,
    /// Where the log ended when it was opened.
    pub log_position: u64,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: String,
    /// Why.
    pub reason: String,
}

/// What a divergence was noticed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DivergenceKind {
    /// The database is another one.
    Identity,
    /// JetStream has events that the log does not have.
    Stream,
    /// The log is shorter than it was.
    Tail,
    /// A consumer has applied more than the log has.
    Cursors,
}

impl DivergenceKind {
    fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Stream => "stream",
            Self::Tail => "tail",
            Self::Cursors => "cursors",
        }
    }
}

/// Something that should not be, if the history were whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Divergence {
    /// What it is about.
    pub kind: DivergenceKind,
    /// What was seen, as a sentence.
    pub detail: String,
}

/// The epochs in the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Epochs {
    pool: PgPool,
}

statements! {
    /// All in one statement: whoever is let through was let through at one moment, on one server.
    HELD = "
        SELECT e.*, (SELECT string_agg(detail, '; ' ORDER BY noticed_at, kind) FROM epoch_doubts d WHERE d.epoch = e.number)
               AS doubts
          FROM epochs e ORDER BY number DESC LIMIT 1";

    OPEN = "
        INSERT INTO epochs (number, system_identifier, timeline, database_oid, table_oid, log_position, opened_by, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (number) DO NOTHING";

    CURRENT = "SELECT * FROM epochs ORDER BY number DESC LIMIT 1";

    DIVERGENCES = "SELECT kind, detail FROM epoch_doubts WHERE epoch = $1 ORDER BY noticed_at, kind";

    RECORD_DIVERGENCE = "
        INSERT INTO epoch_doubts (epoch, kind, detail) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
}

impl Epochs {
    /// The epochs in the database of this pool, the primary's.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The current epoch; none in a database that was never served.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn current(&self) -> Result<Option<Epoch>, sqlx::Error> {
        sqlx::query_as(CURRENT).fetch_optional(&self.pool).await
    }

    /// The current epoch. A database that was never served begins the first one: nobody knows of another.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Epoch, sqlx::Error> {
        if let Some(epoch) = self.current().await? {
            return Ok(epoch);
        }
        // Another instance may open it at the same moment: whose row it is does not matter.
        self.open(1, "memebot", "the first start").await?;
        self.current().await?.ok_or(sqlx::Error::RowNotFound)
    }

    /// Opens an epoch in this database; false when there is one of this number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(&self, number: u32, by: &str, reason: &str) -> Result<bool, sqlx::Error> {
        // In one transaction, so that identity and position are of the same server.
        let mut transaction = begin(&self.pool).await?;
        let identity = DatabaseIdentity::read(&mut *transaction).await?;
        let position = state::head(&mut *transaction).await?;
        let opened = sqlx::query(OPEN)
            .bind(number.cast_signed())
            .bind(identity.system_identifier)
            .bind(identity.timeline)
            .bind(identity.database_oid)
            .bind(identity.table_oid)
            .bind(position.cast_signed())
            .bind(by)
            .bind(reason)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(opened.rows_affected() == 1)
    }

    /// The divergences of an epoch, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn divergences(&self, epoch: u32) -> Result<Vec<Divergence>, sqlx::Error> {
        sqlx::query_as(DIVERGENCES).bind(epoch.cast_signed()).fetch_all(&self.pool).await
    }

    /// Keeps a divergence, for all instances; the first of its kind stays. Whether it is new.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record_divergence(&self, epoch: u32, divergence: &Divergence) -> Result<bool, sqlx::Error> {
        let noted = sqlx::query(RECORD_DIVERGENCE)
            .bind(epoch.cast_signed())
            .bind(divergence.kind.name())
            .bind(&divergence.detail)
            .execute(&self.pool)
            .await?;
        Ok(noted.rows_affected() == 1)
    }

    /// The pool, for what belongs to the epochs elsewhere.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Why nothing may be published now, if so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_reason(&self) -> Result<Option<String>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        let Some(row) = sqlx::query(HELD).fetch_optional(&mut *connection).await? else { return Ok(None) };
        // What was recorded counts first: it stays, even if the database looks right again.
        if let Some(divergences) = row.try_get::<Option<String>, _>("doubts")? {
            return Ok(Some(divergences));
        }
        // On the same connection: after a failover another one may lead to another server.
        let now = DatabaseIdentity::read(&mut *connection).await?;
        Ok(identity_divergence(&Epoch::from_row(&row)?, &now).map(|divergence| divergence.detail))
    }
}

/// Whether the database is another one than the epoch's.
pub(crate) fn identity_divergence(epoch: &Epoch, now: &DatabaseIdentity) -> Option<Divergence> {
    let difference = epoch.identity.difference(now)?;
    let detail = format!("the database is not that of epoch {}: {difference}", epoch.number);
    Some(Divergence { kind: DivergenceKind::Identity, detail })
}

#[async_trait]
impl PublishHold for Epochs {
    async fn reason(&self, project: ProjectId) -> Result<Option<String>, ServiceError> {
        let unknown = |error: sqlx::Error| ServiceError::Unavailable {
            service: "PostgreSQL",
            why: format!("nobody can say whether the history is whole: {error}"),
            retry_after: None,
        };
        if let Some(why) = self.hold_reason().await.map_err(unknown)? {
            return Ok(Some(format!("publishing is held until an operator has {ADVICE}: {why}")));
        }
        if !Guard::ProjectHold.holds() {
            return Ok(None);
        }
        let unread = unreadable::holds(&self.pool, project).await.map_err(unknown)?;
        Ok(unread.map(|event| format!("publishing of this project is held: {event}")))
    }
}

impl FromRow<'_, PgRow> for Epoch {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            number: row.try_get::<i32, _>("number")?.cast_unsigned(),
            identity: DatabaseIdentity::from_row(row)?,
            log_position: row.try_get::<i64, _>("log_position")?.cast_unsigned(),
            opened_at: row.try_get("opened_at")?,
            opened_by: row.try_get("opened_by")?,
            reason: row.try_get("reason")?,
        })
    }
}

impl FromRow<'_, PgRow> for Divergence {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let kind = match row.try_get("kind")? {
            "identity" => DivergenceKind::Identity,
            "stream" => DivergenceKind::Stream,
            "tail" => DivergenceKind::Tail,
            "cursors" => DivergenceKind::Cursors,
            other => return Err(sqlx::Error::Decode(format!("a divergence of kind {other}").into())),
        };
        Ok(Self { kind, detail: row.try_get("detail")? })
    }
}
