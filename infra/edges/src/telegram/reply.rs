//! A reply: blocks of text, buttons, perhaps a question; and how it becomes messages that Telegram takes.

use sha2::{Digest, Sha256};

use super::buttons::Action;
use super::html::{LONGEST_MESSAGE, escape, plain, seen_length, shortened};
use super::prompts::Purpose;

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Sends its data to us.
    Press(Action),
    /// Opens an address.
    Open(String),
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Button {
    /// What it says.
    pub(super) label: String,
    /// What it does.
    pub(super) target: Target,
}

impl Button {
    /// A button that sends its data to us.
    pub(super) fn press(label: impl Into<String>, action: Action) -> Self {
        Self { label: label.into(), target: Target::Press(action) }
    }

    /// A button that opens an address.
    pub(super) fn open(label: impl Into<String>, address: impl Into<String>) -> Self {
        Self { label: label.into(), target: Target::Open(address.into()) }
    }
}

/// What a chat is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reply {
    /// Blocks of HTML, each whole in itself; a long reply is split between them.
    pub(super) blocks: Vec<String>,
    /// Rows of buttons, under the last message.
    pub(super) rows: Vec<Vec<Button>>,
    /// What an answer to it is for, if it is a question.
    pub(super) question: Option<Purpose>,
    /// Whether it is shown as an answer to the message also where nobody else speaks.
    pub(super) answers: bool,
}

impl Reply {
    /// A reply of one block of HTML.
    pub(super) fn html(block: impl Into<String>) -> Self {
        Self { blocks: vec![block.into()], ..Self::default() }
    }

    /// A reply in plain words.
    pub(super) fn text(text: &str) -> Self {
        Self::html(escape(text))
    }

    /// The same with another block.
    #[must_use]
    pub(super) fn and(mut self, block: impl Into<String>) -> Self {
        self.blocks.push(block.into());
        self
    }

    /// The same with this block, if there is one.
    #[must_use]
    pub(super) fn and_if_any(self, block: Option<String>) -> Self {
        match block {
            Some(block) => self.and(block),
            None => self,
        }
    }

    /// The same with another row of buttons, if it has any.
    #[must_use]
    pub(super) fn row(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let row: Vec<Button> = buttons.into_iter().collect();
        if !row.is_empty() {
            self.rows.push(row);
        }
        self
    }

    /// The same as a question.
    #[must_use]
    pub(super) fn asking(self, purpose: Purpose) -> Self {
        Self { question: Some(purpose), ..self }
    }

    /// The same, shown as an answer to the message.
    #[must_use]
    pub(super) fn answering(self) -> Self {
        Self { answers: true, ..self }
    }

    /// The blocks joined into messages of at most 4096 units; none is empty.
    pub(super) fn pages(&self) -> Vec<String> {
        let mut pages: Vec<String> = Vec::new();
        for block in self.blocks.iter().filter(|block| !block.trim().is_empty()) {
            // Split between blocks and never inside one: half a block would be markup that Telegram refuses.
            let block = fitting(block);
            match pages.last_mut() {
                Some(page) if seen_length(page) + 1 + seen_length(&block) <= LONGEST_MESSAGE => {
                    page.push('\n');
                    page.push_str(&block);
                }
                Some(_) | None => pages.push(block),
            }
        }
        pages
    }

    /// SHA-256 (hex) of everything that is seen.
    pub(super) fn hash(&self) -> String {
        hex::encode(Sha256::digest(format!("{:?}{:?}", self.blocks, self.rows)))
    }
}

/// The block, or its beginning without markup if it alone is too long.
fn fitting(block: &str) -> String {
    if seen_length(block) <= LONGEST_MESSAGE {
        return block.to_owned();
    }
    escape(&shortened(&plain(block), LONGEST_MESSAGE))
}

#[cfg(test)]
mod tests {
    use super::Reply;
    use crate::telegram::html::seen_length;

    #[test]
    fn short_blocks_share_a_message() {
        let reply = Reply::html("<b>one</b>").and("two").and("");
        assert_eq!(reply.pages(), ["<b>one</b>\ntwo"]);
    }

    #[test]
    fn long_replies_are_split_between_blocks() {
        let block = format!("<b>{}</b>", "&amp;".repeat(1500));
        let reply = Reply { blocks: vec![block.clone(); 4], ..Reply::default() };
        let pages = reply.pages();
        assert_eq!(pages, [format!("{block}\n{block}"), format!("{block}\n{block}")]);
        assert!(pages.iter().all(|page| seen_length(page) <= 4096));
    }

    #[test]
    fn a_block_that_is_too_long_alone_loses_its_markup_and_its_end() {
        let pages = Reply::html(format!("<b>{}</b>", "&lt;".repeat(5000))).pages();
        assert_eq!(pages.len(), 1);
        assert!(pages[0].starts_with("&lt;&lt;") && pages[0].ends_with('…'));
        assert_eq!(seen_length(&pages[0]), 4096);
    }
}
