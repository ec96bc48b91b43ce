//! What is merely loud: many mentions or hashtags, capitals throughout; and words of several scripts.

use unicode_security::MixedScript;

use super::signal::{Signal, SignalName};

/// Mentions that a post may have before they count as unsolicited.
const MENTIONS: usize = 3;

/// Hashtags that a post may have.
const HASHTAGS: usize = 4;

/// Fewer letters than this cannot shout.
const SHOUT_LETTERS: usize = 40;

/// The loud signals.
pub(super) fn signals(text: &str) -> Vec<Signal> {
    let tags = |sign: char| text.split_whitespace().filter(|word| is_tag(word, sign)).count();
    let found = [
        (tags('@') > MENTIONS, SignalName::ManyMentions, 15),
        (tags('#') > HASHTAGS, SignalName::ManyHashtags, 10),
        (is_shouting(text), SignalName::Shouting, 5),
    ];
    found
        .into_iter()
        .filter(|(is_found, ..)| *is_found)
        .map(|(_, name, weight)| Signal::present(name, weight))
        .collect()
}

fn is_tag(word: &str, sign: char) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != sign);
    word.strip_prefix(sign).is_some_and(|name| name.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn is_shouting(text: &str) -> bool {
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    upper + lower >= SHOUT_LETTERS && upper * 10 >= (upper + lower) * 9
}

/// The first word that mixes scripts. By itself it means nothing: many names and languages do.
pub(super) fn mixed_script(text: &str) -> Option<Signal> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_ascii());
    let mixed = words.find(|word| !word.is_single_script())?;
    Some(Signal::quoting(SignalName::MixedScript, 10, mixed))
}
