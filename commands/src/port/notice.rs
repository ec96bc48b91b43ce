//! Notices: what people are shown in Telegram, and kept up to date there.

use async_trait::async_trait;
use domain::id::{JobId, PostId, ProjectId, SuggestionId};
use serde::{Deserialize, Serialize};

use super::ServiceError;
use crate::process::NewJob;

/// What a notice is about. It is always rendered from the current state, so that showing a subject again
/// brings every copy up to date, buttons included.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeSubject {
    /// A context layer: score and Approve / Reject.
    Layer {
        /// The project.
        project: ProjectId,
        /// The layer's version.
        layer: u32,
    },
    /// One variant: text, score, reasons and its buttons.
    Variant {
        /// The project.
        project: ProjectId,
        /// The suggestion.
        suggestion: SuggestionId,
        /// The variant's number.
        variant: u8,
    },
    /// A suggestion for which no variants came.
    Failure {
        /// The project.
        project: ProjectId,
        /// The suggestion.
        suggestion: SuggestionId,
    },
    /// A post on its way.
    Post {
        /// The project.
        project: ProjectId,
        /// The post.
        post: PostId,
        /// Counts the news that deserve a message of their own (published, failed, unknown …), so that a
        /// person is told at once instead of an old message changing silently. 0 is the first.
        news: u32,
    },
    /// A change of posting as a whole: paused, resumed, autopilot.
    Posting {
        /// The project.
        project: ProjectId,
        /// The version of the project that the change made.
        version: u64,
    },
}

impl NoticeSubject {
    /// The project it belongs to.
    pub fn project(&self) -> ProjectId {
        match self {
            Self::Layer { project, .. }
            | Self::Variant { project, .. }
            | Self::Failure { project, .. }
            | Self::Post { project, .. }
            | Self::Posting { project, .. } => *project,
        }
    }
}

/// The process manager that performs what is to be sent to chats, each in the order of its chat (the outbox).
pub const OUTBOX: &str = "telegram-outbox";
/// Its step that shows a notice.
pub const SHOW: &str = "show";

/// Its step that sets the menu of a person's private chat.
pub const MENU: &str = "menu";

/// The request of a [`MENU`] job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetMenu {
    /// The Telegram user.
    pub user: i64,
}

impl SetMenu {
    /// The job of the outbox that sets it, by the roles that the person has then.
    pub fn job(&self, id: JobId) -> NewJob {
        let job = NewJob::new(OUTBOX, id.0, MENU, self).performed_by(OUTBOX);
        NewJob { id, ..job.in_order_of(chat_order(self.user)) }
    }
}

/// The request of a [`SHOW`] job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowNotice {
    /// What is shown: as it is when it is sent.
    pub subject: NoticeSubject,
    /// Where.
    pub chat: i64,
    /// Where in the chat it is sent, unless it is there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<i32>,
    /// Whether it is sent as a new message although a copy is there, which loses its buttons: somebody asked to see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anew: bool,
}

impl ShowNotice {
    /// The job of the outbox that shows it.
    pub fn job(&self, id: JobId) -> NewJob {
        let job = NewJob::new(OUTBOX, id.0, SHOW, self).performed_by(OUTBOX);
        NewJob { id, ..job.in_order_of(chat_order(self.chat)) }
    }
}

/// The ordering key of everything that is sent to a chat.
pub fn chat_order(chat: i64) -> String {
    format!("telegram chat {chat}")
}

/// What is known of notices that were sent, and of those that wait.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Chats that hold a copy of the subject.
    async fn copies(&self, subject: &NoticeSubject) -> Result<Vec<i64>, ServiceError>;

    /// Those of the chats to which messages are delivered, as far as anybody knows.
    async fn reachable(&self, chats: &[i64]) -> Result<Vec<i64>, ServiceError>;

    /// Empties replies that wait to be sent and hold words of people; how many. Notices are rendered when they are sent.
    async fn forget_waiting(&self) -> Result<u64, ServiceError>;
}
