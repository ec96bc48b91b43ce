//! Finding phrases in a folded text: groups of words that follow each other closely, unless denied.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::folding::folded_term;
use super::signal::{Signal, SignalName};
use super::view::View;

/// A phrase: one term of each group, in this order.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// What it is a signal of.
    pub(super) name: SignalName,
    /// Its weight as a statement.
    pub(super) weight: u8,
    /// Its weight when denied, as in "never share your seed phrase".
    pub(super) denied: u8,
    /// How many bytes of other words may stand between two groups.
    pub(super) gap: usize,
    /// The groups; the terms of one are separated by `|`.
    pub(super) groups: &'static [&'static str],
}

/// All rules in one automaton.
pub(super) struct Lexicon {
    rules: &'static [Rule],
    automaton: AhoCorasick,
    /// For each pattern of the automaton: the rules and groups that it is a term of.
    uses: Vec<Vec<TermUse>>,
}

/// A group of a rule; or the words of denial, which belong to no rule.
#[derive(Clone, Copy)]
enum TermUse {
    Group(usize, usize),
    Denial,
}

type Hits = Vec<Range<usize>>;

impl Lexicon {
    /// Compiles the rules.
    pub(super) fn new(rules: &'static [Rule], denials: &str) -> Self {
        let mut terms: BTreeMap<String, Vec<TermUse>> = BTreeMap::new();
        let mut add = |list: &str, term_use: TermUse| {
            for term in list.split('|') {
                let folded = folded_term(term);
                // a hyphen or a full stop between two words folds away
                terms.entry(folded.replace(' ', "")).or_default().push(term_use);
                terms.entry(folded).or_default().push(term_use);
            }
        };
        for (rule, groups) in rules.iter().map(|rule| rule.groups).enumerate() {
            groups.iter().enumerate().for_each(|(group, list)| add(list, TermUse::Group(rule, group)));
        }
        add(denials, TermUse::Denial);
        let automaton = AhoCorasick::new(terms.keys()).expect("the terms are constant and tested");
        Self { rules, automaton, uses: terms.into_values().collect() }
    }

    /// For each rule that the text meets, its heaviest place.
    pub(super) fn signals(&self, folded: &View<'_>) -> Vec<Signal> {
        let mut hits: Vec<Vec<Hits>> =
            self.rules.iter().map(|rule| vec![Hits::new(); rule.groups.len()]).collect();
        let mut denials = Hits::new();
        // Overlapping matches, since a term may begin inside a longer one that then turns out to be part of a word.
        for found in self.automaton.find_overlapping_iter(folded.text()) {
            let range = found.range();
            if !folded.is_whole(&range) {
                continue;
            }
            for term_use in &self.uses[found.pattern().as_usize()] {
                match term_use {
                    TermUse::Group(rule, group) => hits[*rule][*group].push(range.clone()),
                    TermUse::Denial => denials.push(range.clone()),
                }
            }
        }
        let rules = self.rules.iter().zip(hits);
        rules.filter_map(|(rule, groups)| rule.signal(folded, groups, &denials)).collect()
    }
}

impl Rule {
    fn signal(&self, folded: &View<'_>, mut groups: Vec<Hits>, denials: &[Range<usize>]) -> Option<Signal> {
        for hits in &mut groups {
            hits.sort_by_key(|range| range.start);
        }
        let (first, rest) = groups.split_first()?;
        let is_denied = |hit: &Range<usize>| denials.iter().any(|denial| folded.adjoins(denial, hit));
        let weighted = first.iter().filter_map(|start| self.follow(start, rest)).map(|phrase| {
            let weight = if phrase.iter().any(is_denied) { self.denied } else { self.weight };
            (weight, phrase[0].start..phrase[phrase.len() - 1].end)
        });
        // of equally heavy places the first one is quoted
        let (weight, range) = weighted.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        Some(Signal::quoting(self.name, weight, folded.quote(&range)))
    }

    /// The hits of a phrase that starts here, if every further group follows closely.
    fn follow(&self, start: &Range<usize>, rest: &[Hits]) -> Option<Hits> {
        let mut phrase = vec![start.clone()];
        for hits in rest {
            let end = phrase[phrase.len() - 1].end;
            // The nearest hit is enough: a further one cannot be within the gap if the nearest is not.
            let next = hits.get(hits.partition_point(|hit| hit.start < end))?;
            if next.start - end > self.gap {
                return None;
            }
            phrase.push(next.clone());
        }
        Some(phrase)
    }
}
