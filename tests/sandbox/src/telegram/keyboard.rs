//! Inline keyboards: validated when the bot sends them, searched when a user presses.

use serde_json::Value;

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

/// The inline keyboard of a `reply_markup`, if it is one and has buttons.
pub(crate) fn inline(markup: Option<Value>) -> Result<Option<Value>, Problem> {
    let Some(markup) = markup else { return Ok(None) };
    let Some(rows) = markup.get("inline_keyboard") else { return Ok(None) };
    let rows = rows.as_array().ok_or_else(|| broken("field \"inline_keyboard\" must be of type Array"))?;
    for row in rows {
        for button in row.as_array().ok_or_else(|| broken("row must be of type Array"))? {
            check(button)?;
        }
    }
    let empty = rows.iter().all(|row| row.as_array().is_none_or(Vec::is_empty));
    Ok((!empty).then_some(markup))
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
    if button["text"].as_str().is_none_or(str::is_empty) {
        return Err(broken("field \"text\" must be a non-empty string"));
    }
    let actions = ACTIONS.iter().filter(|action| button.get(*action).is_some()).count();
    if actions != 1 {
        return Err(broken("text buttons are unallowed in the inline keyboard"));
    }
    match button.get("callback_data").map(|data| data.as_str().map_or(0, str::len)) {
        None | Some(1..=64) => Ok(()),
        Some(_) => Err(Problem::bad("BUTTON_DATA_INVALID")),
    }
}

fn broken(reason: &str) -> Problem {
    Problem::bad(format!("can't parse inline keyboard button: {reason}"))
}
