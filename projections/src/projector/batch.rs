//! Folding a batch in memory: which rows it touches, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::ProjectionError;
use crate::events::{Events, Readable};
use crate::projection::{Projection, Touch};

/// One row while events are folded into it.
pub(crate) struct Held<R> {
    /// The row as it is now; `None`: there is none.
    pub(crate) now: Option<R>,
    /// The row as it was when it was written last, once an event touches it.
    pub(crate) before: Option<R>,
    /// Whether the table has a row.
    pub(crate) exists: bool,
    /// Whether an event has touched it since it was written last.
    pub(crate) touched: bool,
}

impl<R: Clone> Held<R> {
    /// A row as the table has it, or has it not.
    pub(crate) fn stored(row: Option<R>) -> Self {
        Self { exists: row.is_some(), now: row, before: None, touched: false }
    }

    fn touch(&mut self) -> &mut Option<R> {
        if self.exists && !self.touched {
            self.before.clone_from(&self.now);
        }
        self.touched = true;
        &mut self.now
    }
}

/// Events in order, each with what it touches.
pub(crate) struct Batch<'a, P: Projection> {
    events: Vec<Touching<'a, P>>,
}

/// An event and what it touches.
type Touching<'a, P> = (&'a <P as Projection>::Event, Vec<Touch<<P as Projection>::Key>>);

impl<'a, P: Projection> Batch<'a, P> {
    /// Asks the projection what each event that it wants touches.
    pub(crate) fn of(events: Events<'a>) -> Result<Self, ProjectionError> {
        let events = P::Event::among(events).ok_or(ProjectionError::Form { projection: P::NAME })?;
        let wanted = events.into_iter().filter(|event| {
            let (kind, name) = event.kind();
            P::wants(kind, name)
        });
        let touched = |event: &'a P::Event| match P::touches(event) {
            Ok(touches) => Ok((event, touches)),
            Err(source) => Err(ProjectionError::Touches { position: event.position(), source }),
        };
        Ok(Self { events: wanted.map(touched).collect::<Result<_, _>>()? })
    }

    /// Every key that is touched by name.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &P::Key> {
        self.touches().filter_map(key)
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
    pub(crate) fn fold(self, rows: &mut HashMap<P::Key, Held<P::Row>>) -> Result<(), ProjectionError> {
        for (event, touches) in self.events {
            if let [Touch::Row(key)] = &touches[..] {
                fold_one::<P>(rows, key, event);
                continue;
            }
            for key in touched::<P>(&touches, rows)? {
                fold_one::<P>(rows, &key, event);
            }
        }
        Ok(())
    }

    fn touches(&self) -> impl Iterator<Item = &Touch<P::Key>> {
        self.events.iter().flat_map(|(_, touches)| touches)
    }
}

fn fold_one<P: Projection>(rows: &mut HashMap<P::Key, Held<P::Row>>, key: &P::Key, event: &P::Event) {
    if let Some(held) = rows.get_mut(key) {
        return P::fold(key, held.touch(), event);
    }
    let held = rows.entry(key.clone()).or_insert_with(|| Held::stored(None));
    P::fold(key, held.touch(), event);
}

/// The keys that touches mean at this moment, each once.
fn touched<P: Projection>(
    touches: &[Touch<P::Key>],
    rows: &HashMap<P::Key, Held<P::Row>>,
) -> Result<BTreeSet<P::Key>, ProjectionError> {
    let mut keys: BTreeSet<P::Key> = touches.iter().filter_map(key).cloned().collect();
    for (column, value) in touches.iter().filter_map(column) {
        for (key, held) in rows {
            if let Some(row) = &held.now
                && serde_json::to_value(row)?[column] == value
            {
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
