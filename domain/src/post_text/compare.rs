//! Recognising one's own post among those read back from X.
//!
//! X returns a text changed: links as `t.co` links, `&`, `<` and `>` as HTML entities, links to attached media at
//! the end. The comparable form undoes all of it, on the sent text as well as on the one read.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// One short link of a post as X lists it: `entities.urls[].url` and `.expanded_url`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkExpansion<'a> {
    /// The `https://t.co/…` in the text.
    pub short: &'a str,
    /// What was written.
    pub expanded: &'a str,
}

/// The normal form for comparing a sent text with one read back. A sent text has no expansions to give.
///
/// Links are without scheme and last slash, entities decoded, white space folded, links to media at the end dropped.
/// Applying it again changes nothing.
pub fn comparable(text: &str, expansions: &[LinkExpansion<'_>]) -> String {
    let mut text = expand(text.nfc().collect(), expansions);
    loop {
        // what one pass removes may bring together what the next one has to remove
        let folded = fold(&text);
        if folded == text {
            return text;
        }
        text = folded;
    }
}

fn fold(text: &str) -> String {
    let decoded =
        ENTITY.replace_all(text, |found: &Captures<'_>| match found.get(1).map(|name| name.as_str()) {
            Some("lt;") => "<",
            Some("gt;") => ">",
            _ => "&",
        });
    let without_scheme = SCHEME.replace_all(&decoded, "");
    let words = without_scheme.split_whitespace().map(|word| word.trim_end_matches('/'));
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    while words.pop_if(|word| MEDIA.is_match(word)).is_some() {}
    words.join(" ").nfc().collect()
}

/// SHA-256 (hex) of the comparable form of a sent text. The same for what [`comparable`] made of the text read back.
pub fn text_hash(text: &str) -> String {
    hex::encode(Sha256::digest(comparable(text, &[]).as_bytes()))
}

fn expand(text: String, expansions: &[LinkExpansion<'_>]) -> String {
    let mut longest_first: Vec<_> = expansions.iter().filter(|link| !link.short.is_empty()).collect();
    longest_first.sort_by_key(|link| std::cmp::Reverse(link.short.len()));
    longest_first.into_iter().fold(text, |text, link| text.replace(link.short, link.expanded))
}

/// `&`, `<` or `>`, escaped any number of times.
static ENTITY: LazyLock<Regex> = LazyLock::new(|| pattern(r"&(?:amp;)*(lt;|gt;)?"));

static SCHEME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bhttps?://"));

/// What X appends for attached media: an unexpanded short link, or the post's own photo or video page.
static MEDIA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:t\.co/[A-Za-z0-9]+|(?:www\.)?(?:x|twitter)\.com/[^/]+/status/[0-9]+/(?:photo|video)/[0-9]+)$",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}
