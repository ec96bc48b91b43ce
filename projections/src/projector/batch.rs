//! Folding a batch in memory: which rows it touches, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::recorded::Recorded;
use serde_json::Value;

use super::ProjectionError;
use crate::projection::{Projection, Touch};

/// Events in order, each with what it touches.
pub(crate) struct Batch<'a, P: Projection> {
    events: Vec<(&'a Recorded, Vec<Touch<P::Key>>)>,
}

/// What a batch changes. Keys and rows are JSON as the database takes it.
pub(crate) struct Changes {
    /// Rows that are new or differ from before.
    pub(crate) written: Vec<Value>,
    /// Keys of rows that are no more.
    pub(crate) deleted: Vec<Value>,
}

impl<'a, P: Projection> Batch<'a, P> {
    /// Asks the projection what each event touches.
    pub(crate) fn of(events: &'a [Arc<Recorded>]) -> Result<Self, ProjectionError> {
        let touched = |event: &'a Arc<Recorded>| match P::touches(event) {
            Ok(touches) => Ok((event.as_ref(), touches)),
            Err(source) => Err(ProjectionError::Touches { position: event.position, source }),
        };
        Ok(Self { events: events.iter().map(touched).collect::<Result<_, _>>()? })
    }

    /// Every key that is touched by name.
    pub(crate) fn keys(&self) -> Result<Vec<Value>, ProjectionError> {
        let keys: BTreeSet<&P::Key> = self.touches().filter_map(key).collect();
        Ok(keys.into_iter().map(serde_json::to_value).collect::<Result<_, _>>()?)
    }

    /// Every column and the values by which rows are touched.
    pub(crate) fn columns(&self) -> BTreeMap<&'static str, Vec<Value>> {
        let mut columns: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
        for (column, value) in self.touches().filter_map(column) {
            columns.entry(column).or_default().push(Value::from(value));
        }
        columns
    }

    /// Folds every event into the rows that it touches: those of before and those made on the way.
    pub(crate) fn fold(self, before: Vec<P::Row>) -> Result<Changes, ProjectionError> {
        let before: BTreeMap<P::Key, P::Row> = before.into_iter().map(|row| (P::key_of(&row), row)).collect();
        let mut after = before.clone();
        for (event, touches) in &self.events {
            for key in touched::<P>(touches, &after)? {
                let mut row = after.remove(&key);
                P::fold(&key, &mut row, event);
                after.extend(row.map(|row| (key, row)));
            }
        }
        let written = after.iter().filter(|(key, row)| before.get(key) != Some(row)).map(|(_, row)| row);
        let deleted = before.keys().filter(|key| !after.contains_key(key));
        Ok(Changes {
            written: written.map(serde_json::to_value).collect::<Result<_, _>>()?,
            deleted: deleted.map(serde_json::to_value).collect::<Result<_, _>>()?,
        })
    }

    fn touches(&self) -> impl Iterator<Item = &Touch<P::Key>> {
        self.events.iter().flat_map(|(_, touches)| touches)
    }
}

/// The keys that touches mean at this moment, each once.
fn touched<P: Projection>(
    touches: &[Touch<P::Key>],
    rows: &BTreeMap<P::Key, P::Row>,
) -> Result<BTreeSet<P::Key>, ProjectionError> {
    let mut keys: BTreeSet<P::Key> = touches.iter().filter_map(key).cloned().collect();
    for (column, value) in touches.iter().filter_map(column) {
        for (key, row) in rows {
            if serde_json::to_value(row)?[column] == value {
                keys.insert(key.clone());
            }
        }
    }
    Ok(keys)
}

fn key<K>(touch: &Touch<K>) -> Option<&K> {
    match touch {
        Touch::Row(key) => Some(key),
        Touch::Where(..) => None,
    }
}

fn column<K>(touch: &Touch<K>) -> Option<(&'static str, &str)> {
    match touch {
        Touch::Row(_) => None,
        Touch::Where(column, value) => Some((column, value)),
    }
}
