//! The row buffer of one projection: for one batch, or for a long stretch of the log.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use domain::recorded::Recorded;
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;

use super::batch::{Batch, BufferedRow};
use super::table::Table;
use super::{ProjectionError, RowBuffer};
use crate::projection::Projection;

/// Up to so many rows, one statement with JSON is quicker than asking for the columns' types.
const FEW: usize = 500;
/// How many rows are looked at to estimate the size of all, and what a row takes beside its content, in bytes.
const SAMPLE: usize = 32;
const OVERHEAD: usize = 256;

/// Rows, by key.
pub(crate) struct ProjectionBuffer<P: Projection> {
    /// The table, qualified and quoted.
    table: String,
    rows: HashMap<P::Key, BufferedRow<P::Row>>,
    stored: StoredRows,
}

/// What is known of rows that are not in memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StoredRows {
    /// Nothing yet: it is worth to ask whether the table has any rows.
    Unknown,
    /// There are none.
    None,
    /// There may be some.
    Maybe,
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

impl<P: Projection> ProjectionBuffer<P> {
    /// For one batch.
    pub(crate) fn for_batch(table: String) -> Self {
        Self { table, rows: HashMap::new(), stored: StoredRows::Maybe }
    }

    /// For catching up: an empty table is asked nothing.
    pub(crate) fn for_catch_up(table: String) -> Self {
        Self { stored: StoredRows::Unknown, ..Self::for_batch(table) }
    }

    fn table<'c>(&self, conn: &'c mut PgConnection) -> Table<'c> {
        Table { name: self.table.clone(), key: P::KEY, conn }
    }

    /// Loads the rows that the batch concerns and that are not here.
    async fn load(&mut self, conn: &mut PgConnection, batch: &Batch<'_, P>) -> Result<(), ProjectionError> {
        if self.stored == StoredRows::Unknown {
            let empty = self.table(conn).is_empty().await?;
            self.stored = if empty { StoredRows::None } else { StoredRows::Maybe };
        }
        if self.stored == StoredRows::None {
            return Ok(());
        }
        let missing: HashSet<&P::Key> = batch.keys().filter(|key| !self.rows.contains_key(key)).collect();
        let keys = missing.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
        // Keys without a row are kept too, so that the next batch does not ask for them again.
        self.rows.extend(missing.into_iter().map(|key| (key.clone(), BufferedRow::stored(None))));
        let mut loaded: Vec<P::Row> = self.table(conn).load(P::KEY, keys).await?;
        // With selectors by column the buffer was empty (see `fold`), so no row in memory is replaced by an older one.
        for (column, values) in batch.columns() {
            loaded.extend(self.table(conn).load(&[column], values).await?);
        }
        self.rows.extend(loaded.into_iter().map(|row| (P::key_of(&row), BufferedRow::stored(Some(row)))));
        Ok(())
    }

    /// Folds the events into the rows that are here.
    #[cfg(test)]
    pub(crate) fn folded(events: &[Arc<Recorded>]) -> Result<Changes, ProjectionError> {
        let mut buffer = Self::for_batch(String::new());
        Batch::<P>::of(events)?.fold(&mut buffer.rows)?;
        buffer.changes()
    }

    fn changes(&self) -> Result<Changes, ProjectionError> {
        let mut dirty: Vec<_> = self.rows.iter().filter(|(_, row)| row.dirty).collect();
        dirty.sort_unstable_by_key(|(key, _)| *key);
        let mut changes = Changes::default();
        for (key, buffered) in dirty {
            match &buffered.now {
                Some(row) if !buffered.exists => changes.new.push(serde_json::to_value(row)?),
                Some(row) if buffered.before.as_ref() != Some(row) => {
                    changes.changed.push(serde_json::to_value(row)?);
                }
                None if buffered.exists => changes.deleted.push(serde_json::to_value(key)?),
                Some(_) | None => {}
            }
        }
        Ok(changes)
    }
}

#[async_trait]
impl<P: Projection> RowBuffer for ProjectionBuffer<P> {
    async fn fold(
        &mut self,
        conn: &mut PgConnection,
        events: &[Arc<Recorded>],
    ) -> Result<bool, ProjectionError> {
        let batch = Batch::<P>::of(events)?;
        // A row in memory may have got the column's value without the table knowing: only the table is searched by column.
        if !self.rows.is_empty() && !batch.columns().is_empty() {
            return Ok(false);
        }
        self.load(conn, &batch).await?;
        batch.fold(&mut self.rows)?;
        Ok(true)
    }

    async fn flush(&mut self, conn: &mut PgConnection) -> Result<(), ProjectionError> {
        let Changes { mut new, changed, deleted } = self.changes()?;
        let mut table = self.table(conn);
        if new.len() + changed.len() <= FEW {
            new.extend(changed);
            table.upsert(new).await?;
        } else {
            table.write_many(new, changed).await?;
        }
        table.delete(&deleted).await?;
        for row in self.rows.values_mut() {
            (row.dirty, row.before, row.exists) = (false, None, row.now.is_some());
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.rows = HashMap::new();
        self.stored = StoredRows::Maybe;
    }

    fn size(&self) -> usize {
        // Measuring every row would cost as much as writing them; the bound that this serves is a rough one.
        let sample: Vec<_> = self.rows.values().take(SAMPLE).collect();
        let size = |row: &&BufferedRow<P::Row>| {
            let versions = [&row.now, &row.before].into_iter().flatten();
            versions.map(json_length).sum::<usize>() + OVERHEAD
        };
        sample.iter().map(size).sum::<usize>() * self.rows.len() / sample.len().max(1)
    }
}

/// The row's length as JSON.
fn json_length(row: &impl Serialize) -> usize {
    serde_json::to_string(row).map_or(0, |json| json.len())
}
