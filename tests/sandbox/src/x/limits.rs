//! Requests per 15 minutes, counted per kind of request, with the headers that tell how many are left.

use std::collections::BTreeMap;

use axum::http::HeaderMap;

const WINDOW_SECONDS: i64 = 900;

/// Windows by kind of request.
pub(crate) struct Limits {
    posts: u32,
    windows: BTreeMap<String, Window>,
}

/// One kind's share of the current 15 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    limit: u32,
    used: u32,
    reset: i64,
}

impl Limits {
    /// Limits as documented, but for the posts.
    pub(crate) fn new(posts: u32) -> Self {
        Self { posts, windows: BTreeMap::new() }
    }

    /// Starts every window anew.
    pub(crate) fn restart(&mut self) {
        self.windows.clear();
    }

    /// Counts a request; the window says whether it was one too many.
    pub(crate) fn count(&mut self, kind: &str, now: i64) -> Window {
        let fresh = Window { limit: self.limit(kind), used: 0, reset: now + WINDOW_SECONDS };
        let window = self.windows.entry(kind.to_owned()).or_insert(fresh);
        if window.reset <= now {
            *window = fresh;
        }
        window.used = window.used.saturating_add(1);
        *window
    }

    fn limit(&self, kind: &str) -> u32 {
        match kind {
            "POST /2/tweets" => self.posts,
            "DELETE /2/tweets/{id}" => 50,
            "GET /2/users/me" => 75,
            "GET /2/tweets" => 5_000,
            _ => 900,
        }
    }
}

impl Window {
    /// Whether the counted request must be refused.
    pub(crate) fn exceeded(self) -> bool {
        self.used > self.limit
    }

    /// Adds the three headers.
    pub(crate) fn describe(self, headers: &mut HeaderMap) {
        headers.insert("x-rate-limit-limit", self.limit.into());
        headers.insert("x-rate-limit-remaining", self.limit.saturating_sub(self.used).into());
        headers.insert("x-rate-limit-reset", self.reset.into());
    }
}
