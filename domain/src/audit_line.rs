//! The audit line of an event: a sentence of ours and details, both free of people's words.

use serde::Serialize;
use serde_json::{Value, json};

use crate::risk::{Assessment, Signal, SignalStatus};

/// What the audit log says of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditLine {
    /// What happened, in one sentence.
    pub summary: String,
    /// Numbers, ids and codes, as an object.
    pub details: Value,
}

/// A sentence with details.
pub(crate) fn line(summary: impl Into<String>, details: Value) -> AuditLine {
    AuditLine { summary: summary.into(), details }
}

/// A sentence that says everything.
pub(crate) fn plain(summary: &str) -> AuditLine {
    line(summary, json!({}))
}

/// A score and its reasons without their quotes.
pub(crate) fn risk(assessment: &Assessment) -> Value {
    let signal = |signal: &Signal| {
        json!({
            "name": signal.name,
            "weight": signal.weight,
            "available": signal.status == SignalStatus::Present,
        })
    };
    json!({
        "score": assessment.score,
        "complete": assessment.complete,
        "signals": assessment.signals.iter().map(signal).collect::<Vec<_>>(),
    })
}

/// A number of things, such as `1 layer` and `2 layers`.
pub fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// A plain enum value within a sentence, such as `missing signal`.
pub(crate) fn spoken(value: impl Serialize) -> String {
    code(value).replace('_', " ")
}

/// The name under which a plain enum value is stored, such as `missing_signal`.
pub fn code(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(code)) => code,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_told_as_one() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "layer")), ["0 layers", "1 layer", "2 layers"]);
    }
}
