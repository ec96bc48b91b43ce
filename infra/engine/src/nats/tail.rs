//! The tail of a JetStream stream: the streams of every epoch, and the last event that each has.

use async_nats::HeaderMap;
use async_nats::jetstream::stream::{self, LastRawMessageErrorKind, Stream};
use domain::id::EventId;
use futures_util::TryStreamExt;

use super::Nats;

/// Header: the event's position in the log.
pub(crate) const POSITION: &str = "Memebot-Position";
/// Header: the event's id.
pub(crate) const EVENT_ID: &str = "Memebot-Event-Id";

/// An event as its message identifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PublishedEvent {
    /// Its number in the stream.
    pub(crate) sequence: u64,
    /// The event's position in the log.
    pub(crate) position: u64,
    /// The event.
    pub(crate) event: EventId,
}

impl PublishedEvent {
    /// Reads the headers; none when the message is not the relay's.
    pub(crate) fn read(sequence: u64, headers: &HeaderMap) -> Option<Self> {
        let position = position(headers)?;
        let event = headers.get(EVENT_ID)?.as_str().parse().ok()?;
        Some(Self { sequence, position, event })
    }
}

/// The position that a message of the relay says it has; none when it is not the relay's.
pub(crate) fn position(headers: &HeaderMap) -> Option<u64> {
    headers.get(POSITION)?.as_str().parse().ok()
}

/// Why a stream's last message could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TailError {
    /// NATS failed.
    #[error("could not read the stream's last message: {0}")]
    Nats(#[source] async_nats::Error),
    /// The last message is not the relay's.
    #[error("the stream's last message (sequence {0}) is not an event of ours")]
    Foreign(u64),
}

impl Nats {
    /// The stream's last message; none when it is empty.
    pub(crate) async fn tail(&self, stream: &Stream) -> Result<Option<PublishedEvent>, TailError> {
        // By subject: a stream that was emptied still counts its sequences.
        match stream.get_last_raw_message_by_subject(&self.subjects()).await {
            Ok(last) => PublishedEvent::read(last.sequence, &last.headers)
                .map(Some)
                .ok_or(TailError::Foreign(last.sequence)),
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => Ok(None),
            Err(error) => Err(TailError::Nats(error.into())),
        }
    }

    /// The epochs that have a stream with our subjects, in order.
    ///
    /// # Errors
    /// When NATS does not answer.
    pub async fn epochs(&self) -> Result<Vec<u32>, async_nats::Error> {
        let all: Vec<stream::Info> = self.jetstream.streams().try_collect().await?;
        let ours = all.iter().filter(|info| info.config.subjects.contains(&self.subjects()));
        let mut epochs: Vec<u32> = ours.filter_map(|info| self.epoch_of(&info.config.name)).collect();
        epochs.sort_unstable();
        Ok(epochs)
    }

    /// The stream of an epoch.
    ///
    /// # Errors
    /// When the server does not answer or has no such stream.
    pub async fn stream_of(&self, epoch: u32) -> Result<Stream, async_nats::Error> {
        Ok(self.jetstream.get_stream(format!("{}_{epoch}", self.prefix)).await?)
    }

    fn epoch_of(&self, stream: &str) -> Option<u32> {
        stream.strip_prefix(&self.prefix)?.strip_prefix('_')?.parse().ok()
    }
}
