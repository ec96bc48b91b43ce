//! Keyset pagination, and reading rows as JSON, which every query shares.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use sqlx::PgExecutor;
use sqlx::postgres::{PgArguments, Postgres};
use sqlx::query::QueryScalar;
use sqlx::types::Json;
use uuid::Uuid;

/// One page of a list that runs from the newest to the oldest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<K> {
    /// Only what comes after this item, the last of the page before; from the newest, if absent.
    pub before: Option<K>,
    /// How many items at most.
    pub limit: u32,
}

impl<K> Page<K> {
    /// The newest items.
    pub fn first(limit: u32) -> Self {
        Self { before: None, limit }
    }

    /// The next items.
    pub fn before(item: K, limit: u32) -> Self {
        Self { before: Some(item), limit }
    }

    pub(crate) fn limit(&self) -> i64 {
        i64::from(self.limit)
    }
}

/// The cursor of keyset pagination: where an item stands in a list that is ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageCursor {
    /// When the item was made.
    pub at: DateTime<Utc>,
    /// Which of those made at that time.
    pub id: Uuid,
}

/// A query whose only column is a row as JSON.
pub(crate) type RowQuery<'q, R> = QueryScalar<'q, Postgres, Json<R>, PgArguments>;

/// A query whose only column is `to_jsonb` of a row.
pub(crate) fn select<R>(sql: &str) -> RowQuery<'_, R>
where
    R: DeserializeOwned + Send + Unpin + 'static,
{
    sqlx::query_scalar(sql)
}

/// Every row of the query.
pub(crate) async fn rows<R>(query: RowQuery<'_, R>, db: impl PgExecutor<'_>) -> Result<Vec<R>, sqlx::Error>
where
    R: DeserializeOwned + Send + Unpin + 'static,
{
    Ok(query.fetch_all(db).await?.into_iter().map(|Json(row)| row).collect())
}

/// The query's row, if there is one.
pub(crate) async fn row<R>(query: RowQuery<'_, R>, db: impl PgExecutor<'_>) -> Result<Option<R>, sqlx::Error>
where
    R: DeserializeOwned + Send + Unpin + 'static,
{
    Ok(query.fetch_optional(db).await?.map(|Json(row)| row))
}
