//! Events of projects in, rows and answers out.

use domain::context::event::ContextEvent;
use domain::id::ProjectId;
use domain::policy::{Autopilot, Quota, SafetyPolicy};
use domain::project::event::ProjectEvent;
use domain::stream::{AggregateType, StreamId};
use uuid::Uuid;

use super::{Project, Projects, by_id, by_ids, by_name, list};
use crate::testing::{PROJECT, Story, at, everything, known, projected, rows};

fn created() -> Story {
    Story::default()
        .project(ProjectEvent::ProjectCreated { name: "Frog".into(), base_description: known("a frog") })
}

fn only(story: &Story) -> Project {
    rows::<Projects>(story).remove(0)
}

#[test]
fn a_new_project_may_post_and_does_nothing_by_itself() {
    let project = only(&created());
    assert_eq!((project.id, project.name.as_str()), (PROJECT, "Frog"));
    assert_eq!(project.base_description.as_deref(), Some("a frog"));
    assert!(project.posting_enabled && !project.archived);
    assert_eq!(project.autopilot, Autopilot::Off);
    assert_eq!((project.policy, project.quota), (SafetyPolicy::default(), Quota::default()));
    assert_eq!((project.created_at, project.updated_at), (at(1), at(1)));
}

#[test]
fn every_setting_is_the_latest() {
    let project = only(&everything());
    assert!(project.archived && !project.posting_enabled);
    assert_eq!(project.autopilot, Autopilot::Full);
    assert_eq!(project.time_zone, "Europe/Berlin");
    assert_eq!(project.slots.len(), 1);
    assert_eq!(project.quota.posts_per_day, 3);
    assert_eq!(project.policy.blocked_keywords, ["rug"]);
    assert_eq!(project.username.as_deref(), Some("frog"));
    assert_eq!(project.context_version, 4);
}

#[test]
fn a_pause_gives_its_reason_until_posting_goes_on() {
    let paused =
        || created().project(ProjectEvent::PostingPaused { reason: Some(known("holidays")), asked_at: None });
    let project = only(&paused());
    assert_eq!((project.posting_enabled, project.paused_reason.as_deref()), (false, Some("holidays")));
    let project = only(&paused().project(ProjectEvent::PostingResumed {}));
    assert_eq!((project.posting_enabled, project.paused_reason), (true, None));
}

#[test]
fn only_the_words_of_the_streams_named_are_forgotten() {
    let forgets =
        |id| ProjectEvent::TextsForgotten { streams: vec![StreamId::new(AggregateType::Project, id)] };
    let kept = only(&created().project(forgets(ProjectId(Uuid::nil()))));
    assert_eq!(kept.base_description.as_deref(), Some("a frog"));
    let forgotten = only(&created().project(forgets(PROJECT)));
    assert_eq!(forgotten.base_description, None);
}

#[tokio::test]
async fn projects_are_found_by_id_and_by_name_until_they_end() {
    let story = created().context(ContextEvent::ContextApproved { layer: 1, context_version: 1 });
    let database = projected(&story).await;
    let project = only(&story);
    let pool = &database.pool;
    let expected = std::slice::from_ref(&project);
    assert_eq!(by_id(pool, PROJECT).await.unwrap().as_ref(), Some(&project));
    assert_eq!(by_name(pool, "fROG").await.unwrap(), expected);
    assert_eq!(by_ids(pool, &[PROJECT, ProjectId(Uuid::nil())]).await.unwrap(), expected);
    assert_eq!(list(pool).await.unwrap(), expected);

    let ended = projected(&created().project(ProjectEvent::ProjectArchived {})).await;
    assert_eq!(list(&ended.pool).await.unwrap(), []);
    assert_eq!(by_name(&ended.pool, "Frog").await.unwrap(), []);
    assert!(by_id(&ended.pool, PROJECT).await.unwrap().is_some_and(|project| project.archived));
}
