//! Reading events from Postgres: what the feed did not deliver, page by page, with the next page prefetched.

use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::cursors::Missing;
use super::form::EventForm;
use crate::log::LogReader;
use crate::store::codec::{EventDecoder, EventReadError};

/// Events of the feed that are applied in one transaction.
pub(super) const PAGE: u32 = 512;
/// Events that are read at a time, and applied in one transaction, by a consumer that catches up.
const LONG_PAGE: u32 = 2048;
/// Pages that are prefetched, beside the one that is being read.
const PREFETCHED: usize = 1;

/// The log, with what opens its envelopes.
#[derive(Clone)]
pub(super) struct EventSource {
    pub(super) log: LogReader,
    pub(super) decoder: EventDecoder,
}

/// Some events of the log in order.
pub(super) struct EventPage<E> {
    /// The position after which it was read.
    pub(super) after: u64,
    pub(super) events: Vec<E>,
    /// What is wrong with the event after them; nothing beyond it may be applied.
    pub(super) unreadable: Option<EventReadError>,
    /// Whether there may be more.
    pub(super) full: bool,
}

/// Pages that are prefetched.
pub(super) struct EventPages<E> {
    pages: mpsc::Receiver<Result<EventPage<E>, EventReadError>>,
    _reading: AbortOnDropHandle<()>,
}

impl<E> EventPages<E> {
    /// The next page; none after the last one.
    pub(super) async fn next(&mut self) -> Result<Option<EventPage<E>>, EventReadError> {
        self.pages.recv().await.transpose()
    }
}

impl EventSource {
    /// So many events after the position, of these partitions or of all.
    pub(super) async fn page<E: EventForm>(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
    ) -> Result<EventPage<E>, EventReadError> {
        let envelopes = self.log.envelopes_of(after, limit, partitions).await?;
        let full = envelopes.len() == limit as usize;
        let mut page =
            EventPage { after, events: Vec::with_capacity(envelopes.len()), unreadable: None, full };
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
    pub(super) fn pages<E: EventForm>(&self, missing: Missing) -> EventPages<E> {
        let (sender, pages) = mpsc::channel(PREFETCHED);
        let (source, mut after) = (self.clone(), missing.first - 1);
        let reading = tokio::spawn(async move {
            loop {
                let page = source.page::<E>(after, LONG_PAGE, missing.partitions.as_deref()).await;
                let last = page.as_ref().ok().filter(|page| page.full).and_then(|page| page.events.last());
                let next = last.map(|last| last.log_position().position);
                if sender.send(page).await.is_err() {
                    return;
                }
                match next {
                    Some(position) => after = position,
                    None => return,
                }
            }
        });
        EventPages { pages, _reading: AbortOnDropHandle::new(reading) }
    }

    /// One event.
    pub(super) async fn event<E: EventForm>(&self, position: u64) -> Result<E, EventReadError> {
        let envelopes = self.log.envelopes_of(position - 1, 1, None).await?;
        let event = E::read(&self.decoder, envelopes).await?.pop().transpose()?;
        let missing = || EventReadError::Damaged {
            at: format!("position {position}"),
            what: "the log has no event there".to_owned(),
        };
        event.filter(|event| event.log_position().position == position).ok_or_else(missing)
    }
}
