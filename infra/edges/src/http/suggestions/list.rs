//! Lists of suggestions, filtered by status while scanning the read model from a cursor on.

use domain::id::ProjectId;
use projections::page::{Page, PageCursor};
use projections::suggestions::{self, Suggestion, SuggestionStatus};
use sqlx::PgPool;

use crate::http::problem::Problem;

/// Rows that are read at once, and how often, before a page is given as it is.
const CHUNK: u32 = 200;
const MAX_CHUNKS: u32 = 10;

/// Up to the page's limit of suggestions, the newest first, and the cursor to go on from. Of a rare status a page
/// may be short and still lead on.
pub(super) async fn list(
    db: &PgPool,
    project: ProjectId,
    status: Option<SuggestionStatus>,
    page: Page<PageCursor>,
) -> Result<(Vec<Suggestion>, Option<PageCursor>), Problem> {
    // Scanned, not selected: only two of the statuses have an index, and one for each would cost every write for a filter
    // of a few reads.
    let chunk = if status.is_some() { CHUNK } else { page.limit };
    let (mut found, mut cursor) = (Vec::new(), page.before);
    for _ in 0..MAX_CHUNKS {
        let rows = suggestions::list(db, project, Page { before: cursor, limit: chunk }).await?;
        let is_last = rows.len() < chunk as usize;
        for row in rows {
            cursor = Some(row.moment());
            if status.is_none_or(|status| row.status == status) {
                found.push(row);
            }
            if found.len() == page.limit as usize {
                return Ok((found, cursor));
            }
        }
        // The end of the list, whatever was found: there is no next page.
        if is_last {
            return Ok((found, None));
        }
    }
    Ok((found, cursor))
}
