//! Publishing by buttons and by command, up to the queue.

use chrono::TimeDelta;
use commands::account::connect::ConnectAccount;
use commands::port::aggregates::Aggregates;
use commands::port::clock::Clock;
use commands::port::notice::NoticeSubject;
use commands::post::publish::PublishPost;
use commands::post::record_unknown::RecordUnknownOutcome;
use commands::project::assign_account::AssignAccount;
use commands::suggestion::approve::ApproveSuggestion;
use commands::suggestion::assess::AssessVariant;
use commands::suggestion::request::RequestSuggestion;
use domain::actor::Actor;
use domain::id::{AccountId, MemberId, PostId, ProjectId, SuggestionId};
use domain::post::{Post, PostStatus, post_of};
use engine::clock::DatabaseClock;
use sandbox::telegram::ChatMessage;

use super::{ALICE, TelegramTest, assessed, data, labels};
use crate::telegram::render::short_id;

impl TelegramTest {
    /// Connects an X account to the project.
    async fn account(&self, project: ProjectId) {
        let (operator, account) = (Actor::Operator("test".into()), AccountId("42".into()));
        let connect = ConnectAccount { account: account.clone(), username: "frogs".into() };
        self.execute(operator.clone(), connect).await;
        self.execute(operator, AssignAccount { project, account }).await;
    }

    /// A project with an account, a suggestion, and the notice of its one variant.
    pub(super) async fn ready(&self) -> (ProjectId, SuggestionId, ChatMessage) {
        let project = self.project().await;
        self.account(project).await;
        let suggestion = self.suggestion(project, &["gm <frens>"]).await;
        let notice = self.show(&NoticeSubject::Variant { project, suggestion, variant: 1 }).await;
        (project, suggestion, notice)
    }

    /// A post of another suggestion that is queued for tomorrow; the list has it.
    pub(super) async fn queued_post(&self, project: ProjectId) -> PostId {
        let id = SuggestionId(uuid::Uuid::from_u128(0xFADE_D00D));
        let alice = || Actor::Member(MemberId::telegram(ALICE));
        let request =
            RequestSuggestion { suggestion: id, project, instruction: None, variants: 1, replaces: None };
        self.execute(alice(), request).await;
        self.write(project, id, &["tomorrow's post"]).await;
        self.execute(alice(), ApproveSuggestion { suggestion: id, project, variant: 1, revision: 0 }).await;
        let publish_at = Some(DatabaseClock::default().now() + TimeDelta::days(1));
        self.execute(alice(), PublishPost { project, suggestion: id, variant: Some(1), publish_at }).await;
        let post = post_of(id);
        sqlx::query(
            "INSERT INTO posts_v1 (id, project_id, suggestion_id, context_version, account_id, content, status, score,
                publish_at, attempts, allowed_by, created_at, updated_at)
             VALUES ($1, $2, $3, 0, '42', 'tomorrow''s post', 'queued', 3, $4, 0, 'telegram:1001', now(), now())",
        )
        .bind(post.0)
        .bind(project.0)
        .bind(id.0)
        .bind(publish_at)
        .execute(&self.database.pool)
        .await
        .unwrap();
        post
    }

    async fn post(&self, suggestion: SuggestionId) -> Post {
        self.bus.post(post_of(suggestion)).await.unwrap().state
    }
}

#[tokio::test]
async fn publish_now_approves_and_queues_and_a_second_press_does_nothing() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    let publish = data(&notice, "Publish now");
    assert_eq!(app.press(ALICE, &notice, "Publish now").await, ("On its way to X.".to_owned(), false));
    let decided = app.seen(&notice, |seen| seen.buttons.is_empty()).await;
    assert!(decided.text.contains("It is a post now, with news of its own."), "{}", decided.text);
    let (late, alert) = app.press_old(ALICE, &notice, &publish).await;
    assert!(late.starts_with("This post is already queued") && alert, "{late}");
    assert_eq!((app.events("SuggestionApproved").await, app.events("PostQueued").await), (1, 1));

    let subject = NoticeSubject::Post { project, post: post_of(suggestion), news: 0 };
    let post = app.show(&subject).await;
    assert!(post.text.contains("gm <frens>") && post.text.contains("On its way to X."), "{}", post.text);
    assert_eq!(app.press(ALICE, &post, "Cancel").await.0, "Taken back. It will not be posted.");
    let cancelled = app.seen(&post, |seen| seen.buttons.is_empty()).await;
    assert!(cancelled.text.contains("Taken back by @alice"), "{}", cancelled.text);
    bot.stop().await;
}

#[tokio::test]
async fn an_approved_variant_is_queued_for_the_next_slot() {
    let (app, bot) = TelegramTest::listening().await;
    let (_, suggestion, notice) = app.ready().await;
    app.press(ALICE, &notice, "Approve").await;
    let approved = app.seen(&notice, |seen| labels(seen) == ["Publish now", "Queue"]).await;
    let (none, alert) = app.press(ALICE, &approved, "Queue").await;
    assert!(alert && none.starts_with("There is no free posting time."), "{none}");
    app.send(ALICE, "/schedule 09:00 Asia/Kolkata").await;
    let (queued, _) = app.press(ALICE, &approved, "Queue").await;
    assert!(queued.starts_with("Queued for ") && queued.ends_with("09:00 IST (Asia/Kolkata)."), "{queued}");
    assert_eq!(app.post(suggestion).await.status, PostStatus::Queued);
    bot.stop().await;
}

#[tokio::test]
async fn a_post_of_unknown_outcome_is_settled_by_its_link() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    app.press(ALICE, &notice, "Publish now").await;
    let post = post_of(suggestion);
    let lost = RecordUnknownOutcome { post, project, attempt: 1, detail: "timeout".into() };
    app.execute(Actor::process("publishing"), lost).await;
    let unknown = app.show(&NoticeSubject::Post { project, post, news: 2 }).await;
    assert_eq!(labels(&unknown), ["It is live", "It is not: publish again", "It is not: drop it"]);
    assert!(unknown.text.contains("https://x.com/frogs"), "{}", unknown.text);

    app.press(ALICE, &unknown, "It is live").await;
    let question = app.next(ALICE, unknown.id).await;
    let said = app.sandbox.telegram().user_replies(ALICE, question.id, "yes!").unwrap();
    assert!(app.next(ALICE, said).await.text.starts_with("I find no link in that."));
    let said = app
        .sandbox
        .telegram()
        .user_replies(ALICE, question.id, "https://x.com/frogs/status/12345?s=20")
        .unwrap();
    assert_eq!(app.next(ALICE, said).await.text, "Noted: it is live. Posting goes on.");
    assert_eq!(app.post(suggestion).await.status, PostStatus::Published);
    let settled = app.show(&NoticeSubject::Post { project, post, news: 3 }).await;
    assert!(settled.text.contains("Published: https://x.com/frogs/status/12345"), "{}", settled.text);
    bot.stop().await;
}

#[tokio::test]
async fn a_post_of_unknown_outcome_that_is_not_there_is_sent_again() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    app.press(ALICE, &notice, "Publish now").await;
    let post = post_of(suggestion);
    let lost = RecordUnknownOutcome { post, project, attempt: 1, detail: "timeout".into() };
    app.execute(Actor::process("publishing"), lost).await;
    let unknown = app.show(&NoticeSubject::Post { project, post, news: 2 }).await;
    let again = data(&unknown, "It is not: publish again");
    app.press(ALICE, &unknown, "It is not: publish again").await;
    assert_eq!(app.post(suggestion).await.status, PostStatus::Queued);
    let (late, alert) = app.press_old(ALICE, &unknown, &again).await;
    assert!(alert && late.starts_with("This post is already queued"), "{late}");
    assert_eq!((app.events("OutcomeConfirmed").await, app.events("PostRequeued").await), (1, 1));
    bot.stop().await;
}

#[tokio::test]
async fn what_was_approved_after_an_edit_is_not_published_by_a_button_of_before() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    let (publish, approve) = (data(&notice, "Publish now"), data(&notice, "Approve"));
    app.press(ALICE, &notice, "Edit").await;
    let question = app.next(ALICE, notice.id).await;
    let said = app.sandbox.telegram().user_replies(ALICE, question.id, "gm all").unwrap();
    app.next(ALICE, said).await;
    let (variant, revision, assessment) = (1, 1, assessed("gm all"));
    let assess = AssessVariant { suggestion, project, variant, revision, assessment };
    app.execute(Actor::process("scoring"), assess).await;
    let edited = app.show(&NoticeSubject::Variant { project, suggestion, variant }).await;
    assert_eq!(edited.id, notice.id);
    app.press(ALICE, &edited, "Approve").await;

    let queue = approve.replacen("va:", "vq:", 1);
    app.send(ALICE, "/schedule 09:00").await;
    for old in [publish, queue] {
        let (refused, alert) = app.press_old(ALICE, &notice, &old).await;
        assert!(alert, "{refused}");
    }
    assert_eq!(app.events("PostQueued").await, 0);
    app.press(ALICE, &edited, "Publish now").await;
    assert_eq!(app.events("PostQueued").await, 1);
    bot.stop().await;
}

#[tokio::test]
async fn the_queue_is_listed_and_posts_are_named_by_their_short_ids() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, _, _) = app.ready().await;
    let empty = app.send(ALICE, "/queue").await;
    assert!(empty.text.starts_with("Nothing of Frogs & Co waits for its time."), "{}", empty.text);
    let post = app.queued_post(project).await;
    let short = short_id(post.0);
    let list = app.send(ALICE, "/queue").await;
    assert!(list.text.contains(&format!("post {short} · “tomorrow's post”")), "{}", list.text);
    assert_eq!(labels(&list), [format!("Cancel {short}")]);

    for (text, beginning) in [
        ("/cancel".to_owned(), "Write it like this: /cancel <post>"),
        ("/cancel ffffffff".to_owned(), "“ffffffff”: "),
        (format!("/cancel {}", uuid::Uuid::from_u128(9)), "“00000000-"),
        (format!("/posted {short}"), "Write it like this: /posted <post> <link or none>"),
        (format!("/posted {short} soon"), "I find no link in that."),
        (format!("/retry {short}"), "This post is already queued"),
        (format!("/cancel {}", short.to_uppercase()), "Post "),
        (format!("/cancel {post}"), "Post "),
    ] {
        let reply = app.send(ALICE, &text).await;
        assert!(reply.text.starts_with(beginning), "{text}: {}", reply.text);
    }
    assert_eq!(app.bus.post(post).await.unwrap().state.status, PostStatus::Cancelled);
    bot.stop().await;
}
