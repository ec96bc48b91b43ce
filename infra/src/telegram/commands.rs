//! The commands that people type, and the help made of them.

use teloxide::types::BotCommand;
use teloxide::utils::command::{BotCommands, ParseError};

use super::html::{bold, escape};
use super::reply::Reply;

/// A typed command; its text is what follows the name.
#[derive(BotCommands, Clone, Debug, PartialEq, Eq)]
#[command(rename_rule = "snake_case")]
pub(super) enum Command {
    #[command(description = "who I am, and your Telegram id")]
    Start,
    #[command(description = "everything I understand")]
    Help,
    #[command(description = "begin a project: <name> | <description>")]
    ProjectNew(String),
    #[command(description = "the projects you have a role in")]
    Projects,
    #[command(description = "work on a project: <name or number>")]
    Use(String),
    #[command(description = "how the project stands")]
    Status,
    #[command(description = "propose a context layer: <text>")]
    ContextAdd(String),
    #[command(description = "the project's context layers")]
    ContextList,
    #[command(description = "make a layer active: <layer>")]
    ContextApprove(String),
    #[command(description = "refuse a layer: <layer> [reason]")]
    ContextReject(String),
    #[command(description = "return to an earlier context: <version>")]
    ContextRollback(String),
    #[command(description = "ask for three variants of a post: [about what]")]
    SuggestPost(String),
    #[command(description = "set the mood for up to seven days: <mood>")]
    Vibe(String),
    #[command(description = "end the mood")]
    VibeClear,
    #[command(description = "what waits for a decision")]
    Pending,
    #[command(description = "publish an approved suggestion: [id] [time]")]
    Publish(String),
    #[command(description = "set or show the posting times: [times] [zone]")]
    Schedule(String),
    #[command(description = "what I do by myself: off, approved or full")]
    Autopilot(String),
    #[command(description = "stop everything on its way to X: [reason]")]
    Pause(String),
    #[command(description = "allow posting again")]
    Resume,
    #[command(description = "who did what: [how many]")]
    Audit(String),
    #[command(description = "give a role: <telegram id> <role> [everywhere]")]
    Grant(String),
    #[command(description = "take a role: <telegram id> <role> [everywhere]")]
    Revoke(String),
}

/// The groups of the help: commands without their slash, each with an example of what may follow it.
const GROUPS: [(&str, &[(&str, &str)]); 5] = [
    (
        "Projects",
        &[
            ("project_new", "Frog Coin | A community around one calm green frog"),
            ("projects", ""),
            ("use", "Frog Coin"),
            ("status", ""),
        ],
    ),
    (
        "Context",
        &[
            ("context_add", "The frog never talks about prices"),
            ("context_list", ""),
            ("context_approve", "3"),
            ("context_reject", "3 sounds like advice"),
            ("context_rollback", "2"),
            ("vibe", "sleepy Sunday, soft jokes"),
            ("vibe_clear", ""),
        ],
    ),
    (
        "Posts",
        &[
            ("suggest_post", "good morning from the pond"),
            ("pending", ""),
            ("publish", "1a2b3c4d 18:30"),
            ("schedule", "09:00 18:30 Europe/Berlin"),
            ("autopilot", "approved"),
            ("pause", "checking something"),
            ("resume", ""),
        ],
    ),
    ("People and history", &[("grant", "123456789 editor"), ("revoke", "123456789 editor"), ("audit", "20")]),
    ("Help", &[("start", ""), ("help", "")]),
];

/// What a text that begins with a slash turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ParsedCommand {
    /// One of ours.
    Command(Command),
    /// It names another bot.
    ForAnotherBot,
    /// No command that we know.
    Unknown {
        /// Whether it names this bot.
        addressed: bool,
    },
}

/// Reads a text that begins with a slash; `me` is the bot's user name.
pub(super) fn parse(text: &str, me: &str) -> ParsedCommand {
    // the library splits at a blank only; people go on in the next line too
    let text = text.trim().replacen(
        ['\n', '\t', '\r', '\u{a0}'],
        " ",
        usize::from(!first_gap_is_blank(text.trim())),
    );
    match Command::parse(&text, me) {
        Ok(command) => ParsedCommand::Command(command),
        Err(ParseError::WrongBotName(_)) => ParsedCommand::ForAnotherBot,
        Err(
            ParseError::UnknownCommand(_)
            | ParseError::TooFewArguments { .. }
            | ParseError::TooManyArguments { .. }
            | ParseError::IncorrectFormat(_)
            | ParseError::Custom(_),
        ) => ParsedCommand::Unknown {
            addressed: text.split(' ').next().is_some_and(|word| word.contains('@')),
        },
    }
}

fn first_gap_is_blank(text: &str) -> bool {
    text.chars().find(|c| c.is_whitespace()).is_none_or(|gap| gap == ' ')
}

impl Command {
    /// The command as people write it, without what follows: the name under which a refused attempt is recorded.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Start => "/start",
            Self::Help => "/help",
            Self::ProjectNew(_) => "/project_new",
            Self::Projects => "/projects",
            Self::Use(_) => "/use",
            Self::Status => "/status",
            Self::ContextAdd(_) => "/context_add",
            Self::ContextList => "/context_list",
            Self::ContextApprove(_) => "/context_approve",
            Self::ContextReject(_) => "/context_reject",
            Self::ContextRollback(_) => "/context_rollback",
            Self::SuggestPost(_) => "/suggest_post",
            Self::Vibe(_) => "/vibe",
            Self::VibeClear => "/vibe_clear",
            Self::Pending => "/pending",
            Self::Publish(_) => "/publish",
            Self::Schedule(_) => "/schedule",
            Self::Autopilot(_) => "/autopilot",
            Self::Pause(_) => "/pause",
            Self::Resume => "/resume",
            Self::Audit(_) => "/audit",
            Self::Grant(_) => "/grant",
            Self::Revoke(_) => "/revoke",
        }
    }
}

/// The menu that Telegram shows.
pub(super) fn menu() -> Vec<BotCommand> {
    Command::bot_commands()
}

/// The help: every command in its group, with an example.
pub(super) fn help() -> Reply {
    let menu = menu();
    let line = |(name, example): &(&str, &str)| {
        let described = menu.iter().find(|entry| entry.command.trim_start_matches('/') == *name);
        let description = described.map_or("", |entry| &entry.description);
        let example = match *example {
            "" => String::new(),
            words => format!("\n    <code>/{name} {}</code>", escape(words)),
        };
        format!("/{name} – {}{example}", escape(description))
    };
    let group = |(title, commands): &(&str, &[(&str, &str)])| {
        let lines: Vec<String> = commands.iter().map(line).collect();
        format!("{}\n{}\n", bold(title), lines.join("\n"))
    };
    let blocks = GROUPS.iter().map(group).collect();
    let end = "Times are those of the project's zone: 18:30, mon 09:00, 2026-11-23 18:30, in 2h. Approve, edit and \
               publish with the buttons under each suggestion.";
    Reply { blocks, ..Reply::default() }.and(end)
}

#[cfg(test)]
mod tests {
    use super::{Command, GROUPS, ParsedCommand, help, menu, parse};

    fn read(text: &str) -> ParsedCommand {
        parse(text, "memebot")
    }

    #[test]
    fn the_rest_of_the_text_is_the_argument_lines_and_all() {
        let expected = Command::ContextAdd("one\ntwo  three".to_owned());
        for text in [
            "/context_add one\ntwo  three",
            "/context_add\none\ntwo  three",
            " /context_add@MemeBot one\ntwo  three ",
        ] {
            assert_eq!(read(text), ParsedCommand::Command(expected.clone()), "{text}");
        }
        assert_eq!(read("/status"), ParsedCommand::Command(Command::Status));
        assert_eq!(read("/pause"), ParsedCommand::Command(Command::Pause(String::new())));
    }

    #[test]
    fn commands_of_other_bots_are_told_apart() {
        assert_eq!(read("/status@other_bot"), ParsedCommand::ForAnotherBot);
        assert_eq!(read("/banana"), ParsedCommand::Unknown { addressed: false });
        assert_eq!(read("/banana@memebot now"), ParsedCommand::Unknown { addressed: true });
    }

    #[test]
    fn every_command_is_in_the_help_once_and_knows_its_name() {
        let mut grouped: Vec<String> = GROUPS
            .iter()
            .flat_map(|(_, commands)| commands.iter())
            .map(|(name, _)| format!("/{name}"))
            .collect();
        let mut listed: Vec<String> = menu().into_iter().map(|entry| entry.command).collect();
        for name in &listed {
            let ParsedCommand::Command(command) = read(name) else { panic!("{name} is not read") };
            assert_eq!(command.name(), name);
        }
        grouped.sort();
        listed.sort();
        assert_eq!(grouped, listed);
    }

    #[test]
    fn the_help_reads_like_this() {
        insta::assert_snapshot!(help().pages().join("\n---\n"));
    }
}
