//! Weighted length, links and cashtags, by twitter-text's third configuration, simplified where noted.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Longest text of an unpaid account, in weighted units.
pub(crate) const LONGEST: usize = 280;
const LINK_WEIGHT: usize = 23;

/// Domains that count as links without a scheme; X knows them all, this list the likely ones.
const BARE_DOMAINS: [&str; 16] = [
    "ai", "app", "co", "com", "dev", "finance", "fun", "gg", "info", "io", "me", "money", "net", "org", "tv",
    "xyz",
];

static CASHTAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)\b").expect("the pattern is valid")
});

/// Where the links of a text are, in bytes.
pub(crate) fn links(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    finder.links(text).filter(|link| is_link(link.as_str())).map(|link| link.start()..link.end()).collect()
}

fn is_link(candidate: &str) -> bool {
    if let Some((scheme, _)) = candidate.split_once("://") {
        return scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    }
    let host = candidate.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let domain = host.rsplit('.').next().unwrap_or_default().to_lowercase();
    BARE_DOMAINS.contains(&domain.as_str())
}

/// Length in weighted units; [`LONGEST`] is the most that is allowed.
pub(crate) fn weighted_length(text: &str) -> usize {
    let text: String = text.nfc().collect();
    let links = links(&text);
    let mut at = 0;
    let mut plain = 0;
    for link in &links {
        plain += plain_weight(&text[at..link.start]);
        at = link.end;
    }
    plain + plain_weight(&text[at..]) + links.len() * LINK_WEIGHT
}

/// How many different cashtags a text has.
pub(crate) fn cashtags(text: &str) -> usize {
    let names: BTreeSet<String> = CASHTAG.captures_iter(text).map(|found| found[1].to_uppercase()).collect();
    names.len()
}

fn plain_weight(text: &str) -> usize {
    text.graphemes(true).map(grapheme_weight).sum()
}

/// An emoji sequence counts 2 whatever its length; everything else by its characters.
fn grapheme_weight(grapheme: &str) -> usize {
    if grapheme.chars().any(makes_emoji) { 2 } else { grapheme.chars().map(character_weight).sum() }
}

fn makes_emoji(character: char) -> bool {
    matches!(character, '\u{1F000}'..='\u{1FAFF}' | '\u{20E3}' | '\u{FE0F}')
}

fn character_weight(character: char) -> usize {
    let light = matches!(
        character,
        '\0'..='\u{10FF}' | '\u{2000}'..='\u{200D}' | '\u{2010}'..='\u{201F}' | '\u{2032}'..='\u{2037}'
    );
    if light { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::{cashtags, weighted_length};

    #[test]
    fn lengths_are_weighted() {
        for (text, length) in [
            ("Hi http://test.co", 26),
            ("H🐱☺👨‍👩‍👧‍👦", 7),
            ("🙋🏽👨‍🎤", 4),
            ("1\u{20E3}", 2),
            ("Hello, world! 👋", 16),
            ("see example.com, e.g. this", 4 + 23 + 11),
            ("日本", 4),
        ] {
            assert_eq!(weighted_length(text), length, "{text}");
        }
        assert_eq!(weighted_length(&"👨‍👩‍👧‍👦".repeat(140)), 280);
    }

    #[test]
    fn cashtags_are_counted_once_each() {
        assert_eq!(cashtags("$BTC and $btc cost $5"), 1);
        assert_eq!(cashtags("$BTC $ETH"), 2);
    }
}
