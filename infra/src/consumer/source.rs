//! Reading the log itself, for what did not come through the feed.

use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::cursors::Missing;
use super::form::Form;
use crate::log::LogReader;
use crate::store::codec::{EventDecoder, EventReadError};

/// Events of the feed that are applied in one transaction.
pub(super) const PAGE: u32 = 512;
/// Events that are read at a time, and applied in one transaction, by a consumer that catches up.
const LONG_PAGE: u32 = 2048;
/// Pages that are read ahead, beside the one that is being read.
const AHEAD: usize = 1;

/// The log, opened.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) log: LogReader,
    pub(super) decoder: EventDecoder,
}

/// Some events of the log in order.
pub(super) struct Page<E> {
    /// The position after which it was read.
    pub(super) after: u64,
    pub(super) events: Vec<E>,
    /// What is wrong with the event after them; nothing beyond it may be applied.
    pub(super) unreadable: Option<EventReadError>,
    /// Whether there may be more.
    pub(super) full: bool,
}

/// Pages that are read ahead.
pub(super) struct Pages<E> {
    pages: mpsc::Receiver<Result<Page<E>, EventReadError>>,
    _reading: AbortOnDropHandle<()>,
}

impl<E> Pages<E> {
    /// The next page; none after the last one.
    pub(super) async fn next(&mut self) -> Result<Option<Page<E>>, EventReadError> {
        self.pages.recv().await.transpose()
    }
}

impl Source {
    /// So many events after the position, of these partitions or of all.
    pub(super) async fn page<E: Form>(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
    ) -> Result<Page<E>, EventReadError> {
        let envelopes = self.log.envelopes_of(after, limit, partitions).await?;
        let full = envelopes.len() == limit as usize;
        let mut page = Page { after, events: Vec::with_capacity(envelopes.len()), unreadable: None, full };
        for event in E::read(&self.decoder, envelopes).await? {
            match event {
                Ok(event) => page.events.push(event),
                Err(error) => {
                    page.unreadable = Some(error);
                    break;
                }
            }
        }
        Ok(page)
    }

    /// Everything that is missing, page by page. The next page is read while the last one is applied.
    pub(super) fn pages<E: Form>(&self, missing: Missing) -> Pages<E> {
        let (sender, pages) = mpsc::channel(AHEAD);
        let (source, mut after) = (self.clone(), missing.first - 1);
        let reading = tokio::spawn(async move {
            loop {
                let page = source.page::<E>(after, LONG_PAGE, missing.partitions.as_deref()).await;
                let last = page.as_ref().ok().filter(|page| page.full).and_then(|page| page.events.last());
                let next = last.map(|last| last.spot().position);
                if sender.send(page).await.is_err() {
                    return;
                }
                match next {
                    Some(position) => after = position,
                    None => return,
                }
            }
        });
        Pages { pages, _reading: AbortOnDropHandle::new(reading) }
    }

    /// One event.
    pub(super) async fn event<E: Form>(&self, position: u64) -> Result<E, EventReadError> {
        let envelopes = self.log.envelopes_of(position - 1, 1, None).await?;
        let event = E::read(&self.decoder, envelopes).await?.pop().transpose()?;
        let missing = || EventReadError::Damaged {
            at: format!("position {position}"),
            what: "the log has no event there".to_owned(),
        };
        event.filter(|event| event.spot().position == position).ok_or_else(missing)
    }
}
