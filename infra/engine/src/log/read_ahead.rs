//! Read-ahead: while some events are folded, the next are decoded and those after them are read.

use std::iter::successors;
use std::panic::resume_unwind;
use std::sync::Arc;

use domain::event::EventKind;
use domain::recorded::Recorded;
use futures_util::{FutureExt, StreamExt, stream};
use projections::projector::Projector;
use tokio::sync::mpsc;

use super::LogReader;
use super::range_copy::RangeEvents;
use crate::store::codec::{EventDecoder, EventReadError};
use crate::store::sealed_event::{LogPosition, SealedEvent, UnreadableEvent};

/// Ranges that are read at a time: while the database makes one, another is on its way.
const READERS: usize = 2;
/// Events of a page: decoded ones are large, and six such pages are in memory at once.
const PAGE: u64 = 512;
/// The same where they are decoded without their texts.
const PAGE_WITHOUT_TEXTS: u64 = 8192;

/// A page of the log for some projections.
#[derive(Default)]
pub(crate) struct LogPage {
    /// Where each of its events is in the log.
    pub(crate) positions: Vec<LogPosition>,
    /// Those of its events that a projection handles, decoded; each projection skips what it does not handle.
    pub(crate) events: Vec<Arc<Recorded>>,
    /// Those that a projection handles, or might handle, and that cannot be read.
    pub(crate) unreadable: Vec<UnreadableEvent>,
    /// What is wrong with the log after them; nothing beyond it may be applied.
    pub(crate) damage: Option<EventReadError>,
}

impl LogPage {
    /// Keeps only events at these positions.
    pub(crate) fn retain(&mut self, keep: impl Fn(LogPosition) -> bool) {
        self.positions.retain(|at| keep(*at));
        self.events.retain(|event| keep(LogPosition::of(event)));
    }

    /// The page with only these events, unless they are all.
    pub(crate) fn only(&self, keep: impl Fn(LogPosition) -> bool) -> Option<Self> {
        if self.positions.iter().all(|at| keep(*at)) {
            return None;
        }
        let mut part = self.whole();
        part.retain(keep);
        Some(part)
    }

    /// A copy of what can be read.
    pub(crate) fn whole(&self) -> Self {
        Self { positions: self.positions.clone(), events: self.events.clone(), ..Self::default() }
    }

    /// Puts further events in their places.
    pub(crate) fn add(&mut self, events: Vec<Arc<Recorded>>) {
        self.events.extend(events);
        self.events.sort_by_key(|event| event.position);
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
    /// The next page; none after the last one, or after one where the log is damaged.
    pub(crate) async fn next(&mut self) -> Result<Option<LogPage>, EventReadError> {
        self.0.recv().await.transpose()
    }
}

/// Reads the range for these projectors, on tasks that end soon after the pages are dropped.
pub(crate) fn pages(log: LogReader, projectors: Vec<Arc<dyn Projector>>, range: LogRange) -> LogPages {
    // Channels of one: each stage works on one page while the next stage works on the page before.
    let (read, mut ranges) = mpsc::channel(1);
    let (open, pages) = mpsc::channel(1);
    let with_texts = projectors.iter().any(|projector| projector.reads_texts());
    let decoder = log.decoder.clone();
    tokio::spawn(read_ranges(log, if with_texts { PAGE } else { PAGE_WITHOUT_TEXTS }, range, read));
    tokio::spawn(async move {
        while let Some(range) = ranges.recv().await {
            let page = match range {
                Ok(range) => decoded(&decoder, &projectors, range, with_texts).await,
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
        let last = range.as_ref().map_or(true, |range| range.damage.is_some());
        if read.send(range).await.is_err() || last {
            return;
        }
    }
}

async fn decoded(
    decoder: &EventDecoder,
    projectors: &[Arc<dyn Projector>],
    range: RangeEvents,
    with_texts: bool,
) -> Result<LogPage, EventReadError> {
    let RangeEvents { events, mut unreadable, discarded, damage } = range;
    let mut positions: Vec<LogPosition> = events.iter().map(|event| event.at).collect();
    positions.extend(unreadable.iter().map(|event| event.at).chain(discarded));
    positions.sort_unstable_by_key(|at| at.position);
    // What nobody handles is not even parsed; what cannot be told may be handled.
    let handles = |kind: EventKind| projectors.iter().any(|projector| projector.handles(kind));
    unreadable.retain(|event| event.kind.is_none_or(handles));
    let handled: Vec<SealedEvent> = events.into_iter().filter(|event| handles(event.kind)).collect();
    let mut page = LogPage { positions, events: Vec::with_capacity(handled.len()), unreadable, damage };
    if !handled.is_empty() {
        for event in decoder.open_sealed(handled, with_texts).await? {
            match event {
                Ok(event) => page.events.push(Arc::new(event)),
                Err(event) => page.unreadable.push(*event),
            }
        }
        page.unreadable.sort_unstable_by_key(|event| event.at.position);
    }
    Ok(page)
}
