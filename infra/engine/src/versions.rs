//! The versions of the read models: which build is live, and which ones are maintained (kept up to date).
//!
//! A version has two numbers. The *shape* says which columns the table has, and is raised in code; the *build* says how
//! often the read model was made, and is counted by rebuilds and by the migrations that raise a shape. Builds of another
//! shape are those of another release: this program neither reads nor writes them. A read model without a registration
//! has its first build, in the shape that the program names.

use std::collections::BTreeMap;
use std::sync::Arc;

use projections::build::ProjectorBuild;
use projections::projector::Projector;
use projections::statements;
use projections::target::drop_table;
use sqlx::{FromRow, PgConnection, PgExecutor};

use crate::consumer::cursors::positions;
use crate::reader_registry::ReaderRegistry;

statements! {
    /// Whatever is retired has no table, or will soon have none.
    REGISTERED = "
        SELECT name, version AS build, shape, state, tables[1] AS \"table\"
          FROM projection_versions WHERE state <> 'retired' ORDER BY name, version";

    EMPTIED = "UPDATE projection_versions SET tables = '{}' WHERE name = $1 AND version = $2";
}

/// A registered build of a read model.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct RegisteredBuild {
    /// The read model.
    pub(crate) name: String,
    /// Its number; no other build of the read model ever has it.
    #[sqlx(try_from = "i32")]
    pub(crate) build: u32,
    /// The shape of its table.
    #[sqlx(try_from = "i32")]
    pub(crate) shape: u32,
    /// What it is: `building`, `ready`, `live`, `former`.
    pub(crate) state: String,
    /// Its table.
    pub(crate) table: String,
}

impl RegisteredBuild {
    /// The projector as this build.
    pub(crate) fn projector(&self, projector: &Arc<dyn Projector>) -> Arc<dyn Projector> {
        Arc::new(ProjectorBuild::new(Arc::clone(projector), self.build, &self.table))
    }
}

/// Every read model in the build that people see.
///
/// # Errors
/// When the database does not answer.
pub async fn live(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<Vec<Arc<dyn Projector>>, sqlx::Error> {
    in_states(database, readers, &["live"]).await
}

/// The number of the build that people see, by the read model's name.
///
/// # Errors
/// When the database does not answer.
pub async fn live_numbers(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<BTreeMap<&'static str, u32>, sqlx::Error> {
    let live = live(database, readers).await?;
    Ok(live.iter().map(|projector| (projector.name(), projector.build())).collect())
}

/// Every build of every read model that instances keep up to date.
///
/// # Errors
/// When the database does not answer.
pub async fn maintained(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<Vec<Arc<dyn Projector>>, sqlx::Error> {
    in_states(database, readers, &["ready", "live", "former"]).await
}

/// The read models that are shown in another shape than the program's: a rebuild has to fill the new one first.
///
/// # Errors
/// When the database does not answer.
pub async fn shown_in_another_shape(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
) -> Result<Vec<&'static str>, sqlx::Error> {
    let registered: Vec<RegisteredBuild> = sqlx::query_as(REGISTERED).fetch_all(database).await?;
    let differs = |projector: &&Arc<dyn Projector>| {
        let mut builds = registered.iter().filter(|build| build.name == projector.name());
        builds.any(|build| build.state == "live" && build.shape != projector.shape())
    };
    Ok(readers.read_models.iter().filter(differs).map(|projector| projector.name()).collect())
}

/// The builds in these states of every read model; its first one, if none is registered.
async fn in_states(
    database: impl PgExecutor<'_>,
    readers: &ReaderRegistry,
    states: &[&str],
) -> Result<Vec<Arc<dyn Projector>>, sqlx::Error> {
    let registered: Vec<RegisteredBuild> = sqlx::query_as(REGISTERED).fetch_all(database).await?;
    let of = |projector: &Arc<dyn Projector>| -> Vec<Arc<dyn Projector>> {
        let builds = registered.iter().filter(|build| build.name == projector.name());
        let builds: Vec<_> = builds.collect();
        // Only then: with any registration the first build's number may belong to an older shape, whose cursors say
        // nothing about the table of this one.
        if builds.is_empty() {
            return vec![Arc::clone(projector)];
        }
        let wanted = builds
            .into_iter()
            .filter(|build| build.shape == projector.shape() && states.contains(&build.state.as_str()));
        wanted.map(|build| build.projector(projector)).collect()
    };
    Ok(readers.read_models.iter().flat_map(of).collect())
}

/// Removes what is left of a retired build: tables, cursors and parked events. Its row stays and says so: a number is never
/// given twice.
///
/// # Errors
/// When the database does not do it.
pub async fn remove_build(
    conn: &mut PgConnection,
    name: &str,
    build: i32,
    tables: &[String],
) -> Result<(), sqlx::Error> {
    for table in tables {
        drop_table(conn, table).await?;
    }
    positions::forget(&mut *conn, name, build).await?;
    sqlx::query(EMPTIED).bind(name).bind(build).execute(conn).await.map(drop)
}
