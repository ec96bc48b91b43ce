//! Comparing two targets' rows of one projection: a rebuild with the live table, or one version with the next.

use serde_json::{Map, Value};
use sqlx::PgConnection;

use crate::projector::{ProjectionError, Projector, sql};
use crate::target::Target;

/// How many differences are listed one by one.
const LISTED: usize = 100;

/// Everything in which two tables differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// How many rows differ.
    pub total: u64,
    /// The first hundred of them, in the order of their keys.
    pub differences: Vec<Difference>,
}

/// One row that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The projection.
    pub table: &'static str,
    /// The columns of the primary key and their values.
    pub key: Map<String, Value>,
    /// In what it differs.
    pub found: DifferenceKind,
}

/// In what a row differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Only the first target has it.
    OnlyInFirst,
    /// Only the second target has it.
    OnlyInSecond,
    /// Both have it, with other values in these columns.
    Changed(Vec<String>),
}

/// How many rows differ in all, and the two versions of one of them.
type Pair = (i64, Option<Value>, Option<Value>);

/// Compares the rows of two targets.
///
/// # Errors
/// [`ProjectionError::Load`] when one of the tables cannot be read.
pub async fn compare(
    conn: &mut PgConnection,
    first: &Target,
    second: &Target,
    projector: &dyn Projector,
) -> Result<Comparison, ProjectionError> {
    let table = first.table(projector);
    let sql = sql::differences(&table, &second.table(projector), projector.key_columns(), LISTED);
    let differing = sqlx::query_as::<_, Pair>(&sql).fetch_all(conn).await;
    let differing = differing.map_err(|source| ProjectionError::Load { table, source })?;
    let total = differing.first().map_or(0, |(total, ..)| total.unsigned_abs());
    let differences = differing.into_iter().map(|(_, a, b)| difference(projector, a.as_ref(), b.as_ref()));
    Ok(Comparison { total, differences: differences.collect() })
}

fn difference(projector: &dyn Projector, first: Option<&Value>, second: Option<&Value>) -> Difference {
    let key = |row: &Value| {
        let columns = projector.key_columns().iter();
        columns.map(|column| ((*column).to_owned(), row[column].clone())).collect()
    };
    let found = match (first, second) {
        (Some(first), Some(second)) => DifferenceKind::Changed(changed(first, second)),
        (_, None) => DifferenceKind::OnlyInFirst,
        (None, _) => DifferenceKind::OnlyInSecond,
    };
    Difference { table: projector.name(), key: first.or(second).map(key).unwrap_or_default(), found }
}

/// The columns of either row that have other values in the other.
fn changed(first: &Value, second: &Value) -> Vec<String> {
    let columns = [first, second].into_iter().filter_map(Value::as_object).flat_map(Map::keys);
    let mut differing: Vec<String> =
        columns.filter(|column| first.get(column) != second.get(column)).cloned().collect();
    differing.sort();
    differing.dedup();
    differing
}
