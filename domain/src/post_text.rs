//! What X makes of a post's text: its weighted length, what it would refuse, and how to recognise it when read back.
//!
//! Sources: twitter-text configuration v3 for lengths; the API's refusal "a maximum of one cashtag" (2026).

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

mod compare;
mod links;
#[cfg(test)]
mod tests;

pub use compare::{LinkExpansion, comparable, text_hash};
pub use links::{Link, links};

/// The longest text that X takes from an account without Premium, in weighted characters.
pub const MAX_LENGTH: usize = 280;

/// The weighted length of every link: X replaces it by a `t.co` link.
const LINK_LENGTH: usize = 23;

/// The weighted length of every emoji, however many code points it is made of.
const EMOJI_LENGTH: usize = 2;

/// Why X would refuse a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum PostTextFault {
    /// There is nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// It is longer than X takes.
    #[error("the text counts {length} characters on X, {} more than the {MAX_LENGTH} allowed", length.saturating_sub(MAX_LENGTH))]
    TooLong {
        /// The weighted length.
        length: usize,
    },
    /// It has a character that X does not take.
    #[error("the text has the character U+{:04X}, which X does not take", u32::from(*character))]
    InvalidCharacter {
        /// The first such character.
        character: char,
    },
    /// It has more than one cashtag.
    #[error("the text has {count} cashtags such as $GM; X takes one in a post")]
    ManyCashtags {
        /// How many it has.
        count: usize,
    },
}

/// The length as X counts it: 1 for a character of most alphabets, 2 for others and for a whole emoji, 23 for a link.
pub fn weighted_length(text: &str) -> usize {
    let text = if is_nfc(text) { Cow::Borrowed(text) } else { text.nfc().collect() };
    let mut length = 0;
    let mut from = 0;
    for link in links(&text).iter().filter(|link| link.on_x) {
        length += length_without_links(&text[from..link.range.start]) + LINK_LENGTH;
        from = link.range.end;
    }
    length + length_without_links(&text[from..])
}

/// Everything for which X would refuse the text. Empty: it would take it.
pub fn faults(text: &str) -> Vec<PostTextFault> {
    let mut faults = Vec::new();
    if text.trim().is_empty() {
        faults.push(PostTextFault::Empty);
    }
    let length = weighted_length(text);
    if length > MAX_LENGTH {
        faults.push(PostTextFault::TooLong { length });
    }
    if let Some(character) = text.chars().find(|c| matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')) {
        faults.push(PostTextFault::InvalidCharacter { character });
    }
    let count = cashtags(text);
    if count > 1 {
        faults.push(PostTextFault::ManyCashtags { count });
    }
    faults
}

fn length_without_links(text: &str) -> usize {
    let mut length = 0;
    let mut from = 0;
    for emoji in EMOJI.find_iter(text) {
        length += length_of_characters(&text[from..emoji.start()]) + EMOJI_LENGTH;
        from = emoji.end();
    }
    length + length_of_characters(&text[from..])
}

fn length_of_characters(text: &str) -> usize {
    text.chars().map(weight).sum()
}

fn weight(character: char) -> usize {
    match u32::from(character) {
        0..=0x10FF | 0x2000..=0x200D | 0x2010..=0x201F | 0x2032..=0x2037 => 1,
        _ => 2,
    }
}

/// Emoji sequences after Unicode TR 51: keycaps, flags, and pictographs with selector, skin tone, tags and joiners.
/// The signs © and ® are emoji only with the selector that says so.
static EMOJI: LazyLock<Regex> = LazyLock::new(|| {
    let pictograph = r"(?:[\p{ExtPict}--[©®]]|[©®]\x{FE0F})[\x{FE0F}\p{EMod}]?[\x{E0020}-\x{E007F}]*";
    let pattern =
        format!(r"[0-9#*]\x{{FE0F}}?\x{{20E3}}|\p{{RI}}\p{{RI}}|{pictograph}(?:\x{{200D}}{pictograph})*");
    Regex::new(&pattern).expect("the pattern is constant and tested")
});

/// How many cashtags X sees: `$` and one to six letters, perhaps a suffix, standing alone.
fn cashtags(text: &str) -> usize {
    let ends = |end: usize| text[end..].chars().next().is_none_or(|next| !next.is_alphanumeric());
    CASHTAG.find_iter(text).filter(|tag| ends(tag.end())).count()
}

static CASHTAG: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[\s\x{200E}\x{200F}])[$＄][A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?\b";
    Regex::new(pattern).expect("the pattern is constant and tested")
});
