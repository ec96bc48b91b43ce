//! The parameters of a method call, however they were encoded: numbers may come as text, objects as JSON text.

use serde_json::{Map, Value};

use super::problem::Problem;
use crate::wire::pairs;

/// Parameters by name; those of the body win over those of the query.
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// Merges query and body.
    pub(crate) fn new(query: &str, body: Value) -> Self {
        let mut fields: Map<_, _> =
            pairs(query).into_iter().map(|(name, value)| (name, Value::String(value))).collect();
        if let Value::Object(body) = body {
            fields.extend(body.into_iter().filter(|(_, value)| !value.is_null()));
        }
        Self(fields)
    }

    /// A string parameter.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A whole number, also in quotes; anything else counts as absent, as Telegram has it.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// Whether a flag is given and true.
    pub(crate) fn flag(&self, name: &str) -> bool {
        match self.0.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.to_lowercase().as_str(), "true" | "1" | "yes"),
            Some(_) | None => false,
        }
    }

    /// An object or array, also as JSON text.
    pub(crate) fn json(&self, name: &str) -> Result<Option<Value>, Problem> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|error| Problem::bad(format!("can't parse {name} JSON object: {error}"))),
            Some(value) => Ok(Some(value.clone())),
        }
    }
}
