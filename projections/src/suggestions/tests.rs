//! Events of suggestions in, rows and answers out.

use domain::suggestion::event::{GenerationFault, SuggestionEvent};

use super::{
    Suggestion, SuggestionStatus, Suggestions, approved_unpublished, by_id, list, pending, requested_since,
};
use crate::page::Page;
use crate::testing::{
    PROJECT, Story, approved, assessed, at, edited, everything, forgotten, generated, projected, queued,
    requested, rows, suggestion_id,
};

fn generated_story() -> Story {
    Story::default().suggestion(1, requested()).suggestion(1, generated())
}

fn only(story: &Story) -> Suggestion {
    rows::<Suggestions>(story).remove(0)
}

fn numbers(suggestions: &[Suggestion]) -> Vec<u128> {
    suggestions.iter().map(|suggestion| suggestion.id.0.as_u128() - 0x100).collect()
}

#[test]
fn the_first_variant_stands_for_all_until_one_is_approved() {
    let story = generated_story();
    assert_eq!(only(&story).content.as_deref(), Some("gm"));
    let suggestion = only(&story.suggestion(1, edited()).suggestion(1, approved()));
    assert_eq!(suggestion.status, SuggestionStatus::Approved);
    assert_eq!(suggestion.content.as_deref(), Some("gm frogs"));
    assert_eq!(suggestion.approved_by.as_deref(), Some("telegram:1001"));
    assert_eq!((suggestion.input_tokens, suggestion.output_tokens), (100, 20));
}

#[test]
fn a_score_counts_only_for_the_revision_it_was_made_of() {
    let story = generated_story().suggestion(1, edited()).suggestion(1, assessed(2, 0, 60));
    assert_eq!(only(&story).variants[1].score, None);
    let scored = only(&story.suggestion(1, assessed(2, 1, 20)));
    assert_eq!(scored.variants[1].score.map(domain::risk::RiskScore::get), Some(20));
    assert!(scored.variants[1].complete);
}

#[test]
fn a_failed_generation_says_why() {
    let fault = GenerationFault::ModelRefused;
    let failed = SuggestionEvent::GenerationFailed { fault, input: None, detail: "declined".into() };
    let suggestion = only(&Story::default().suggestion(1, requested()).suggestion(1, failed));
    assert_eq!((suggestion.status, suggestion.fault), (SuggestionStatus::Failed, Some(fault)));
}

#[test]
fn a_queued_post_marks_its_suggestion() {
    let story = generated_story().suggestion(1, edited()).suggestion(1, approved()).post(1, queued(1, "gm"));
    assert_eq!(only(&story).status, SuggestionStatus::Queued);
}

#[test]
fn forgetting_blanks_words_and_quotes() {
    let suggestion = only(&generated_story().suggestion(1, assessed(1, 0, 10)).project(forgotten()));
    assert_eq!((suggestion.content, suggestion.instruction, suggestion.vibe), (None, None, None));
    assert!(suggestion.variants.iter().all(|variant| variant.text.is_none()));
    assert_eq!(suggestion.variants[0].signals[0].evidence, None);
    assert_eq!(suggestion.variants[0].score.map(domain::risk::RiskScore::get), Some(10));
}

#[tokio::test]
async fn suggestions_are_listed_by_page_from_the_newest() {
    let database = projected(&everything()).await;
    let pool = &database.pool;
    let first = list(pool, PROJECT, Page::first(3)).await.unwrap();
    assert_eq!(numbers(&first), [2, 5, 4]);
    let rest = list(pool, PROJECT, Page::before(first[2].moment(), 9)).await.unwrap();
    assert_eq!(numbers(&rest), [3, 1]);
    let found = by_id(pool, suggestion_id(3)).await.unwrap().unwrap();
    assert_eq!(found.status, SuggestionStatus::Failed);
}

#[tokio::test]
async fn what_waits_is_listed_from_the_oldest() {
    let story = generated_story().suggestion(2, requested()).suggestion(2, generated());
    let story = story.suggestion(3, requested()).suggestion(3, generated()).suggestion(3, approved());
    let story = story.suggestion(4, requested()).suggestion(4, generated()).suggestion(4, approved());
    let database = projected(&story.post(4, queued(4, "gm"))).await;
    let pool = &database.pool;
    assert_eq!(numbers(&pending(pool, PROJECT, 9).await.unwrap()), [1, 2]);
    assert_eq!(numbers(&pending(pool, PROJECT, 1).await.unwrap()), [1]);
    assert_eq!(numbers(&approved_unpublished(pool, PROJECT, 9).await.unwrap()), [3]);
    assert_eq!(requested_since(pool, PROJECT, at(3)).await.unwrap(), 3);
}
