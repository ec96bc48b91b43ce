//! Events of posts in, rows and answers out.

use domain::id::TweetId;
use domain::post::event::{BlockReason, Confirmation, PostEvent, PublishFault};

use super::{Post, PostStatus, Posts, by_id, list, published_since, recent_texts};
use crate::page::Page;
use crate::testing::{
    PROJECT, Story, alice, at, everything, failed, forgotten, known, post_id, projected, published, queued,
    rows,
};

fn after(event: PostEvent) -> Post {
    rows::<Posts>(&Story::default().post(1, queued(1, "gm")).post(1, event)).remove(0)
}

fn confirmed(confirmation: Confirmation) -> PostEvent {
    PostEvent::OutcomeConfirmed { attempt: 2, confirmation, username: None, confirmed_by: alice() }
}

#[test]
fn a_published_post_can_be_found_on_x() {
    let post = after(published());
    assert_eq!((post.status, post.attempts, post.published_at), (PostStatus::Published, 1, Some(at(2))));
    assert_eq!(post.url.as_deref(), Some("https://x.com/frog/status/899"));
    assert_eq!(post.allowed_by, "telegram:1001");
}

#[test]
fn a_stopped_post_says_why() {
    let post = after(failed(PublishFault::CreditsDepleted));
    assert_eq!((post.status, post.fault.as_deref()), (PostStatus::Failed, Some("credits_depleted")));
    let post = after(PostEvent::PostBlocked { reason: BlockReason::MissingSignal, assessment: None });
    assert_eq!((post.status, post.fault.as_deref()), (PostStatus::Blocked, Some("missing_signal")));
    let post = after(PostEvent::PostCancelled { reason: Some(known("later")) });
    assert_eq!((post.status, post.reason.as_deref()), (PostStatus::Cancelled, Some("later")));
}

#[test]
fn an_unknown_outcome_is_settled_either_way() {
    let post = after(confirmed(Confirmation::Published(TweetId("7".into()))));
    assert_eq!((post.status, post.attempts), (PostStatus::Published, 2));
    assert_eq!(post.url.as_deref(), Some("https://x.com/i/status/7"));
    let post = after(confirmed(Confirmation::NotPublished));
    assert_eq!((post.status, post.published_at), (PostStatus::Failed, None));
}

#[test]
fn forgetting_blanks_the_text_and_nothing_else() {
    let before = after(published());
    let story = Story::default().post(1, queued(1, "gm")).post(1, published()).project(forgotten());
    let forgotten = rows::<Posts>(&story).remove(0);
    assert_eq!(forgotten, Post { content: None, updated_at: at(3), ..before });
}

#[tokio::test]
async fn posts_are_listed_by_page_from_the_newest() {
    let database = projected(&everything()).await;
    let pool = &database.pool;
    let numbers = |posts: &[Post]| posts.iter().map(|post| post.id.0.as_u128() - 0x200).collect::<Vec<_>>();
    let first = list(pool, PROJECT, Page::first(4)).await.unwrap();
    assert_eq!(numbers(&first), [2, 6, 5, 4]);
    let rest = list(pool, PROJECT, Page::before(first[3].moment(), 9)).await.unwrap();
    assert_eq!(numbers(&rest), [3, 1]);
    let post = by_id(pool, post_id(1)).await.unwrap().unwrap();
    assert_eq!((post.status, post.metrics.map(|metrics| metrics.likes)), (PostStatus::Deleted, Some(3)));
}

#[tokio::test]
async fn what_is_or_may_be_on_x_is_recent() {
    let story = Story::default().post(1, queued(1, "one")).post(1, published()).post(2, queued(2, "two"));
    let story =
        story.post(3, queued(3, "three")).post(3, failed(PublishFault::Refused)).post(4, queued(4, "four"));
    let database = projected(&story).await;
    let pool = &database.pool;
    assert_eq!(recent_texts(pool, PROJECT, 9).await.unwrap(), ["four", "two", "one"]);
    assert_eq!(recent_texts(pool, PROJECT, 1).await.unwrap(), ["four"]);
    assert_eq!(published_since(pool, PROJECT, at(2)).await.unwrap(), 1);
    assert_eq!(published_since(pool, PROJECT, at(3)).await.unwrap(), 0);
}
