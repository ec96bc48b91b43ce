//! The command table: one row per Telegram command, beside its handler in the file of its subject. Parsing, menu, help
//! and routing follow from the rows, so that a new command is one row and one function.

use domain::role::Role;
use futures_util::future::BoxFuture;
use teloxide::types::BotCommand;

use super::chat_request::ChatRequest;
use super::reply::Reply;
use super::request_failure::RequestFailure;
use super::{
    audit, context, help, members, pending, posting, project, publish_command, status, suggestion, vibe,
};

/// Executes a command; the text is what follows its name.
pub(super) type CommandHandler =
    for<'a> fn(&'a ChatRequest<'a>, &'a str) -> BoxFuture<'a, Result<Reply, RequestFailure>>;

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
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the bus decides; the roles are stated for the contract test")
    )]
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

/// Every subject's rows, in the order of the menu; within a group the help keeps this order.
const TABLES: [&[ChatCommand]; 11] = [
    help::COMMANDS,
    project::COMMANDS,
    status::COMMANDS,
    context::COMMANDS,
    suggestion::COMMANDS,
    vibe::COMMANDS,
    pending::COMMANDS,
    publish_command::COMMANDS,
    posting::COMMANDS,
    members::COMMANDS,
    audit::COMMANDS,
];

/// Every command.
pub(super) fn all() -> impl Iterator<Item = &'static ChatCommand> {
    TABLES.into_iter().flatten()
}

/// The menu that Telegram shows.
pub(super) fn menu() -> Vec<BotCommand> {
    all().map(|command| BotCommand::new(command.name, command.help)).collect()
}

/// What a text that begins with a slash turned out to be.
pub(super) enum ParsedCommand<'a> {
    /// One of ours, with what follows its name.
    Command(&'static ChatCommand, &'a str),
    /// It names another bot.
    ForAnotherBot,
    /// No command that we know.
    Unknown {
        /// Whether it names this bot.
        addressed: bool,
    },
}

/// Reads a text that begins with a slash; `me` is the bot's user name.
// teloxide's own parser is not used: it ends a command's name at a blank only, and people go on in the next line too.
pub(super) fn parse<'a>(text: &'a str, me: &str) -> ParsedCommand<'a> {
    let text = text.trim();
    let (head, args) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (name, addressee) = head.split_once('@').map_or((head, None), |(name, to)| (name, Some(to)));
    if addressee.is_some_and(|addressee| !addressee.eq_ignore_ascii_case(me)) {
        return ParsedCommand::ForAnotherBot;
    }
    match all().find(|command| command.name == name) {
        Some(command) => ParsedCommand::Command(command, args),
        None => ParsedCommand::Unknown { addressed: addressee.is_some() },
    }
}

#[cfg(test)]
mod tests {
    use super::{HelpGroup, ParsedCommand, all, menu, parse};

    /// The command's name and what follows it; else what the text is.
    fn read(text: &str) -> (&'static str, &str) {
        match parse(text, "memebot") {
            ParsedCommand::Command(command, args) => (command.name, args),
            ParsedCommand::ForAnotherBot => ("for another bot", ""),
            ParsedCommand::Unknown { addressed: true } => ("unknown", "addressed"),
            ParsedCommand::Unknown { addressed: false } => ("unknown", ""),
        }
    }

    #[test]
    fn the_rest_of_the_text_is_the_argument_lines_and_all() {
        for text in [
            "/context_add one\ntwo  three",
            "/context_add\none\ntwo  three",
            " /context_add@MemeBot one\ntwo  three ",
        ] {
            assert_eq!(read(text), ("/context_add", "one\ntwo  three"), "{text}");
        }
        assert_eq!(read("/status"), ("/status", ""));
        assert_eq!(read("/pause"), ("/pause", ""));
    }

    #[test]
    fn commands_of_other_bots_are_told_apart() {
        assert_eq!(read("/status@other_bot"), ("for another bot", ""));
        assert_eq!(read("/banana"), ("unknown", ""));
        assert_eq!(read("/banana@memebot now"), ("unknown", "addressed"));
    }

    #[test]
    fn every_command_is_in_the_help_once_and_knows_its_name() {
        let mut names: Vec<&str> = all().map(|command| command.name).collect();
        for name in &names {
            assert_eq!(read(name).0, *name, "a command is found by its own name");
        }
        let shown = super::help::help().pages().join("\n");
        for name in &names {
            assert_eq!(shown.matches(&format!("{name} – ")).count(), 1, "{name}");
        }
        assert!(all().all(|command| HelpGroup::ALL.contains(&command.group)));
        assert_eq!(menu().len(), names.len());
        names.sort_unstable();
        names.dedup();
        assert_eq!(menu().len(), names.len(), "no name has two rows");
    }
}
