//! The limit of the relay: JetStream publish, 256 messages in flight, each acknowledged.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::{self, stream};

use crate::stage::Stage;

/// Messages in flight.
const IN_FLIGHT: usize = 256;

/// Publishes so many messages of this size to a new stream on files, and tells how long it took.
pub(crate) async fn publish(stage: &Stage, messages: u64, size: usize) -> anyhow::Result<Duration> {
    let client = async_nats::connect(stage.servers.nats.url()).await.context("connect to NATS")?;
    let jetstream = jetstream::new(client);
    let name = harness::nats_namespace();
    let subject = format!("{name}.evt");
    let config = stream::Config { name: name.clone(), subjects: vec![subject.clone()], ..Default::default() };
    jetstream.create_stream(config).await.context("make a stream")?;
    let (begun, body) = (Instant::now(), "x".repeat(size));
    let mut underway: VecDeque<PublishAckFuture> = VecDeque::with_capacity(IN_FLIGHT);
    let mut last = 0;
    for _ in 0..messages {
        if underway.len() == IN_FLIGHT {
            let ack = underway.pop_front().expect("there are 256 of them");
            last = ack.await.context("acknowledge")?.sequence;
        }
        let sent = jetstream.publish(subject.clone(), body.clone().into()).await;
        underway.push_back(sent.context("publish")?);
    }
    for ack in underway {
        last = ack.await.context("acknowledge")?.sequence;
    }
    let took = begun.elapsed();
    ensure!(last == messages, "{messages} messages ended at sequence {last}");
    jetstream.delete_stream(&name).await.context("delete the stream")?;
    Ok(took)
}
