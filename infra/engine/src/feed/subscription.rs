//! The subscription: an ephemeral JetStream consumer without acknowledgements, made anew whenever it falls silent.
//!
//! It always begins with new messages: what it misses in between is older than its consumers' patience.

use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::push::{Config, Messages};
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy};
use futures_util::StreamExt;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{debug, info, warn};

use super::{Feed, open};
use crate::nats::Nats;
use crate::nats::tail::position;
use crate::store::codec::EventDecoder;

/// The server says at least this often that it is there; two silent intervals end the subscription.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// The server forgets a subscription that nobody listens to after this.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_secs(1);
/// Messages that are decoded together.
const CHUNK: usize = 256;

/// Follows the stream and never returns.
pub(super) async fn follow(nats: &Nats, decoder: &EventDecoder, feed: &Feed, attached: &watch::Sender<bool>) {
    loop {
        match attach(nats).await {
            Ok(messages) => {
                info!(stream = nats.stream, "the feed is attached");
                attached.send_replace(true);
                forward(messages, decoder, feed).await;
                attached.send_replace(false);
                warn!(stream = nats.stream, "the feed fell silent; consumers read from Postgres");
            }
            Err(error) => debug!(%error, "the feed is not attached"),
        }
        sleep(PAUSE).await;
    }
}

async fn attach(nats: &Nats) -> Result<Messages, async_nats::Error> {
    let config = Config {
        deliver_subject: nats.jetstream.client().new_inbox(),
        deliver_policy: DeliverPolicy::New,
        ack_policy: AckPolicy::None,
        flow_control: true,
        idle_heartbeat: HEARTBEAT,
        inactive_threshold: FORGOTTEN_AFTER,
        memory_storage: true,
        num_replicas: 1,
        ..Config::default()
    };
    let consumer = nats.jetstream.create_consumer_on_stream(config, &nats.stream).await?;
    Ok(consumer.messages().await?)
}

/// Forwards events to the consumers until the subscription fails.
async fn forward(messages: Messages, decoder: &EventDecoder, feed: &Feed) {
    let mut chunks = messages.ready_chunks(CHUNK);
    while let Some(chunk) = chunks.next().await {
        let failed = chunk.iter().find_map(|message| message.as_ref().err().map(ToString::to_string));
        // Without consumers in this instance nothing needs to be opened.
        if feed.batches.receiver_count() > 0 {
            let far = chunk.iter().flatten().filter(|message| !is_near(message, feed));
            let envelopes: Vec<_> =
                far.filter_map(|message| serde_json::from_slice(&message.payload).ok()).collect();
            if !envelopes.is_empty() {
                feed.batches.send(open(decoder, envelopes).await).ok();
            }
        }
        if let Some(error) = failed {
            debug!(error, "the subscription failed");
            return;
        }
    }
}

/// Whether the relay of this process has handed the event over.
fn is_near(message: &Message, feed: &Feed) -> bool {
    let position = message.headers.as_ref().and_then(position);
    position.is_some_and(|position| feed.near.has_brought(position))
}
