//! Commands and buttons, as people see them.

use commands::context::assess::AssessContext;
use commands::port::notice::NoticeSubject;
use domain::actor::Actor;
use domain::role::{Role, Scope};
use serde_json::json;

use super::{ALICE, BOB, MALLORY, TelegramTest, assessed, data, labels};
use crate::telegram::render::short_id;

#[tokio::test]
async fn strangers_are_refused_and_remembered_once_an_hour() {
    let (app, bot) = TelegramTest::listening().await;
    for text in ["/pending", "/project_new Mine | mine", "/start"] {
        let reply = app.send(MALLORY, text).await;
        assert!(
            reply.text.contains("you have no role here") && reply.text.contains("1999"),
            "{}",
            reply.text
        );
    }
    bot.stop().await;
    let refused: Vec<String> = sqlx::query_scalar(
        "SELECT payload::jsonb #>> '{CommandRefused,command}' FROM events WHERE event_type = 'CommandRefused' ORDER BY ingest_seq",
    )
    .fetch_all(&app.database.pool)
    .await
    .unwrap();
    // one more if the clock passed a full hour meanwhile
    assert!(refused.len() <= 2 && refused[0] == "/pending", "{refused:?}");
}

#[tokio::test]
async fn a_layer_is_proposed_scored_and_approved_by_a_button_once() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let reply = app.send(ALICE, "/context_add The frog says <gm> & nothing else").await;
    assert!(reply.text.starts_with("Layer 1 of Frogs & Co waits for approval."), "{}", reply.text);

    let subject = NoticeSubject::Layer { project, layer: 1 };
    let unscored = app.show(&subject).await;
    assert!(
        unscored.text.contains("It is being scored.") && unscored.buttons.is_empty(),
        "{}",
        unscored.text
    );
    let assessment = assessed("The frog says gm");
    app.execute(Actor::process("scoring"), AssessContext { project, layer: 1, assessment }).await;
    let notice = app.show(&subject).await;
    assert_eq!(notice.id, unscored.id, "the copy is edited");
    assert!(notice.text.contains("The frog says <gm> & nothing else"), "{}", notice.text);
    assert!(notice.text.contains("proposed by @alice"), "{}", notice.text);
    assert_eq!(labels(&notice), ["Approve", "Reject"]);

    let approve = data(&notice, "Approve");
    assert_eq!(
        app.press(ALICE, &notice, "Approve").await,
        ("Approved: context version 1.".to_owned(), false)
    );
    let decided = app.seen(&notice, |seen| seen.buttons.is_empty()).await;
    assert!(decided.text.contains("Approved by @alice, "), "{}", decided.text);
    let (late, alert) = app.press_old(ALICE, &notice, &approve).await;
    assert!(late.starts_with("This context layer is already approved: by @alice at ") && alert, "{late}");
    assert_eq!(app.events("ContextApproved").await, 1);
    bot.stop().await;
}

#[tokio::test]
async fn a_variant_is_edited_by_answering_and_old_buttons_say_so() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm", "good morning"]).await;
    let subject = NoticeSubject::Variant { project, suggestion, variant: 1 };
    let notice = app.show(&subject).await;
    assert_eq!(labels(&notice), ["Approve", "Publish now", "Edit", "Regenerate", "Reject"]);
    assert!(notice.text.contains("2 of 280 characters · context version 0"), "{}", notice.text);

    app.press(ALICE, &notice, "Edit").await;
    let question = app.next(ALICE, notice.id).await;
    assert!(question.force_reply && question.text.contains("variant 1"), "{question:?}");
    let said = app.sandbox.telegram().user_replies(ALICE, question.id, "gm frens").unwrap();
    let reply = app.next(ALICE, said).await;
    assert!(reply.text.contains("is changed and is being scored again"), "{}", reply.text);
    assert_eq!(app.suggestion_state(suggestion).await.variants[0].revision, 1);

    let approve = data(&notice, "Approve");
    let (stale, alert) = app.press_old(ALICE, &notice, &approve).await;
    assert!(alert && stale.starts_with("The text has changed since: it is at revision 1 now."), "{stale}");
    let edited = app.seen(&notice, |seen| seen.text.contains("gm frens")).await;
    assert!(edited.text.contains("edited 1×") && edited.buttons.is_empty(), "{}", edited.text);
    bot.stop().await;
}

#[tokio::test]
async fn two_admins_decide_and_the_second_is_told_who_was_faster() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Publisher, Scope::Project(project)).await;
    let suggestion = app.suggestion(project, &["gm"]).await;
    let notice = app.show(&NoticeSubject::Variant { project, suggestion, variant: 1 }).await;
    let reject = data(&notice, "Reject");
    assert_eq!(app.press(ALICE, &notice, "Approve").await, ("Approved.".to_owned(), false));
    let opened = app.send(BOB, "/start").await;
    let (late, alert) = app.press_old(BOB, &opened, &reject).await;
    assert!(late.starts_with("This suggestion is already approved: by @alice at ") && alert, "{late}");
    bot.stop().await;
}

#[tokio::test]
async fn every_wrong_input_gets_a_sentence_that_says_what_to_do() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    for (input, answer) in [
        ("/banana", "I do not know this command. /help lists"),
        ("hello", "I understand commands and answers"),
        ("/project_new Only a name", "Write it like this: /project_new <name> | <description>"),
        ("/context_approve", "Write it like this: /context_approve <layer>"),
        ("/context_approve 7", "There is no such context layer. /status"),
        ("/context_rollback 3", "There is no such context version."),
        ("/vibe", "Write it like this: /vibe <mood>"),
        (&format!("/vibe {}", "x".repeat(501)), "Vibe is longer than 500 characters."),
        ("/autopilot loud", "The autopilot of Frogs & Co is off."),
        ("/autopilot full", "The project has no X account yet."),
        ("/schedule 25:00", "I cannot read “25:00”."),
        ("/grant bob editor", "Write it like this: /grant <telegram id>"),
        ("/grant 5 emperor", "Write it like this: /grant <telegram id>"),
        ("/use Toads", "I find no project “Toads”."),
        ("/publish", "Nothing approved waits to be published."),
        ("/publish deadbeef", "I find no approved suggestion deadbeef"),
        ("/publish soon", "I cannot read “soon” as a time."),
        ("/audit many", "Write it like this: /audit"),
    ] {
        let reply = app.send(ALICE, input).await;
        assert!(reply.text.starts_with(answer), "{input}: {}", reply.text);
    }
    let reply = app.send(ALICE, "/help").await;
    assert!(
        app.press_old(ALICE, &reply, "zz:forged").await.0.starts_with("This button is of an earlier time")
    );
    bot.stop().await;
}

#[tokio::test]
async fn settings_are_answered_with_what_holds_now() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    for (input, answer) in [
        ("/schedule 09:00 mon 18:30 europe/berlin", "every day 09:00, Mon 18:30 (Europe/Berlin)"),
        ("/vibe sleepy <Sunday>", "sleepy <Sunday>"),
        ("/pause checking", "Posting of Frogs & Co is paused."),
        ("/pause", "was paused before"),
        ("/status", "Posting: paused"),
        ("/resume", "Posting of Frogs & Co goes on."),
        ("/vibe_clear", "The mood has ended."),
        ("/vibe_clear", "No mood was set."),
        ("/autopilot off", "The autopilot of Frogs & Co is off."),
        ("/grant 1002 publisher", "User 1002 is publisher in Frogs & Co now."),
        ("/revoke 1002 publisher", "User 1002 is not publisher in Frogs & Co any more."),
        ("/context_list", "has no context yet"),
        ("/pending", "Nothing of Frogs & Co waits for a decision."),
        ("/audit", "Nothing more."),
    ] {
        let reply = app.send(ALICE, input).await;
        assert!(reply.text.contains(answer), "{input}: {}", reply.text);
    }
    bot.stop().await;
}

#[tokio::test]
async fn a_person_with_several_projects_is_asked_which_one() {
    let (app, bot) = TelegramTest::listening().await;
    let first = app.project().await;
    let toads = app.another_project().await;
    app.grant(BOB, Role::Editor, Scope::Project(first)).await;
    let only = app.send(BOB, "/status").await;
    assert!(only.text.starts_with("Frogs & Co"), "the only project is implied: {}", only.text);
    app.grant(BOB, Role::Editor, Scope::Project(toads)).await;

    let question = app.send(BOB, "/status").await;
    assert!(question.text.starts_with("Which project?"), "{}", question.text);
    assert_eq!(labels(&question), ["Frogs & Co", "Toads"]);
    assert_eq!(app.press(BOB, &question, "Toads").await.0, "You work on Toads here now.");
    assert!(app.send(BOB, "/status").await.text.starts_with("Toads"));
    assert_eq!(app.send(BOB, "/use 1").await.text, "You work on Frogs & Co here now.");
    let list = app.send(BOB, "/projects").await;
    assert!(list.text.contains("1. Frogs & Co ← you work on this one\n2. Toads"), "{}", list.text);
    bot.stop().await;
}

#[tokio::test]
async fn another_projects_buttons_do_nothing_and_are_remembered() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.send(ALICE, "/context_add gm").await;
    let command = AssessContext { project, layer: 1, assessment: assessed("gm") };
    app.execute(Actor::process("scoring"), command).await;
    let other = app.another_project().await;
    app.grant(BOB, Role::Publisher, Scope::Project(other)).await;
    let notice = app.show(&NoticeSubject::Layer { project, layer: 1 }).await;
    let opened = app.send(BOB, "/help").await;
    let (refused, alert) = app.press_old(BOB, &opened, &data(&notice, "Approve")).await;
    assert!(alert && refused.starts_with("This needs the role publisher."), "{refused}");
    let show = data(&notice, "Approve").replacen("la:", "ls:", 1);
    let (hidden, alert) = app.press_old(BOB, &opened, &show).await;
    assert!(alert && hidden.starts_with("There is no such project."), "{hidden}");
    assert_eq!(app.events("CommandRefused").await, 2);
    assert_eq!(app.events("ContextApproved").await, 0);
    bot.stop().await;
}

#[tokio::test]
async fn who_hides_behind_a_group_is_refused_and_other_bots_commands_are_ignored() {
    let (app, bot) = TelegramTest::listening().await;
    let group = app.sandbox.telegram().create_group("Admins");
    let message = |text: &str| {
        json!({
            "message_id": 900_000, "date": 1_700_000_000, "text": text,
            "chat": { "id": group, "type": "supergroup", "title": "Admins" },
            "sender_chat": { "id": group, "type": "supergroup", "title": "Admins" },
            "from": { "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" },
        })
    };
    app.sandbox.telegram().user_says(ALICE, "/status@other_bot", Some(group)).unwrap();
    app.sandbox.telegram().user_says(ALICE, "/banana", Some(group)).unwrap();
    app.sandbox.telegram().user_says(ALICE, "just talking", Some(group)).unwrap();
    app.sandbox.telegram().inject_update("message", &message("/pause"));
    let refused = app.next(group, 0).await;
    assert!(refused.text.starts_with("I cannot tell who you are"), "{}", refused.text);
    let said = app.sandbox.telegram().user_says(ALICE, "/help@memebot_sandbox_bot", Some(group)).unwrap();
    let help = app.next(group, refused.id).await;
    assert_eq!((help.reply_to, help.text.starts_with("Projects")), (Some(said), true));
    bot.stop().await;
}

#[tokio::test]
async fn layers_are_shown_in_full_and_versions_compared() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    for (number, text) in [(1, "a calm <frog>"), (2, "a loud toad")] {
        app.send(ALICE, &format!("/context_add {text}")).await;
        let assess = AssessContext { project, layer: number, assessment: assessed(text) };
        app.execute(Actor::process("context-assessment"), assess).await;
        app.send(ALICE, &format!("/context_approve {number}")).await;
    }
    let shown = app.send(ALICE, "/context_show 1").await;
    assert!(shown.text.contains("layer 1 · active · proposed by @alice\na calm <frog>"), "{}", shown.text);
    let changed = app.send(ALICE, "/context_diff 1").await;
    assert!(
        changed.text.contains("context version 1 → 2") && changed.html.contains("<u>"),
        "{}",
        changed.html
    );
    assert!(changed.html.ends_with("a calm &lt;frog&gt;<u>\n\na loud toad</u>"), "{}", changed.html);
    let gone = app.send(ALICE, "/context_diff 2 0").await;
    assert!(gone.html.ends_with("<s>a calm &lt;frog&gt;\n\na loud toad</s>"), "{}", gone.html);
    assert!(app.send(ALICE, "/context_diff 2 2").await.text.contains("The two read the same."));
    for (text, beginning) in [
        ("/context_show", "Write it like this: /context_show <layer>"),
        ("/context_show 9", "There is no layer 9."),
        ("/context_diff", "Write it like this: /context_diff <version> [version]"),
        ("/context_diff one", "Write it like this: /context_diff <version> [version]"),
        ("/context_diff 1 9", "The context has the versions 0 (nothing) to 2."),
    ] {
        let reply = app.send(ALICE, text).await;
        assert!(reply.text.starts_with(beginning), "{text}: {}", reply.text);
    }
    bot.stop().await;
}

#[tokio::test]
async fn limits_and_zone_are_shown_and_set() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    for (text, beginning) in [
        ("/quota", "The limits of Frogs & Co in a day: 100 suggestions and 24 posts."),
        ("/quota 50 5", "The limits of Frogs & Co in a day are 50 suggestions and 5 posts now."),
        ("/quota 50 5", "The limits of Frogs & Co are 50 suggestions and 5 posts already."),
        ("/quota 50", "Write it like this: /quota <suggestions a day> <posts a day>"),
        ("/quota 50 many", "Write it like this: /quota <suggestions a day> <posts a day>"),
        ("/quota 0 5", "Suggestions per day must lie between 1 and 1000"),
        ("/timezone", "The time zone of Frogs & Co is UTC"),
        ("/timezone Berlin", "I know no time zone “Berlin”."),
        ("/timezone europe/berlin", "The time zone of Frogs & Co is Europe/Berlin now."),
        ("/timezone Europe/Berlin", "The time zone of Frogs & Co is Europe/Berlin already."),
    ] {
        let reply = app.send(ALICE, text).await;
        assert!(reply.text.starts_with(beginning), "{text}: {}", reply.text);
    }
    assert_eq!((app.events("QuotaSet").await, app.events("ScheduleSet").await), (1, 1));
    bot.stop().await;
}

#[tokio::test]
async fn suggestions_are_decided_by_typing_too() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm", "good morning"]).await;
    app.listed(project, suggestion, "generated").await;
    let short = short_id(suggestion.0);
    for (text, beginning) in [
        ("/approve".to_owned(), "Write it like this: /approve <suggestion> [variant]"),
        ("/approve ffffffff".to_owned(), "I find no suggestion ffffffff that waits"),
        (format!("/approve {}", uuid::Uuid::from_u128(9)), "I find no suggestion 00000000-"),
        (format!("/approve {short}"), "Which of the 2 variants?"),
        (format!("/approve {short} first"), "Write it like this: /approve <suggestion> [variant]"),
        (format!("/approve {short} 9"), "There is no such variant"),
        (format!("/edit {short}"), "Write it like this: /edit <suggestion> <variant> <text>"),
        (format!("/edit {short} 1"), "Write it like this: /edit <suggestion> <variant> <text>"),
        (format!("/edit {short} 1 gm frens"), "Variant 1 of suggestion"),
        (format!("/approve {} 2", short.to_uppercase()), "Variant 2 of suggestion"),
        (format!("/reject {short} too late"), "This suggestion is already approved"),
    ] {
        let reply = app.send(ALICE, &text).await;
        assert!(reply.text.starts_with(beginning), "{text}: {}", reply.text);
    }
    assert_eq!((app.events("VariantEdited").await, app.events("SuggestionApproved").await), (1, 1));
    bot.stop().await;
}

#[tokio::test]
async fn a_hint_is_added_to_what_was_asked_for() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm"]).await;
    app.listed(project, suggestion, "generated").await;
    let reply = app.send(ALICE, &format!("/regenerate {} shorter", short_id(suggestion.0))).await;
    assert!(reply.text.starts_with("Writing others in place of"), "{}", reply.text);
    assert_eq!(app.events("SuggestionRequested").await, 2);
    let newest = "SELECT aggregate_id FROM events WHERE event_type = 'SuggestionRequested' ORDER BY ingest_seq DESC LIMIT 1";
    let newest: String = sqlx::query_scalar(newest).fetch_one(&app.database.pool).await.unwrap();
    let asked = app.suggestion_state(domain::id::SuggestionId(newest.parse().unwrap())).await;
    assert_eq!(asked.instruction.unwrap().as_str(), Some("good morning\nshorter"));
    bot.stop().await;
}
