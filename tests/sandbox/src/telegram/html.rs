//! Telegram's HTML: the few tags it knows become entities over plain text; anything ill-formed is refused.

use serde_json::{Value, json};

/// Text without tags, and its entities with offsets in UTF-16 units.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
}

struct Open<'a> {
    tag: &'a str,
    entity: Value,
    start: usize,
}

/// Reads HTML; the error is the part of the description after "can't parse entities: ".
pub(crate) fn parse(html: &str) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = 0;
    while let Some(letter) = html[at..].chars().next() {
        match letter {
            '<' => {
                let end = html[at..].find('>').ok_or(format!("Unclosed start tag at byte offset {at}"))?;
                tag(&html[at + 1..at + end], at, &mut open, &mut parsed)?;
                at += end + 1;
            }
            '&' => {
                let (letter, length) =
                    reference(&html[at..]).ok_or(format!("Unescaped \"&\" at byte offset {at}"))?;
                parsed.text.push(letter);
                at += length;
            }
            '>' => return Err(format!("Unescaped \">\" at byte offset {at}")),
            other => {
                parsed.text.push(other);
                at += other.len_utf8();
            }
        }
    }
    if let Some(Open { tag, .. }) = open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{tag}\""));
    }
    parsed.entities.sort_by_key(|entity| entity["offset"].as_u64());
    Ok(parsed)
}

/// Length as Telegram counts it.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Plain text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn tag<'a>(inside: &'a str, at: usize, open: &mut Vec<Open<'a>>, parsed: &mut Parsed) -> Result<(), String> {
    if let Some(name) = inside.strip_prefix('/') {
        return close(name.trim(), at, open, parsed);
    }
    let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let entity = entity(&name.to_lowercase(), attributes)
        .ok_or(format!("Unsupported start tag \"{name}\" at byte offset {at}"))?;
    if open.iter().any(|outer| excludes(&outer.entity["type"], &entity["type"])) {
        return Err(format!("Start tag \"{name}\" at byte offset {at} may not stand where it does"));
    }
    open.push(Open { tag: name, entity, start: utf16_len(&parsed.text) });
    Ok(())
}

fn close(name: &str, at: usize, open: &mut Vec<Open<'_>>, parsed: &mut Parsed) -> Result<(), String> {
    let Some(Open { tag, mut entity, start }) = open.pop() else {
        return Err(format!("Unexpected end tag at byte offset {at}"));
    };
    if !tag.eq_ignore_ascii_case(name) {
        return Err(format!(
            "Unmatched end tag at byte offset {at}, expected \"</{tag}>\", found \"</{name}>\""
        ));
    }
    let length = utf16_len(&parsed.text) - start;
    if length > 0 {
        entity["offset"] = json!(start);
        entity["length"] = json!(length);
        parsed.entities.push(entity);
    }
    Ok(())
}

fn entity(name: &str, attributes: &str) -> Option<Value> {
    let kind = match name {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" if attribute(attributes, "class") == Some("tg-spoiler") => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if attributes.contains("expandable") => "expandable_blockquote",
        "blockquote" => "blockquote",
        "a" => return Some(json!({ "type": "text_link", "url": attribute(attributes, "href")? })),
        _ => return None,
    };
    Some(json!({ "type": kind }))
}

/// Whether nothing of this kind may stand inside the outer one: code holds no other entity, and quotes hold no quotes.
fn excludes(outer: &Value, inner: &Value) -> bool {
    let quote = |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("blockquote"));
    (outer == "code" || outer == "pre") && inner != "code" || quote(outer) && quote(inner)
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let value = attributes.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// The character that a reference stands for, and how many bytes it takes; none for an ampersand that begins none.
fn reference(rest: &str) -> Option<(char, usize)> {
    let (body, _) = rest[1..].split_once(';')?;
    let letter = match body {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        other => numeric(other)?,
    };
    Some((letter, body.len() + 2))
}

fn numeric(body: &str) -> Option<char> {
    let digits = body.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::{Parsed, parse};
    use serde_json::json;

    #[test]
    fn tags_become_entities_with_utf16_offsets() {
        let parsed = parse("🐱 <b>bold &amp; <i>both</i></b> &#33; <a href=\"https://a.b\">x</a>").unwrap();
        assert_eq!(
            parsed,
            Parsed {
                text: "🐱 bold & both ! x".to_owned(),
                entities: vec![
                    json!({ "type": "bold", "offset": 3, "length": 11 }),
                    json!({ "type": "italic", "offset": 10, "length": 4 }),
                    json!({ "type": "text_link", "url": "https://a.b", "offset": 17, "length": 1 }),
                ],
            }
        );
    }

    #[test]
    fn ill_formed_markup_is_refused_with_its_place() {
        assert_eq!(parse("a <b>x").unwrap_err(), "Can't find end tag corresponding to start tag \"b\"");
        assert_eq!(
            parse("<b>x</i>").unwrap_err(),
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""
        );
        assert_eq!(parse("x</b>").unwrap_err(), "Unexpected end tag at byte offset 1");
        assert_eq!(parse("5 < 6").unwrap_err(), "Unclosed start tag at byte offset 2");
        assert_eq!(parse("<p>x</p>").unwrap_err(), "Unsupported start tag \"p\" at byte offset 0");
        for ill_formed in
            ["R&D", "a & b", "&nbsp;", "5 > 4", "<code>a <b>x</b></code>", "<pre><i>x</i></pre>"]
        {
            assert!(parse(ill_formed).is_err(), "{ill_formed}");
        }
        assert!(parse("<blockquote><blockquote>x</blockquote></blockquote>").is_err());
        assert!(parse("<pre><code class=\"language-rust\">x</code></pre> &amp;&#38;&quot;").is_ok());
    }
}
