//! Publishing the log, pipelined: a page is read while the one before it is published.

use std::collections::VecDeque;

use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::message::{OutboundMessage, PublishMessage};
use commands::faults::CrashPoint;
use tokio::sync::mpsc;

use super::{Relay, RelayError, StreamEnd};
use crate::log::LogReader;
use crate::nats::tail::{EVENT_ID, POSITION};
use crate::store::codec::EventReadError;
use crate::store::envelope::StoredEnvelope;

/// Events that are read together.
const PAGE: u32 = 1000;
/// Of so many messages one is acknowledged, and the last of every page.
const ACK_EVERY: u64 = 64;
/// Acknowledgements that are awaited at most.
const IN_FLIGHT: usize = 8;

type EnvelopePage = Result<Vec<StoredEnvelope>, EventReadError>;

/// Header: the position before it in its partition.
pub(super) const PREVIOUS: &str = "Memebot-Previous";

impl Relay {
    /// Publishes what the log has after the stream's end; everything is acknowledged, in sequence, when this returns.
    pub(super) async fn publish_after(&self, end: StreamEnd) -> Result<StreamEnd, RelayError> {
        let (pages, read) = mpsc::channel(1);
        // A task of its own: decoding a page and encoding another keep two cores busy.
        tokio::spawn(read_after(self.log.clone(), end.position, pages));
        self.publish_pages(end, read).await
    }

    async fn publish_pages(
        &self,
        begin: StreamEnd,
        mut pages: mpsc::Receiver<EnvelopePage>,
    ) -> Result<StreamEnd, RelayError> {
        let (mut sent, mut end, mut acks) = (begin, begin, VecDeque::with_capacity(IN_FLIGHT));
        while let Some(page) = pages.recv().await {
            let page = page?;
            for (left, envelope) in (0..page.len()).rev().zip(&page) {
                if envelope.position != sent.position + 1 {
                    return Err(RelayError::Hole(sent.position + 1));
                }
                if acks.len() == IN_FLIGHT
                    && let Some(ack) = acks.pop_front()
                {
                    end = acknowledged(ack).await?;
                }
                // The first too: a wrong expected sequence shows only in the answer to the message that names it, and
                // everything sent after a refused first message would be refused as well.
                let wants_ack = left == 0 || sent == begin || sent.sequence.is_multiple_of(ACK_EVERY);
                CrashPoint::PublishBefore.reached();
                let ack = self.send(envelope, sent.sequence, wants_ack).await?;
                CrashPoint::PublishAfter.reached();
                sent = sent.next();
                acks.extend(ack.map(|ack| (sent, ack)));
            }
            self.set_running(end);
        }
        while let Some(ack) = acks.pop_front() {
            end = acknowledged(ack).await?;
        }
        Ok(end)
    }

    /// Publishes the event behind the stream's message `after`; an acknowledgement is asked for if it is wanted.
    async fn send(
        &self,
        envelope: &StoredEnvelope,
        after: u64,
        wants_ack: bool,
    ) -> Result<Option<PublishAckFuture>, RelayError> {
        let subject = self.nats.subject(envelope.partition, &envelope.aggregate_type, &envelope.event_type);
        let body = serde_json::to_vec(envelope).expect("an envelope is plain data");
        let message = PublishMessage::build()
            .payload(body.into())
            .expected_stream(&self.nats.stream)
            .expected_last_sequence(after)
            .header(POSITION, envelope.position.to_string())
            .header(PREVIOUS, envelope.previous.to_string())
            .header(EVENT_ID, envelope.event_id.to_string());
        let jetstream = &self.nats.jetstream;
        if wants_ack {
            let ack = jetstream.send_publish(subject, message).await;
            return ack.map(Some).map_err(RelayError::nats("publish an event"));
        }
        let OutboundMessage { subject, payload, headers } = message.outbound_message(subject);
        let sent =
            jetstream.client().publish_with_headers(subject, headers.unwrap_or_default(), payload).await;
        sent.map(|()| None).map_err(RelayError::nats("publish an event"))
    }
}

/// Sends what is after the position, page by page, until there is no more or the receiver is gone.
async fn read_after(log: LogReader, mut position: u64, pages: mpsc::Sender<EnvelopePage>) {
    loop {
        let page = log.envelopes(position, PAGE).await;
        let read = page.as_ref().map_or(0, Vec::len);
        position += read as u64;
        if pages.send(page).await.is_err() || read < PAGE as usize {
            return;
        }
    }
}

/// Awaits an acknowledgement; returns where the stream ends then. It covers all messages before it, since each of them was
/// only stored behind the one before.
async fn acknowledged((end, ack): (StreamEnd, PublishAckFuture)) -> Result<StreamEnd, RelayError> {
    let ack = ack.await.map_err(RelayError::nats("have an event acknowledged"))?;
    CrashPoint::AcknowledgeAfter.reached();
    if ack.sequence == end.sequence && !ack.duplicate {
        Ok(end)
    } else {
        Err(RelayError::OutOfSequence { expected: end.sequence, found: ack.sequence })
    }
}
