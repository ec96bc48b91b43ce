//! Read-ahead: while some events are folded, the next are decoded and those after them are read.

use std::collections::BTreeSet;
use std::iter::successors;
use std::panic::resume_unwind;
use std::sync::Arc;

use domain::recorded::{Recorded, Stored};
use domain::stream::AggregateType;
use futures_util::{FutureExt, StreamExt, stream};
use projections::events::Events;
use projections::projector::Projector;
use tokio::sync::mpsc;

use super::LogReader;
use super::range_copy::RangeEvents;
use crate::store::codec::{EventDecoder, EventReadError};

/// Ranges that are read at a time: while the database makes one, another is on its way.
const READERS: usize = 2;
/// Events of a page as they are stored.
const STORED_PAGE: u64 = 8192;
/// Events of a page that is decoded: they are larger, and six such pages are in memory at once.
const DECODED_PAGE: u64 = 512;

/// A page of the log for some projections.
pub(crate) struct LogPage {
    /// All of its events, as they are stored.
    pub(crate) stored: Vec<Stored>,
    /// Those of them that a projection wants opened.
    pub(crate) opened: Vec<Arc<Recorded>>,
    /// What is wrong with the event after them; nothing beyond it may be applied.
    pub(crate) unreadable: Option<EventReadError>,
}

impl LogPage {
    /// The events in the form that the projector reads; it skips by itself what it does not want.
    pub(crate) fn events(&self, projector: &dyn Projector) -> Events<'_> {
        if projector.reads_stored() { Events::Stored(&self.stored) } else { Events::Opened(&self.opened) }
    }

    /// Keeps only these events.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Stored) -> bool) {
        if let (_, Some(part)) = self.only(keep) {
            *self = part;
        }
    }

    /// How many of its events these are, and the page with only these, unless they are all.
    pub(crate) fn only(&self, keep: impl Fn(&Stored) -> bool) -> (u64, Option<Self>) {
        if self.stored.iter().all(&keep) {
            return (self.stored.len() as u64, None);
        }
        let kept: BTreeSet<u64> =
            self.stored.iter().filter(|event| keep(event)).map(|event| event.position).collect();
        let stored = self.stored.iter().filter(|event| kept.contains(&event.position)).cloned();
        let opened = self.opened.iter().filter(|event| kept.contains(&event.position)).cloned();
        let part = Self { stored: stored.collect(), opened: opened.collect(), unreadable: None };
        (part.stored.len() as u64, Some(part))
    }
}

/// The range that is read.
pub(crate) struct LogRange {
    /// Positions after this one,
    pub(crate) after: u64,
    /// up to and with this one,
    pub(crate) until: u64,
    /// of these partitions, or of all.
    pub(crate) partitions: Option<Vec<u16>>,
    /// At most so many at a time.
    pub(crate) page: u64,
}

/// Pages in the order of their positions.
pub(crate) struct LogPages(mpsc::Receiver<Result<LogPage, EventReadError>>);

impl LogPages {
    /// The next page; none after the last one, or after one with an event that cannot be read.
    pub(crate) async fn next(&mut self) -> Result<Option<LogPage>, EventReadError> {
        self.0.recv().await.transpose()
    }
}

/// Reads the range for these projectors, on tasks that end soon after the pages are dropped.
pub(crate) fn pages(log: LogReader, projectors: Vec<Arc<dyn Projector>>, range: LogRange) -> LogPages {
    // Channels of one: each stage works on one page while the next stage works on the page before.
    let (read, mut ranges) = mpsc::channel(1);
    let (open, pages) = mpsc::channel(1);
    let stored = projectors.iter().all(|projector| projector.reads_stored());
    let decoder = log.decoder.clone();
    tokio::spawn(read_ranges(log, if stored { STORED_PAGE } else { DECODED_PAGE }, range, read));
    tokio::spawn(async move {
        while let Some(range) = ranges.recv().await {
            let page = match range {
                Ok(range) => decoded(&decoder, &projectors, range).await,
                Err(error) => Err(error),
            };
            if open.send(page).await.is_err() {
                return;
            }
        }
    });
    LogPages(pages)
}

/// Some ranges at a time, handed on in their order. Each is read by a task of its own, to its end even when nobody takes
/// it any more.
async fn read_ranges(
    log: LogReader,
    page: u64,
    whole: LogRange,
    read: mpsc::Sender<Result<RangeEvents, EventReadError>>,
) {
    let page = page.min(whole.page);
    let partitions: Option<Arc<[u16]>> = whole.partitions.map(Into::into);
    let range = |after: u64| {
        let (log, partitions, until) = (log.clone(), partitions.clone(), (after + page).min(whole.until));
        let read = tokio::spawn(async move { log.read_range(after, until, partitions.as_deref()).await });
        read.map(|read| read.unwrap_or_else(|error| resume_unwind(error.into_panic())))
    };
    let first = (whole.after < whole.until).then_some(whole.after);
    let begins = successors(first, |after| Some(after + page).filter(|after| *after < whole.until));
    let mut ranges = stream::iter(begins).map(range).buffered(READERS);
    while let Some(range) = ranges.next().await {
        let last = range.as_ref().map_or(true, |range| range.unreadable.is_some());
        if read.send(range).await.is_err() || last {
            return;
        }
    }
}

async fn decoded(
    decoder: &EventDecoder,
    projectors: &[Arc<dyn Projector>],
    range: RangeEvents,
) -> Result<LogPage, EventReadError> {
    let wants = |kind: AggregateType, name: &str| {
        projectors.iter().any(|projector| !projector.reads_stored() && projector.handles(kind, name))
    };
    let RangeEvents { events, unreadable } = range;
    let mut page = LogPage { stored: events, opened: Vec::new(), unreadable };
    let wanted: Vec<Stored> =
        page.stored.iter().filter(|event| wants(event.stream.kind, event.name)).cloned().collect();
    if wanted.is_empty() {
        return Ok(page);
    }
    let positions: Vec<u64> = wanted.iter().map(|event| event.position).collect();
    for (position, event) in positions.into_iter().zip(decoder.open_stored(wanted).await?) {
        match event {
            Ok(event) => page.opened.push(Arc::new(event)),
            // What comes after it must not be applied before it, so the page ends here.
            Err(error) => {
                page.unreadable = Some(error);
                page.stored.retain(|event| event.position < position);
                break;
            }
        }
    }
    Ok(page)
}
