//! `/start` and `/help`: who the bot is, and the help made of the command table.

use domain::role::Role;
use futures_util::FutureExt;
use futures_util::future::ready;

use super::chat_request::ChatRequest;
use super::commands::{ChatCommand, HelpGroup, all};
use super::html::{bold, escape};
use super::reply::Reply;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
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

fn start(request: &ChatRequest<'_>) -> Reply {
    Reply::text(
        "I am MemeBot. I keep each project's approved context, suggest posts, show how risky they are, and publish to \
         X what you approve.",
    )
    .and(format!("Your Telegram id is <code>{}</code>. /help lists what I understand.", request.session.user))
}

/// The help: every command in its group, with an example.
pub(super) fn help() -> Reply {
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
    use super::help;

    #[test]
    fn the_help_reads_like_this() {
        insta::assert_snapshot!(help().pages().join("\n---\n"));
    }
}
