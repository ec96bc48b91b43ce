//! Notices: what people are shown in Telegram, and kept up to date there.

use async_trait::async_trait;
use domain::id::{PostId, ProjectId, SuggestionId};
use serde::{Deserialize, Serialize};

use super::ServiceError;

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

/// Shows notices.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Shows the subject in the chat as it is now: edits the copy that is there, else sends one, to the topic if one is named.
    async fn show(&self, subject: &NoticeSubject, chat: i64, topic: Option<i32>) -> Result<(), ServiceError>;

    /// Chats that hold a copy of the subject.
    async fn copies(&self, subject: &NoticeSubject) -> Result<Vec<i64>, ServiceError>;
}
