//! The subscription: an ephemeral JetStream consumer without acknowledgements, made anew whenever it falls silent.
//!
//! It always begins with new messages: what it misses in between is older than its consumers' patience.

use std::time::Duration;

use async_nats::jetstream::consumer::push::{Config, Messages};
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy};
use commands::retry_policy::FEED;
use futures_util::StreamExt;
use tokio::sync::{broadcast, watch};
use tokio::time::sleep;
use tracing::{debug, info, warn};

use super::{Batch, open};
use crate::nats::Nats;
use crate::store::codec::EventDecoder;

/// The server says at least this often that it is there; two silent intervals end the subscription.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// The server forgets a subscription that nobody listens to after this.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(10);
/// Messages that are decoded together.
const CHUNK: usize = 256;

/// Follows the stream and never returns.
pub(super) async fn follow(
    nats: &Nats,
    decoder: &EventDecoder,
    batches: &broadcast::Sender<Batch>,
    attached: &watch::Sender<bool>,
) {
    loop {
        match attach(nats).await {
            Ok(messages) => {
                info!(stream = nats.stream, "the feed is attached");
                attached.send_replace(true);
                forward(messages, decoder, batches).await;
                attached.send_replace(false);
                warn!(stream = nats.stream, "the feed fell silent; consumers read from Postgres");
            }
            Err(error) => debug!(%error, "the feed is not attached"),
        }
        sleep(FEED.first_pause).await;
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
async fn forward(messages: Messages, decoder: &EventDecoder, batches: &broadcast::Sender<Batch>) {
    let mut chunks = messages.ready_chunks(CHUNK);
    while let Some(chunk) = chunks.next().await {
        let failed = chunk.iter().find_map(|message| message.as_ref().err().map(ToString::to_string));
        // Without consumers in this instance nothing needs to be opened.
        if batches.receiver_count() > 0 {
            let payloads = chunk.iter().flatten().map(|message| &message.payload);
            let envelopes: Vec<_> =
                payloads.filter_map(|payload| serde_json::from_slice(payload).ok()).collect();
            if !envelopes.is_empty() {
                batches.send(open(decoder, envelopes).await).ok();
            }
        }
        if let Some(error) = failed {
            debug!(error, "the subscription failed");
            return;
        }
    }
}
