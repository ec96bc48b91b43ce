//! The folded view: what is left when somebody's tricks to get past a word filter are undone.
//!
//! Lookalikes, accents, signs and digits for letters (`ph!sh1ng`), letters set apart (`s c a m`, `s.c.a.m`) and
//! repeated letters all fold away. Words keep their borders, so that a term inside a longer word is not found.

use std::collections::HashMap;
use std::iter::once;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

use super::view::{View, is_unspaced};
use crate::text::is_invisible;

/// One folded character and the bytes of the original it stands for.
#[derive(Clone, Copy)]
struct Unit {
    c: char,
    source: (usize, usize),
    /// Whether a word may begin or end on either side.
    is_loose: bool,
}

/// What separates a word from the one before.
#[derive(Clone, Copy, Default)]
struct Gap {
    has_space: bool,
    has_punctuation: bool,
}

/// Folds a text.
pub(super) fn folded(original: &str) -> View<'_> {
    let units = units(original);
    let mut folding =
        Folding { view: View::empty(original), gap: Gap::default(), word: Vec::new(), previous: 0 };
    for (at, unit) in units.iter().enumerate() {
        if unit.c.is_alphanumeric() {
            folding.word.push(*unit);
        } else if let Some(letter) = sign_as_letter(original, &units, at) {
            folding.word.push(Unit { c: letter, is_loose: true, ..*unit });
        } else {
            folding.separate(unit.c);
        }
    }
    folding.finish_word();
    folding.view.mark_edge();
    folding.view
}

/// Folds a search term. Nothing is left of a term without letters and digits.
pub(super) fn folded_term(term: &str) -> String {
    folded(term).text().to_owned()
}

struct Folding<'t> {
    view: View<'t>,
    /// What came since the word before.
    gap: Gap,
    word: Vec<Unit>,
    /// How many characters the word before had.
    previous: usize,
}

impl Folding<'_> {
    fn separate(&mut self, c: char) {
        self.finish_word();
        self.gap.has_space |= c.is_whitespace();
        self.gap.has_punctuation |= c == '\n' || is_clause_end(c);
    }

    fn finish_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        // Letters set apart (`s c a m`) become one word again: no space is written between two words of one letter.
        let are_single = self.previous == 1 && word.len() == 1;
        self.view.mark_edge();
        if self.gap.has_space && self.gap.has_punctuation {
            self.view.mark_break();
        }
        if self.gap.has_space && !are_single && self.previous > 0 {
            let start = word[0].source.0;
            self.view.push(' ', (start, start));
            self.view.mark_edge();
        }
        self.emit(&word);
        self.gap = Gap::default();
        self.previous = word.len();
    }

    /// Writes a word, its digits read as letters if it has letters, a repeated letter once.
    fn emit(&mut self, word: &[Unit]) {
        let has_letters = word.iter().any(|unit| unit.c.is_ascii_alphabetic());
        let mut last = self.view.text().chars().next_back();
        for unit in word {
            let c = if has_letters { as_letter(unit.c) } else { unit.c };
            // Repeated digits stay, they are numbers; so do scripts in which a doubled sign is another word.
            if last == Some(c) && c.is_alphabetic() && !is_unspaced(c) {
                self.view.extend_last(unit.source.1);
            } else {
                // A sign may stand for a letter or for itself, so a word may begin on either side of it.
                if unit.is_loose {
                    self.view.mark_edge();
                }
                self.view.push(c, unit.source);
            }
            if unit.is_loose {
                self.view.mark_edge();
            }
            last = Some(c);
        }
    }
}

fn units(original: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(original.len());
    // a text has few different letters, and the tables are large
    let mut known: HashMap<char, String> = HashMap::new();
    for (from, c) in original.char_indices().filter(|(_, c)| !is_apostrophe(*c)) {
        let source = (from, from + c.len_utf8());
        if c.is_ascii() {
            units.push(Unit { c: c.to_ascii_lowercase(), source, is_loose: false });
        } else if let Some(letter) = letter_in_a_box(c) {
            units.push(Unit { c: letter, source, is_loose: true });
        } else {
            let folded = known.entry(c).or_insert_with(|| fold_letter(c));
            units.extend(folded.chars().map(|c| Unit { c, source, is_loose: is_unspaced(c) }));
        }
    }
    units
}

/// A character without marks and in lower case, as the letter that it looks like.
fn fold_letter(c: char) -> String {
    if is_invisible(c) {
        return String::new();
    }
    let base: String =
        once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    if base.is_ascii() || !base.chars().all(char::is_alphanumeric) {
        return base;
    }
    // a capital may look like a Latin letter where the small one does not
    let (small, capital) = (lookalike(&base), lookalike(&base.to_uppercase()));
    let is_word = |letters: &str| letters.chars().all(char::is_alphanumeric);
    let is_latin = |letters: &str| letters.is_ascii() && is_word(letters);
    match (small, capital) {
        (small, _) if is_latin(&small) => small,
        (_, capital) if is_latin(&capital) => capital,
        (small, _) if is_word(&small) => small,
        _ => base,
    }
}

fn lookalike(letters: &str) -> String {
    let prototype: String =
        skeleton(letters).filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    // the tables take `rn` for the prototype of everything that looks like an `m`
    prototype.replace("rn", "m")
}

/// Letters that are emoji: regional indicators, and white letters on a circle or square.
fn letter_in_a_box(c: char) -> Option<char> {
    let offset = match u32::from(c) {
        code @ 0x1F1E6..=0x1F1FF => code - 0x1F1E6,
        code @ 0x1F150..=0x1F169 => code - 0x1F150,
        code @ 0x1F170..=0x1F189 => code - 0x1F170,
        _ => return None,
    };
    char::from_u32(u32::from('a') + offset)
}

/// The letter that a sign is written for. A cashtag in capitals stays what it is.
fn sign_as_letter(original: &str, units: &[Unit], at: usize) -> Option<char> {
    let next = units.get(at + 1).filter(|unit| unit.c.is_ascii_alphabetic())?;
    let follows = at > 0 && units[at - 1].c.is_ascii_alphabetic();
    match units[at].c {
        '$' if !follows && original[next.source.0..].starts_with(char::is_uppercase) => None,
        '$' => Some('s'),
        '@' => Some('a'),
        '!' | '|' if follows => Some('i'),
        _ => None,
    }
}

/// The letter that a digit or a lookalike letter stands for.
fn as_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | 'l' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    }
}

/// Left out, so that `don't` and `dont` are one word.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

fn is_clause_end(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '-' | '–' | '—' | '(' | ')' | '/' | '|')
}
