//! Event pages: what the feed did not deliver, read from Postgres page by page, with the next page prefetched.

use std::sync::Arc;

use domain::recorded::Recorded;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::cursors::Missing;
use crate::log::LogReader;
use crate::store::codec::EventReadError;

/// Events of the feed that are applied in one transaction.
pub(super) const PAGE: u32 = 512;
/// Events that are read at a time, and applied in one transaction, by a consumer that catches up.
const LONG_PAGE: u32 = 2048;
/// Pages that are prefetched, beside the one that is being read.
const PREFETCHED: usize = 1;

/// Some events of the log in order.
pub(super) struct EventPage {
    /// The position after which it was read.
    pub(super) after: u64,
    pub(super) events: Vec<Arc<Recorded>>,
    /// What is wrong with the event after them; nothing beyond it may be applied.
    pub(super) unreadable: Option<EventReadError>,
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
    pub(super) fn read(log: &LogReader, missing: Missing) -> Self {
        let (sender, pages) = mpsc::channel(PREFETCHED);
        let (log, mut after) = (log.clone(), missing.first - 1);
        let reading = tokio::spawn(async move {
            loop {
                let page = EventPage::read(&log, after, LONG_PAGE, missing.partitions.as_deref()).await;
                let last = page.as_ref().ok().filter(|page| page.full).and_then(|page| page.events.last());
                let next = last.map(|last| last.position);
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
    ) -> Result<Self, EventReadError> {
        let opened = log.each(after, limit, partitions).await?;
        let full = opened.len() == limit as usize;
        let mut page = Self { after, events: Vec::with_capacity(opened.len()), unreadable: None, full };
        for event in opened {
            match event {
                Ok(event) => page.events.push(Arc::new(event)),
                Err(error) => {
                    page.unreadable = Some(error);
                    break;
                }
            }
        }
        Ok(page)
    }
}

/// One event.
pub(super) async fn event_at(log: &LogReader, position: u64) -> Result<Arc<Recorded>, EventReadError> {
    let event = log.each(position - 1, 1, None).await?.pop().transpose()?;
    let missing = || EventReadError::Damaged {
        at: format!("position {position}"),
        what: "the log has no event there".to_owned(),
    };
    event.filter(|event| event.position == position).map(Arc::new).ok_or_else(missing)
}
