//! Where the parked keys of a consumer begin, for whoever compares what several builds have.

use std::collections::HashMap;
use std::fmt;

use projections::statements;
use sqlx::{FromRow, PgConnection};

use crate::log::queries;

statements! {
    STARTS = "
        SELECT DISTINCT ON (key) key, position, error AS reason, '' AS event FROM parked_events
         WHERE consumer = $1 AND version = $2 ORDER BY key, position";
}

/// A parked key, and the event with which it begins.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ParkedStart {
    /// The key.
    pub key: String,
    /// The position of its first parked event.
    pub position: i64,
    /// That event's stream, type and id, and its number there.
    pub event: String,
    /// Why it could not be applied.
    pub reason: String,
}

impl ParkedStart {
    /// Those of this version of the consumer, in the order of their keys.
    pub(crate) async fn of(
        conn: &mut PgConnection,
        consumer: &str,
        version: u32,
    ) -> Result<Vec<Self>, sqlx::Error> {
        let query = sqlx::query_as(STARTS).bind(consumer).bind(version.cast_signed());
        let mut starts: Vec<Self> = query.fetch_all(&mut *conn).await?;
        let positions: Vec<i64> = starts.iter().map(|start| start.position).collect();
        let mut names: HashMap<i64, String> = queries::names(conn, &positions).await?.into_iter().collect();
        for start in &mut starts {
            start.event = names.remove(&start.position).unwrap_or_default();
        }
        Ok(starts)
    }

    /// Whether the two keep the same key from the same position.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        (&self.key, self.position) == (&other.key, other.position)
    }
}

impl fmt::Display for ParkedStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, position, event, reason } = self;
        write!(f, "{key} from position {position} on, {event}: {reason}")
    }
}
