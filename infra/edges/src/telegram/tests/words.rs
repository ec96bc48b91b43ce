//! Words as people wrote them, with what their formatting hides.

use commands::port::aggregates::Aggregates;
use commands::port::notice::NoticeSubject;
use domain::id::SuggestionId;
use serde_json::{Value, json};

use super::{ALICE, TelegramTest};

/// The fields of a message that carries a hidden link over these words of it.
fn hidden_link(text: &str, words: &str, url: &str) -> Value {
    let before = text.split(words).next().unwrap().encode_utf16().count();
    let length = words.encode_utf16().count();
    json!({ "entities": [{ "type": "text_link", "offset": before, "length": length, "url": url }] })
}

#[tokio::test]
async fn the_address_of_a_hidden_link_is_kept_behind_its_words() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let telegram = app.sandbox.telegram();
    for (text, answer) in [
        ("/context_add 🐸 reads the pond paper daily", "Layer 1"),
        ("/vibe like the pond paper", "The mood of"),
        ("/suggest_post news of the pond paper", "Writing 3 variants"),
    ] {
        let link = hidden_link(text, "pond paper", "https://pond.example/paper");
        let said = telegram.user_sends(ALICE, text, None, &link).unwrap();
        let reply = app.next(ALICE, said).await;
        assert!(reply.text.starts_with(answer), "{}", reply.text);
    }
    let kept = "pond paper (https://pond.example/paper)";
    let context = app.bus.context(project).await.unwrap().state;
    assert_eq!(context.layers[&1].content.as_str(), Some(&*format!("🐸 reads the {kept} daily")));
    let asked = SuggestionId(app.only("suggestion").await);
    let instruction = app.suggestion_state(asked).await.instruction.expect("it is given");
    assert_eq!(instruction.as_str(), Some(&*format!("news of the {kept}")));
    let vibe = app.bus.project(project).await.unwrap().state.vibe.expect("it is set").0;
    assert_eq!(vibe.as_str(), Some(&*format!("like the {kept}")));
    bot.stop().await;
}

#[tokio::test]
async fn an_edit_keeps_the_addresses_of_its_links() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm"]).await;
    let notice = app.show(&NoticeSubject::Variant { project, suggestion, variant: 1 }).await;
    app.press(ALICE, &notice, "Edit").await;
    let question = app.next(ALICE, notice.id).await;
    // the question is quoted without its date and sender, so nobody waits for its being remembered
    app.handled().await;
    let mut answer = hidden_link("gm pond", "pond", "https://pond.example/");
    answer["reply_to_message"] = json!({ "message_id": question.id, "date": 1_700_000_000, "text": "?",
        "chat": { "id": ALICE, "type": "private", "first_name": "Alice" } });
    let said = app.sandbox.telegram().user_sends(ALICE, "gm pond", None, &answer).unwrap();
    let reply = app.next(ALICE, said).await;
    assert!(reply.text.contains("is changed and is being scored again"), "{}", reply.text);
    let edited = app.suggestion_state(suggestion).await;
    assert_eq!(edited.variants[0].text.as_str(), Some("gm pond (https://pond.example/)"));
    bot.stop().await;
}
