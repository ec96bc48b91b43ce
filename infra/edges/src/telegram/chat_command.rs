//! A row of the command table: what a Telegram command is called, where the help lists it, and its handler.

use domain::role::Role;
use futures_util::future::BoxFuture;

use super::chat_request::ChatRequest;
use super::request_failure::HandlerResult;

/// Executes a command; the text is what follows its name.
pub(super) type CommandHandler = for<'a> fn(&'a ChatRequest<'a>, &'a str) -> BoxFuture<'a, HandlerResult>;

/// A command that people type.
pub(super) struct ChatCommand {
    /// The command as people write it, with its slash: the name under which a refused attempt is recorded.
    pub(super) name: &'static str,
    /// The line of the menu and of the help, with the form of what may follow the name.
    pub(super) help: &'static str,
    /// What may follow the name, as the help's example; empty if nothing may.
    pub(super) example: &'static str,
    /// Where the help lists it.
    pub(super) group: HelpGroup,
    /// Who may use it; an owner may use them all. The bus decides, and a test holds these roles against it.
    pub(super) roles: &'static [Role],
    /// What executes it.
    pub(super) handler: CommandHandler,
}

/// A group of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HelpGroup {
    /// Begin, list and choose projects.
    Projects,
    /// Layers and vibe.
    Context,
    /// From a suggestion to X.
    Posts,
    /// Roles and the audit log.
    Members,
    /// The bot itself.
    Help,
}

impl HelpGroup {
    /// Every group, in the order of the help.
    pub(super) const ALL: [Self; 5] = [Self::Projects, Self::Context, Self::Posts, Self::Members, Self::Help];

    /// Its heading.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Projects => "Projects",
            Self::Context => "Context",
            Self::Posts => "Posts",
            Self::Members => "People and history",
            Self::Help => "Help",
        }
    }
}
