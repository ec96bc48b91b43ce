//! The rows of one projection in memory: for one batch, or for a long stretch of the log.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::batch::{Batch, Held};
use super::table::Table;
use super::{ProjectionError, Rows};
use crate::events::Events;
use crate::projection::Projection;

/// Up to so many rows, one statement with JSON is quicker than asking for the columns' types.
const FEW: usize = 500;
/// How many rows are looked at to tell how heavy they are, and what a row costs beside its content.
const SAMPLE: usize = 32;
const OVERHEAD: usize = 256;

/// Rows, by key.
pub(crate) struct Memory<P: Projection> {
    /// The table, qualified and quoted.
    table: String,
    rows: HashMap<P::Key, Held<P::Row>>,
    known: Known,
}

/// What is known of rows that are not in memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing yet: it is worth to ask whether the table has any rows.
    Unasked,
    /// There are none.
    Nothing,
    /// There may be some.
    Perhaps,
}

/// What has changed, as JSON as the database takes it, in the order of the keys.
#[derive(Default)]
pub(crate) struct Changes {
    /// Rows that the table does not have.
    pub(crate) new: Vec<Value>,
    /// Rows that differ from those that the table has.
    pub(crate) changed: Vec<Value>,
    /// Keys of rows that are no more.
    pub(crate) deleted: Vec<Value>,
}

impl<P: Projection> Memory<P> {
    /// For one batch.
    pub(crate) fn batch(table: String) -> Self {
        Self { table, rows: HashMap::new(), known: Known::Perhaps }
    }

    /// For a long stretch: an empty table is asked nothing.
    pub(crate) fn stretch(table: String) -> Self {
        Self { known: Known::Unasked, ..Self::batch(table) }
    }

    fn table<'c>(&self, conn: &'c mut PgConnection) -> Table<'c> {
        Table { name: self.table.clone(), key: P::KEY, conn }
    }

    /// Loads the rows that the batch touches and that are not here.
    async fn load(&mut self, conn: &mut PgConnection, batch: &Batch<'_, P>) -> Result<(), ProjectionError> {
        if self.known == Known::Unasked {
            let empty = self.table(conn).is_empty().await?;
            self.known = if empty { Known::Nothing } else { Known::Perhaps };
        }
        if self.known == Known::Nothing {
            return Ok(());
        }
        let missing: HashSet<&P::Key> = batch.keys().filter(|key| !self.rows.contains_key(key)).collect();
        let keys = missing.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
        self.rows.extend(missing.into_iter().map(|key| (key.clone(), Held::stored(None))));
        let mut loaded: Vec<P::Row> = self.table(conn).load(P::KEY, keys).await?;
        for (column, values) in batch.columns() {
            loaded.extend(self.table(conn).load(&[column], values).await?);
        }
        self.rows.extend(loaded.into_iter().map(|row| (P::key_of(&row), Held::stored(Some(row)))));
        Ok(())
    }

    /// Folds the events into the rows that are here.
    #[cfg(test)]
    pub(crate) fn folded(events: Events<'_>) -> Result<Changes, ProjectionError> {
        let mut memory = Self::batch(String::new());
        Batch::<P>::of(events)?.fold(&mut memory.rows)?;
        memory.changes()
    }

    fn changes(&self) -> Result<Changes, ProjectionError> {
        let mut touched: Vec<_> = self.rows.iter().filter(|(_, held)| held.touched).collect();
        touched.sort_unstable_by_key(|(key, _)| *key);
        let mut changes = Changes::default();
        for (key, held) in touched {
            match &held.now {
                Some(row) if !held.exists => changes.new.push(serde_json::to_value(row)?),
                Some(row) if held.before.as_ref() != Some(row) => {
                    changes.changed.push(serde_json::to_value(row)?);
                }
                None if held.exists => changes.deleted.push(serde_json::to_value(key)?),
                Some(_) | None => {}
            }
        }
        Ok(changes)
    }
}

#[async_trait]
impl<P: Projection> Rows for Memory<P> {
    async fn fold(&mut self, conn: &mut PgConnection, events: Events<'_>) -> Result<bool, ProjectionError> {
        let batch = Batch::<P>::of(events)?;
        if !self.rows.is_empty() && !batch.columns().is_empty() {
            return Ok(false);
        }
        self.load(conn, &batch).await?;
        batch.fold(&mut self.rows)?;
        Ok(true)
    }

    async fn write(&mut self, conn: &mut PgConnection) -> Result<(), ProjectionError> {
        let Changes { mut new, changed, deleted } = self.changes()?;
        let mut table = self.table(conn);
        if new.len() + changed.len() <= FEW {
            new.extend(changed);
            table.upsert(new).await?;
        } else {
            table.write_many(new, changed).await?;
        }
        table.delete(&deleted).await?;
        for held in self.rows.values_mut() {
            (held.touched, held.before, held.exists) = (false, None, held.now.is_some());
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.rows = HashMap::new();
        self.known = Known::Perhaps;
    }

    fn weight(&self) -> usize {
        let sample: Vec<_> = self.rows.values().take(SAMPLE).collect();
        let size = |held: &&Held<P::Row>| {
            let versions = [&held.now, &held.before].into_iter().flatten();
            versions.map(weight).sum::<usize>() + OVERHEAD
        };
        sample.iter().map(size).sum::<usize>() * self.rows.len() / sample.len().max(1)
    }
}

/// The row's length as JSON.
fn weight(row: &impl Serialize) -> usize {
    serde_json::to_string(row).map_or(0, |json| json.len())
}
