//! The project's own blocked words, found in evasive spellings too.

use aho_corasick::AhoCorasick;

use super::folding::folded_term;
use super::signal::{Signal, SignalName};
use super::view::{Case, View};

/// A blocked word decides alone: the text is blocked.
const WEIGHT: u8 = 90;

/// Shorter terms are looked for as they are written: folding would find them everywhere.
const SHORTEST_FOLDED: usize = 4;

/// The first blocked word of a text.
pub(super) fn signal(text: &str, folded: &View<'_>, keywords: &[String]) -> Option<Signal> {
    let (mut long, mut short) = (Vec::new(), Vec::new());
    for keyword in keywords {
        let term = folded_term(keyword);
        if term.chars().count() >= SHORTEST_FOLDED {
            long.push(term.replace(' ', ""));
            long.push(term);
        } else {
            short.push(View::plain(keyword.trim(), Case::Lowered).text().to_owned());
        }
    }
    short.retain(|term| !term.is_empty());
    let quote = quote(folded, &long).or_else(|| {
        let needs_view = !short.is_empty();
        needs_view.then(|| View::plain(text, Case::Lowered)).and_then(|lower| quote(&lower, &short))
    })?;
    Some(Signal::quoting(SignalName::BlockedKeyword, WEIGHT, quote))
}

fn quote<'t>(view: &View<'t>, terms: &[String]) -> Option<&'t str> {
    if terms.is_empty() {
        return None;
    }
    let automaton = AhoCorasick::new(terms).expect("a policy has far fewer words than an automaton holds");
    let mut found = automaton.find_overlapping_iter(view.text()).map(|found| found.range());
    let range = found.find(|range| view.is_whole(range))?;
    Some(view.quote(&range))
}
