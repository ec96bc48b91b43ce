//! Read your own writes: a read model that is late is asked again for a moment before the answer is "not found".

use std::future::Future;
use std::time::Duration;

use tokio::time::sleep;

use super::problem::Problem;

/// How often, and how many times, a late read model is asked again: for one second.
const PAUSE: Duration = Duration::from_millis(50);
const TIMES: u32 = 20;

/// The row of something. If there is none although the thing exists, the read model is late and asked again for a
/// moment: whoever just made something will find it.
pub(super) async fn find_existing<R, F>(
    ask: impl Fn() -> F,
    exists: impl Future<Output = Result<bool, Problem>>,
) -> Result<Option<R>, Problem>
where
    F: Future<Output = Result<Option<R>, sqlx::Error>>,
{
    if let Some(row) = ask().await? {
        return Ok(Some(row));
    }
    // Asked only after the row was missing: the common case costs no look at the stream.
    if !exists.await? {
        return Ok(None);
    }
    let row = find_with_retry(ask).await?;
    row.map(Some).ok_or_else(|| Problem::unavailable(&"a read model is late", Duration::from_secs(1)))
}

/// The row of something that nobody can say whether it exists, asked for again for a moment.
pub(super) async fn find_with_retry<R, F>(ask: impl Fn() -> F) -> Result<Option<R>, sqlx::Error>
where
    F: Future<Output = Result<Option<R>, sqlx::Error>>,
{
    // A second is more than a healthy consumer is ever behind; one that is further behind is told as unavailable.
    for _ in 0..TIMES {
        if let Some(row) = ask().await? {
            return Ok(Some(row));
        }
        sleep(PAUSE).await;
    }
    ask().await
}
