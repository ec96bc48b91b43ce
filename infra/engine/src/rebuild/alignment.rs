//! Alignment: two builds locked at the same positions, to be compared.

use sqlx::PgConnection;

use super::{BuildPair, RebuildError};
use crate::consumer::cursors::positions;
use crate::consumer::{CatchUp, Consumer};
use crate::postgres::NO_TIME_LIMIT;

/// Locks the cursors of both builds until the transaction ends, and catches the one that is behind up; returns the
/// position. Their runners wait meanwhile; readers do not.
pub(super) async fn align(
    conn: &mut PgConnection,
    catch_up: &CatchUp,
    pair: &BuildPair,
) -> Result<u64, RebuildError> {
    sqlx::query(NO_TIME_LIMIT)
        .execute(&mut *conn)
        .await
        .map_err(RebuildError::database("lift the time limit"))?;
    for build in pair.iter() {
        catch_up.prepare(build).await.map_err(RebuildError::database("read the cursors"))?;
    }
    // The further cursor of each partition is where both have to go.
    let builds: Vec<u32> = pair.iter().map(Consumer::version).collect();
    let limits = positions::lock(conn, pair.other.name(), &builds).await;
    let limits = limits.map_err(RebuildError::database("hold both builds"))?;
    for build in pair.iter() {
        catch_up.within(conn, &limits, build).await?;
    }
    Ok(limits.values().copied().max().unwrap_or_default())
}
