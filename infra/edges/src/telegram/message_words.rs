//! The words of a message: its text or caption, with the address of each hidden link behind the words that carry it.

use std::borrow::Cow;

use teloxide::types::{Message, MessageEntity, MessageEntityKind};

/// The words that count as said; none for what is not words.
pub(super) fn words_of(message: &Message) -> Option<Cow<'_, str>> {
    let text = message.text().or_else(|| message.caption())?;
    let entities = message.entities().or_else(|| message.caption_entities()).unwrap_or_default();
    let links: Vec<(usize, &str)> = entities.iter().filter_map(hidden_link).collect();
    Some(if links.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(with_addresses(text, &links)) })
}

/// Where the words of a link end, in UTF-16 units, and its address.
fn hidden_link(entity: &MessageEntity) -> Option<(usize, &str)> {
    let MessageEntityKind::TextLink { url } = &entity.kind else { return None };
    Some((entity.offset + entity.length, url.as_str()))
}

fn with_addresses(text: &str, links: &[(usize, &str)]) -> String {
    let mut words = String::with_capacity(text.len());
    let mut seen = 0;
    for c in text.chars() {
        words.push(c);
        let before = seen;
        seen += c.len_utf16();
        for (_, address) in links.iter().filter(|(end, _)| (before + 1..=seen).contains(end)) {
            // a link that shows its address hides nothing
            if !words.ends_with(address.trim_end_matches('/')) && !words.ends_with(address) {
                words.extend([" (", address, ")"]);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words_of;
    use serde_json::{Value, json};
    use teloxide::types::Message;

    fn message(fields: &Value) -> Message {
        let mut message = json!({ "message_id": 1, "date": 1_700_000_000,
            "chat": { "id": 1, "type": "private", "first_name": "A" } });
        message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        serde_json::from_value(message).unwrap()
    }

    fn link(offset: usize, length: usize, url: &str) -> Value {
        json!({ "type": "text_link", "offset": offset, "length": length, "url": url })
    }

    #[test]
    fn the_address_of_a_hidden_link_stands_behind_its_words() {
        let entities = [link(3, 4, "https://frog.example/a?b=1"), link(8, 4, "https://toad.example/x")];
        let said = message(&json!({ "text": "🐸 frog toad", "entities": entities }));
        let expected = "🐸 frog (https://frog.example/a?b=1) toad (https://toad.example/x)";
        assert_eq!(words_of(&said).unwrap(), expected, "offsets count UTF-16 units");
    }

    #[test]
    fn captions_have_their_links_too() {
        let photo = json!([{ "file_id": "a", "file_unique_id": "b", "width": 1, "height": 1 }]);
        let said = message(
            &json!({ "photo": photo, "caption": "see 🐸🐸", "caption_entities": [link(4, 4, "https://a.example/")] }),
        );
        assert_eq!(words_of(&said).unwrap(), "see 🐸🐸 (https://a.example/)");
    }

    #[test]
    fn what_hides_nothing_stays_as_it_is() {
        let bold = json!([{ "type": "bold", "offset": 0, "length": 2 }]);
        assert_eq!(words_of(&message(&json!({ "text": "gm", "entities": bold }))).unwrap(), "gm");
        let shown = json!([link(0, 17, "https://a.example/")]);
        let said = message(&json!({ "text": "https://a.example", "entities": shown }));
        assert_eq!(words_of(&said).unwrap(), "https://a.example");
        assert_eq!(words_of(&message(&json!({ "dice": { "emoji": "🎲", "value": 3 } }))), None);
    }
}
