//! Every event in, sentences and answers out.

use std::collections::BTreeSet;

use domain::event::Event;
use domain::stream::{AggregateType, StreamId};

use super::{AuditEntry, AuditLogs, Filter, list, of_aggregate};
use crate::page::Page;
use crate::testing::{PROJECT, alice, everything, post_id, projected, rows};

fn positions(entries: &[AuditEntry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.position).collect()
}

#[test]
fn the_story_of_these_tests_has_every_event_there_is() {
    let story = everything();
    let told: BTreeSet<_> = story.events.iter().map(|event| event.event.kind()).collect();
    let all: BTreeSet<_> = Event::catalogue().collect();
    assert_eq!(told, all);
}

#[test]
fn every_event_is_told_in_one_sentence() {
    let story = everything();
    let entries = rows::<AuditLogs>(&story);
    assert_eq!(entries.len(), story.events.len());
    for entry in &entries {
        let sentence = &entry.summary;
        assert!(
            sentence.ends_with('.') && !sentence.contains(['\n', '_']) || sentence.contains("audit_logs")
        );
        assert!(entry.details.is_object(), "{sentence}");
        assert_eq!((entry.admin_id, entry.actor.as_str()), (Some(1001), "telegram:1001"));
    }
}

#[test]
fn nobodys_words_are_in_it() {
    let told = serde_json::to_string(&rows::<AuditLogs>(&everything())).unwrap().to_lowercase();
    for words in
        ["a better frog", "private", "happy", "too loud", "say gm", "gm frogs", "rug", "dull", "evidence"]
    {
        assert!(!told.contains(words), "{words}");
    }
}

#[tokio::test]
async fn entries_are_filtered_and_paged_from_the_newest() {
    let story = everything();
    let database = projected(&story).await;
    let pool = &database.pool;
    let last = story.events.len() as u64;
    let all = Filter::default();
    assert_eq!(positions(&list(pool, &all, Page::first(2)).await.unwrap()), [last, last - 1]);
    assert_eq!(positions(&list(pool, &all, Page::before(3, 9)).await.unwrap()), [2, 1]);
    let of_post = StreamId::new(AggregateType::Post, post_id(1));
    let filter = Filter { project: Some(PROJECT), actor: Some(alice()), aggregate: Some(of_post.clone()) };
    let found = list(pool, &filter, Page::first(9)).await.unwrap();
    assert_eq!(found.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    let nobody = Filter { actor: Some(domain::actor::Actor::process("nobody")), ..Filter::default() };
    assert_eq!(list(pool, &nobody, Page::first(9)).await.unwrap(), []);
    let history = of_aggregate(pool, &of_post, 2, 2).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [3, 4]);
}
