//! Telegram's HTML, read apart from the stand-in's reader: what people see of it, or why it would be refused.

use std::sync::LazyLock;

use regex::Regex;

/// Tags, references, and everything between.
static TOKENS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<[^<>]*>|&[^;\s&<>]*;|[^<>&]+|.").expect("constant"));
/// A start tag: name and attributes.
static START: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^<([a-z-]+)((?:\s[^<>]*)?)>$").expect("constant"));
static HREF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"href\s*=\s*["'](https?://[^"'\s]+\.[^"'\s]+|tg://[^"'\s]+|mailto:[^"'\s]+)["']"#)
        .expect("constant")
});

const PLAIN: [&str; 12] =
    ["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"];

/// The text that people see.
pub(super) fn visible(html: &str) -> Result<String, String> {
    let (mut text, mut open): (String, Vec<(String, usize)>) = (String::new(), Vec::new());
    for token in TOKENS.find_iter(html) {
        let token = token.as_str();
        if let Some(name) = token.strip_prefix("</").and_then(|rest| rest.strip_suffix('>')) {
            let Some((opened, from)) = open.pop() else { return Err(format!("{token} ends nothing")) };
            if opened != name {
                return Err(format!("{token} ends <{opened}>"));
            }
            if text[from..].is_empty() {
                return Err(format!("<{name}></{name}> holds nothing"));
            }
        } else if token.len() > 1 && token.starts_with('<') {
            let name = start(token, &open)?;
            open.push((name, text.len()));
        } else if token.len() > 1 && token.starts_with('&') {
            text.push(
                reference(token).ok_or_else(|| format!("{token} is no reference that Telegram knows"))?,
            );
        } else if matches!(token, "<" | ">" | "&") {
            return Err(format!("a bare {token}"));
        } else {
            text.push_str(token);
        }
    }
    match open.pop() {
        Some((name, _)) => Err(format!("<{name}> does not end")),
        None => Ok(text),
    }
}

/// The name of a start tag that may stand there.
fn start(token: &str, open: &[(String, usize)]) -> Result<String, String> {
    let parts = START.captures(token).ok_or_else(|| format!("{token} is no tag"))?;
    let (name, attributes) = (&parts[1], parts[2].trim());
    let known = match name {
        "a" => HREF.is_match(attributes),
        "blockquote" => matches!(attributes, "" | "expandable"),
        "span" => attributes == r#"class="tg-spoiler""#,
        "code" if open.last().is_some_and(|(outer, _)| outer == "pre") => {
            attributes.is_empty() || attributes.starts_with("class=\"language-")
        }
        "tg-time" => attributes.starts_with("unix="),
        "tg-emoji" => attributes.starts_with("emoji-id="),
        _ => PLAIN.contains(&name) && attributes.is_empty(),
    };
    if !known {
        return Err(format!("{token} is no tag that Telegram knows"));
    }
    for (outer, _) in open {
        let excluded = match outer.as_str() {
            "code" => true,
            "pre" => name != "code",
            "blockquote" => name == "blockquote",
            _ => false,
        };
        if excluded {
            return Err(format!("{token} within <{outer}>"));
        }
    }
    Ok(name.to_owned())
}

fn reference(token: &str) -> Option<char> {
    match token {
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        "&amp;" => Some('&'),
        "&quot;" => Some('"'),
        _ => {
            let digits = token.strip_prefix("&#")?.strip_suffix(';')?;
            let code = match digits.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// Whether somebody sees something: letters, digits, signs, pictures.
pub(super) fn shows_something(text: &str) -> bool {
    static SHOWN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\p{L}\p{N}\p{P}\p{S}]").expect("constant"));
    // letters by their class that nobody sees: fillers, the blank of Braille
    let is_filler =
        |letter: char| matches!(letter, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}');
    SHOWN.is_match(&text.replace(is_filler, ""))
}

#[cfg(test)]
mod tests {
    use super::{shows_something, visible};

    #[test]
    fn what_people_see_is_left() {
        assert_eq!(visible("<b>R&amp;D</b> <i>a <u>b</u></i> 5 &lt; 6 🐸").unwrap(), "R&D a b 5 < 6 🐸");
        let link = r#"<a href="https://x.com/frog/status/1">1</a> <a href="tg://user?id=1">x</a>"#;
        assert_eq!(visible(link).unwrap(), "1 x");
        assert!(visible("<pre><code class=\"language-rust\">x</code></pre>").is_ok());
        assert!(visible("<blockquote expandable>x</blockquote>").is_ok());
    }

    #[test]
    fn what_telegram_would_refuse_is_told() {
        for refused in [
            "<b>x",
            "x</b>",
            "<b>x</i>",
            "<p>x</p>",
            "a & b",
            "&nbsp;",
            "5 > 4",
            "5 < 6",
            "<b></b>",
            "<code>a <b>x</b></code>",
            "<blockquote><blockquote>x</blockquote></blockquote>",
            "<a href=\"frog\">x</a>",
            "<B>x</B>",
        ] {
            assert!(visible(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn blanks_are_nothing() {
        for blank in ["", " \n", "\u{200B}\u{202E}", "\u{3164}", "\u{2800}"] {
            assert!(!shows_something(blank), "{blank:?}");
        }
        assert!(shows_something("‹") && shows_something("🐸") && shows_something("中"));
    }
}
