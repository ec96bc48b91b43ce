//! The markup under a message: inline keyboards and questions, as Telegram takes them.

use domain::text::shows_nothing;
use teloxide::types::{ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyMarkup};

use super::reply::{Button, Reply, Target};

/// The markup under the last page of a reply.
pub(super) fn markup(reply: &Reply) -> Option<ReplyMarkup> {
    if reply.question.is_some() {
        return Some(ReplyMarkup::ForceReply(ForceReply::new().selective()));
    }
    keyboard(&reply.rows).map(ReplyMarkup::InlineKeyboard)
}

/// The buttons of these rows; one that shows nothing is none.
pub(super) fn keyboard(rows: &[Vec<Button>]) -> Option<InlineKeyboardMarkup> {
    let rows = rows.iter().map(|row| row.iter().filter_map(button).collect());
    keyboard_of(rows)
}

/// The markup without buttons that Telegram may take for blank, although we do not: those without a letter or a digit.
pub(super) fn without_doubtful(markup: Option<ReplyMarkup>) -> Option<ReplyMarkup> {
    let Some(ReplyMarkup::InlineKeyboard(keyboard)) = markup else { return markup };
    let readable = |button: &InlineKeyboardButton| button.text.chars().any(char::is_alphanumeric);
    let rows = keyboard.inline_keyboard.into_iter().map(|row| row.into_iter().filter(readable).collect());
    keyboard_of(rows).map(ReplyMarkup::InlineKeyboard)
}

fn keyboard_of(rows: impl Iterator<Item = Vec<InlineKeyboardButton>>) -> Option<InlineKeyboardMarkup> {
    let rows: Vec<_> = rows.filter(|row| !row.is_empty()).collect();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn button(button: &Button) -> Option<InlineKeyboardButton> {
    if shows_nothing(&button.label) {
        return None;
    }
    match &button.target {
        Target::Press(action) => Some(InlineKeyboardButton::callback(&button.label, action.encode())),
        Target::Open(address) => Some(InlineKeyboardButton::url(&button.label, address.parse().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::{keyboard, markup, without_doubtful};
    use crate::telegram::reply::{Button, Reply};

    fn rows(labels: &[&str]) -> Reply {
        let link = |label: &&str| [Button::open(*label, "https://x.com/frog/status/1")];
        labels.iter().fold(Reply::default(), |reply, label| reply.row(link(label)))
    }

    #[test]
    fn a_button_that_shows_nothing_never_leaves() {
        let kept = keyboard(&rows(&["Frogs", "\u{202E}", " \u{200B}"]).rows).unwrap().inline_keyboard;
        assert_eq!(kept.iter().flatten().map(|button| &*button.text).collect::<Vec<_>>(), ["Frogs"]);
        assert_eq!(kept.len(), 1, "nor does an empty row");
        assert_eq!(keyboard(&rows(&["\u{3164}"]).rows), None);
    }

    #[test]
    fn a_refused_keyboard_loses_its_doubtful_buttons_alone() {
        assert_eq!(without_doubtful(markup(&rows(&["Frogs", "🐸"]))), markup(&rows(&["Frogs"])));
        assert_eq!(without_doubtful(markup(&rows(&["🐸"]))), None);
        let readable = markup(&rows(&["Frogs", "More ›"]));
        assert_eq!(without_doubtful(readable.clone()), readable);
        assert_eq!(without_doubtful(None), None);
    }
}
