//! `Command`: any command of any aggregate.

use serde::Serialize;

use crate::access::AccessCommand;
use crate::account::AccountCommand;
use crate::context::ContextCommand;
use crate::decision::CommandName;
use crate::member::MemberCommand;
use crate::post::PostCommand;
use crate::project::ProjectCommand;
use crate::suggestion::SuggestionCommand;

/// Any command.
#[derive(Clone, Debug, Serialize)]
pub enum Command {
    /// For a project.
    Project(ProjectCommand),
    /// For a project's context.
    Context(ContextCommand),
    /// For a suggestion.
    Suggestion(SuggestionCommand),
    /// For a post.
    Post(PostCommand),
    /// For an X account.
    Account(AccountCommand),
    /// For a member.
    Member(MemberCommand),
    /// For an access.
    Access(AccessCommand),
}

macro_rules! from_aggregate {
    ($($variant:ident($command:ty)),+) => {
        $(impl From<$command> for Command {
            fn from(command: $command) -> Self {
                Self::$variant(command)
            }
        })+

        impl Command {
            /// The command's name, e.g. `ApproveContext`.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(command) => command.name()),+ }
            }
        }
    };
}

from_aggregate!(
    Project(ProjectCommand),
    Context(ContextCommand),
    Suggestion(SuggestionCommand),
    Post(PostCommand),
    Account(AccountCommand),
    Member(MemberCommand),
    Access(AccessCommand)
);
