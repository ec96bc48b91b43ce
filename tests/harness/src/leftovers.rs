//! Leftovers: what a run made on servers that it was given is removed again.

use std::time::Duration;

use anyhow::Result;
use async_nats::ConnectOptions;
use async_nats::jetstream;
use futures_util::TryStreamExt;
use redis::AsyncCommands;

/// How long a server may take to answer; one that is down has nothing of ours to lose.
const PATIENCE: Duration = Duration::from_secs(2);

/// Streams in NATS and keys in Redis whose names begin with a text.
#[derive(Clone, Debug)]
pub struct Leftovers {
    /// Where NATS is.
    pub nats: String,
    /// Where Redis is.
    pub redis: String,
    /// How the names begin.
    pub prefix: String,
}

impl Leftovers {
    /// Removes them now.
    pub async fn remove(&self) -> Result<()> {
        let streams = tokio::time::timeout(PATIENCE, self.remove_streams()).await;
        let keys = tokio::time::timeout(PATIENCE, self.remove_keys()).await;
        streams??;
        keys??;
        Ok(())
    }

    async fn remove_streams(&self) -> Result<()> {
        let client = ConnectOptions::new().connection_timeout(PATIENCE).connect(&self.nats).await?;
        let jetstream = jetstream::new(client);
        let names: Vec<String> = jetstream.stream_names().try_collect().await?;
        for name in names.iter().filter(|name| name.starts_with(&self.prefix)) {
            jetstream.delete_stream(name).await?;
        }
        Ok(())
    }

    async fn remove_keys(&self) -> Result<()> {
        let client = redis::Client::open(self.redis.as_str())?;
        let mut connection = client.get_multiplexed_async_connection().await?;
        let keys: Vec<String> = connection.keys(format!("{}*", self.prefix)).await?;
        if !keys.is_empty() {
            let _: () = connection.unlink(keys).await?;
        }
        Ok(())
    }
}

/// Removes leftovers when it is dropped.
#[derive(Debug)]
pub struct Broom(pub Leftovers);

impl Drop for Broom {
    fn drop(&mut self) {
        let leftovers = self.0.clone();
        let removing = std::thread::spawn(move || -> Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(leftovers.remove())
        });
        // a server that is down was stopped on purpose, and its data goes with it
        removing.join().ok();
    }
}

#[cfg(test)]
mod tests {
    use async_nats::jetstream::{self, stream};
    use redis::AsyncCommands;

    use super::{Broom, Leftovers};
    use crate::{Durability, Servers, nats_namespace};

    #[tokio::test]
    async fn streams_and_keys_of_a_run_are_removed_and_others_stay() {
        let Ok(servers) = Servers::given_or_private(Durability::Fast).await else {
            return eprintln!("SKIPPED: PostgreSQL, NATS and Redis are not installed");
        };
        let (nats, redis) = (servers.nats.url().to_owned(), servers.redis.url().to_owned());
        let (ours, other) = (nats_namespace(), nats_namespace());
        let jetstream = jetstream::new(async_nats::connect(&nats).await.unwrap());
        let client = redis::Client::open(redis.as_str()).unwrap();
        let mut keys = client.get_multiplexed_async_connection().await.unwrap();
        for name in [&ours, &other] {
            let config = stream::Config { name: name.clone(), ..stream::Config::default() };
            jetstream.create_stream(config).await.unwrap();
            let () = keys.set(format!("{name}:key"), 1).await.unwrap();
        }
        drop(Broom(Leftovers { nats, redis, prefix: ours.clone() }));
        assert!(jetstream.get_stream(&ours).await.is_err() && jetstream.get_stream(&other).await.is_ok());
        let left: (bool, bool) = (
            keys.exists(format!("{ours}:key")).await.unwrap(),
            keys.exists(format!("{other}:key")).await.unwrap(),
        );
        assert_eq!(left, (false, true));
        jetstream.delete_stream(&other).await.unwrap();
        let () = keys.del(format!("{other}:key")).await.unwrap();
    }
}
