//! Differences between two sets of rows, as sentences. The first set is the one that people see.

use projections::compare::{Comparison, Difference, DifferenceKind};
use serde_json::Value;

/// A sentence per row, and how many more there are.
pub(crate) fn sentences(comparison: &Comparison) -> Vec<String> {
    let more = comparison.total.saturating_sub(comparison.differences.len() as u64);
    let rest = (more > 0).then(|| format!("and {more} more rows"));
    comparison.differences.iter().map(sentence).chain(rest).collect()
}

fn sentence(difference: &Difference) -> String {
    let Difference { table, key, found } = difference;
    let key = Value::Object(key.clone());
    match found {
        DifferenceKind::OnlyInFirst => format!("{table} {key}: the live row follows from no event"),
        DifferenceKind::OnlyInSecond => format!("{table} {key}: the live row is missing"),
        DifferenceKind::Changed(columns) => format!("{table} {key}: {} differ", columns.join(", ")),
    }
}
