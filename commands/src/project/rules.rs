//! Rules that many commands share: the project is open, and words are within bounds.

use domain::project::Project;
use domain::role::Role;
use domain::text::{Text, shows_nothing};

use crate::decision::Authority;
use crate::refusal::Refusal;

/// Only owners.
pub(crate) const OWNER: Authority = Authority::roles(&[Role::Owner]);

/// The longest name or label, in characters.
pub(crate) const NAME: usize = 60;
/// The longest mood or reason, in characters.
pub(crate) const SHORT_TEXT: usize = 500;
/// The longest description or context layer, in characters.
pub(crate) const LONG_TEXT: usize = 4000;

/// The project exists and has not ended.
///
/// # Errors
/// [`Refusal::NotFound`] or [`Refusal::Archived`].
pub(crate) fn open(project: &Project) -> Result<(), Refusal> {
    if !project.exists() {
        return Err(Refusal::not_found("project"));
    }
    if project.archived {
        return Err(Refusal::Archived);
    }
    Ok(())
}

/// The words, trimmed; they may run over several lines.
///
/// # Errors
/// [`Refusal::Invalid`] when nothing is left or nothing of it can be seen, when more than `limit` characters are, or when there are
/// control characters (the database cannot keep some of them).
pub(crate) fn text(field: &str, text: &Text, limit: usize) -> Result<Text, Refusal> {
    let words = text.as_str().unwrap_or_default();
    trimmed(field, words, limit, |c| matches!(c, '\n' | '\r' | '\t')).map(Text::Known)
}

/// Like [`text()`], when there is one.
///
/// # Errors
/// Those of [`text()`].
pub(crate) fn optional_text(
    field: &str,
    words: Option<&Text>,
    limit: usize,
) -> Result<Option<Text>, Refusal> {
    words.map(|words| text(field, words, limit)).transpose()
}

/// The words, trimmed, of a single line.
///
/// # Errors
/// Those of [`text()`], and for a second line.
pub(crate) fn line(field: &str, words: &str, limit: usize) -> Result<String, Refusal> {
    trimmed(field, words, limit, |_| false)
}

fn trimmed(
    field: &str,
    words: &str,
    limit: usize,
    control: impl Fn(char) -> bool,
) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::invalid(field, "is empty"));
    }
    if shows_nothing(words) {
        return Err(Refusal::invalid(field, "shows nothing: it is made of invisible characters"));
    }
    if words.chars().count() > limit {
        return Err(Refusal::invalid(field, format!("is longer than {limit} characters")));
    }
    if words.chars().any(|c| c.is_control() && !control(c)) {
        return Err(Refusal::invalid(field, "holds control characters"));
    }
    Ok(words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{line, text};
    use crate::refusal::Refusal;
    use domain::text::Text;

    #[test]
    fn limits_count_characters_and_not_bytes() {
        let frogs = "🐸".repeat(4);
        assert_eq!(text("mood", &Text::known(frogs.as_str()), 4), Ok(Text::known(frogs)));
        let long = Refusal::invalid("mood", "is longer than 4 characters");
        assert_eq!(text("mood", &Text::known("🐸".repeat(5)), 4), Err(long));
    }

    #[test]
    fn texts_keep_their_lines_and_neither_texts_nor_lines_keep_other_control_characters() {
        let broken = Refusal::invalid("mood", "holds control characters");
        assert_eq!(text("mood", &Text::known("a\r\n\tb"), 9), Ok(Text::known("a\r\n\tb")));
        assert_eq!(text("mood", &Text::known("a\0b"), 9), Err(broken.clone()));
        assert_eq!(line("mood", "a\nb", 9), Err(broken));
    }

    #[test]
    fn words_that_nobody_sees_are_refused() {
        let blank = Refusal::invalid("name", "shows nothing: it is made of invisible characters");
        for words in ["\u{202E}", "\u{200B}", "\u{2800} \u{200D}"] {
            assert_eq!(line("name", words, 9), Err(blank.clone()), "{words:?}");
            assert_eq!(text("name", &Text::known(words), 9), Err(blank.clone()), "{words:?}");
        }
        assert_eq!(line("name", "\u{202E}gm", 9), Ok("\u{202E}gm".to_owned()));
    }

    #[test]
    fn forgotten_words_are_no_words() {
        assert_eq!(text("mood", &Text::Erased, 9), Err(Refusal::invalid("mood", "is empty")));
    }
}
