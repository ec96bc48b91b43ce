//! What is wrong with a request or an answer, and where.

use std::fmt;

/// Kinds of violations, so that a mutation can say which it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The document knows no such method.
    UnknownMethod,
    /// The document knows no such field there.
    UnknownField,
    /// A required field is not there.
    MissingField,
    /// A value of another type.
    WrongType,
    /// Too short, too long, too many, too large.
    Length,
    /// None of the values that are possible.
    Choice,
    /// Markup that cannot be read, or with nothing in it.
    Markup,
    /// A name or label of letters that are not allowed, or that nobody sees.
    Name,
    /// An address that clients do not open.
    Address,
}

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Violation {
    pub(super) kind: Kind,
    /// Where, such as `reply_markup.inline_keyboard.0.1.text`.
    pub(super) path: String,
    pub(super) what: String,
}

impl Violation {
    pub(super) fn new(kind: Kind, path: &str, what: impl Into<String>) -> Self {
        Self { kind, path: path.to_owned(), what: what.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {:?}: {}", self.path, self.kind, self.what)
    }
}
