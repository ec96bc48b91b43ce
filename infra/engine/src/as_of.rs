//! Time travel: an aggregate's state, or all read models, as of a position of the log.
//!
//! What was forgotten since then stays forgotten: keys that were destroyed do not come back.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::fold::fold;
use domain::stream::StreamId;
use projections::projector::{ProjectionError, Projector};
use projections::statements;
use projections::target::{Target, create, drop_schema};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

use crate::log::LogReader;
use crate::reader_registry::ReaderRegistry;
use crate::replay::model::ModelBuilder;
use crate::replay::{Progress, ReplayError, connection};
use crate::store::codec::EventReadError;
use crate::versions;

statements! {
    SCHEMA_EXISTS = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)";
}

/// Why the state as of a position cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AsOfError {
    /// The log could not be read.
    #[error("could not read the event log")]
    Log(#[from] EventReadError),
    /// A state cannot be written as JSON.
    #[error("could not write the state as JSON")]
    Json(#[from] serde_json::Error),
    /// A statement failed.
    #[error("could not build the read models")]
    Build(#[from] ReplayError),
    /// Events could not be applied.
    #[error("could not build {projection}")]
    Apply {
        /// The read model.
        projection: &'static str,
        /// Why not.
        source: ProjectionError,
    },
    /// There is such a schema already; nothing was changed.
    #[error("the schema {0} exists already; drop it or name another")]
    SchemaExists(String),
}

/// A state, and the number of the stream's last event in it.
#[derive(Clone, Debug, PartialEq)]
pub struct StateAsOf {
    /// How many events of the stream there were.
    pub version: u64,
    /// What they add up to, texts opened.
    pub state: Value,
}

/// The aggregate's state at the position; `None` if it had no event yet.
///
/// # Errors
/// [`AsOfError`]
pub async fn state(
    log: &LogReader,
    stream: &StreamId,
    position: u64,
) -> Result<Option<StateAsOf>, AsOfError> {
    let events = log.stream(stream, position).await?;
    let Some(last) = events.last() else { return Ok(None) };
    Ok(Some(StateAsOf {
        version: last.sequence,
        state: fold(stream.kind, events.iter().map(|recorded| &recorded.event))?,
    }))
}

/// Builds all read models as of the position into a new schema, tables and views. With the schema in the
/// `search_path`, every query answers for that moment.
///
/// # Errors
/// [`AsOfError`]; the schema is not there then.
pub async fn build(
    pool: &PgPool,
    log: &LogReader,
    readers: &ReaderRegistry,
    schema: &str,
    position: u64,
    progress: impl Fn(Progress),
) -> Result<(), AsOfError> {
    let projectors = versions::live(pool, readers).await;
    let projectors = projectors.map_err(ReplayError::database("read the versions"))?;
    let mut conn = connection(pool).await?;
    let there: bool = sqlx::query_scalar(SCHEMA_EXISTS)
        .bind(schema)
        .fetch_one(&mut conn)
        .await
        .map_err(ReplayError::database("look for the schema"))?;
    if there {
        return Err(AsOfError::SchemaExists(schema.to_owned()));
    }
    let target = Target::schema(schema);
    let filled = fill(&mut conn, log, &target, &projectors, position, progress).await;
    if filled.is_err() {
        drop_schema(&mut conn, schema).await.map_err(ReplayError::database("drop the schema"))?;
    }
    filled
}

async fn fill(
    conn: &mut PgConnection,
    log: &LogReader,
    target: &Target,
    projectors: &[Arc<dyn Projector>],
    end: u64,
    progress: impl Fn(Progress),
) -> Result<(), AsOfError> {
    let all: Vec<&dyn Projector> = projectors.iter().map(|projector| &**projector).collect();
    create(conn, target, &all).await.map_err(ReplayError::from)?;
    let mut models: Vec<_> = projectors.iter().map(|one| ModelBuilder::new(one, target)).collect();
    let mut pages = log.pages(projectors, end);
    while let Some(mut page) = pages.next().await? {
        // What it takes must be whole: a state that leaves something out was never there.
        let unreadable = page.unreadable.drain(..).next().map(|event| EventReadError::from(Box::new(event)));
        if let Some(error) = unreadable.or(page.damage.take()) {
            return Err(error.into());
        }
        for model in &mut models {
            let applied = model.apply(conn, &page).await;
            applied.map_err(|source| AsOfError::Apply { projection: model.projector.name(), source })?;
        }
        progress(Progress { position: page.positions.last().map_or(end, |last| last.position), end });
    }
    for mut model in models {
        let written = model.write(conn).await;
        written.map_err(|source| AsOfError::Apply { projection: model.projector.name(), source })?;
    }
    Ok(())
}
