//! Fixtures of restores: NATS with a stream, a published log, a database restored from its dump.
#![expect(clippy::unwrap_used, reason = "fixtures of tests may panic")]

use std::time::Duration;

use harness::{TestDatabase, nats_url};
use sqlx::PgPool;
use tempfile::TempDir;
use tokio::sync::watch;

use crate::lease::Leases;
use crate::lifecycle::Lifecycle;
use crate::nats::{Nats, NatsConfig, StreamLimits};
use crate::relay::{Relay, RelayState};
use crate::store::testing::any_id;

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// NATS under this prefix, with the stream of this epoch.
pub async fn nats(prefix: &str, epoch: u32) -> Nats {
    let limits = StreamLimits { bytes: 16 << 20, age: Duration::from_hours(1), replicas: 1 };
    let addresses = vec![nats_url().parse().unwrap()];
    let config = NatsConfig { addresses, credentials: None, prefix: prefix.to_owned(), limits };
    Nats::connect(config, epoch).await.unwrap()
}

/// Publishes everything that the log has.
pub async fn publish(log: &crate::log::LogReader, pool: &PgPool, nats: &Nats) {
    let (lifecycle, head) = (Lifecycle::new(), log.head().await.unwrap());
    let (_tell, known) = watch::channel(head);
    // so that an empty stream begins at the first event
    sqlx::query("INSERT INTO consumer_cursors VALUES ('none', 1, -1) ON CONFLICT DO NOTHING")
        .execute(pool)
        .await
        .unwrap();
    let relay = Relay::new(nats.clone(), log.clone(), pool.clone(), known);
    let mut status = relay.start(Leases::start(pool.clone(), any_id(), &lifecycle), &lifecycle);
    let published = status.wait_for(|status| status.position == head && status.state == RelayState::Running);
    tokio::time::timeout(PATIENCE, published).await.expect("the relay publishes").unwrap();
    lifecycle.stop(PATIENCE).await;
}

/// What a backup of the database gives on the server at this address.
pub async fn restored(database: &TestDatabase, url: &str) -> TestDatabase {
    let folder = TempDir::new().unwrap();
    let dump = folder.path().join("dump.sql");
    database.dump(&dump).await.unwrap();
    TestDatabase::restore_on(url, &dump).await.unwrap()
}
