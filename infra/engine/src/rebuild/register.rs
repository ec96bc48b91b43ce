//! The register of builds: which one is live, which one is being built, which ones may be dropped.

use std::sync::Arc;
use std::time::Duration;

use projections::projector::{FIRST_BUILD, Projector};
use projections::statements;
use projections::target::{Target, create};
use sqlx::{PgConnection, PgExecutor, PgPool};
use tokio::time::{Instant, sleep};

use super::RebuildError;
use crate::lease;
use crate::versions::{RegisteredBuild, remove_build};

/// Between two looks whether a retired build is still run.
const PAUSE: Duration = Duration::from_millis(100);

statements! {
    /// The newest build of a shape in one of these states.
    IN_STATE = "
        SELECT name, version AS build, shape, state, tables[1] AS \"table\" FROM projection_versions
         WHERE name = $1 AND shape = $2 AND state = ANY($3) ORDER BY version DESC LIMIT 1";

    /// The build that is shown, of whatever shape.
    LIVE = "
        SELECT name, version AS build, shape, state, tables[1] AS \"table\" FROM projection_versions
         WHERE name = $1 AND state = 'live'";

    REGISTER_FIRST = "
        INSERT INTO projection_versions (name, version, shape, state, tables)
        SELECT $1, $2::int, $3::int, 'live', ARRAY[$4] WHERE NOT EXISTS (SELECT FROM projection_versions WHERE name = $1)";

    /// Called after the shape's first table. A number is never given twice, so neither is a name.
    REGISTER_NEXT = "
        INSERT INTO projection_versions (name, version, shape, state, tables)
        SELECT $1, max(version) + 1, $2::int, 'building', ARRAY[format('%s_b%s', $3::text, max(version) + 1)]
          FROM projection_versions WHERE name = $1
        RETURNING name, version AS build, shape, state, tables[1] AS \"table\"";

    SET_STATE = "
        UPDATE projection_versions
           SET state = $3, switched_at = CASE WHEN $3 = 'live' THEN now() ELSE switched_at END
         WHERE name = $1 AND version = $2";

    /// Of the program's own shape: what a release to come has registered waits for its program.
    RETIRE_OTHERS = "
        UPDATE projection_versions SET state = 'retired', switched_at = now()
         WHERE name = $1 AND shape = $3 AND state IN ('former', 'building', 'ready') AND version <> ALL($2)
        RETURNING version, tables[1]";

    RETIRE = "
        UPDATE projection_versions SET state = 'retired', switched_at = now()
         WHERE name = $1 AND version = $2 AND state IN ('building', 'ready')";

    /// What such a build has parked nobody will ever apply.
    RETIRE_FORMER_SHAPES = "
        WITH retired AS (
            UPDATE projection_versions SET state = 'retired', switched_at = now()
             WHERE name = $1 AND shape < $2 AND state <> 'retired' RETURNING name, version
        ), events AS (
            DELETE FROM parked_events p USING retired r WHERE (p.consumer, p.version) = (r.name, r.version)
        )
        DELETE FROM parked_requests p USING retired r WHERE (p.consumer, p.version) = (r.name, r.version)";
}

/// Two builds of a read model.
#[derive(Clone, Debug)]
pub(super) struct Builds {
    /// The one that is shown.
    pub(super) live: RegisteredBuild,
    /// The one that is to be shown.
    pub(super) other: RegisteredBuild,
}

impl Builds {
    /// Whether both have the same shape. If not, the program cannot write the rows of the one that is shown, nor compare
    /// them.
    pub(super) fn have_one_shape(&self) -> bool {
        self.live.shape == self.other.shape
    }
}

/// The build that was begun, or the next one, with its table made.
pub(super) async fn next(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    fresh: bool,
) -> Result<Builds, RebuildError> {
    let live = live(conn, projector).await?;
    let begun = in_state(&mut *conn, projector, &["building", "ready"]).await?;
    let model = match begun {
        Some(other) if !fresh => return Ok(Builds { live, other }),
        _ if live.shape == projector.shape() => live.clone(),
        // Of a raised shape the migration has made and registered the first table.
        Some(first) => first,
        None => return Err(RebuildError::UnknownShape(projector.name(), projector.shape())),
    };
    let other = insert(conn, projector).await?;
    let target = Target::live().with_table(&other.table);
    create(conn, &target, &[&*model.projector(projector)]).await?;
    retire_others(conn, projector, [live.build, other.build]).await?;
    Ok(Builds { live, other })
}

/// The build that was shown before this one.
pub(super) async fn former(pool: &PgPool, projector: &Arc<dyn Projector>) -> Result<Builds, RebuildError> {
    let live = in_state(pool, projector, &["live"]).await?;
    let former = in_state(pool, projector, &["former"]).await?;
    match (live, former) {
        (Some(live), Some(other)) => Ok(Builds { live, other }),
        (_, _) => Err(RebuildError::NoFormer(projector.name())),
    }
}

/// Changes a build's state.
pub(super) async fn set_state(
    database: impl PgExecutor<'_>,
    build: &RegisteredBuild,
    state: &str,
) -> Result<(), RebuildError> {
    let update = sqlx::query(SET_STATE).bind(&build.name).bind(build.build.cast_signed()).bind(state);
    update.execute(database).await.map(drop).map_err(RebuildError::database("change the list of builds"))
}

/// Retires every build of a former shape: the program cannot keep it up to date. Its table is left to the clean-up,
/// because older programs may still run.
pub(super) async fn retire_former_shapes(
    database: impl PgExecutor<'_>,
    build: &RegisteredBuild,
) -> Result<(), RebuildError> {
    let update = sqlx::query(RETIRE_FORMER_SHAPES).bind(&build.name).bind(build.shape.cast_signed());
    update.execute(database).await.map(drop).map_err(RebuildError::database("retire the former shape"))
}

/// The build that is shown; the first is registered if none is yet.
async fn live(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
) -> Result<RegisteredBuild, RebuildError> {
    sqlx::query(REGISTER_FIRST)
        .bind(projector.name())
        .bind(FIRST_BUILD.cast_signed())
        .bind(projector.shape().cast_signed())
        .bind(projector.table())
        .execute(&mut *conn)
        .await
        .map_err(RebuildError::database("write down the build that is shown"))?;
    let live = sqlx::query_as(LIVE).bind(projector.name()).fetch_one(conn).await;
    live.map_err(RebuildError::database("read which build is shown"))
}

async fn in_state(
    database: impl PgExecutor<'_>,
    projector: &Arc<dyn Projector>,
    states: &[&str],
) -> Result<Option<RegisteredBuild>, RebuildError> {
    sqlx::query_as(IN_STATE)
        .bind(projector.name())
        .bind(projector.shape().cast_signed())
        .bind(states)
        .fetch_optional(database)
        .await
        .map_err(RebuildError::database("read the list of builds"))
}

/// Adds the next build. A number is never given twice.
async fn insert(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
) -> Result<RegisteredBuild, RebuildError> {
    sqlx::query_as(REGISTER_NEXT)
        .bind(projector.name())
        .bind(projector.shape().cast_signed())
        .bind(projector.table())
        .fetch_one(conn)
        .await
        .map_err(RebuildError::database("write down the next build"))
}

/// Drops all builds of the program's shape that are neither shown nor kept.
async fn retire_others(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    kept: [u32; 2],
) -> Result<(), RebuildError> {
    let failed = RebuildError::database("take an old build away");
    let retired: Vec<(i32, String)> = sqlx::query_as(RETIRE_OTHERS)
        .bind(projector.name())
        .bind(kept.map(u32::cast_signed))
        .bind(projector.shape().cast_signed())
        .fetch_all(&mut *conn)
        .await
        .map_err(&failed)?;
    for (build, table) in retired {
        drop_retired(conn, projector, build, table).await.map_err(&failed)?;
    }
    Ok(())
}

/// Takes one build away that is neither shown nor kept.
pub(super) async fn remove(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    build: &RegisteredBuild,
) -> Result<(), RebuildError> {
    let failed = RebuildError::database("take the build away");
    let retired = sqlx::query(RETIRE).bind(&build.name).bind(build.build.cast_signed());
    retired.execute(&mut *conn).await.map_err(&failed)?;
    let dropped = drop_retired(conn, projector, build.build.cast_signed(), build.table.clone()).await;
    dropped.map_err(failed)
}

/// Drops what is left of a retired build: table, cursors and parked events, once nobody runs it any more.
async fn drop_retired(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    build: i32,
    table: String,
) -> Result<(), sqlx::Error> {
    wait_until_idle(conn, projector, build).await?;
    let table = Target::live().with_table(table).table(&**projector);
    remove_build(conn, projector.name(), build, &[table]).await
}

/// Waits until no instance runs the build; not for ever, a lease may be left of one that died.
async fn wait_until_idle(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    build: i32,
) -> Result<(), sqlx::Error> {
    let (name, begun) = (format!("consumer:{}:v{build}", projector.name()), Instant::now());
    while begun.elapsed() < lease::TTL * 2 {
        if !lease::is_held(&mut *conn, &name).await? {
            break;
        }
        sleep(PAUSE).await;
    }
    Ok(())
}
