//! What notices say, held against the states that they are made of.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::context::{Layer, LayerStatus};
use domain::id::{PostId, ProjectId, SuggestionId, TweetId};
use domain::policy::SafetyPolicy;
use domain::post::event::{BlockReason, PublishFault};
use domain::post::{Post, PostStatus};
use domain::project::Project;
use domain::risk::{Assessment, Category, CategoryScore, ExternalPii, Moderation, assess};
use domain::suggestion::event::GenerationFault;
use domain::suggestion::{Suggestion, SuggestionStatus, Variant};
use domain::text::Text;
use uuid::Uuid;

use super::post::PostNotice;
use super::variant::VariantNotice;
use super::{DecisionLine, failure, layer, post, short_id, variant};
use crate::telegram::callback_subjects::{LayerRef, VariantRef};
use crate::telegram::html::seen_length;
use crate::telegram::reply::{Button, Reply};

fn project() -> Project {
    Project { created: true, name: "Frogs & <Co>".into(), ..Project::default() }
}

fn assessed(text: &str) -> Assessment {
    let clean = CategoryScore { category: Category::Hate, per_mille: 0, flagged: false };
    assess(text, &Moderation::Scored(vec![clean]), &ExternalPii::NotConfigured, &SafetyPolicy::default())
}

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn decision() -> DecisionLine {
    DecisionLine { by: "@bob".into(), at: "22 Nov 12:03 UTC".into(), why: None }
}

fn labels(reply: &Reply) -> Vec<String> {
    reply.rows.iter().flatten().map(|button: &Button| button.label.clone()).collect()
}

/// The notice of the only variant of a suggestion.
fn shown(text: &str, status: SuggestionStatus, assessment: Option<Assessment>, post: &Post) -> Reply {
    let found = Variant { text: Text::known(text), revision: 0, edited_by: Vec::new(), assessment };
    let suggestion =
        Suggestion { variants: vec![found.clone()], status, context_version: 4, ..Suggestion::default() };
    let at = VariantRef { suggestion: SuggestionId(Uuid::from_u128(0x1a2b_3c4d)), variant: 1, revision: 0 };
    let project = project();
    let view = VariantNotice {
        at,
        project: &project,
        suggestion: &suggestion,
        variant: &found,
        post,
        decision: Some(decision()),
    };
    variant::variant(&view)
}

fn approved() -> SuggestionStatus {
    SuggestionStatus::Approved {
        variant: 1,
        revision: 0,
        approved_by: Actor::process("test"),
        text_hash: String::new(),
        score: domain::risk::RiskScore::default(),
    }
}

#[test]
fn a_variant_reads_like_this() {
    let text = "Guaranteed 100x profit, DM me <now> & send your seed phrase!";
    let reply = shown(text, SuggestionStatus::Generated, Some(assessed(text)), &Post::default());
    insta::assert_snapshot!(format!("{}\n{:?}", reply.pages().join("\n---\n"), labels(&reply)));
}

#[test]
fn the_buttons_follow_from_the_state() {
    let none = Post::default();
    let low = || Some(assessed("gm"));
    let generated = || SuggestionStatus::Generated;
    let all = ["Approve", "Publish now", "Edit", "Regenerate", "Reject"];
    assert_eq!(labels(&shown("gm", generated(), low(), &none)), all);
    assert_eq!(labels(&shown("gm", generated(), None, &none)), [""; 0]);
    assert_eq!(labels(&shown("gm", approved(), low(), &none)), ["Publish now", "Queue"]);
    let queued = Post { project: Some(ProjectId(Uuid::nil())), ..Post::default() };
    let reply = shown("gm", approved(), low(), &queued);
    assert_eq!(labels(&reply), [""; 0]);
    assert!(
        reply
            .blocks
            .join("\n")
            .contains("Approved by @bob, 22 Nov 12:03 UTC\nIt is a post now, with news of its own.")
    );
    for ended in [SuggestionStatus::Rejected, SuggestionStatus::Expired] {
        assert_eq!(labels(&shown("gm", ended, low(), &none)), [""; 0]);
    }
}

#[test]
fn a_blocked_variant_cannot_be_approved() {
    let text = "Send me your seed phrase and private key to claim the airdrop";
    let assessment = assessed(text);
    assert!(assessment.score.get() >= 90, "{}", assessment.score);
    let reply = shown(text, SuggestionStatus::Generated, Some(assessment), &Post::default());
    assert_eq!(labels(&reply), ["Edit", "Regenerate", "Reject"]);
}

#[test]
fn a_missing_check_is_told() {
    let assessment =
        assess("gm", &Moderation::Unavailable, &ExternalPii::NotConfigured, &SafetyPolicy::default());
    let page = shown("gm", SuggestionStatus::Generated, Some(assessment), &Post::default()).pages().join("");
    assert!(
        page.contains("a check could not look") && page.contains("• moderation: could not look"),
        "{page}"
    );
}

#[test]
fn the_longest_texts_still_fit_into_one_message() {
    let words = "🐸&<seed phrase> guaranteed 100x profit $GM https://evil.example ".repeat(80);
    let reply = shown(&words, SuggestionStatus::Generated, Some(assessed(&words)), &Post::default());
    let layer = Layer {
        content: Text::known(words.clone()),
        added_by: Actor::process("test"),
        status: LayerStatus::Rejected,
        assessment: Some(assessed(&words)),
    };
    let why = Some(Text::known("x".repeat(500)));
    let layer = layer::layer(&layer::LayerNotice {
        at: LayerRef { project: ProjectId(Uuid::nil()), layer: 1 },
        project: &project(),
        layer: &layer,
        added_by: "a".repeat(60),
        active: false,
        decision: Some(DecisionLine { by: "b".repeat(60), at: "22 Nov 12:03 UTC".into(), why }),
    });
    for reply in [reply, layer] {
        let pages = reply.pages();
        assert_eq!(pages.len(), 1);
        assert!(seen_length(&pages[0]) <= 4096);
    }
}

/// The notice of a post.
fn of_post(status: PostStatus, failure: Option<(PublishFault, String)>) -> Reply {
    let post = Post {
        project: Some(ProjectId(Uuid::nil())),
        text: Some(Text::known("gm")),
        publish_at: Some("2026-11-22T17:30:00Z".parse().unwrap()),
        tweet_id: Some(TweetId("123".into())),
        status,
        ..Post::default()
    };
    let (id, project) = (PostId(Uuid::nil()), project());
    let view = PostNotice {
        id,
        project: &project,
        post: &post,
        username: "frogs".into(),
        held: (status == PostStatus::Missed).then(|| "event 3 of <post/1> waits to be read".to_owned()),
        failure,
        decision: Some(decision()),
        now: now(),
    };
    post::post(&view)
}

#[test]
fn posts_say_where_they_stand_and_what_can_be_done() {
    let said = |status, failure| {
        let reply = of_post(status, failure);
        (reply.blocks.last().cloned().unwrap_or_default(), labels(&reply))
    };
    let (words, buttons) = said(PostStatus::Queued, None);
    assert_eq!(
        (words.as_str(), buttons.join(",")),
        ("Queued for Sun 22 Nov 2026, 17:30 UTC.", "Cancel".to_owned())
    );
    let (words, buttons) = said(PostStatus::Published, None);
    assert_eq!(
        (words.as_str(), buttons.join(",")),
        ("Published: https://x.com/frogs/status/123", "Open on X".to_owned())
    );
    let (words, buttons) =
        said(PostStatus::Failed, Some((PublishFault::Duplicate, "you already said <that>".into())));
    assert!(words.ends_with("X said: You already said &lt;that&gt;."), "{words}");
    assert_eq!(buttons, ["Retry", "Posted by hand"]);
    let (words, buttons) = said(PostStatus::Missed, None);
    assert!(words.contains("it was held: Event 3 of &lt;post/1&gt; waits to be read."), "{words}");
    assert_eq!(buttons, ["Retry", "Posted by hand"]);
    assert_eq!(said(PostStatus::Blocked(BlockReason::Score), None).1, ["Retry", "Posted by hand"]);
    assert_eq!(said(PostStatus::Unknown, None).1.len(), 3);
    assert_eq!(
        said(PostStatus::Cancelled, None),
        ("Taken back by @bob, 22 Nov 12:03 UTC".to_owned(), vec![])
    );
}

#[test]
fn a_failure_says_why_and_offers_another_try() {
    let reply =
        failure::failure(&project(), SuggestionId(Uuid::nil()), GenerationFault::ModelRefused, "said <no>");
    let page = reply.pages().join("");
    assert!(page.contains("Frogs &amp; &lt;Co&gt;") && page.contains("Said &lt;no&gt;."), "{page}");
    assert_eq!(labels(&reply), ["Regenerate"]);
}

#[test]
fn short_ids_are_the_last_eight_digits() {
    assert_eq!(short_id("0190a0b0-0000-7000-8000-00001a2b3c4d".parse().unwrap()), "1a2b3c4d");
}
