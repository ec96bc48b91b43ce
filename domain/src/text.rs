//! `Text`: words that people wrote. They are sealed at the store's edge and can be forgotten.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_security::skeleton;

/// Text written by a person, the name of a person, or a quote of either.
///
/// In JSON a known text is the marker object `{"$text": "…"}` and a forgotten one the string
/// `"$erased"`. The store replaces every marker object by ciphertext before it is written and puts it
/// back after it was read, so no other code needs to know which fields are personal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Text {
    /// The words, readable.
    #[serde(rename = "$text")]
    Known(String),
    /// The words were forgotten: their key is destroyed.
    #[serde(rename = "$erased")]
    Erased,
}

impl Text {
    /// A readable text.
    pub fn known(words: impl Into<String>) -> Self {
        Self::Known(words.into())
    }

    /// The words, or `None` when they were forgotten.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Known(words) => Some(words),
            Self::Erased => None,
        }
    }

    /// The words, or the given replacement when they were forgotten.
    pub fn or<'a>(&'a self, erased: &'a str) -> &'a str {
        self.as_str().unwrap_or(erased)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.or("[forgotten]"))
    }
}

/// Whether nobody would see anything: no characters, spaces, direction marks and the like.
pub fn shows_nothing(words: &str) -> bool {
    // the empty pattern of Braille is a symbol to Unicode, and blank
    words.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c) || c == '\u{2800}')
}

/// Characters that show nothing: joiners, selectors, direction marks, tags, soft hyphens.
pub(crate) fn is_invisible(c: char) -> bool {
    if c.is_ascii() || c.is_alphanumeric() {
        // the fillers of Hangul count as letters
        return matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}');
    }
    skeleton(c.encode_utf8(&mut [0; 4])).next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{Text, shows_nothing};

    #[test]
    fn what_shows_nothing_is_told_from_what_shows_a_little() {
        for words in [
            "",
            " \t\n",
            "\u{202E}",
            "\u{200B}\u{200D}",
            "\u{A0}\u{3000}",
            "\u{2800}",
            "\u{3164}",
            "\u{AD}\u{FEFF}",
        ] {
            assert!(shows_nothing(words), "{words:?}");
        }
        for words in ["a", "\u{202E}a", "🐸", "👩\u{200D}🚀", ".", "蛙", "ㄱ"] {
            assert!(!shows_nothing(words), "{words:?}");
        }
    }

    #[test]
    fn marks_known_and_erased_text_in_json() {
        let known = serde_json::to_string(&Text::known("gm")).unwrap();
        let erased = serde_json::to_string(&Text::Erased).unwrap();
        assert_eq!((known.as_str(), erased.as_str()), (r#"{"$text":"gm"}"#, r#""$erased""#));
        assert_eq!(serde_json::from_str::<Text>(&known).unwrap(), Text::known("gm"));
        assert_eq!(serde_json::from_str::<Text>(&erased).unwrap(), Text::Erased);
    }
}
