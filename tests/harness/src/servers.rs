//! The three servers together: private ones, or the ones that the environment names.

mod home;
mod nats;
mod postgres;
mod process;
pub(crate) mod programs;
mod redis;
mod server;
mod service;

use std::sync::Arc;

use anyhow::{Context, Result, bail};

use self::home::Home;
use self::nats::Nats;
use self::postgres::Postgres;
use self::redis::Redis;
pub use self::server::Server;
use self::service::Service;
use crate::fake_clock::FakeClock;
use crate::names::set;

/// What a private server may lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing that it acknowledged, as in production: for the demo and for development.
    Durable,
    /// Nothing when a process dies, everything when the machine does: for tests, where waiting for the disk is waste.
    Fast,
}

/// One of the three servers.
#[derive(Debug)]
pub enum Instance {
    /// Somebody else's, at this address: it can be used but not stopped.
    Given(String),
    /// Our own child process.
    Private(Server),
}

impl Instance {
    /// The address clients connect to; it stays the same over restarts.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Given(url) => url,
            Self::Private(server) => server.url(),
        }
    }

    /// The private server, for those who want to break it; an error when it is a given one.
    pub fn private(&self) -> Result<&Server> {
        match self {
            Self::Given(url) => bail!("the server at {url} was given and is not ours to stop"),
            Self::Private(server) => Ok(server),
        }
    }
}

/// PostgreSQL, NATS with JetStream, and Redis. Dropping them stops the private ones and deletes their data.
#[derive(Debug)]
pub struct Servers {
    /// PostgreSQL; the address names a superuser and the database `postgres`.
    pub postgres: Instance,
    /// NATS with JetStream on file storage.
    pub nats: Instance,
    /// Redis with an append-only file.
    pub redis: Instance,
}

impl Servers {
    /// Three private servers on free ports of 127.0.0.1, whatever the environment says.
    pub async fn private(durability: Durability) -> Result<Self> {
        Self::start(durability, |_| None, None).await
    }

    /// The same, with a PostgreSQL that goes by this clock.
    pub async fn private_with_clock(durability: Durability, clock: FakeClock) -> Result<Self> {
        Self::start(durability, |_| None, Some(clock)).await
    }

    /// One more PostgreSQL server alone: another cluster, for restores and failovers.
    pub async fn another_postgres(durability: Durability) -> Result<Instance> {
        let mut rooms = Rooms::default();
        rooms.instance(None, || Postgres::find(durability, None))?.ready().await
    }

    /// The servers at `DATABASE_URL`, `NATS_URL` and `REDIS_URL`, and a private one for each variable that is not set.
    pub async fn given_or_private(durability: Durability) -> Result<Self> {
        Self::start(durability, set, None).await
    }

    /// The variables by which a child process finds these servers.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, &str); 3] {
        [
            ("DATABASE_URL", self.postgres.url()),
            ("NATS_URL", self.nats.url()),
            ("REDIS_URL", self.redis.url()),
        ]
    }

    async fn start(
        durability: Durability,
        given: impl Fn(&str) -> Option<String>,
        clock: Option<FakeClock>,
    ) -> Result<Self> {
        let mut rooms = Rooms::default();
        let postgres = rooms.instance(given("DATABASE_URL"), || Postgres::find(durability, clock))?;
        let nats = rooms.instance(given("NATS_URL"), Nats::find)?;
        let redis = rooms.instance(given("REDIS_URL"), || Redis::find(durability))?;
        let (postgres, nats, redis) = tokio::try_join!(postgres.ready(), nats.ready(), redis.ready())?;
        Ok(Self { postgres, nats, redis })
    }
}

/// The folder of this run, made when the first private server needs it.
#[derive(Default)]
struct Rooms(Option<Arc<Home>>);

impl Rooms {
    fn instance<S: Service>(
        &mut self,
        given: Option<String>,
        find: impl FnOnce() -> Result<S>,
    ) -> Result<Planned<S>> {
        let Some(url) = given else {
            let service = find()?;
            return Ok(Planned::Private(service, self.home()?));
        };
        Ok(Planned::Given(url))
    }

    fn home(&mut self) -> Result<Arc<Home>> {
        if self.0.is_none() {
            self.0 = Some(Arc::new(Home::create().context("make a folder for private servers")?));
        }
        Ok(Arc::clone(self.0.as_ref().expect("the folder was made a line above")))
    }
}

/// An instance before it runs.
enum Planned<S> {
    Given(String),
    Private(S, Arc<Home>),
}

impl<S: Service> Planned<S> {
    async fn ready(self) -> Result<Instance> {
        match self {
            Self::Given(url) => Ok(Instance::Given(url)),
            Self::Private(service, home) => Ok(Instance::Private(Server::launch(service, home).await?)),
        }
    }
}
