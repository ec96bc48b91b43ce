//! Where to go on: at the stream's last message, if the log agrees with it.

use async_nats::HeaderMap;
use async_nats::jetstream::stream::{LastRawMessageErrorKind, Stream};
use domain::id::EventId;

use super::publish::{EVENT_ID, POSITION};
use super::{Mark, Relay, RelayError};

/// How much of the log a new stream gets at most; consumers that are further behind read it from Postgres.
const TAIL: u64 = 10_000;

impl Relay {
    /// Finds or makes the stream, and where it ends.
    pub(super) async fn resume(&self) -> Result<Mark, RelayError> {
        let stream = self
            .nats
            .jetstream
            .get_or_create_stream(self.nats.stream_config())
            .await
            .map_err(RelayError::nats("find or make the stream"))?;
        let sequence = stream.cached_info().state.last_sequence;
        let Some(last) = self.last(&stream).await? else {
            return Ok(Mark { position: self.lowest_cursor().await?, sequence });
        };
        self.check(&last).await?;
        Ok(Mark { position: last.position, sequence: sequence.max(last.sequence) })
    }

    /// The stream's last message; `None` when it is empty.
    async fn last(&self, stream: &Stream) -> Result<Option<Last>, RelayError> {
        match stream.get_last_raw_message_by_subject(&self.nats.subjects()).await {
            Ok(message) => {
                let last = Last::read(message.sequence, &message.headers);
                last.map(Some).ok_or(RelayError::Foreign(message.sequence))
            }
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => Ok(None),
            Err(error) => Err(RelayError::nats("read the stream's last message")(error)),
        }
    }

    /// The same event must be in the log at the same position.
    async fn check(&self, last: &Last) -> Result<(), RelayError> {
        if self.log.position_of(last.event).await? == Some(last.position) {
            Ok(())
        } else {
            Err(RelayError::Fork { event: last.event, position: last.position })
        }
    }

    /// How far the slowest consumer is (partitions without events do not count); the log's head if there is none.
    async fn lowest_cursor(&self) -> Result<u64, RelayError> {
        let lowest: Option<i64> = sqlx::query_scalar(
            "SELECT min(position) FROM
                 (SELECT max(position) AS position FROM consumer_cursors GROUP BY consumer, version) AS c",
        )
        .fetch_one(&self.pool)
        .await?;
        let head = self.log.head().await?;
        Ok(lowest.map_or(head, i64::cast_unsigned).max(head.saturating_sub(TAIL)))
    }
}

/// What the stream's last message says about itself.
struct Last {
    sequence: u64,
    position: u64,
    event: EventId,
}

impl Last {
    fn read(sequence: u64, headers: &HeaderMap) -> Option<Self> {
        let position = headers.get(POSITION)?.as_str().parse().ok()?;
        let event = headers.get(EVENT_ID)?.as_str().parse().ok()?;
        Some(Self { sequence, position, event })
    }
}
