//! The three statements of a batch: rows travel as JSON, so that one text serves every table.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::ProjectionError;

/// One table, open for one batch.
pub(super) struct Table<'c> {
    /// Qualified and quoted.
    pub(super) name: String,
    /// The columns of the primary key.
    pub(super) key: &'static [&'static str],
    /// Where the batch's transaction runs.
    pub(super) conn: &'c mut PgConnection,
}

impl Table<'_> {
    /// The rows in which these columns have one of these values.
    pub(super) async fn load<R>(
        &mut self,
        columns: &[&str],
        values: Vec<Value>,
    ) -> Result<Vec<R>, ProjectionError>
    where
        R: DeserializeOwned + Send,
    {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT to_jsonb(t) FROM {} t WHERE {}", self.name, self.among(columns));
        let wanted = Json(partial_rows(columns, values));
        let loaded: Result<Vec<Value>, _> =
            sqlx::query_scalar(&sql).bind(wanted).fetch_all(&mut *self.conn).await;
        let rows = loaded.map_err(|source| ProjectionError::Load { table: self.name.clone(), source })?;
        Ok(rows.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?)
    }

    /// Writes whole rows, whether they exist or not.
    pub(super) async fn upsert(&mut self, rows: &[Value]) -> Result<(), ProjectionError> {
        let Some(columns) = rows.first().and_then(Value::as_object) else { return Ok(()) };
        let columns: Vec<&str> = columns.keys().map(String::as_str).collect();
        let (all, key) = (columns.join(", "), self.key.join(", "));
        let set: Vec<String> = columns.iter().map(|column| format!("{column} = EXCLUDED.{column}")).collect();
        let sql = format!(
            "INSERT INTO {table} ({all}) SELECT {all} FROM jsonb_populate_recordset(NULL::{table}, $1)
             ON CONFLICT ({key}) DO UPDATE SET {set}",
            table = self.name,
            set = set.join(", "),
        );
        self.write(&sql, rows.iter().cloned().map(storable).collect()).await
    }

    /// Removes the rows of these keys.
    pub(super) async fn delete(&mut self, keys: &[Value]) -> Result<(), ProjectionError> {
        if keys.is_empty() {
            return Ok(());
        }
        let sql = format!("DELETE FROM {} t WHERE {}", self.name, self.among(self.key));
        self.write(&sql, partial_rows(self.key, keys.to_vec())).await
    }

    async fn write(&mut self, sql: &str, rows: Vec<Value>) -> Result<(), ProjectionError> {
        let written = sqlx::query(sql).bind(Json(rows)).execute(&mut *self.conn).await;
        written.map(drop).map_err(|source| ProjectionError::Write { table: self.name.clone(), source })
    }

    /// A condition on `t`: its columns are among those of the rows in the first parameter.
    fn among(&self, columns: &[&str]) -> String {
        let columns = columns.join(", ");
        format!("({columns}) IN (SELECT {columns} FROM jsonb_populate_recordset(NULL::{}, $1))", self.name)
    }
}

/// Rows in which only these columns have values; each value is a scalar, or a tuple for several columns.
fn partial_rows(columns: &[&str], values: Vec<Value>) -> Vec<Value> {
    let partial = |value| {
        let values = if let Value::Array(values) = value { values } else { vec![value] };
        columns.iter().map(ToString::to_string).zip(values).collect::<Map<String, Value>>().into()
    };
    values.into_iter().map(partial).collect()
}

/// PostgreSQL's text cannot hold U+0000; it is shown as U+FFFD.
fn storable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace('\0', "\u{FFFD}")),
        Value::Array(values) => values.into_iter().map(storable).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, storable(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}
