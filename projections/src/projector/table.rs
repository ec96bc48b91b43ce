//! The statements of a batch: rows travel as JSON, so that one text serves every table. Many rows travel as the
//! columns' texts instead: new ones by COPY, changed ones as one array per column.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::postgres::PgQueryResult;
use sqlx::types::Json;

use super::copy::{Columns, lines};
use super::{ProjectionError, sql};

/// How many rows travel at a time.
const CHUNK: usize = 4096;

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
        let sql = sql::load(&self.name, columns);
        let wanted = Json(partial_rows(columns, values));
        let loaded: Result<Vec<String>, _> =
            sqlx::query_scalar(&sql).bind(wanted).fetch_all(&mut *self.conn).await;
        let rows = loaded.map_err(|source| ProjectionError::Load { table: self.name.clone(), source })?;
        Ok(rows.iter().map(|row| serde_json::from_str(row)).collect::<Result<_, _>>()?)
    }

    /// Whether it has no row at all.
    pub(super) async fn is_empty(&mut self) -> Result<bool, ProjectionError> {
        let sql = sql::is_empty(&self.name);
        let empty = sqlx::query_scalar(&sql).fetch_one(&mut *self.conn).await;
        empty.map_err(|source| ProjectionError::Load { table: self.name.clone(), source })
    }

    /// Writes many rows: new ones, and changed ones.
    pub(super) async fn write_many(
        &mut self,
        new: Vec<Value>,
        changed: Vec<Value>,
    ) -> Result<(), ProjectionError> {
        let Some(fields) = new.first().or(changed.first()).and_then(Value::as_object) else { return Ok(()) };
        let fields: Vec<String> = fields.keys().cloned().collect();
        let Some(columns) = Columns::of(self.conn, &self.name, fields).await? else {
            return self.upsert(new.into_iter().chain(changed).collect()).await;
        };
        // COPY cannot replace rows, so changed ones go by INSERT with ON CONFLICT, from one array per column.
        self.copy(&columns, new).await?;
        let sql = columns.upsert(&self.name, self.key);
        for rows in changed.chunks(CHUNK) {
            let written = columns.arrays(rows)?.into_iter().fold(sqlx::query(&sql), sqlx::query::Query::bind);
            let written = written.execute(&mut *self.conn).await;
            self.written(written)?;
        }
        Ok(())
    }

    async fn copy(&mut self, columns: &Columns, rows: Vec<Value>) -> Result<(), ProjectionError> {
        if rows.is_empty() {
            return Ok(());
        }
        let sql = sql::copy(&self.name, &columns.names());
        let copied = async {
            let mut copy = self.conn.copy_in_raw(&sql).await?;
            for part in rows.chunks(CHUNK) {
                let lines = lines(columns, part).map_err(|error| sqlx::Error::Encode(error.into()))?;
                copy.send(lines.as_bytes()).await?;
            }
            copy.finish().await
        };
        let copied = copied.await;
        copied.map(drop).map_err(|source| ProjectionError::Write { table: self.name.clone(), source })
    }

    /// Writes whole rows, whether they exist or not.
    pub(super) async fn upsert(&mut self, rows: Vec<Value>) -> Result<(), ProjectionError> {
        let Some(columns) = rows.first().and_then(Value::as_object) else { return Ok(()) };
        let columns: Vec<&str> = columns.keys().map(String::as_str).collect();
        let sql = sql::upsert(&self.name, self.key, &columns);
        self.write(&sql, rows.into_iter().map(storable).collect()).await
    }

    /// Removes the rows of these keys.
    pub(super) async fn delete(&mut self, keys: &[Value]) -> Result<(), ProjectionError> {
        if keys.is_empty() {
            return Ok(());
        }
        let sql = sql::delete(&self.name, self.key);
        self.write(&sql, partial_rows(self.key, keys.to_vec())).await
    }

    async fn write(&mut self, sql: &str, rows: Vec<Value>) -> Result<(), ProjectionError> {
        let written = sqlx::query(sql).bind(Json(rows)).execute(&mut *self.conn).await;
        self.written(written)
    }

    fn written(&self, written: Result<PgQueryResult, sqlx::Error>) -> Result<(), ProjectionError> {
        written.map(drop).map_err(|source| ProjectionError::Write { table: self.name.clone(), source })
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
pub(super) fn storable(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains('\0') => Value::String(text.replace('\0', "\u{FFFD}")),
        Value::Array(values) => values.into_iter().map(storable).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, storable(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}
