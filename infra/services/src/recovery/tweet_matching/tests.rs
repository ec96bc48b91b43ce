//! What a tweet is, by what the log has.

use std::collections::HashMap;

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::actor::Actor;
use domain::id::{AccountId, PostId, ProjectId, SuggestionId, TweetId};
use domain::post::{Post, PostStatus, post_of};
use domain::state::State;
use domain::suggestion::{Suggestion, SuggestionStatus, Variant};
use domain::text::Text;
use uuid::Uuid;

use super::{AccountHistory, TweetEvidence, TweetFinding, TweetOrigin};

const PROJECT: ProjectId = ProjectId(Uuid::from_u128(1));

fn account() -> AccountId {
    AccountId("7".to_owned())
}

fn tweet(number: u32) -> TweetId {
    TweetId(number.to_string())
}

fn shown(number: u32, words: &str) -> TweetEvidence {
    TweetEvidence { tweet: tweet(number), comparable: Some(words.to_owned()), post: None }
}

fn post(of: u128, words: &str, status: PostStatus) -> (PostId, Post) {
    let (project, text) = (Some(PROJECT), Some(Text::known(words)));
    let state = Post { project, text, status, account: Some(account()), ..Post::default() };
    (post_of(SuggestionId(Uuid::from_u128(of))), state)
}

fn suggestion(id: u128, words: &str, approved: bool) -> (SuggestionId, Suggestion) {
    let text = Text::known(words);
    let variant = Variant { text, revision: 0, edited_by: Vec::new(), assessment: None };
    let status = if approved {
        SuggestionStatus::Approved {
            variant: 1,
            revision: 0,
            approved_by: Actor::process("test"),
            text_hash: String::new(),
            score: domain::risk::RiskScore::default(),
        }
    } else {
        SuggestionStatus::Generated
    };
    let state =
        Suggestion { project: Some(PROJECT), variants: vec![variant], status, ..Suggestion::default() };
    (SuggestionId(Uuid::from_u128(id)), state)
}

fn matched(
    posts: &[(PostId, Post)],
    suggestions: &[(SuggestionId, Suggestion)],
    state: &Account,
    seen: Vec<TweetEvidence>,
) -> Vec<TweetOrigin> {
    let (id, projects) = (account(), HashMap::new());
    let history = AccountHistory { id: &id, account: state, posts, suggestions, projects: &projects };
    history.match_tweets(seen).into_iter().map(|TweetFinding { origin, .. }| origin).collect()
}

fn is_post(posts: &[(PostId, Post)], index: usize, attempt: u32) -> TweetOrigin {
    TweetOrigin::Post { post: posts[index].0, project: PROJECT, attempt }
}

#[test]
fn a_tweet_that_the_log_knows_is_not_told() {
    let mut posts = [post(1, "gm", PostStatus::Published)];
    posts[0].1.tweet_id = Some(tweet(5));
    assert_eq!(matched(&posts, &[], &Account::default(), vec![shown(5, "gm")]), []);
    assert_eq!(matched(&posts, &[], &Account::default(), vec![shown(6, "gm")]), [TweetOrigin::Unknown]);
}

#[test]
fn each_tweet_is_the_likeliest_post_and_no_post_is_two_tweets() {
    let posts = [
        post(1, "gm", PostStatus::Cancelled),
        post(2, "gm", PostStatus::Queued),
        post(3, "other", PostStatus::Cleared),
    ];
    let seen = vec![shown(5, "gm"), shown(6, "gm"), shown(7, "gm"), shown(8, "mine")];
    let expected = [is_post(&posts, 1, 1), is_post(&posts, 0, 1), TweetOrigin::Unknown, TweetOrigin::Unknown];
    assert_eq!(matched(&posts, &[], &Account::default(), seen), expected);
}

#[test]
fn an_open_attempt_keeps_its_number() {
    let posts = [post(1, "gm", PostStatus::Cleared), post(2, "gm", PostStatus::Cleared)];
    let opened = AccountEvent::AttemptOpened {
        post: posts[1].0,
        attempt: 3,
        text_hash: String::new(),
        newest_known: None,
        opened_at: chrono::DateTime::UNIX_EPOCH,
    };
    let account = Account::fold(&[opened]);
    assert_eq!(matched(&posts, &[], &account, vec![shown(5, "gm")]), [is_post(&posts, 1, 3)]);
}

#[test]
fn a_lost_event_names_the_post_whatever_the_timeline_shows() {
    let posts = [post(1, "gm", PostStatus::Queued)];
    let told = TweetEvidence { tweet: tweet(5), comparable: None, post: Some(posts[0].0) };
    let seen = vec![told, shown(5, "gm")];
    assert_eq!(matched(&posts, &[], &Account::default(), seen), [is_post(&posts, 0, 1)]);
}

#[test]
fn approved_words_become_a_post_and_undecided_ones_are_rejected() {
    let suggestions = [suggestion(1, "gm", true), suggestion(2, "gn", false), suggestion(3, "gm", false)];
    let seen = vec![shown(5, "gm"), shown(6, "gn")];
    let expected = [
        TweetOrigin::Approved { suggestion: suggestions[0].0, project: PROJECT },
        TweetOrigin::Undecided { suggestion: suggestions[1].0, project: PROJECT },
    ];
    assert_eq!(matched(&[], &suggestions, &Account::default(), seen), expected);
    // the post of the suggestion is the one to look at, once it is there
    let posts = [post(1, "gm", PostStatus::Failed)];
    let found = matched(&posts, &suggestions[..1], &Account::default(), vec![shown(5, "gm")]);
    assert_eq!(found, [is_post(&posts, 0, 1)]);
}
