//! Folding a batch in memory: which rows it concerns, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use domain::event_subset::EventSubset;
use domain::recorded::Recorded;
use serde_json::Value;

use super::ProjectionError;
use crate::projection::{Projection, RowSelector};

/// One row while events are folded into it.
pub(crate) struct BufferedRow<R> {
    /// The row as it is now; `None`: there is none.
    pub(crate) now: Option<R>,
    /// The row as it was when it was written last, once an event was folded into it.
    pub(crate) before: Option<R>,
    /// Whether the table has a row.
    pub(crate) exists: bool,
    /// Whether an event was folded into it since it was written last.
    pub(crate) dirty: bool,
}

impl<R: Clone> BufferedRow<R> {
    /// A row as the table has it, or has it not.
    pub(crate) fn stored(row: Option<R>) -> Self {
        Self { exists: row.is_some(), now: row, before: None, dirty: false }
    }

    fn modify(&mut self) -> &mut Option<R> {
        // Cloned once per write, to tell a row that came back to what it was from one that changed.
        if self.exists && !self.dirty {
            self.before.clone_from(&self.now);
        }
        self.dirty = true;
        &mut self.now
    }
}

/// Events in order, each with the rows that it concerns.
pub(crate) struct Batch<'a, P: Projection> {
    events: Vec<WithSelectors<'a, P>>,
}

/// An event and the rows that it concerns.
type WithSelectors<'a, P> = (&'a Recorded, Vec<RowSelector<<P as Projection>::Key>>);

impl<'a, P: Projection> Batch<'a, P> {
    /// Asks the projection which rows each event that it takes concerns.
    pub(crate) fn of(events: &'a [Arc<Recorded>]) -> Result<Self, ProjectionError> {
        let affected = |recorded: &'a Arc<Recorded>| {
            let selectors = P::affected_rows(P::Input::of(&recorded.event)?, recorded);
            let position = recorded.position;
            let affected = selectors.map(|selectors| (recorded.as_ref(), selectors));
            Some(affected.map_err(|source| ProjectionError::AffectedRows { position, source }))
        };
        Ok(Self { events: events.iter().filter_map(affected).collect::<Result<_, _>>()? })
    }

    /// Every key that is selected by its value.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &P::Key> {
        self.selectors().filter_map(key)
    }

    /// Every column and the values by which rows are selected.
    pub(crate) fn columns(&self) -> BTreeMap<&'static str, Vec<Value>> {
        let mut columns: BTreeMap<&'static str, Vec<Value>> = BTreeMap::new();
        for (column, value) in self.selectors().filter_map(column) {
            columns.entry(column).or_default().push(Value::from(value));
        }
        columns
    }

    /// Folds every event into the rows that it concerns: those of before and those made on the way.
    pub(crate) fn fold(self, rows: &mut HashMap<P::Key, BufferedRow<P::Row>>) -> Result<(), ProjectionError> {
        for (event, selectors) in self.events {
            // Nearly every event concerns one row: no set of keys is built for it.
            if let [RowSelector::Key(key)] = &selectors[..] {
                fold_one::<P>(rows, key, event);
                continue;
            }
            for key in affected_keys::<P>(&selectors, rows)? {
                fold_one::<P>(rows, &key, event);
            }
        }
        Ok(())
    }

    fn selectors(&self) -> impl Iterator<Item = &RowSelector<P::Key>> {
        self.events.iter().flat_map(|(_, selectors)| selectors)
    }
}

fn fold_one<P: Projection>(
    rows: &mut HashMap<P::Key, BufferedRow<P::Row>>,
    key: &P::Key,
    recorded: &Recorded,
) {
    let Some(event) = P::Input::of(&recorded.event) else { return };
    if let Some(row) = rows.get_mut(key) {
        return P::fold(key, row.modify(), event, recorded);
    }
    let row = rows.entry(key.clone()).or_insert_with(|| BufferedRow::stored(None));
    P::fold(key, row.modify(), event, recorded);
}

/// The keys that the selectors mean at this moment, each once.
fn affected_keys<P: Projection>(
    selectors: &[RowSelector<P::Key>],
    rows: &HashMap<P::Key, BufferedRow<P::Row>>,
) -> Result<BTreeSet<P::Key>, ProjectionError> {
    let mut keys: BTreeSet<P::Key> = selectors.iter().filter_map(key).cloned().collect();
    for (column, value) in selectors.iter().filter_map(column) {
        // Searched at this event and not once for the batch: an earlier event of it may have changed the column.
        for (key, row) in rows {
            if let Some(row) = &row.now
                && serde_json::to_value(row)?[column] == value
            {
                keys.insert(key.clone());
            }
        }
    }
    Ok(keys)
}

fn key<K>(selector: &RowSelector<K>) -> Option<&K> {
    match selector {
        RowSelector::Key(key) => Some(key),
        RowSelector::Where(..) => None,
    }
}

fn column<K>(selector: &RowSelector<K>) -> Option<(&'static str, &str)> {
    match selector {
        RowSelector::Key(_) => None,
        RowSelector::Where(column, value) => Some((column, value)),
    }
}
