//! `relay`: the log on its way into JetStream.

use std::time::Instant;

use anyhow::{Context, ensure};
use async_nats::jetstream::{self, stream};
use engine::lease::Leases;
use engine::lifecycle::Lifecycle;
use engine::relay::{Relay, RelayState};
use tokio::sync::watch;

use crate::bench::{Bench, Group};
use crate::history::History;
use crate::rivals::jetstream::publish;
use crate::roles;
use crate::workload::per_second;

/// Events of a round.
const EVENTS: u64 = 200_000;
/// The stream's limit, as the service has it by default.
const STREAM_BYTES: i64 = 512 << 20;

/// From the log into an empty stream, acknowledged, beside plain publishing.
pub(crate) fn group() -> Group {
    Group { name: "relay", keys: &["relay"], seconds: 60, run: |bench| Box::pin(run(bench)) }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let history = bench.history().await?;
    let events = EVENTS.min(history.head - 1);
    let first = history.head - events;
    let mut size = 0;
    for _ in bench.rounds("relay") {
        let (ours, body) = relayed(bench, history, first).await?;
        size = body;
        let theirs = publish(&bench.stage, events, body).await?;
        bench.rate("relay", per_second(events, ours));
        bench.rate("jetstream_publish", per_second(events, theirs));
        bench.ratio("relay", theirs.as_secs_f64() / ours.as_secs_f64());
    }
    bench.note(format!("A relayed message has {size} bytes on average; plain publishing sent as many."));
    Ok(())
}

/// Relays everything after the position; tells how long it took and how long a message is.
async fn relayed(
    bench: &Bench,
    history: &History,
    first: u64,
) -> anyhow::Result<(std::time::Duration, usize)> {
    let (system, prefix) = (&history.system, harness::nats_namespace());
    let client = async_nats::connect(bench.stage.servers.nats.url()).await.context("connect to NATS")?;
    let jetstream = jetstream::new(client);
    let mut stream = ending_at(&jetstream, history, (&prefix, first)).await?;
    let lifecycle = Lifecycle::new();
    let leases = Leases::start(system.log_pool.clone(), system.ids.next(), &lifecycle);
    let (tell, head) = watch::channel(first);
    let nats = roles::nats(&bench.stage, &prefix).await?;
    let relay = Relay::new(nats, system.log.clone(), system.log_pool.clone(), head);
    let mut status = relay.start(leases, &lifecycle);
    status.wait_for(|status| status.state == RelayState::Running).await.context("start the relay")?;
    let begun = Instant::now();
    tell.send_replace(history.head);
    status.wait_for(|status| status.position == history.head).await.context("relay everything")?;
    let took = begun.elapsed();
    lifecycle.stop(std::time::Duration::from_secs(5)).await;
    let state = stream.info().await.context("look at the stream")?.state.clone();
    let relayed = history.head - first;
    ensure!(state.last_sequence == relayed + 1, "{relayed} events ended at sequence {}", state.last_sequence);
    let size = usize::try_from(state.bytes / state.messages.max(1))?;
    jetstream.delete_stream(&stream.cached_info().config.name).await.context("delete the stream")?;
    Ok((took, size))
}

/// A stream that ends with the event at the position, so that a relay goes on there however far the head is.
async fn ending_at(
    jetstream: &jetstream::Context,
    history: &History,
    (prefix, position): (&str, u64),
) -> anyhow::Result<stream::Stream> {
    let config = stream::Config {
        name: format!("{prefix}_1"),
        subjects: vec![format!("{prefix}.evt.>")],
        max_bytes: STREAM_BYTES,
        ..Default::default()
    };
    let stream = jetstream.create_stream(config).await.context("make the relay's stream")?;
    let event = history.system.log.envelopes(position - 1, 1).await?;
    let event = event.first().context("the history has an event there")?;
    let mut headers = async_nats::HeaderMap::new();
    headers.insert("Memebot-Position", position.to_string());
    headers.insert("Memebot-Previous", event.previous.to_string());
    headers.insert("Memebot-Event-Id", event.event_id.to_string());
    let subject = format!("{prefix}.evt.0.suggestion.First");
    let sent = jetstream.publish_with_headers(subject, headers, "first".into()).await.context("publish")?;
    sent.await.context("have the first event acknowledged")?;
    Ok(stream)
}
