//! What one read model has to say about itself.

use std::hash::Hash;

use domain::event_subset::EventSubset;
use domain::project::event::TextsForgotten;
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::projector::Reach;

/// One read model: keyed rows and a pure fold.
pub trait Projection: Send + Sync + 'static {
    /// Its name, which is also the name of its view.
    const NAME: &'static str;

    /// Its shape: raised by one when the columns change, together with a migration that makes the table
    /// `<name>_v<shape>`. When only the fold changes, a rebuild is enough.
    const VERSION: u32;

    /// Whether every row is made of events of one partition only, so that partitions may run beside each other.
    const PARTITIONED: bool;

    /// The columns of the primary key.
    const KEY: &'static [&'static str];

    /// Whether it reads texts of people. For one that does not, long ranges of events are decoded with all texts as if
    /// they were forgotten: that saves the keys, and the work of opening them.
    const READS_TEXTS: bool = true;

    /// What has to wait behind an event that cannot be taken.
    const REACH: Reach = Reach::Project;

    /// One row: its fields are the columns, by name. Columns that the table computes itself are left out.
    type Row: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static;

    /// The key's value: serialises to one value, or to a tuple of several in the order of [`Self::KEY`].
    type Key: Serialize + Clone + Ord + Hash + Send + Sync + 'static;

    /// The events that may concern any row, as [`domain::takes!`] names them. Others are skipped before they are opened.
    type Input<'a>: EventSubset<'a>;

    /// The key of a row.
    fn key_of(row: &Self::Row) -> Self::Key;

    /// Which rows the event concerns; `recorded` says where, when and by whom it was recorded.
    ///
    /// # Errors
    /// When an id in the event is no UUID: the projection stops there rather than skip.
    fn affected_rows(event: Self::Input<'_>, recorded: &Recorded) -> AffectedRows<Self::Key>;

    /// Takes one event into one row that it concerns; `None` is the row that does not exist.
    fn fold(key: &Self::Key, row: &mut Option<Self::Row>, event: Self::Input<'_>, recorded: &Recorded);
}

/// Rows that one event concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowSelector<K> {
    /// The row of this key, existing or not.
    Key(K),
    /// Every existing row whose column (text or UUID) has this value.
    Where(&'static str, String),
}

/// The answer of [`Projection::affected_rows`].
pub type AffectedRows<K> = Result<Vec<RowSelector<K>>, uuid::Error>;

/// One row whose key is an id as text.
pub(crate) fn row<K: std::str::FromStr<Err = uuid::Error>>(id: &str) -> AffectedRows<K> {
    Ok(vec![RowSelector::Key(id.parse()?)])
}

/// The rows whose keys are the ids of the streams of this kind that the event asks to forget.
pub(crate) fn forgotten_rows<K>(event: TextsForgotten<'_>, kind: AggregateType) -> AffectedRows<K>
where
    K: std::str::FromStr<Err = uuid::Error>,
{
    forgotten(event, kind).map(|stream| stream.id.parse().map(RowSelector::Key)).collect()
}

/// The streams of this kind that the event asks to forget.
pub(crate) fn forgotten(event: TextsForgotten<'_>, kind: AggregateType) -> impl Iterator<Item = &StreamId> {
    event.streams.iter().filter(move |stream| stream.kind == kind)
}
