//! The versions of the read models: which one is live, and which ones are maintained (kept up to date).
//!
//! Versions below the one that the program names are of an older shape: it does not know them any more.

use std::collections::BTreeMap;
use std::sync::Arc;

use projections::projector::Projector;
use projections::versioned::Versioned;
use sqlx::PgExecutor;

use crate::reader_registry::ReaderRegistry;

/// Every read model in the version that people see.
///
/// # Errors
/// When the database does not answer.
pub async fn live(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<Vec<Arc<dyn Projector>>, sqlx::Error> {
    let live = in_states(database, &["live"]).await?;
    Ok(readers.read_models.iter().flat_map(|projector| as_versions(projector, &live)).collect())
}

/// The number of the version that people see, by the read model's name.
///
/// # Errors
/// When the database does not answer.
pub async fn live_numbers(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<BTreeMap<&'static str, u32>, sqlx::Error> {
    let live = live(database, readers).await?;
    Ok(live.iter().map(|projector| (projector.name(), projector.version())).collect())
}

/// Every version of every read model that instances keep up to date.
///
/// # Errors
/// When the database does not answer.
pub async fn maintained(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<Vec<Arc<dyn Projector>>, sqlx::Error> {
    let maintained = in_states(database, &["ready", "live", "former"]).await?;
    Ok(readers.read_models.iter().flat_map(|projector| as_versions(projector, &maintained)).collect())
}

/// The projector as each of its versions in the list; as the program's own, if there is none.
fn as_versions(projector: &Arc<dyn Projector>, versions: &[(String, u32)]) -> Vec<Arc<dyn Projector>> {
    let known =
        |(name, version): &&(String, u32)| name == projector.name() && *version >= projector.version();
    let versions: Vec<_> = versions.iter().filter(known).collect();
    match &versions[..] {
        [] => vec![Arc::clone(projector)],
        versions => versions.iter().map(|(_, version)| versioned(Arc::clone(projector), *version)).collect(),
    }
}

/// The projector as this version.
pub(crate) fn versioned(projector: Arc<dyn Projector>, version: u32) -> Arc<dyn Projector> {
    Arc::new(Versioned::new(projector, version))
}

async fn in_states(
    database: impl PgExecutor<'_>,
    states: &[&str],
) -> Result<Vec<(String, u32)>, sqlx::Error> {
    let rows: Vec<(String, i32)> =
        sqlx::query_as("SELECT name, version FROM projection_versions WHERE state = ANY($1)")
            .bind(states)
            .fetch_all(database)
            .await?;
    Ok(rows.into_iter().map(|(name, version)| (name, version.cast_unsigned())).collect())
}
