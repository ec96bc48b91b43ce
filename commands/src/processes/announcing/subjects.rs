//! Which notices an event concerns.

use chrono::TimeDelta;
use domain::context::event::ContextEvent;
use domain::event::Event;
use domain::id::{ProjectId, SuggestionId};
use domain::post::event::PostEvent;
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::suggestion::event::SuggestionEvent;
use serde::{Deserialize, Serialize};

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

/// The notices that the event concerns.
pub(super) fn changes(event: &Recorded) -> Vec<Change> {
    let Some(project) = event.metadata.project_id else { return Vec::new() };
    match &event.event {
        Event::Context(happened) => of_context(project, happened),
        Event::Suggestion(happened) => of_suggestion(project, event, happened),
        Event::Post(happened) => of_post(project, event, happened),
        Event::Project(happened) => of_project(project, event, happened),
        Event::Account(_) | Event::Member(_) | Event::Access(_) => Vec::new(),
    }
}

fn of_context(project: ProjectId, happened: &ContextEvent) -> Vec<Change> {
    match happened {
        ContextEvent::ContextAssessed { layer, .. } => {
            vec![Change::News(NoticeSubject::Layer { project, layer: *layer })]
        }
        ContextEvent::ContextApproved { layer, .. } | ContextEvent::ContextRejected { layer, .. } => {
            vec![Change::Update(NoticeSubject::Layer { project, layer: *layer })]
        }
        ContextEvent::ContextAdded { .. } | ContextEvent::ContextRolledBack { .. } => Vec::new(),
    }
}

fn of_suggestion(project: ProjectId, event: &Recorded, happened: &SuggestionEvent) -> Vec<Change> {
    let Ok(suggestion) = event.stream.id.parse::<SuggestionId>() else { return Vec::new() };
    match happened {
        SuggestionEvent::VariantAssessed { variant, .. } => {
            vec![Change::News(NoticeSubject::Variant { project, suggestion, variant: *variant })]
        }
        SuggestionEvent::VariantEdited { variant, .. } => {
            vec![Change::Update(NoticeSubject::Variant { project, suggestion, variant: *variant })]
        }
        SuggestionEvent::GenerationFailed { .. } => {
            vec![Change::News(NoticeSubject::Failure { project, suggestion })]
        }
        SuggestionEvent::SuggestionApproved { .. }
        | SuggestionEvent::SuggestionRejected { .. }
        | SuggestionEvent::SuggestionExpired {} => updates(project, suggestion),
        SuggestionEvent::SuggestionRequested { .. } | SuggestionEvent::VariantsGenerated { .. } => Vec::new(),
    }
}

fn updates(project: ProjectId, suggestion: SuggestionId) -> Vec<Change> {
    (1..=VARIANTS)
        .map(|variant| Change::Update(NoticeSubject::Variant { project, suggestion, variant }))
        .collect()
}

fn of_post(project: ProjectId, event: &Recorded, happened: &PostEvent) -> Vec<Change> {
    let Ok(post) = event.stream.id.parse() else { return Vec::new() };
    let news = u32::try_from(event.sequence).unwrap_or(u32::MAX);
    let subject = NoticeSubject::Post { project, post, news };
    match happened {
        PostEvent::PostQueued { source, publish_at, .. } => {
            let mut changes = updates(project, source.suggestion);
            if *publish_at > event.recorded_at + AT_ONCE {
                changes.push(Change::News(NoticeSubject::Post { project, post, news: 0 }));
            }
            changes
        }
        PostEvent::PostBlocked { .. }
        | PostEvent::PostPublished { .. }
        | PostEvent::PostFailed { .. }
        | PostEvent::OutcomeUnknown { .. }
        | PostEvent::OutcomeConfirmed { .. }
        | PostEvent::PostMissed { .. } => vec![Change::News(subject)],
        PostEvent::PostRequeued { .. }
        | PostEvent::PostCancelled { .. }
        | PostEvent::PostedManually { .. }
        | PostEvent::PostDeleted {} => vec![Change::Update(subject)],
        PostEvent::PostCleared { .. } | PostEvent::MetricsObserved { .. } => Vec::new(),
    }
}

fn of_project(project: ProjectId, event: &Recorded, happened: &ProjectEvent) -> Vec<Change> {
    match happened {
        ProjectEvent::PostingPaused { .. }
        | ProjectEvent::PostingResumed {}
        | ProjectEvent::AutopilotSet { .. } => {
            vec![Change::News(NoticeSubject::Posting { project, version: event.sequence })]
        }
        ProjectEvent::ProjectCreated { .. }
        | ProjectEvent::ProjectDescribed { .. }
        | ProjectEvent::VibeSet { .. }
        | ProjectEvent::VibeCleared {}
        | ProjectEvent::SafetyPolicySet { .. }
        | ProjectEvent::ScheduleSet { .. }
        | ProjectEvent::QuotaSet { .. }
        | ProjectEvent::AccountAssigned { .. }
        | ProjectEvent::TextsForgotten { .. }
        | ProjectEvent::ProjectArchived {} => Vec::new(),
    }
}
