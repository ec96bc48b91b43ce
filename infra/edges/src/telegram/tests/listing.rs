//! Lists out of the read models, whose rows are written here as the projectors would.

use domain::id::{ProjectId, SuggestionId};
use domain::post::{PostStatus, post_of};
use domain::role::{Role, Scope};
use serde_json::json;
use uuid::Uuid;

use super::{ALICE, BOB, TelegramTest, data, labels};
use commands::port::aggregates::Aggregates;

impl TelegramTest {
    pub(super) async fn listed(&self, project: ProjectId, suggestion: SuggestionId, status: &str) {
        let variants = json!([{ "variant": 1, "revision": 0, "text": "gm", "score": 3, "signals": [], "complete": true }]);
        sqlx::query(
            "INSERT INTO post_suggestions_v1 (id, project_id, context_version, content, status, variants, requested_by,
                input_tokens, output_tokens, created_at, updated_at)
             VALUES ($1, $2, 0, 'gm <frens>', $3, $4, 'telegram:1001', 0, 0, now(), now())
             ON CONFLICT (id) DO UPDATE SET status = excluded.status",
        )
        .bind(suggestion.0)
        .bind(project.0)
        .bind(status)
        .bind(variants)
        .execute(&self.database.pool)
        .await
        .unwrap();
    }

    async fn logged(&self, project: ProjectId, position: i64) {
        sqlx::query(
            "INSERT INTO audit_logs_v1 (id, position, actor, action_type, project_id, aggregate_type, aggregate_id,
                sequence, summary, details, correlation_id, recorded_at)
             VALUES ($1, $2, 'telegram:1001', 'VibeSet', $3, 'project', $4, $2, $5, '{}', $1, '2026-11-22T12:00:00Z')",
        )
        .bind(Uuid::from_u128(position.unsigned_abs().into()))
        .bind(position)
        .bind(project.0)
        .bind(project.to_string())
        .bind(format!("set <vibe> {position}"))
        .execute(&self.database.pool)
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn what_waits_is_listed_page_by_page_and_shown_again() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm", "good morning"]).await;
    app.listed(project, suggestion, "generated").await;
    // the read model is late about this one: nobody has to decide it any more
    app.listed(project, SuggestionId(Uuid::from_u128(1)), "generated").await;
    for number in 1..=6 {
        app.send(ALICE, &format!("/context_add layer <{number}>")).await;
    }
    let first = app.send(ALICE, "/pending").await;
    assert!(first.text.starts_with("Waiting for a decision on Frogs & Co: 7, page 1 of 2"), "{}", first.text);
    assert!(first.text.contains("Layer 5 · being scored · “layer <5>”"), "{}", first.text);
    app.press(ALICE, &first, "More ›").await;
    let second = app.seen(&first, |seen| seen.text.contains("page 2 of 2")).await;
    assert!(second.text.contains("· risks 3 · “gm <frens>”"), "{}", second.text);

    let shown = labels(&second)[1].to_owned();
    app.press(ALICE, &second, &shown).await;
    let two = app.next(ALICE, second.id + 1).await;
    assert!(two.text.contains("variant 2 of 2") && labels(&two).contains(&"Approve"), "{}", two.text);
    bot.stop().await;
}

#[tokio::test]
async fn publish_takes_the_one_that_is_approved_or_asks_which() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    // late again: the approval is not in the read model yet
    app.listed(project, suggestion, "generated").await;
    let id = suggestion.to_string();
    let short = &id[28..];
    let early = app.send(ALICE, &format!("/publish {short}")).await;
    assert!(early.text.contains("is not approved yet"), "{}", early.text);
    app.press(ALICE, &notice, "Approve").await;
    let reply = app.send(ALICE, &format!("/publish #{short} in 2h")).await;
    assert!(
        reply.text.contains("of Frogs & Co is queued for ") && reply.text.contains(" UTC"),
        "{}",
        reply.text
    );
    let post = app.bus.post(post_of(suggestion)).await.unwrap().state;
    assert_eq!(post.status, PostStatus::Queued);
    let again = app.send(ALICE, "/publish").await;
    assert!(again.text.starts_with("Nothing approved waits"), "{}", again.text);
    bot.stop().await;
}

#[tokio::test]
async fn the_audit_log_is_paged_with_names() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    for position in 1..=12 {
        app.logged(project, position).await;
    }
    let newest = app.send(ALICE, "/audit").await;
    assert!(newest.text.contains("22 Nov 12:00 UTC · @alice · set <vibe> 12"), "{}", newest.text);
    assert!(!newest.text.contains("vibe> 2"), "{}", newest.text);
    assert!(data(&newest, "Older ›").ends_with(":3"));
    app.press(ALICE, &newest, "Older ›").await;
    let older = app.seen(&newest, |seen| seen.text.contains("set <vibe> 2")).await;
    assert!(older.buttons.is_empty() && older.text.contains("set <vibe> 1"), "{}", older.text);
    bot.stop().await;
}

#[tokio::test]
async fn the_audit_log_names_people_and_says_why_something_was_refused() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Auditor, Scope::Project(project)).await;
    app.send(BOB, "/start").await;
    app.logged(project, 1).await;
    app.logged(project, 2).await;
    let refused =
        json!({ "command": "GrantRole", "reason": "this needs the role owner", "code": "not-allowed" });
    sqlx::query("UPDATE audit_logs_v1 SET action_type = 'CommandRefused', actor = 'telegram:1002', details = $1 WHERE position = 2")
        .bind(refused)
        .execute(&app.database.pool)
        .await
        .unwrap();
    sqlx::query("UPDATE audit_logs_v1 SET summary = 'Variant 1 was approved by telegram:1002, at score 3.' WHERE position = 1")
        .execute(&app.database.pool)
        .await
        .unwrap();
    let list = app.send(ALICE, "/audit").await;
    assert!(
        list.text.contains("@bob · was refused “grant role”: This needs the role owner."),
        "{}",
        list.text
    );
    assert!(list.text.contains("approved by @bob, at score 3."), "{}", list.text);
    bot.stop().await;
}

#[tokio::test]
async fn one_thing_is_told_as_one() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    app.send(ALICE, "/context_add gm").await;
    let status = app.send(ALICE, "/status").await;
    assert!(status.text.contains("Waiting for a decision: 1 layer, 0 suggestions"), "{}", status.text);
    assert!(status.text.contains("with 0 active layers"), "{}", status.text);
    bot.stop().await;
}
