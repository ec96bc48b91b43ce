//! Rows as the texts of their columns, as COPY and arrays take them.

use crate::statements;
use serde_json::Value;
use sqlx::PgConnection;

use super::table::storable;
use super::{ProjectionError, sql};

/// Columns that are to be written, and their types.
pub(super) struct Columns(Vec<Column>);

struct Column {
    name: String,
    /// The type as SQL names it.
    sql: String,
    /// Whether it holds JSON, so that every value in it is written as JSON.
    json: bool,
}

statements! {
    TYPES = "
        SELECT f.name, format_type(a.atttypid, a.atttypmod), t.typname IN ('json', 'jsonb'), t.typcategory IN ('A', 'C')
          FROM unnest($2::text[]) WITH ORDINALITY AS f (name, n)
          JOIN pg_attribute a ON a.attrelid = $1::regclass AND a.attname = f.name AND NOT a.attisdropped
          JOIN pg_type t ON t.oid = a.atttypid
         ORDER BY f.n";
}

impl Columns {
    /// The columns of these names; `None` if one is an array or a record, whose texts are no plain ones.
    pub(super) async fn of(
        conn: &mut PgConnection,
        table: &str,
        names: Vec<String>,
    ) -> Result<Option<Self>, ProjectionError> {
        let types = sqlx::query_as(TYPES).bind(table).bind(&names).fetch_all(conn).await;
        let types: Vec<(String, String, bool, bool)> =
            types.map_err(|source| ProjectionError::Load { table: table.to_owned(), source })?;
        // Arrays and records have a text form of their own, which would have to be written by hand; they go as JSON instead.
        if types.len() < names.len() || types.iter().any(|(.., nested)| *nested) {
            return Ok(None);
        }
        let column = |(name, sql, json, _)| Column { name, sql, json };
        Ok(Some(Self(types.into_iter().map(column).collect())))
    }

    /// Their names.
    pub(super) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|column| column.name.as_str()).collect()
    }

    /// A statement that takes one array of texts per column.
    pub(super) fn upsert(&self, table: &str, key: &[&str]) -> String {
        let columns: Vec<_> = self.0.iter().map(|column| (&*column.name, &*column.sql)).collect();
        sql::upsert_arrays(table, key, &columns)
    }

    /// The rows' texts, by column.
    pub(super) fn arrays(&self, rows: &[Value]) -> Result<Vec<Vec<Option<String>>>, serde_json::Error> {
        let texts = |column: &Column| rows.iter().map(|row| column.text(&row[&column.name])).collect();
        self.0.iter().map(texts).collect()
    }
}

impl Column {
    /// The value as PostgreSQL reads it; `None` is NULL.
    fn text(&self, value: &Value) -> Result<Option<String>, serde_json::Error> {
        match value {
            Value::Null => Ok(None),
            // In a JSON column a string is a JSON string, with its quotation marks; elsewhere it is the text itself.
            value if self.json => serde_json::to_string(&storable(value.clone())).map(Some),
            Value::String(text) => Ok(Some(text.replace('\0', "\u{FFFD}"))),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                serde_json::to_string(value).map(Some)
            }
        }
    }
}

/// The rows as lines of COPY in its text format.
pub(super) fn lines(columns: &Columns, rows: &[Value]) -> Result<String, serde_json::Error> {
    let mut lines = String::new();
    for row in rows {
        for (at, column) in columns.0.iter().enumerate() {
            if at > 0 {
                lines.push('\t');
            }
            match column.text(&row[&column.name])? {
                Some(text) => escape(&text, &mut lines),
                None => lines.push_str("\\N"),
            }
        }
        lines.push('\n');
    }
    Ok(lines)
}

/// Backslashes and the characters that separate are written with a backslash.
fn escape(text: &str, line: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        let (code, after) = match special.as_bytes()[0] {
            b'\t' => ('t', 1),
            b'\n' => ('n', 1),
            b'\r' => ('r', 1),
            _ => ('\\', 1),
        };
        line.push_str(plain);
        line.extend(['\\', code]);
        rest = &special[after..];
    }
    line.push_str(rest);
}
