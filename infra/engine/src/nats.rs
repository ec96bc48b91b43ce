//! The connection to NATS JetStream, which carries events quickly and is never the only copy of anything.

mod check;
mod config;
mod published_events;
pub(crate) mod tail;

use std::time::Duration;

use async_nats::jetstream::context::ContextBuilder;
use async_nats::jetstream::{Context, stream};
use async_nats::{ConnectError, ConnectOptions, Event};
use commands::retry_policy::NATS;
use tracing::{info, warn};

/// What a request to NATS failed with.
pub use async_nats::Error as NatsError;
pub use check::check;
pub use config::{NatsConfig, StreamLimits};

/// How long a request to NATS may take.
const REQUEST: Duration = Duration::from_secs(5);

/// A connection, and the names of what is ours on the server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Nats {
    pub(crate) jetstream: Context,
    pub(crate) stream: String,
    /// The epoch of that stream.
    pub(crate) epoch: u32,
    prefix: String,
    limits: StreamLimits,
}

impl Nats {
    /// Connects in the background and for ever: a server that is down is no error.
    ///
    /// # Errors
    /// [`ConnectError`] when the credentials cannot be read.
    pub async fn connect(config: NatsConfig, epoch: u32) -> Result<Self, ConnectError> {
        let mut options = ConnectOptions::new();
        if let Some(path) = &config.credentials {
            options = options.credentials_file(path).await?;
        }
        let client = options
            .name("memebot")
            // For ever and in the background: neither a start nor a command may wait for NATS.
            .retry_on_initial_connect()
            .max_reconnects(None)
            .connection_timeout(REQUEST)
            .request_timeout(Some(REQUEST))
            .ping_interval(Duration::from_secs(10))
            .reconnect_delay_callback(|tries| NATS.pause(u32::try_from(tries).unwrap_or(u32::MAX)))
            .event_callback(|event| async move { log_connection_event(&event) })
            .connect(config.addresses)
            .await?;
        let jetstream = ContextBuilder::new().timeout(REQUEST).build(client);
        let stream = format!("{}_{epoch}", config.prefix);
        Ok(Self { jetstream, stream, epoch, prefix: config.prefix, limits: config.limits })
    }

    /// The same connection, in another epoch.
    #[must_use]
    pub fn at_epoch(&self, epoch: u32) -> Self {
        Self { stream: format!("{}_{epoch}", self.prefix), epoch, ..self.clone() }
    }

    /// Whether the server answers at this moment.
    pub fn is_connected(&self) -> bool {
        self.jetstream.client().connection_state() == async_nats::connection::State::Connected
    }

    /// Deletes the streams of earlier epochs, whose subjects this epoch's needs. Those of later ones stay: they tell
    /// that the database is an older one than it should be.
    ///
    /// # Errors
    /// When NATS does not answer.
    pub async fn retire_earlier_epochs(&self) -> Result<Vec<String>, async_nats::Error> {
        let mut retired = Vec::new();
        for epoch in self.epochs().await?.into_iter().filter(|epoch| *epoch < self.epoch) {
            let name = format!("{}_{epoch}", self.prefix);
            self.jetstream.delete_stream(&name).await?;
            retired.push(name);
        }
        Ok(retired)
    }

    /// The subject of an event of this partition and kind.
    pub(crate) fn subject(&self, partition: u16, aggregate_type: &str, event_type: &str) -> String {
        format!("{}.evt.{partition}.{aggregate_type}.{event_type}", self.prefix)
    }

    /// The subjects of all events.
    pub(crate) fn subjects(&self) -> String {
        format!("{}.evt.>", self.prefix)
    }

    /// The stream as it should be. Only what NATS 2.9 knows.
    pub(crate) fn stream_config(&self) -> stream::Config {
        stream::Config {
            name: self.stream.clone(),
            description: Some("MemeBot's events, sealed; Postgres is the record".to_owned()),
            subjects: vec![self.subjects()],
            storage: stream::StorageType::File,
            // A full stream drops its oldest events: a consumer that is so far behind reads PostgreSQL.
            discard: stream::DiscardPolicy::Old,
            max_bytes: self.limits.bytes,
            max_age: self.limits.age,
            num_replicas: self.limits.replicas,
            ..stream::Config::default()
        }
    }
}

fn log_connection_event(event: &Event) {
    if matches!(event, Event::Connected) {
        info!("NATS connected");
    } else {
        warn!(%event, "NATS");
    }
}
