//! Inline keyboards: validated when the bot sends them, searched when a user presses.

use serde_json::Value;

use super::letters::shows_nothing;
use super::problem::Problem;
use super::view::Button;

/// What a button may do; exactly one of these fields must be present.
const ACTIONS: [&str; 10] = [
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// The most buttons of one keyboard.
const MOST_BUTTONS: usize = 100;
/// The longest placeholder of an answer's field.
const LONGEST_PLACEHOLDER: usize = 64;

/// The inline keyboard of a `reply_markup`, if it is one and has buttons.
pub(crate) fn inline(markup: Option<Value>) -> Result<Option<Value>, Problem> {
    let Some(markup) = markup else { return Ok(None) };
    let Some(rows) = markup.get("inline_keyboard") else { return Ok(None) };
    let rows = rows.as_array().ok_or_else(|| broken("field \"inline_keyboard\" must be of type Array"))?;
    if rows.iter().filter_map(Value::as_array).map(Vec::len).sum::<usize>() > MOST_BUTTONS {
        return Err(Problem::bad("reply markup is too long"));
    }
    for row in rows {
        for button in row.as_array().ok_or_else(|| broken("row must be of type Array"))? {
            check(button)?;
        }
    }
    let empty = rows.iter().all(|row| row.as_array().is_none_or(Vec::is_empty));
    Ok((!empty).then_some(markup))
}

/// Refuses a placeholder that is too long.
pub(crate) fn check_placeholder(markup: Option<&Value>) -> Result<(), Problem> {
    let placeholder = markup.and_then(|markup| markup["input_field_placeholder"].as_str());
    let fits = placeholder.is_none_or(|text| (1..=LONGEST_PLACEHOLDER).contains(&text.chars().count()));
    fits.then_some(()).ok_or_else(|| Problem::bad("input field placeholder must be 1-64 characters long"))
}

/// The rows of a stored keyboard.
pub(crate) fn rows(markup: Option<&Value>) -> Vec<Vec<Button>> {
    let rows = markup.and_then(|markup| markup["inline_keyboard"].as_array());
    rows.into_iter().flatten().map(row).collect()
}

fn row(row: &Value) -> Vec<Button> {
    let text = |button: &Value, field: &str| button[field].as_str().map(str::to_owned);
    row.as_array()
        .into_iter()
        .flatten()
        .map(|button| Button {
            text: text(button, "text").unwrap_or_default(),
            data: text(button, "callback_data"),
            url: text(button, "url"),
        })
        .collect()
}

fn check(button: &Value) -> Result<(), Problem> {
    if button["text"].as_str().is_none_or(shows_nothing) {
        return Err(broken("field \"text\" must be a non-empty string"));
    }
    let actions = ACTIONS.iter().filter(|action| button.get(*action).is_some()).count();
    if actions != 1 {
        return Err(broken("text buttons are unallowed in the inline keyboard"));
    }
    if button.get("url").is_some_and(|url| !url.as_str().is_some_and(opens)) {
        return Err(Problem::bad("BUTTON_URL_INVALID"));
    }
    match button.get("callback_data").map(|data| data.as_str().map_or(0, str::len)) {
        None | Some(1..=64) => Ok(()),
        Some(_) => Err(Problem::bad("BUTTON_DATA_INVALID")),
    }
}

/// Whether clients open such an address: of the web, and not of the reader's own machine; or of Telegram itself.
fn opens(url: &str) -> bool {
    if url.starts_with("tg://") {
        return true;
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.contains('.') && !host.ends_with(".localhost") && !host.contains(char::is_whitespace)
}

fn broken(reason: &str) -> Problem {
    Problem::bad(format!("can't parse inline keyboard button: {reason}"))
}
