//! The register of versions: which one is live, which one is being built, which ones may be dropped.

use std::sync::Arc;
use std::time::Duration;

use projections::projector::Projector;
use projections::target::{Target, create};
use sqlx::{PgConnection, PgExecutor, PgPool};
use tokio::time::{Instant, sleep};

use super::RebuildError;
use crate::lease;
use crate::versions::versioned;

/// Between two looks whether a retired version is still run.
const PAUSE: Duration = Duration::from_millis(100);

/// Two versions of a read model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Versions {
    /// The one that is shown.
    pub(super) live: u32,
    /// The one that is to be shown.
    pub(super) other: u32,
}

/// The version that was begun, or the next one, with its table made.
pub(super) async fn next(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    fresh: bool,
) -> Result<Versions, RebuildError> {
    let live = live(conn, projector).await?;
    let retired: &[&str] = if fresh { &["former", "building", "ready"] } else { &["former"] };
    let begun = in_state(&mut *conn, projector, &["building", "ready"]).await?;
    if let (false, Some(other)) = (fresh, begun) {
        return Ok(Versions { live, other });
    }
    retire(conn, projector, retired).await?;
    let other = insert(conn, projector).await?;
    let target = Target::live().version(other);
    create(conn, &target, &[&*versioned(Arc::clone(projector), live)]).await?;
    Ok(Versions { live, other })
}

/// The version that was shown before this one.
pub(super) async fn former(pool: &PgPool, projector: &Arc<dyn Projector>) -> Result<Versions, RebuildError> {
    let live = in_state(pool, projector, &["live"]).await?;
    let former = in_state(pool, projector, &["former"]).await?;
    match (live, former) {
        (Some(live), Some(other)) => Ok(Versions { live, other }),
        (_, _) => Err(RebuildError::NoFormer(projector.name())),
    }
}

/// Changes a version's state.
pub(super) async fn set_state(
    database: impl PgExecutor<'_>,
    projector: &Arc<dyn Projector>,
    version: u32,
    state: &str,
) -> Result<(), RebuildError> {
    sqlx::query(
        "UPDATE projection_versions
            SET state = $3, switched_at = CASE WHEN $3 = 'live' THEN now() ELSE switched_at END
          WHERE name = $1 AND version = $2",
    )
    .bind(projector.name())
    .bind(version.cast_signed())
    .bind(state)
    .execute(database)
    .await
    .map(drop)
    .map_err(RebuildError::database("change the list of versions"))
}

/// The version that is shown; the program's own is registered if none is yet.
async fn live(conn: &mut PgConnection, projector: &Arc<dyn Projector>) -> Result<u32, RebuildError> {
    match in_state(&mut *conn, projector, &["live"]).await? {
        Some(live) if live >= projector.version() => return Ok(live),
        Some(older) => set_state(&mut *conn, projector, older, "retired").await?,
        None => {}
    }
    sqlx::query("INSERT INTO projection_versions (name, version, state, tables) VALUES ($1, $2, 'live', $3)")
        .bind(projector.name())
        .bind(projector.version().cast_signed())
        .bind(projector.tables())
        .execute(conn)
        .await
        .map_err(RebuildError::database("write down the version that is shown"))?;
    Ok(projector.version())
}

async fn in_state(
    database: impl PgExecutor<'_>,
    projector: &Arc<dyn Projector>,
    states: &[&str],
) -> Result<Option<u32>, RebuildError> {
    let version: Option<i32> = sqlx::query_scalar(
        "SELECT max(version) FROM projection_versions WHERE name = $1 AND state = ANY($2)",
    )
    .bind(projector.name())
    .bind(states)
    .fetch_one(database)
    .await
    .map_err(RebuildError::database("read the list of versions"))?;
    Ok(version.map(i32::cast_unsigned))
}

/// Adds the next version. A number is never given twice.
async fn insert(conn: &mut PgConnection, projector: &Arc<dyn Projector>) -> Result<u32, RebuildError> {
    let version: i32 = sqlx::query_scalar(
        "INSERT INTO projection_versions (name, version, state, tables)
         SELECT $1, max(version) + 1, 'building', ARRAY[$1 || '_v' || max(version) + 1]
           FROM projection_versions WHERE name = $1 RETURNING version",
    )
    .bind(projector.name())
    .fetch_one(conn)
    .await
    .map_err(RebuildError::database("write down the next version"))?;
    Ok(version.cast_unsigned())
}

/// Drops the versions in these states: table, cursors and parked events, once nobody runs them any more.
async fn retire(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    states: &[&str],
) -> Result<(), RebuildError> {
    let failed = RebuildError::database("take an old version away");
    let retired: Vec<i32> = sqlx::query_scalar(
        "UPDATE projection_versions SET state = 'retired' WHERE name = $1 AND state = ANY($2)
         RETURNING version",
    )
    .bind(projector.name())
    .bind(states)
    .fetch_all(&mut *conn)
    .await
    .map_err(&failed)?;
    for version in retired {
        wait_until_idle(conn, projector, version).await.map_err(&failed)?;
        let table = Target::live().version(version.cast_unsigned()).table(&**projector);
        sqlx::query(&format!("DROP TABLE IF EXISTS {table}")).execute(&mut *conn).await.map_err(&failed)?;
        for rows in ["consumer_cursors", "parked_events", "parked_requests"] {
            sqlx::query(&format!("DELETE FROM {rows} WHERE consumer = $1 AND version = $2"))
                .bind(projector.name())
                .bind(version)
                .execute(&mut *conn)
                .await
                .map_err(&failed)?;
        }
    }
    Ok(())
}

/// Waits until no instance runs the version; not for ever, a lease may be left of one that died.
async fn wait_until_idle(
    conn: &mut PgConnection,
    projector: &Arc<dyn Projector>,
    version: i32,
) -> Result<(), sqlx::Error> {
    let (name, begun) = (format!("consumer:{}:v{version}", projector.name()), Instant::now());
    while begun.elapsed() < lease::TTL * 2 {
        if !lease::is_held(&mut *conn, &name).await? {
            break;
        }
        sleep(PAUSE).await;
    }
    Ok(())
}
