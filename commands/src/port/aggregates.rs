//! Current states, read from their streams (never from a projection).

use async_trait::async_trait;
use domain::account::Account;
use domain::context::Context;
use domain::id::{AccountId, MemberId, PostId, ProjectId, SuggestionId};
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::suggestion::Suggestion;

use crate::store::{StoreError, Versioned};

/// Reads aggregates as they are now; one that does not exist is the default state at version 0.
#[async_trait]
pub trait Aggregates: Send + Sync {
    /// A project.
    async fn project(&self, id: ProjectId) -> Result<Versioned<Project>, StoreError>;
    /// A project's context.
    async fn context(&self, id: ProjectId) -> Result<Versioned<Context>, StoreError>;
    /// A suggestion.
    async fn suggestion(&self, id: SuggestionId) -> Result<Versioned<Suggestion>, StoreError>;
    /// A post.
    async fn post(&self, id: PostId) -> Result<Versioned<Post>, StoreError>;
    /// An X account.
    async fn account(&self, id: &AccountId) -> Result<Versioned<Account>, StoreError>;
    /// A member.
    async fn member(&self, id: &MemberId) -> Result<Versioned<Member>, StoreError>;
}
