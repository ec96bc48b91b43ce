//! The text generator: the language model that writes variants.

use async_trait::async_trait;
use domain::id::ProjectId;
use domain::suggestion::event::Usage;

use super::ServiceError;

/// Everything a model gets to know for one post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The project, for cache keys.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub base_description: String,
    /// The approved context layers, oldest first.
    pub context: Vec<String>,
    /// The vibe, if one counts.
    pub vibe: Option<String>,
    /// What the post should be about, if said.
    pub instruction: Option<String>,
    /// The project's latest posts, newest first, so as not to repeat them.
    pub recent_posts: Vec<String>,
    /// How many variants, 1 to 3.
    pub variants: u8,
}

impl Brief {
    /// All words of people in it, for scoring before the model is asked.
    pub fn assembled(&self) -> String {
        let mut parts = vec![self.name.as_str(), &self.base_description];
        parts.extend(self.context.iter().map(String::as_str));
        parts.extend(self.vibe.as_deref());
        parts.extend(self.instruction.as_deref());
        parts.join("\n\n")
    }
}

/// What the model wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// One to three texts.
    pub variants: Vec<String>,
    /// The model, as the service names it.
    pub model: String,
    /// Tokens used.
    pub usage: Usage,
}

/// Why no draft came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenerationError {
    /// The service failed.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The model declined.
    #[error("the model declined: {0}")]
    Declined(String),
    /// The answer was cut or not of the agreed shape; another try may help.
    #[error("the model's answer is not usable: {0}")]
    Unusable(String),
}

/// Generates variants. Safe to repeat: it only costs.
#[async_trait]
pub trait TextGenerator: Send + Sync {
    /// Generates one to three variants.
    async fn generate(&self, brief: &Brief) -> Result<Draft, GenerationError>;
}
