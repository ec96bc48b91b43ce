//! The command table: one row per Telegram command, beside its handler in the file of its subject. Parsing, menu, help
//! and routing follow from the rows, so that a new command is one row and one function there.

use domain::role::Role;
use futures_util::FutureExt;
use futures_util::future::ready;
use teloxide::types::BotCommand;

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::{bold, escape};
use super::reply::Reply;
use super::{audit, context, members, pending, posting, project, publish_command, status, suggestion, vibe};

/// What is about the bot itself; these rows stand here because the help lists all the others.
const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/start",
        help: "who I am, and your Telegram id",
        example: "",
        group: HelpGroup::Help,
        roles: &Role::ALL,
        handler: |request, _| ready(Ok(start(request))).boxed(),
    },
    ChatCommand {
        name: "/help",
        help: "everything I understand",
        example: "",
        group: HelpGroup::Help,
        roles: &Role::ALL,
        handler: |_, _| ready(Ok(help())).boxed(),
    },
];

/// Every subject's rows, in the order of the menu; within a group the help keeps this order.
const TABLES: [&[ChatCommand]; 11] = [
    COMMANDS,
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

fn start(request: &ChatRequest<'_>) -> Reply {
    Reply::text(
        "I am MemeBot. I keep each project's approved context, suggest posts, show how risky they are, and publish to \
         X what you approve.",
    )
    .and(format!("Your Telegram id is <code>{}</code>. /help lists what I understand.", request.session.user))
}

/// The help: every command in its group, with an example.
fn help() -> Reply {
    let blocks = HelpGroup::ALL.into_iter().map(block).collect();
    let end = "Times are those of the project's zone: 18:30, mon 09:00, 2026-11-23 18:30, in 2h. Approve, edit and \
               publish with the buttons under each suggestion.";
    Reply { blocks, ..Reply::default() }.and(end)
}

fn block(group: HelpGroup) -> String {
    let lines: Vec<String> = all().filter(|command| command.group == group).map(line).collect();
    format!("{}\n{}\n", bold(group.title()), lines.join("\n"))
}

fn line(command: &ChatCommand) -> String {
    let ChatCommand { name, help, example, .. } = command;
    let example = match *example {
        "" => String::new(),
        words => format!("\n    <code>{name} {}</code>", escape(words)),
    };
    format!("{name} – {}{example}", escape(help))
}

#[cfg(test)]
mod tests {
    use super::{HelpGroup, ParsedCommand, all, help, menu, parse};

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
        let shown = help().pages().join("\n");
        for name in &names {
            assert_eq!(shown.matches(&format!("{name} – ")).count(), 1, "{name}");
        }
        assert!(all().all(|command| HelpGroup::ALL.contains(&command.group)));
        assert_eq!(menu().len(), names.len());
        names.sort_unstable();
        names.dedup();
        assert_eq!(menu().len(), names.len(), "no name has two rows");
    }

    #[test]
    fn the_help_reads_like_this() {
        insta::assert_snapshot!(help().pages().join("\n---\n"));
    }
}
