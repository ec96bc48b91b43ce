//! Resuming: the relay goes on at the stream's last event, if the log has the same event at that position. Messages of others
//! behind it are stepped over: they carry nothing, and the fence is the last message's number, whoever's it is.

use async_nats::jetstream::stream::Stream;
use tracing::{info, warn};

use super::{Relay, RelayError, StreamEnd};
use crate::consumer::cursors::positions;
use crate::nats::tail;

/// How much of the log a new stream gets at most; consumers that are further behind read it from Postgres.
const TAIL: u64 = 10_000;

impl Relay {
    /// Finds or makes the stream, and where it ends.
    pub(super) async fn resume(&self) -> Result<StreamEnd, RelayError> {
        let stream = self.stream().await?;
        let tail = self.nats.tail(&stream).await;
        let tail = tail.map_err(RelayError::nats("read the end of the stream"))?;
        let sequence = stream.cached_info().state.last_sequence.max(tail.sequence);
        if tail.foreign > 0 {
            warn!(alarm = true, messages = tail.foreign, "somebody else writes into the stream: ignored");
            self.status.send_modify(|status| status.foreign += tail.foreign);
        }
        let Some(last) = tail.last else {
            return Ok(StreamEnd { position: self.lowest_cursor().await?, sequence });
        };
        self.check(&last).await?;
        Ok(StreamEnd { position: last.position, sequence })
    }

    /// Finds or makes the stream. Streams of earlier epochs, which a recovery left, are deleted before: their subjects would
    /// overlap.
    async fn stream(&self) -> Result<Stream, RelayError> {
        let name = &self.nats.stream;
        if let Ok(stream) = self.nats.jetstream.get_stream(name).await {
            return Ok(stream);
        }
        let retired = self.nats.retire_earlier_epochs().await;
        let retired = retired.map_err(RelayError::nats("delete the streams of earlier epochs"))?;
        if !retired.is_empty() {
            info!(?retired, "the streams of earlier epochs are deleted");
        }
        let made = self.nats.jetstream.get_or_create_stream(self.nats.stream_config()).await;
        made.map_err(RelayError::nats("find or make the stream"))
    }

    /// The same event must be in the log at the same position.
    async fn check(&self, last: &tail::PublishedEvent) -> Result<(), RelayError> {
        if self.log.position_of(last.event).await? == Some(last.position) {
            Ok(())
        } else {
            Err(RelayError::Fork { event: last.event, position: last.position })
        }
    }

    /// How far the slowest consumer is (partitions without events do not count); the log's head if there is none.
    async fn lowest_cursor(&self) -> Result<u64, RelayError> {
        let lowest = positions::lowest(&self.pool).await?;
        let head = self.log.head().await?;
        Ok(lowest.unwrap_or(head).max(head.saturating_sub(TAIL)))
    }
}
