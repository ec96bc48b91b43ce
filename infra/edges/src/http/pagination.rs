//! Pagination by cursor: lists are newest first, each page with a link to the next.

use chrono::{DateTime, Utc};
use projections::page::{Page, PageCursor};
use serde::Serialize;
use uuid::Uuid;

use super::problem::{Problem, kind};

/// Items of a page unless asked for otherwise, and at most.
const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

/// One page of a list.
#[derive(Serialize)]
pub(super) struct ListResponse<T> {
    /// The items.
    pub(super) items: Vec<T>,
    /// Where the next page is; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

impl<T> ListResponse<T> {
    /// A page made of up to `limit` rows: when it is full there may be more, which `next` leads to.
    pub(super) fn new<R>(rows: Vec<R>, limit: u32, next: impl FnOnce(&R) -> String) -> Self
    where
        T: From<R>,
    {
        // A full last page leads to an empty one. The alternative, reading one row more, costs every page for the
        // sake of the last.
        let full = rows.len() >= limit as usize;
        let next = rows.last().filter(|_| full).map(next);
        Self { items: rows.into_iter().map(T::from).collect(), next }
    }
}

/// How many items are wanted.
pub(super) fn limit(asked: Option<u32>) -> u32 {
    asked.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// The cursor of a row in a list that is ordered by time, as text for a link.
pub(super) fn cursor(moment: PageCursor) -> String {
    // The id breaks ties: rows of one instant must neither be left out nor be shown twice.
    format!("{}.{}", moment.at.timestamp_micros(), moment.id)
}

/// The page beyond the cursor that a link names.
pub(super) fn before(cursor: Option<&str>, limit: u32) -> Result<Page<PageCursor>, Problem> {
    let Some(cursor) = cursor else { return Ok(Page::first(limit)) };
    let invalid =
        || Problem::new(&kind::INVALID_PARAMETER, "`before` must come from the `next` of another page");
    parse(cursor).map(|moment| Page::before(moment, limit)).ok_or_else(invalid)
}

fn parse(cursor: &str) -> Option<PageCursor> {
    let (micros, id) = cursor.split_once('.')?;
    let at: DateTime<Utc> = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    Some(PageCursor { at, id: id.parse::<Uuid>().ok()? })
}

#[cfg(test)]
mod tests {
    use projections::page::{Page, PageCursor};
    use uuid::Uuid;

    use super::{before, cursor};

    #[test]
    fn a_place_survives_its_link() {
        let moment =
            PageCursor { at: "2026-01-09T12:00:00.123456Z".parse().unwrap(), id: Uuid::from_u128(9) };
        assert_eq!(before(Some(&cursor(moment)), 5).unwrap(), Page::before(moment, 5));
        assert!(before(Some("yesterday"), 5).is_err());
    }
}
