//! The tail of a JetStream stream: the streams of every epoch, and the last event that each has.

use async_nats::HeaderMap;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{self, LastRawMessageErrorKind, RawMessageErrorKind, Stream};
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
fn position(headers: &HeaderMap) -> Option<u64> {
    headers.get(POSITION)?.as_str().parse().ok()
}

/// How a stream ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StreamTail {
    /// The last event; none when there is none of ours.
    pub(crate) last: Option<PublishedEvent>,
    /// The number of the last message, whoever's it is; 0 when there is none.
    pub(crate) sequence: u64,
    /// How many messages of others come after the last event.
    pub(crate) foreign: u64,
}

/// So many messages of others are stepped over: a stream that ends with more counts as one without any event of ours.
const STEPPED_OVER: u64 = 1_000;

impl Nats {
    /// How the stream ends. Messages of others are stepped over, back to the last event of ours.
    ///
    /// # Errors
    /// When NATS does not answer.
    pub(crate) async fn tail(&self, stream: &Stream) -> Result<StreamTail, async_nats::Error> {
        // By subject: a stream that was emptied still counts its sequences.
        let mut message = match stream.get_last_raw_message_by_subject(&self.subjects()).await {
            Ok(last) => Some(last),
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => None,
            Err(error) => return Err(error.into()),
        };
        let sequence = message.as_ref().map_or(0, |last| last.sequence);
        let mut tail = StreamTail { last: None, sequence, foreign: 0 };
        for before in (sequence.saturating_sub(STEPPED_OVER)..sequence).rev() {
            tail.last = message.as_ref().and_then(|it| PublishedEvent::read(it.sequence, &it.headers));
            if tail.last.is_some() {
                break;
            }
            tail.foreign += u64::from(message.is_some());
            message = message_at(stream, before).await?;
        }
        Ok(tail)
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

/// The message of this number; none when there is none, or none any more.
pub(super) async fn message_at(
    stream: &Stream,
    sequence: u64,
) -> Result<Option<StreamMessage>, async_nats::Error> {
    // 0 is no number of a message, and the server would take it for the last one
    if sequence == 0 {
        return Ok(None);
    }
    match stream.get_raw_message(sequence).await {
        Ok(message) => Ok(Some(message)),
        Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
