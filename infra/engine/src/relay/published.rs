//! How far the log is published, read from the stream itself.

use async_nats::jetstream::stream::LastRawMessageErrorKind;

use crate::nats::Nats;
use crate::nats::tail::position;

/// The position of the stream's last event; `None` while it holds none of ours.
///
/// # Errors
/// When NATS does not answer, or has no such stream.
pub async fn published(nats: &Nats) -> Result<Option<u64>, async_nats::Error> {
    let stream = nats.jetstream.get_stream_no_info(&nats.stream).await?;
    match stream.get_last_raw_message_by_subject(&nats.subjects()).await {
        Ok(message) => Ok(position(&message.headers)),
        Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
