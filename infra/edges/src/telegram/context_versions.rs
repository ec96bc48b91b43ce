//! Commands that read the context: one layer in full, and what changed between two versions.

use domain::context::Context;
use domain::role::Role;
use futures_util::FutureExt;
use similar::{ChangeTag, TextDiff};

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::context::{load_context, numbered, standing};
use super::html::escape;
use super::project::usage;
use super::project_selection::selected_project;
use super::render::words;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};

/// Words of one block: blocks are what messages are split between.
const BLOCK: usize = 200;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/context_show",
        help: "one layer in full: <layer>",
        example: "1",
        group: HelpGroup::Context,
        roles: &Role::ALL,
        handler: |request, args| context_show(request, args).boxed(),
    },
    ChatCommand {
        name: "/context_diff",
        help: "what changed between two context versions, word by word: <version> [version]",
        example: "0 1",
        group: HelpGroup::Context,
        roles: &Role::ALL,
        handler: |request, args| context_diff(request, args).boxed(),
    },
];

async fn context_show(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let Some((number, "")) = numbered(args) else {
        return Err(usage("/context_show &lt;layer&gt;", "/context_show 1"));
    };
    let context = load_context(request, project.id).await?;
    let Some(layer) = context.layers.get(&number) else {
        return Err(RequestFailure::text(format!("There is no layer {number}. /context_list lists them.")));
    };
    let by = request.bot.names.name(&layer.added_by).await;
    let active = context.active().contains(&number);
    let title = format!(
        "{} · layer {number} · {} · proposed by {}",
        project.title(),
        standing(layer, active),
        escape(&by)
    );
    let mut reply = Reply::html(title);
    reply.blocks.extend(blocks(words(&layer.content)));
    Ok(reply)
}

/// The text in blocks of so many words, its lines as they are.
fn blocks(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    words.chunks(BLOCK).map(|words| escape(words.concat().trim_end())).collect()
}

async fn context_diff(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let form = "/context_diff &lt;version&gt; [version] (without the second: the current one)";
    let context = load_context(request, project.id).await?;
    let (from, to) = match numbered(args) {
        Some((from, "")) => (from, context.version()),
        Some((from, rest)) => match numbered(rest) {
            Some((to, "")) => (from, to),
            Some(_) | None => return Err(usage(form, "/context_diff 1 2")),
        },
        None => return Err(usage(form, "/context_diff 1 2")),
    };
    let (Some(before), Some(after)) = (text_of(&context, from), text_of(&context, to)) else {
        return Err(RequestFailure::text(format!(
            "The context has the versions 0 (nothing) to {}. /context_list shows its layers.",
            context.version()
        )));
    };
    let title = format!("{}: context version {from} → {to}", project.title());
    let changed = diff(&before, &after);
    if changed.is_empty() {
        return Ok(Reply::html(title).and("The two read the same."));
    }
    let mut reply =
        Reply::html(title).and("New words are <u>underlined</u>, those that are gone <s>struck out</s>.");
    reply.blocks.extend(changed);
    Ok(reply)
}

/// The active layers of a version, one after another, without forgotten ones; none if there is no such version.
fn text_of(context: &Context, version: u32) -> Option<String> {
    context.active_at(version)?;
    Some(context.words_at(version).join("\n\n"))
}

/// The difference word by word, in blocks of HTML each of which is whole; empty if there is none.
fn diff(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_words(before, after);
    if diff.ratio() >= 1.0 {
        return Vec::new();
    }
    let changes: Vec<(ChangeTag, String)> =
        diff.iter_all_changes().map(|change| (change.tag(), escape(change.value()))).collect();
    let mut blocks = Vec::new();
    for changes in changes.chunks(2 * BLOCK) {
        let mut block = String::new();
        for run in changes.chunk_by(|one, next| one.0 == next.0) {
            let text: String = run.iter().map(|(_, text)| text.as_str()).collect();
            let (begin, end) = match run[0].0 {
                ChangeTag::Equal => ("", ""),
                ChangeTag::Insert => ("<u>", "</u>"),
                ChangeTag::Delete => ("<s>", "</s>"),
            };
            block.extend([begin, &text, end]);
        }
        blocks.push(block);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{blocks, diff};

    #[test]
    fn words_that_came_and_went_are_marked() {
        assert_eq!(diff("a calm frog", "a loud frog"), ["a <s>calm</s><u>loud</u> frog"]);
        assert_eq!(diff("", "<b> & c"), ["<u>&lt;b&gt; &amp; c</u>"]);
        assert_eq!(diff("same", "same"), [""; 0]);
    }

    #[test]
    fn long_texts_are_split_between_words_and_every_block_is_whole() {
        let long = "word ".repeat(1_000);
        assert!(blocks(&long).len() == 5 && blocks(&long).concat().starts_with("word word"));
        for block in diff("", &long) {
            assert!(block.starts_with("<u>") && block.ends_with("</u>"), "{block}");
            assert!(crate::telegram::html::seen_length(&block) <= 4096);
        }
    }
}
