//! Which notices an event concerns.

use chrono::TimeDelta;
use domain::event::EventKind;
use domain::event_subset::EventSubset;
use domain::id::{MemberId, PostId, ProjectId, SuggestionId};
use domain::recorded::Recorded;
use domain::takes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::port::notice::NoticeSubject;

/// The most variants that a suggestion has.
const VARIANTS: u8 = 3;
/// A post due within this time gets no notice for being queued: that of its outcome follows at once.
const AT_ONCE: TimeDelta = TimeDelta::minutes(1);

/// A notice to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// Everybody who decides should see it.
    News(NoticeSubject),
    /// Only copies that are there change.
    Update(NoticeSubject),
}

takes! {
    /// What people are told of.
    enum AnnouncingInput {
        context::{ContextAssessed, ContextApproved, ContextRejected},
        suggestion::{
            VariantAssessed, VariantEdited, GenerationFailed, SuggestionApproved, SuggestionRejected,
            SuggestionExpired,
        },
        post::{
            PostQueued, PostBlocked, PostPublished, PostFailed, OutcomeUnknown, OutcomeConfirmed, PostMissed,
            PostRequeued, PostCancelled, PostedManually, PostDeleted,
        },
        project::{PostingPaused, PostingResumed, AutopilotSet},
        member::{RoleGranted, RoleRevoked},
    }
}

/// What of a post is told in a message of its own.
pub const POST_NEWS: [EventKind; 6] = [
    EventKind::PostBlocked,
    EventKind::PostPublished,
    EventKind::PostFailed,
    EventKind::OutcomeUnknown,
    EventKind::OutcomeConfirmed,
    EventKind::PostMissed,
];

/// Whether events of this kind may concern any notice.
pub(super) fn takes(kind: EventKind) -> bool {
    AnnouncingInput::includes(kind)
}

/// The Telegram user who may do more or less now.
pub(super) fn whose_roles_changed(event: &Recorded) -> Option<i64> {
    let Some(AnnouncingInput::RoleGranted(_) | AnnouncingInput::RoleRevoked(_)) =
        AnnouncingInput::of(&event.event)
    else {
        return None;
    };
    MemberId(event.stream.id.clone()).telegram_user()
}

/// The notices that the event concerns.
pub(super) fn changes(event: &Recorded) -> Vec<Change> {
    let (Some(input), Some(project)) = (AnnouncingInput::of(&event.event), event.metadata.project_id) else {
        return Vec::new();
    };
    // The id of a project, a suggestion or a post; each arm knows of which.
    let Ok(id) = event.stream.id.parse::<Uuid>() else { return Vec::new() };
    let layer = |layer: &u32| NoticeSubject::Layer { project, layer: *layer };
    let suggestion = SuggestionId(id);
    let variant = |variant: &u8| NoticeSubject::Variant { project, suggestion, variant: *variant };
    let news = u32::try_from(event.sequence).unwrap_or(u32::MAX);
    let post = NoticeSubject::Post { project, post: PostId(id), news };
    match input {
        AnnouncingInput::ContextAssessed(assessed) => vec![Change::News(layer(assessed.layer))],
        AnnouncingInput::ContextApproved(approved) => vec![Change::Update(layer(approved.layer))],
        AnnouncingInput::ContextRejected(rejected) => vec![Change::Update(layer(rejected.layer))],
        AnnouncingInput::VariantAssessed(assessed) => vec![Change::News(variant(assessed.variant))],
        AnnouncingInput::VariantEdited(edited) => vec![Change::Update(variant(edited.variant))],
        AnnouncingInput::GenerationFailed(_) => {
            vec![Change::News(NoticeSubject::Failure { project, suggestion })]
        }
        AnnouncingInput::SuggestionApproved(_)
        | AnnouncingInput::SuggestionRejected(_)
        | AnnouncingInput::SuggestionExpired(_) => updates(project, suggestion),
        AnnouncingInput::PostQueued(queued) => {
            let mut changes = updates(project, queued.source.suggestion);
            if *queued.publish_at > event.recorded_at + AT_ONCE {
                changes.push(Change::News(NoticeSubject::Post { project, post: PostId(id), news: 0 }));
            }
            changes
        }
        AnnouncingInput::PostBlocked(_)
        | AnnouncingInput::PostPublished(_)
        | AnnouncingInput::PostFailed(_)
        | AnnouncingInput::OutcomeUnknown(_)
        | AnnouncingInput::OutcomeConfirmed(_)
        | AnnouncingInput::PostMissed(_) => vec![Change::News(post)],
        AnnouncingInput::PostRequeued(_)
        | AnnouncingInput::PostCancelled(_)
        | AnnouncingInput::PostedManually(_)
        | AnnouncingInput::PostDeleted(_) => vec![Change::Update(post)],
        AnnouncingInput::RoleGranted(_) | AnnouncingInput::RoleRevoked(_) => Vec::new(),
        AnnouncingInput::PostingPaused(_)
        | AnnouncingInput::PostingResumed(_)
        | AnnouncingInput::AutopilotSet(_) => {
            vec![Change::News(NoticeSubject::Posting { project, version: event.sequence })]
        }
    }
}

fn updates(project: ProjectId, suggestion: SuggestionId) -> Vec<Change> {
    (1..=VARIANTS)
        .map(|variant| Change::Update(NoticeSubject::Variant { project, suggestion, variant }))
        .collect()
}
