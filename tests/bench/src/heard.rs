//! How long it takes until somebody who listens hears of what was begun, at a steady rate.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::Context;
use sqlx::postgres::PgListener;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// Where PostgreSQL tells it.
pub(crate) const CHANNEL: &str = "bench";
/// Between two beginnings: 200 per second.
const PACE: Duration = Duration::from_millis(5);
/// A notification that is not heard for so long does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is notified, and the moment from which its time runs.
pub(crate) type Begun = (String, Instant);

/// Begins again and again, and listens meanwhile. The times until each was heard of, ascending.
pub(crate) async fn latencies<F>(
    url: &str,
    lasting: Duration,
    begin: impl Fn(usize) -> F,
) -> anyhow::Result<Vec<Duration>>
where
    F: Future<Output = anyhow::Result<Begun>> + Send + 'static,
{
    let mut listener = PgListener::connect(url).await.context("connect the listener")?;
    listener.listen(CHANNEL).await.context("listen")?;
    let number = usize::try_from(lasting.as_micros() / PACE.as_micros())?;
    let listening = tokio::spawn(hear(listener, number));
    let mut ticks = interval(PACE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut beginning = JoinSet::new();
    for next in 0..number {
        ticks.tick().await;
        beginning.spawn(begin(next));
    }
    let mut begun = Vec::with_capacity(number);
    while let Some(next) = beginning.join_next().await {
        begun.push(next.context("what was begun panicked")??);
    }
    let heard = listening.await.context("the listener panicked")??;
    let mut latencies = Vec::with_capacity(number);
    for (what, since) in begun {
        let at = heard.get(&what).with_context(|| format!("nobody heard of {what}"))?;
        // it may be heard of before its caller runs again
        latencies.push(at.saturating_duration_since(since));
    }
    latencies.sort_unstable();
    Ok(latencies)
}

async fn hear(mut listener: PgListener, number: usize) -> anyhow::Result<HashMap<String, Instant>> {
    let mut heard = HashMap::with_capacity(number);
    while heard.len() < number {
        let next = timeout(PATIENCE, listener.recv()).await;
        let next = next.with_context(|| format!("heard of {} of {number}", heard.len()))?;
        heard.insert(next.context("listen")?.payload().to_owned(), Instant::now());
    }
    Ok(heard)
}
