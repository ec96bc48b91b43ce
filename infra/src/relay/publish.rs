//! Publishing a page of the log, pipelined.

use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::message::PublishMessage;

use super::{Mark, Relay, RelayError};
use crate::log::StoredEnvelope;

/// Messages in flight at most.
const IN_FLIGHT: u32 = 256;

/// Header: the event's position in the log.
pub(super) const POSITION: &str = "Memebot-Position";
/// Header: the position before it in its partition.
pub(super) const PREVIOUS: &str = "Memebot-Previous";
/// Header: the event's id.
pub(super) const EVENT_ID: &str = "Memebot-Event-Id";

impl Relay {
    /// Publishes the next events; everything is acknowledged, in sequence, when this returns.
    pub(super) async fn publish_after(&self, mark: Mark) -> Result<Mark, RelayError> {
        let envelopes = self.log.envelopes(mark.position, IN_FLIGHT).await?;
        let mut acks = Vec::with_capacity(envelopes.len());
        for (sequence, (position, envelope)) in (mark.sequence..).zip((mark.position + 1..).zip(&envelopes)) {
            if envelope.position != position {
                return Err(RelayError::Hole(position));
            }
            acks.push(self.send(envelope, sequence).await?);
        }
        let mut end = mark;
        for ack in acks {
            end = acknowledged(end, ack).await?;
        }
        Ok(end)
    }

    async fn send(&self, envelope: &StoredEnvelope, after: u64) -> Result<PublishAckFuture, RelayError> {
        let subject = self.nats.subject(envelope.partition, &envelope.aggregate_type, &envelope.event_type);
        let body = serde_json::to_vec(envelope).expect("an envelope is plain data");
        let message = PublishMessage::build()
            .payload(body.into())
            .expected_stream(&self.nats.stream)
            .expected_last_sequence(after)
            .header(POSITION, envelope.position.to_string())
            .header(PREVIOUS, envelope.previous.to_string())
            .header(EVENT_ID, envelope.event_id.to_string());
        self.nats.jetstream.send_publish(subject, message).await.map_err(RelayError::nats("publish an event"))
    }
}

async fn acknowledged(before: Mark, ack: PublishAckFuture) -> Result<Mark, RelayError> {
    let ack = ack.await.map_err(RelayError::nats("have an event acknowledged"))?;
    let mark = Mark { position: before.position + 1, sequence: before.sequence + 1 };
    if ack.sequence == mark.sequence && !ack.duplicate {
        Ok(mark)
    } else {
        Err(RelayError::OutOfSequence { expected: mark.sequence, found: ack.sequence })
    }
}
