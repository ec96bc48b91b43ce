//! Views: a text as a detector should see it, with the way back to the original words.
//!
//! The *plain* view undoes compatibility forms (full width, styled letters) and drops invisible characters. The
//! *folded* view, made in `folding`, sees through more; search terms are folded in the same way, so what matters
//! there is only that two spellings of one word come out equal.

use std::iter::once;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::is_invisible;

/// A rewritten text that remembers where each of its bytes comes from.
pub(super) struct View<'t> {
    original: &'t str,
    text: String,
    /// For each byte, the bytes of the original that it stands for.
    sources: Vec<(usize, usize)>,
    /// For each place between bytes, whether a word may begin or end there.
    edges: Vec<bool>,
    /// For each place between bytes, whether a clause ends there.
    breaks: Vec<bool>,
}

/// What a plain view does with capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Kept,
    Lowered,
}

impl<'t> View<'t> {
    /// A view without text yet.
    pub(super) fn empty(original: &'t str) -> Self {
        let (text, sources) = (String::with_capacity(original.len()), Vec::with_capacity(original.len()));
        Self { original, text, sources, edges: vec![true], breaks: vec![true] }
    }

    /// Compatibility forms undone, invisible characters gone.
    pub(super) fn plain(original: &'t str, case: Case) -> Self {
        let mut view = Self::empty(original);
        let mut previous = ' ';
        for (from, c) in original.char_indices().filter(|(_, c)| !is_invisible(*c)) {
            let source = (from, from + c.len_utf8());
            let mut push = |c: char| {
                if !(joins_words(previous) && joins_words(c)) {
                    view.mark_edge();
                }
                view.push(c, source);
                previous = c;
            };
            match case {
                Case::Kept if c.is_ascii() => push(c),
                Case::Lowered if c.is_ascii() => push(c.to_ascii_lowercase()),
                Case::Kept => once(c).nfkc().for_each(push),
                Case::Lowered => once(c).nfkc().flat_map(char::to_lowercase).for_each(push),
            }
        }
        view.mark_edge();
        view
    }

    /// The rewritten text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The original words behind a range of the rewritten text.
    pub(super) fn quote(&self, range: &Range<usize>) -> &'t str {
        let sources = &self.sources[range.clone()];
        match (sources.first(), sources.last()) {
            (Some(first), Some(last)) => &self.original[first.0..last.1],
            _ => "",
        }
    }

    /// Whether the range is a whole word or several, perhaps with a plural's `s` after it.
    pub(super) fn is_whole(&self, range: &Range<usize>) -> bool {
        let is_plural = self.text[range.end..].starts_with('s') && self.edges[range.end + 1];
        self.edges[range.start] && (self.edges[range.end] || is_plural)
    }

    /// Whether the second range follows the first one in the same clause, with at most one space between them.
    pub(super) fn adjoins(&self, first: &Range<usize>, second: &Range<usize>) -> bool {
        (first.end..=first.end + 1).contains(&second.start) && !self.breaks[first.end]
    }

    /// Adds one character that stands for a part of the original.
    pub(super) fn push(&mut self, c: char, source: (usize, usize)) {
        self.text.push(c);
        self.sources.resize(self.text.len(), source);
        self.edges.resize(self.text.len() + 1, false);
        self.breaks.resize(self.text.len() + 1, false);
    }

    /// Lets the last character stand for more of the original. It may have become the end of one word and the
    /// beginning of the next.
    pub(super) fn extend_last(&mut self, to: usize) {
        let Some(last) = self.text.char_indices().next_back() else { return };
        let ends_word = self.edges[self.text.len()];
        self.edges[last.0] |= ends_word;
        self.sources[self.text.len() - 1].1 = to;
    }

    /// A word may begin or end at the present end.
    pub(super) fn mark_edge(&mut self) {
        self.edges[self.text.len()] = true;
    }

    /// A clause ends at the present end.
    pub(super) fn mark_break(&mut self) {
        self.breaks[self.text.len()] = true;
    }
}

/// Whether two such characters side by side belong to one word.
fn joins_words(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// Scripts that are written without spaces between words, and Hangul, whose particles are attached.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0E00..=0x0EFF
            | 0x1000..=0x109F
            | 0x1100..=0x11FF
            | 0x1780..=0x17FF
            | 0x2E80..=0x9FFF
            | 0xA960..=0xA97F
            | 0xAC00..=0xD7FF
            | 0xF900..=0xFAFF
            | 0x20000..=0x3FFFF
    )
}
