//! Repair: an event's row that is damaged is mended from a copy whose bytes give the log's leaf. Nothing else is accepted, so
//! history becomes what it was, and a wrong copy changes nothing.
//!
//! The trigger that refuses changes is off for the one transaction, which only the owner of the table can do.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::id::EventId;
use domain::merkle::Leaf;
use projections::statements;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, PgConnection, PgPool};
use uuid::Uuid;

use super::envelope::StoredEnvelope;
use crate::postgres::begin;

statements! {
    LOGGED = "
        SELECT position, event_id, aggregate_type, aggregate_id, sequence, leaf_hash FROM event_log WHERE position = $1";

    ROW = "
        SELECT event_type, event_version, recorded_at, payload::text AS payload, metadata::text AS metadata
          FROM events WHERE event_id = $1";

    IS_IN_PLACE = "
        SELECT EXISTS (SELECT FROM events WHERE event_id = $1 AND aggregate_type = $2 AND aggregate_id = $3
                          AND sequence = $4 AND project_id IS NOT DISTINCT FROM $5)";

    ALLOW_CHANGE = "ALTER TABLE events DISABLE TRIGGER events_stay";

    REFUSE_CHANGE = "ALTER TABLE events ENABLE TRIGGER events_stay";

    MEND = "
        UPDATE events SET aggregate_type = $2, aggregate_id = $3, sequence = $4, project_id = $5, event_type = $6,
                          event_version = $7, recorded_at = $8, payload = $9::json, metadata = $10::json
         WHERE event_id = $1";

    RECORD = "
        INSERT INTO event_repairs (position, event_id, source, repaired_by, found_leaf) VALUES ($1, $2, $3, $4, $5)";
}

/// Why nothing was repaired.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// The database did not do it.
    #[error("could not {step}")]
    Database {
        /// What was attempted.
        step: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
    /// The log is not so long.
    #[error("the log has no position {0}")]
    NoPosition(u64),
    /// The row gives the log's leaf.
    #[error(
        "event {event_type} {event_version} at position {position} is stored as it was written: there is nothing to \
         repair. If this program cannot read it, a newer one can, or the key of a text is missing: put its row back from a \
         backup"
    )]
    Sound {
        /// The position.
        position: u64,
        /// Its type.
        event_type: String,
        /// The version that it was written in.
        event_version: String,
    },
    /// The copy is of something else, or damaged as well.
    #[error("the copy does not give the leaf that the log has at position {0}: nothing was changed")]
    WrongCopy(u64),
    /// There is no row to be mended.
    #[error("the row of the event at position {0} is gone: history was altered, which no repair mends")]
    Gone(u64),
}

fn during(step: &'static str) -> impl Fn(sqlx::Error) -> RepairError {
    move |source| RepairError::Database { step, source }
}

/// Where a copy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopySource {
    /// The stream of the relay.
    JetStream,
    /// A restored backup.
    Backup,
}

impl CopySource {
    /// As it is recorded.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JetStream => "jetstream",
            Self::Backup => "backup",
        }
    }
}

/// What an event's row says beside where the event is: to be checked against the leaf.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct EventCopy {
    event_type: String,
    event_version: String,
    recorded_at: DateTime<Utc>,
    payload: String,
    metadata: String,
}

impl From<StoredEnvelope> for EventCopy {
    fn from(envelope: StoredEnvelope) -> Self {
        Self {
            event_type: envelope.event_type,
            event_version: envelope.event_version,
            recorded_at: envelope.recorded_at,
            payload: Box::<str>::from(envelope.payload).into_string(),
            metadata: Box::<str>::from(envelope.metadata).into_string(),
        }
    }
}

impl EventCopy {
    /// The row of the event in this database.
    ///
    /// # Errors
    /// What the database says, also when the row cannot be read.
    pub async fn read(conn: &mut PgConnection, event: EventId) -> Result<Option<Self>, sqlx::Error> {
        sqlx::query_as(ROW).bind(event.0).fetch_optional(conn).await
    }

    /// The column `project_id` repeats what the metadata say.
    fn project(&self) -> Option<Uuid> {
        #[derive(Deserialize)]
        struct OfProject {
            #[serde(default)]
            project_id: Option<Uuid>,
        }
        serde_json::from_str::<OfProject>(&self.metadata).ok()?.project_id
    }
}

/// What the log says of an event.
#[derive(Clone, Debug, FromRow)]
struct LoggedEvent {
    position: i64,
    event_id: Uuid,
    aggregate_type: String,
    aggregate_id: String,
    sequence: i64,
    leaf_hash: [u8; 32],
}

impl LoggedEvent {
    fn leaf(&self, copy: &EventCopy) -> [u8; 32] {
        let leaf = Leaf {
            position: self.position.cast_unsigned(),
            event_id: self.event_id,
            aggregate_type: &self.aggregate_type,
            aggregate_id: &self.aggregate_id,
            sequence: self.sequence.cast_unsigned(),
            event_type: &copy.event_type,
            event_version: &copy.event_version,
            recorded_at_micros: copy.recorded_at.timestamp_micros(),
            payload_hash: Sha256::digest(&copy.payload).into(),
            metadata_hash: Sha256::digest(&copy.metadata).into(),
        };
        *leaf.hash().as_bytes()
    }
}

/// An event whose row is not what the log vouches for.
#[derive(Clone, Debug)]
pub struct DamagedEvent {
    logged: LoggedEvent,
    /// The leaf that the row gives now; none when it cannot be read.
    found_leaf: Option<[u8; 32]>,
}

impl DamagedEvent {
    /// Looks at the event of this position.
    ///
    /// # Errors
    /// [`RepairError`], also when there is nothing to repair.
    pub async fn find(pool: &PgPool, position: u64) -> Result<Self, RepairError> {
        let logged = sqlx::query_as(LOGGED).bind(position.cast_signed()).fetch_optional(pool).await;
        let logged: LoggedEvent =
            logged.map_err(during("read the log"))?.ok_or(RepairError::NoPosition(position))?;
        let mut conn = pool.acquire().await.map_err(during("connect"))?;
        let found = match EventCopy::read(&mut conn, EventId(logged.event_id)).await {
            Ok(found) => Some(found.ok_or(RepairError::Gone(position))?),
            // A row that the server itself cannot read is as damaged as any.
            Err(sqlx::Error::Database(_) | sqlx::Error::ColumnDecode { .. }) => None,
            Err(source) => return Err(during("read the event")(source)),
        };
        if let Some(row) = &found
            && logged.leaf(row) == logged.leaf_hash
            && is_in_place(&mut conn, &logged, row).await?
        {
            let EventCopy { event_type, event_version, .. } = row.clone();
            return Err(RepairError::Sound { position, event_type, event_version });
        }
        Ok(Self { found_leaf: found.map(|row| logged.leaf(&row)), logged })
    }

    /// The event's id.
    pub fn event_id(&self) -> EventId {
        EventId(self.logged.event_id)
    }

    /// Its stream, as `type/id`.
    pub fn stream(&self) -> String {
        format!("{}/{}", self.logged.aggregate_type, self.logged.aggregate_id)
    }

    /// Its number within the stream.
    pub fn sequence(&self) -> u64 {
        self.logged.sequence.cast_unsigned()
    }

    /// Makes the row what the copy says, if the copy gives the log's leaf, and records it in the same transaction.
    ///
    /// # Errors
    /// [`RepairError`]; nothing was changed then.
    pub async fn mend(
        &self,
        pool: &PgPool,
        copy: &EventCopy,
        source: CopySource,
        by: &str,
    ) -> Result<(), RepairError> {
        let position = self.logged.position.cast_unsigned();
        if self.logged.leaf(copy) != self.logged.leaf_hash {
            return Err(RepairError::WrongCopy(position));
        }
        let failed = during("mend the row (this needs the owner of the table, like `memebot migrate`)");
        let mut tx = begin(pool).await.map_err(&failed)?;
        // Until the commit nobody appends either: the change of the trigger locks the table, for milliseconds.
        sqlx::query(ALLOW_CHANGE).execute(&mut *tx).await.map_err(&failed)?;
        let mended = self.write(&mut tx, copy).await.map_err(&failed)?;
        if mended == 0 {
            return Err(RepairError::Gone(position));
        }
        sqlx::query(REFUSE_CHANGE).execute(&mut *tx).await.map_err(&failed)?;
        sqlx::query(RECORD)
            .bind(self.logged.position)
            .bind(self.logged.event_id)
            .bind(source.name())
            .bind(by)
            .bind(self.found_leaf)
            .execute(&mut *tx)
            .await
            .map_err(&failed)?;
        tx.commit().await.map_err(&failed)
    }

    async fn write(&self, conn: &mut PgConnection, copy: &EventCopy) -> Result<u64, sqlx::Error> {
        let LoggedEvent { event_id, aggregate_type, aggregate_id, sequence, .. } = &self.logged;
        let mended = sqlx::query(MEND)
            .bind(event_id)
            .bind(aggregate_type)
            .bind(aggregate_id)
            .bind(sequence)
            .bind(copy.project())
            .bind(&copy.event_type)
            .bind(&copy.event_version)
            .bind(copy.recorded_at)
            .bind(&copy.payload)
            .bind(&copy.metadata)
            .execute(conn)
            .await?;
        Ok(mended.rows_affected())
    }
}

/// Whether the columns that say where the event belongs are those of the log.
async fn is_in_place(
    conn: &mut PgConnection,
    logged: &LoggedEvent,
    row: &EventCopy,
) -> Result<bool, RepairError> {
    let LoggedEvent { event_id, aggregate_type, aggregate_id, sequence, .. } = logged;
    let query = sqlx::query_scalar(IS_IN_PLACE).bind(event_id).bind(aggregate_type).bind(aggregate_id);
    let found = query.bind(sequence).bind(row.project()).fetch_one(conn).await;
    found.map_err(during("look where the event is filed"))
}
