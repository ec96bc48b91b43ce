//! The callback reply: what a callback query is answered with, and what follows in the chat.

use commands::port::notice::NoticeSubject;

use super::reply::Reply;

/// What a callback query is answered with.
pub(super) struct CallbackReply {
    /// Shown for a moment; nothing, if empty.
    pub(super) notice: String,
    /// What happens in the chat then.
    pub(super) follow_up: FollowUp,
}

/// What follows a callback in the chat.
pub(super) enum FollowUp {
    /// The message pressed is brought up to date, if it is a notice.
    Nothing,
    /// A message is sent.
    Send(Reply),
    /// The message pressed is replaced.
    Edit(Reply),
    /// The message pressed loses its buttons, and this is sent.
    Close(Option<Reply>),
    /// These notices are sent as new messages.
    Show(Vec<NoticeSubject>),
}

impl CallbackReply {
    /// Only a notice.
    pub(super) fn notice(notice: impl Into<String>) -> Self {
        Self { notice: notice.into(), follow_up: FollowUp::Nothing }
    }

    /// A question, or more than fits into a notice.
    pub(super) fn send(reply: Reply) -> Self {
        Self { notice: String::new(), follow_up: FollowUp::Send(reply) }
    }

    /// Notices, sent anew to where they were asked for.
    pub(super) fn show(subjects: Vec<NoticeSubject>) -> Self {
        Self { notice: String::new(), follow_up: FollowUp::Show(subjects) }
    }

    /// Another page in place of the one pressed.
    pub(super) fn edit(reply: Reply) -> Self {
        Self { notice: String::new(), follow_up: FollowUp::Edit(reply) }
    }
}
