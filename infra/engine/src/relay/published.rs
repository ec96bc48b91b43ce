//! How far the log is published, read from the stream itself.

use crate::nats::Nats;

/// The position of the stream's last event; `None` while it holds none of ours.
///
/// # Errors
/// When NATS does not answer, or has no such stream.
pub async fn published(nats: &Nats) -> Result<Option<u64>, async_nats::Error> {
    let stream = nats.jetstream.get_stream(&nats.stream).await?;
    Ok(nats.tail(&stream).await?.last.map(|last| last.position))
}
