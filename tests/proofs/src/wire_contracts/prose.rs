//! What the document says in prose only: lengths, numbers, choices, letters, and fields that others require.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::document::Document;
use super::markup::{shows_something, visible};
use super::violation::{Kind, Violation};

macro_rules! patterns {
    ($($name:ident = $pattern:literal;)+) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("the pattern is constant"));)+
    };
}

patterns! {
    LENGTH = r"(\d+)-(\d+) (characters|bytes)";
    RANGE = r"(?:Values between (\d+)-(\d+) are accepted|, (\d+)-(\d+)\. Defaults)";
    MOST = r"At most (\d+) ";
    CHOICES = r#"(?:one of|can be|either) (["“].*)"#;
    QUOTED = r#"["“]([a-z_]+)["”]"#;
    ALWAYS = r#"(?:must be ([a-z_]+)$|always ["“]([a-z_]+)["”])"#;
    ACTIONS = r"\b([a-z]+(?:_[a-z]+)*) (?:for|or) ";
    REQUIRED = r"Required if (\w+)(?: and (\w+))? (?:is|are) not specified|required if (\w+) isn't specified";
    EXACTLY_ONE = r"Exactly one of the fields other than (.+?) must be used";
    WEB = r"^(?:tg://\S+|https?://(?:[^\s/?#:@]+\.)+[^\s/?#:@.]{2,}(?:[/?#:]\S*)?)$";
    HOOK = r"^(?:|https://\S+|http://127\.0\.0\.1(?::\d+)?/\S*)$";
    COMMAND = r"^[a-z0-9_]*$";
    SECRET = r"^[A-Za-z0-9_-]*$";
}

/// The most buttons under a message; the server knows it, and the document does not say it.
const MOST_BUTTONS: usize = 100;
const MODES: [&str; 3] = ["HTML", "MarkdownV2", "Markdown"];

/// A field that is there.
pub(super) struct Present<'a> {
    /// The method or type that it is of.
    pub(super) owner: &'a str,
    /// What the document says of it.
    pub(super) field: &'a Value,
    /// What it holds.
    pub(super) value: &'a Value,
    /// All fields there.
    pub(super) beside: &'a Map<String, Value>,
    /// Where it is.
    pub(super) path: &'a str,
}

impl Present<'_> {
    fn said(&self) -> &str {
        self.field["description"].as_str().unwrap_or_default()
    }

    fn wrong(&self, kind: Kind, what: String) -> Violation {
        Violation::new(kind, self.path, what)
    }
}

/// Holds a field's value against its description.
pub(super) fn check(document: &Document, present: &Present<'_>, found: &mut Vec<Violation>) {
    match present.value {
        Value::String(text) => {
            found.extend(check_length(present, text));
            found.extend(check_letters(present, text));
        }
        Value::Array(items) => check_items(document, present, items, found),
        Value::Number(number) => {
            if let Some((least, most)) = range(present.said())
                && !number.as_i64().is_some_and(|number| (least..=most).contains(&number))
            {
                let what = format!("{number} is not within {least} and {most}");
                found.push(present.wrong(Kind::Length, what));
            }
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => {}
    }
}

/// How long it is as it is shown, and whether anything is.
fn check_length(present: &Present<'_>, text: &str) -> Option<Violation> {
    let said = present.said();
    let (least, most, unit) = length(said)?;
    let is_shown = said.contains("parsing");
    let shown = match as_shown(text, present.beside) {
        Ok(shown) if is_shown => shown,
        Err(why) if is_shown => return Some(present.wrong(Kind::Markup, why)),
        Ok(_) | Err(_) => text.to_owned(),
    };
    let long = if unit == "bytes" { shown.len() } else { shown.encode_utf16().count() };
    if !(least..=most).contains(&long) {
        return Some(present.wrong(Kind::Length, format!("{long} {unit}, not {least} to {most}")));
    }
    let blank = is_shown && least > 0 && !shows_something(&shown);
    blank.then(|| present.wrong(Kind::Markup, "nobody sees anything of it".to_owned()))
}

/// Whether it is one of what is possible, of the letters that are allowed, and to be read.
fn check_letters(present: &Present<'_>, text: &str) -> Option<Violation> {
    let said = present.said();
    if let Some(choices) = choices(said).filter(|choices| !choices.iter().any(|choice| choice == text)) {
        return Some(present.wrong(Kind::Choice, format!("{text:?} is none of {choices:?}")));
    }
    if let Some(pattern) = letters(said).filter(|pattern| !pattern.is_match(text)) {
        let what = format!("{text:?} has letters outside {}", pattern.as_str());
        return Some(present.wrong(Kind::Name, what));
    }
    if let Some(pattern) = addresses(said).filter(|pattern| !pattern.is_match(text)) {
        let what = format!("{text:?} does not look like {}", pattern.as_str());
        return Some(present.wrong(Kind::Address, what));
    }
    let is_label = present.owner.ends_with("KeyboardButton") && present.field["name"] == "text";
    (is_label && !shows_something(text))
        .then(|| present.wrong(Kind::Name, format!("nobody sees anything of {text:?}")))
}

fn check_items(document: &Document, present: &Present<'_>, items: &[Value], found: &mut Vec<Violation>) {
    let most: Option<usize> = MOST.captures(present.said()).and_then(|most| most[1].parse().ok());
    if let Some(most) = most.filter(|most| items.len() > *most) {
        found.push(present.wrong(Kind::Length, format!("{} of at most {most}", items.len())));
    }
    if present.said().contains("See Update for a complete list") {
        let known: Vec<&str> = document.update_kinds().collect();
        let unknown = items.iter().filter_map(Value::as_str).filter(|kind| !known.contains(kind));
        found.extend(unknown.map(|kind| present.wrong(Kind::Choice, format!("{kind} is no kind of update"))));
    }
}

/// What is said of a method or type as a whole.
pub(super) fn check_whole(
    known: &Value,
    object: &Map<String, Value>,
    path: &str,
    found: &mut Vec<Violation>,
) {
    let said = known["description"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for others in said.filter_map(|said| EXACTLY_ONE.captures(said)) {
        let is_other = |name: &str| others[1].split([',', ' ']).any(|other| other == name);
        let used: Vec<&String> = object.keys().filter(|name| !is_other(name)).collect();
        if used.len() != 1 {
            found.push(Violation::new(
                Kind::MissingField,
                path,
                format!("exactly one is needed, not {used:?}"),
            ));
        }
    }
    if known["name"] == "InlineKeyboardMarkup" {
        let rows = object.get("inline_keyboard").and_then(Value::as_array);
        let buttons: usize = rows.into_iter().flatten().filter_map(Value::as_array).map(Vec::len).sum();
        if buttons > MOST_BUTTONS {
            found.push(Violation::new(
                Kind::Length,
                path,
                format!("{buttons} buttons of at most {MOST_BUTTONS}"),
            ));
        }
    }
}

/// Whether a field is required because of what is not there.
pub(super) fn is_required(field: &Value, beside: &Map<String, Value>) -> bool {
    let said = field["description"].as_str().unwrap_or_default();
    REQUIRED
        .captures(said)
        .is_some_and(|names| names.iter().skip(1).flatten().all(|name| !beside.contains_key(name.as_str())))
}

/// The text after its markup is read.
fn as_shown(text: &str, beside: &Map<String, Value>) -> Result<String, String> {
    match beside.get("parse_mode").and_then(Value::as_str) {
        Some("HTML") => visible(text),
        _ => Ok(text.to_owned()),
    }
}

fn length(said: &str) -> Option<(usize, usize, String)> {
    let found = LENGTH.captures(said)?;
    Some((found[1].parse().ok()?, found[2].parse().ok()?, found[3].to_owned()))
}

fn range(said: &str) -> Option<(i64, i64)> {
    let found = RANGE.captures(said)?;
    let mut numbers = found.iter().skip(1).flatten().map(|number| number.as_str().parse());
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn choices(said: &str) -> Option<Vec<String>> {
    if said.starts_with("Mode for parsing entities") {
        return Some(MODES.map(str::to_owned).to_vec());
    }
    if let Some((_, actions)) = said.split_once("depending on what the user is about to receive: ") {
        return Some(ACTIONS.captures_iter(actions).map(|found| found[1].to_owned()).collect());
    }
    if let Some(found) = ALWAYS.captures(said) {
        return found.iter().skip(1).flatten().map(|word| Some(word.as_str().to_owned())).collect();
    }
    let list = CHOICES.captures(said)?;
    let words: Vec<String> = QUOTED.captures_iter(&list[1]).map(|found| found[1].to_owned()).collect();
    (words.len() > 1).then_some(words)
}

fn letters(said: &str) -> Option<&'static Regex> {
    if said.contains("only lowercase English letters, digits and underscores") {
        return Some(&COMMAND);
    }
    said.contains("Only characters A-Z, a-z, 0-9, _ and - are allowed").then_some(&SECRET)
}

fn addresses(said: &str) -> Option<&'static Regex> {
    if said.contains("HTTP or tg:// URL") {
        return Some(&WEB);
    }
    said.starts_with("HTTPS URL to send updates to").then_some(&HOOK)
}

#[cfg(test)]
mod tests {
    use super::{choices, length, range};

    #[test]
    fn the_prose_is_understood() {
        assert_eq!(
            length("Text, 1-4096 characters after entities parsing"),
            Some((1, 4096, "characters".to_owned()))
        );
        assert_eq!(length("a callback query, 1-64 bytes"), Some((1, 64, "bytes".to_owned())));
        assert_eq!(range("Values between 1-100 are accepted. Defaults to 100."), Some((1, 100)));
        assert_eq!(range("for update delivery, 1-100. Defaults to 40."), Some((1, 100)));
        let said = "depending on what the user is about to receive: typing for text messages, record_video or \
                    upload_video for videos.";
        assert_eq!(choices(said).unwrap(), ["typing", "record_video", "upload_video"]);
        assert_eq!(choices("Scope type, must be chat").unwrap(), ["chat"]);
        assert_eq!(
            choices("can be either “private”, “group”, or “channel”").unwrap(),
            ["private", "group", "channel"]
        );
        assert_eq!(choices("The text"), None);
    }
}
