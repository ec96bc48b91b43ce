//! Published events, one by one: what the messages of a stream carry, by number and by position in the log.

use std::ops::RangeInclusive;

use async_nats::jetstream::stream::Stream;

use super::Nats;
use super::tail::message_at;
use crate::store::envelope::StoredEnvelope;

impl Nats {
    /// The event that the message of this number carries; none when there is no such message, or it is not ours.
    ///
    /// # Errors
    /// When NATS does not answer.
    pub async fn envelope_at(
        &self,
        stream: &Stream,
        sequence: u64,
    ) -> Result<Option<StoredEnvelope>, async_nats::Error> {
        let message = message_at(stream, sequence).await?;
        Ok(message.and_then(|message| serde_json::from_slice(&message.payload).ok()))
    }

    /// The last event that messages of these numbers carry, with the number of its message.
    ///
    /// # Errors
    /// When NATS does not answer.
    pub async fn last_envelope_in(
        &self,
        stream: &Stream,
        sequences: RangeInclusive<u64>,
    ) -> Result<Option<(u64, StoredEnvelope)>, async_nats::Error> {
        for sequence in sequences.rev() {
            if let Some(envelope) = self.envelope_at(stream, sequence).await? {
                return Ok(Some((sequence, envelope)));
            }
        }
        Ok(None)
    }

    /// The copy of the event at this position of the log, if the epoch's stream still has it.
    ///
    /// # Errors
    /// When NATS does not answer, or has no such stream.
    pub async fn event_at(&self, position: u64) -> Result<Option<StoredEnvelope>, async_nats::Error> {
        let stream = self.stream_of(self.epoch).await?;
        let state = &stream.cached_info().state;
        // Positions grow with the numbers of the messages; messages of others between them carry none.
        let (mut first, mut end) = (state.first_sequence.max(1), state.last_sequence + 1);
        while first < end {
            let middle = first + (end - first) / 2;
            match self.last_envelope_in(&stream, first..=middle).await? {
                Some((_, found)) if found.position == position => return Ok(Some(found)),
                Some((sequence, found)) if found.position > position => end = sequence,
                Some(_) | None => first = middle + 1,
            }
        }
        Ok(None)
    }
}
