//! Reading the log itself, for what did not come through the feed.

use std::sync::Arc;

use domain::recorded::Recorded;

use crate::log::LogReader;
use crate::store::codec::{OpenError, Opener};

/// Events read at a time, and applied in one transaction.
pub(super) const PAGE: u32 = 512;

/// The log, opened.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) log: LogReader,
    pub(super) opener: Opener,
}

/// Some events of the log in order.
pub(super) struct Page {
    pub(super) events: Vec<Arc<Recorded>>,
    /// What is wrong with the event after them; nothing beyond it may be applied.
    pub(super) unreadable: Option<OpenError>,
    /// Whether there may be more.
    pub(super) full: bool,
}

impl Source {
    /// So many events after the position, of these partitions or of all.
    pub(super) async fn page(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
    ) -> Result<Page, OpenError> {
        let envelopes = self.log.envelopes_of(after, limit, partitions).await?;
        let full = envelopes.len() == limit as usize;
        let mut page = Page { events: Vec::with_capacity(envelopes.len()), unreadable: None, full };
        for event in self.opener.open_each(envelopes).await? {
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

    /// One event.
    pub(super) async fn event(&self, position: u64) -> Result<Arc<Recorded>, OpenError> {
        let event = self.log.range(position - 1, 1, None).await?.pop();
        let missing = || OpenError::Damaged {
            at: format!("position {position}"),
            what: "the log has no event there".to_owned(),
        };
        event.filter(|event| event.position == position).map(Arc::new).ok_or_else(missing)
    }
}
