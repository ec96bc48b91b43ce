//! Publishing by buttons and by command, up to the queue.

use commands::account::connect::ConnectAccount;
use commands::port::aggregates::Aggregates;
use commands::port::notice::NoticeSubject;
use commands::post::record_unknown::RecordUnknownOutcome;
use commands::project::assign_account::AssignAccount;
use commands::suggestion::assess::AssessVariant;
use domain::actor::Actor;
use domain::id::{AccountId, ProjectId, SuggestionId};
use domain::post::{Post, PostStatus, post_of};
use sandbox::telegram::ChatMessage;

use super::{ALICE, TelegramTest, assessed, data, labels};

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
