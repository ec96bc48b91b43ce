//! Time sources: outside services whose answers tell the time (`Date`), asked for nothing else and without a key.
//!
//! What they do for us brings their time too, but a quiet installation would learn of a wrong clock only with its first
//! post.

use std::time::Duration;

use commands::port::clock::Clock;
use engine::clock::DatabaseClock;
use engine::lifecycle::Lifecycle;
use futures_util::future::join_all;
use reqwest::{Client, Url};
use tokio::time::{Instant, sleep};
use tracing::debug;

use crate::http_client::{ClientBuildError, Timeouts, builder, date, describe};

/// Answers count for ten minutes, so one that fails does no harm.
const INTERVAL: Duration = Duration::from_mins(4);
/// While the database's clock is in doubt.
const INTERVAL_WHILE_HELD: Duration = Duration::from_secs(10);
const TIMEOUTS: Timeouts = Timeouts { request: Duration::from_secs(5), connect: Duration::from_secs(3) };

/// A service whose answers tell the time.
#[derive(Clone, Debug)]
pub struct TimeSource {
    /// Its name.
    pub name: &'static str,
    /// Its address; only the host counts.
    pub address: Url,
}

/// The services.
pub struct TimeSources {
    http: Client,
    sources: Vec<TimeSource>,
}

impl TimeSources {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// When the client cannot be made.
    pub fn try_new(mut sources: Vec<TimeSource>) -> Result<Self, ClientBuildError> {
        // whatever else an address holds may be a secret
        sources.iter_mut().for_each(|source| {
            let address = &mut source.address;
            address.set_path("/");
            address.set_query(None);
            // An address with a host can have no user; one without is asked in vain anyway.
            address.set_username("").and_then(|()| address.set_password(None)).ok();
        });
        let http = builder(TIMEOUTS).pool_max_idle_per_host(0).build();
        let http = http.map_err(|source| ClientBuildError { service: "time sources", source })?;
        Ok(Self { http, sources })
    }

    /// Asks now and then, until the process stops; the clock compares.
    pub fn start(self, clock: DatabaseClock, lifecycle: &Lifecycle) {
        let soft = lifecycle.soft();
        lifecycle.spawn("time sources", async move {
            loop {
                self.ask(&clock).await;
                clock.services_asked();
                let asked = Instant::now();
                // A hold may begin meanwhile, and its end may depend on what is asked next.
                while clock.held().is_none() && asked.elapsed() < INTERVAL
                    || asked.elapsed() < INTERVAL_WHILE_HELD
                {
                    tokio::select! {
                        () = soft.cancelled() => return,
                        () = sleep(INTERVAL_WHILE_HELD) => {}
                    }
                }
            }
        });
    }

    async fn ask(&self, clock: &dyn Clock) {
        let asked = self.sources.iter().map(async |TimeSource { name, address }| {
            match self.http.head(address.clone()).send().await {
                Ok(answer) => {
                    if let Some(date) = date(answer.headers()) {
                        clock.note_service_time(name, date);
                    }
                }
                Err(error) => debug!(service = name, why = describe(&error), "no time was told"),
            }
        });
        join_all(asked).await;
    }
}

#[cfg(test)]
mod tests;
