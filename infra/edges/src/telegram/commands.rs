//! The command table: one row per Telegram command, beside its handler in the file of its subject. Routing, menu and
//! help follow from the rows, so that a new command is one row and one function there.

use domain::member::Member;
use domain::role::Role;
use futures_util::FutureExt;
use futures_util::future::ready;
use teloxide::types::BotCommand;

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::{bold, escape};
use super::reply::Reply;
use super::{
    audit, context, context_versions, decisions, limits, members, pending, posting, posts, project,
    publish_command, status, suggestion, vibe,
};

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
const TABLES: [&[ChatCommand]; 15] = [
    COMMANDS,
    project::COMMANDS,
    status::COMMANDS,
    context::COMMANDS,
    context_versions::COMMANDS,
    suggestion::COMMANDS,
    decisions::COMMANDS,
    vibe::COMMANDS,
    pending::COMMANDS,
    publish_command::COMMANDS,
    posts::COMMANDS,
    posting::COMMANDS,
    limits::COMMANDS,
    members::COMMANDS,
    audit::COMMANDS,
];

/// Every command.
pub(super) fn all() -> impl Iterator<Item = &'static ChatCommand> {
    TABLES.into_iter().flatten()
}

/// The menu that Telegram shows whoever has none of their own, and in groups.
pub(super) fn menu() -> Vec<BotCommand> {
    all().map(menu_entry).collect()
}

/// The menu of somebody who has these roles anywhere.
pub(super) fn menu_of(member: &Member) -> Vec<BotCommand> {
    let holds = |role: &Role| member.roles.iter().any(|(held, _)| held == role || *held == Role::Owner);
    let offered = all().filter(|command| command.group == HelpGroup::Help || command.roles.iter().any(holds));
    offered.map(menu_entry).collect()
}

fn menu_entry(command: &ChatCommand) -> BotCommand {
    // Telegram takes names without the slash, which it adds itself.
    BotCommand::new(command.name.trim_start_matches('/'), command.help)
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
    use super::{HelpGroup, all, help, menu};

    #[test]
    fn every_command_is_in_the_help_once() {
        let mut names: Vec<&str> = all().map(|command| command.name).collect();
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
    fn the_menu_has_names_that_telegram_takes() {
        let taken = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        for command in menu() {
            assert!(
                (1..=32).contains(&command.command.len()) && command.command.chars().all(taken),
                "{command:?}"
            );
            assert!((1..=256).contains(&command.description.chars().count()), "{command:?}");
        }
    }

    #[test]
    fn the_help_reads_like_this() {
        insta::assert_snapshot!(help().pages().join("\n---\n"));
    }
}
