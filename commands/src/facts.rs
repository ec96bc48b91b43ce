//! Decision facts: what a decision may know besides the state of its own aggregate.

use chrono::{DateTime, Utc};
use domain::account::Account;
use domain::actor::Actor;
use domain::context::Context;
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::suggestion::Suggestion;

/// Loaded from streams, never from a projection; the append is guarded by the versions seen here.
///
/// `project` is always that of the command's project. The others hold what the command's `reads` named and
/// are empty otherwise.
#[derive(Clone, Debug)]
pub struct DecisionFacts {
    /// Business time of the command.
    pub at: DateTime<Utc>,
    /// Who asks.
    pub actor: Actor,
    /// What the actor may do; empty for operators and processes, unless the command reads a member's stream
    /// (opening an attempt reads what its approver may do now).
    pub member: Member,
    /// The command's project; empty for a command outside any project.
    pub project: Project,
    /// The context that the command reads.
    pub context: Context,
    /// The suggestion that the command reads.
    pub suggestion: Suggestion,
    /// The post that the command reads.
    pub post: Post,
    /// The account that the command reads.
    pub account: Account,
}

impl DecisionFacts {
    /// Facts about nothing but the time and the actor.
    pub fn at(at: DateTime<Utc>, actor: Actor) -> Self {
        Self {
            at,
            actor,
            member: Member::default(),
            project: Project::default(),
            context: Context::default(),
            suggestion: Suggestion::default(),
            post: Post::default(),
            account: Account::default(),
        }
    }
}
