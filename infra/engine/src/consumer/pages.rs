//! Event pages: what the feed did not deliver, read from Postgres page by page, with the next page prefetched.

use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::cursors::Missing;
use crate::log::LogReader;
use crate::log::log_event::LogEvent;
use crate::store::codec::EventReadError;

/// Events of the feed that are applied in one transaction.
pub(super) const PAGE: u32 = 512;
/// Events that are read at a time, and applied in one transaction, by a consumer that catches up.
const LONG_PAGE: u32 = 2048;
/// Pages that are prefetched, beside the one that is being read.
const PREFETCHED: usize = 1;

/// Some of the log in order.
pub(super) struct EventPage {
    /// The position after which it was read.
    pub(super) after: u64,
    pub(super) events: Vec<LogEvent>,
    /// Whether there may be more.
    full: bool,
}

/// Pages that are prefetched.
pub(super) struct EventPages {
    pages: mpsc::Receiver<Result<EventPage, EventReadError>>,
    _reading: AbortOnDropHandle<()>,
}

impl EventPages {
    /// Everything that is missing. The next page is read while the last one is applied.
    pub(super) fn read(log: &LogReader, missing: Missing, with_texts: bool) -> Self {
        let (sender, pages) = mpsc::channel(PREFETCHED);
        let (log, mut after) = (log.clone(), missing.first - 1);
        let reading = tokio::spawn(async move {
            loop {
                let partitions = missing.partitions.as_deref();
                let page = EventPage::read(&log, after, LONG_PAGE, partitions, with_texts).await;
                let last = page.as_ref().ok().filter(|page| page.full).and_then(|page| page.events.last());
                let next = last.map(|last| last.at().position);
                if sender.send(page).await.is_err() {
                    return;
                }
                match next {
                    Some(position) => after = position,
                    None => return,
                }
            }
        });
        Self { pages, _reading: AbortOnDropHandle::new(reading) }
    }

    /// The next page; none after the last one.
    pub(super) async fn next(&mut self) -> Result<Option<EventPage>, EventReadError> {
        self.pages.recv().await.transpose()
    }
}

impl EventPage {
    /// So many events after the position, of these partitions or of all.
    pub(super) async fn read(
        log: &LogReader,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
        with_texts: bool,
    ) -> Result<Self, EventReadError> {
        let events = log.each(after, limit, partitions, with_texts).await?;
        let full = events.len() == limit as usize;
        Ok(Self { after, events, full })
    }
}
