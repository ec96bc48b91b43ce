//! Text for Telegram's HTML: escaping, quoting, shortening, and lengths as Telegram counts them.

use teloxide::utils::html;

pub(super) use teloxide::utils::html::{bold, escape};

/// The longest message, in UTF-16 units of what is seen.
pub(super) const LONGEST_MESSAGE: usize = 4096;

/// What people wrote, as a quote of at most `limit` units; one that is long is folded up.
pub(super) fn quote(words: &str, limit: usize) -> String {
    let words = escape(&shortened(words, limit));
    if words.chars().count() > 600 { html::expandable_blockquote(&words) } else { html::blockquote(&words) }
}

/// The words, cut to at most `limit` UTF-16 units with an ellipsis at the end if they are longer.
pub(super) fn shortened(words: &str, limit: usize) -> String {
    if words.encode_utf16().count() <= limit {
        return words.to_owned();
    }
    let mut room = limit.saturating_sub(1);
    let kept = words.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// The first words of a text on one line.
pub(super) fn snippet(words: &str, limit: usize) -> String {
    shortened(&words.split_whitespace().collect::<Vec<_>>().join(" "), limit)
}

/// The text without tags and references.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag => {}
            seen => text.push(seen),
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The length of what is seen, in UTF-16 units.
pub(super) fn seen_length(html: &str) -> usize {
    plain(html).encode_utf16().count()
}

/// The words with a capital at their beginning.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// A sentence that begins with a capital and ends with a full stop.
pub(super) fn sentence(words: &str) -> String {
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", capital(words))
}

#[cfg(test)]
mod tests {
    use super::{plain, quote, seen_length, sentence, shortened, snippet};

    #[test]
    fn quotes_escape_what_people_wrote() {
        assert_eq!(quote("a <b> & \"c\"", 100), "<blockquote>a &lt;b&gt; &amp; \"c\"</blockquote>");
        assert_eq!(plain(&quote("a <b> &lt; c", 100)), "a <b> &lt; c");
    }

    #[test]
    fn cuts_by_utf16_units_and_never_inside_a_character() {
        assert_eq!(shortened("🐸🐸🐸", 6), "🐸🐸🐸");
        assert_eq!(shortened("🐸🐸🐸", 5), "🐸🐸…");
        assert_eq!(shortened("🐸🐸🐸", 4), "🐸…");
        assert_eq!(shortened("abc", 2), "a…");
        assert_eq!(snippet(" many\n\nwords  here ", 10), "many word…");
    }

    #[test]
    fn the_length_is_that_of_what_is_seen() {
        assert_eq!(seen_length("<b>🐸 &amp; x</b>"), 6);
    }

    #[test]
    fn a_sentence_has_a_capital_and_a_stop() {
        assert_eq!(sentence("the project is archived"), "The project is archived.");
        assert_eq!(sentence("really?"), "Really?");
    }
}
