//! What happened per project and day?

mod queries;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use domain::context::event::ContextEvent;
use domain::event::{Event, EventKind};
use domain::id::ProjectId;
use domain::post::event::{Confirmation, PostEvent};
use domain::recorded::Recorded;
use domain::suggestion::event::SuggestionEvent;
use serde::{Deserialize, Serialize};

use crate::projection::{AffectedRows, Projection, RowSelector};

pub use queries::{Totals, totals};

/// The read model `daily_activity`.
pub struct DailyActivity;

/// One project's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The project.
    pub project_id: ProjectId,
    /// The day, in UTC, on which the events were recorded.
    pub day: NaiveDate,
    /// Requests for variants.
    pub suggestions_requested: u32,
    /// Variants that the model wrote.
    pub variants_generated: u32,
    /// Suggestions approved.
    pub approvals: u32,
    /// Suggestions refused.
    pub rejections: u32,
    /// New context versions: approvals of layers and rollbacks.
    pub context_updates: u32,
    /// Posts that reached X, by hand or not.
    pub posts_published: u32,
    /// Posts that failed.
    pub posts_failed: u32,
}

impl Projection for DailyActivity {
    const NAME: &'static str = "daily_activity";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["project_id", "day"];
    const READS_TEXTS: bool = false;
    type Row = Day;
    type Key = (ProjectId, NaiveDate);

    fn key_of(row: &Day) -> Self::Key {
        (row.project_id, row.day)
    }

    fn handles(kind: EventKind) -> bool {
        COUNTED.contains(&kind)
    }

    fn affected_rows(event: &Recorded) -> AffectedRows<Self::Key> {
        let day = event.recorded_at.date_naive();
        let project = event.metadata.project_id.filter(|_| count(event).is_some());
        Ok(project.map(|project| RowSelector::Key((project, day))).into_iter().collect())
    }

    fn fold(&(project, day): &Self::Key, row: &mut Option<Day>, event: &Recorded) {
        if let Some(count) = count(event) {
            count.add(row.get_or_insert_with(|| Day::new(project, day)));
        }
    }
}

/// The events that [`count`] knows.
const COUNTED: &[EventKind] = &[
    EventKind::ContextApproved,
    EventKind::ContextRolledBack,
    EventKind::SuggestionRequested,
    EventKind::VariantsGenerated,
    EventKind::SuggestionApproved,
    EventKind::SuggestionRejected,
    EventKind::PostPublished,
    EventKind::PostedManually,
    EventKind::PostFailed,
    EventKind::OutcomeConfirmed,
];

/// What an event adds to its day.
enum Count {
    SuggestionRequested,
    VariantsGenerated(usize),
    Approval,
    Rejection,
    ContextUpdate,
    PostPublished,
    PostFailed,
}

impl Count {
    fn add(self, day: &mut Day) {
        match self {
            Self::SuggestionRequested => day.suggestions_requested += 1,
            Self::VariantsGenerated(variants) => {
                day.variants_generated += u32::try_from(variants).unwrap_or(u32::MAX);
            }
            Self::Approval => day.approvals += 1,
            Self::Rejection => day.rejections += 1,
            Self::ContextUpdate => day.context_updates += 1,
            Self::PostPublished => day.posts_published += 1,
            Self::PostFailed => day.posts_failed += 1,
        }
    }
}

fn count(event: &Recorded) -> Option<Count> {
    match &event.event {
        Event::Context(context) => count_context(context),
        Event::Suggestion(suggestion) => count_suggestion(suggestion),
        Event::Post(post) => count_post(post),
        Event::Project(_) | Event::Account(_) | Event::Member(_) | Event::Access(_) => None,
    }
}

fn count_context(event: &ContextEvent) -> Option<Count> {
    match event {
        ContextEvent::ContextApproved { .. } | ContextEvent::ContextRolledBack { .. } => {
            Some(Count::ContextUpdate)
        }
        ContextEvent::ContextAdded { .. }
        | ContextEvent::ContextAssessed { .. }
        | ContextEvent::ContextRejected { .. } => None,
    }
}

fn count_suggestion(event: &SuggestionEvent) -> Option<Count> {
    match event {
        SuggestionEvent::SuggestionRequested { .. } => Some(Count::SuggestionRequested),
        SuggestionEvent::VariantsGenerated { variants, .. } => Some(Count::VariantsGenerated(variants.len())),
        SuggestionEvent::SuggestionApproved { .. } => Some(Count::Approval),
        SuggestionEvent::SuggestionRejected { .. } => Some(Count::Rejection),
        SuggestionEvent::GenerationFailed { .. }
        | SuggestionEvent::VariantAssessed { .. }
        | SuggestionEvent::VariantEdited { .. }
        | SuggestionEvent::SuggestionExpired {} => None,
    }
}

fn count_post(event: &PostEvent) -> Option<Count> {
    match event {
        PostEvent::PostPublished { .. } | PostEvent::PostedManually { .. } => Some(Count::PostPublished),
        PostEvent::PostFailed { .. } => Some(Count::PostFailed),
        PostEvent::OutcomeConfirmed { confirmation, .. } => match confirmation {
            Confirmation::Published(_) => Some(Count::PostPublished),
            Confirmation::NotPublished => Some(Count::PostFailed),
        },
        PostEvent::PostQueued { .. }
        | PostEvent::PostCleared { .. }
        | PostEvent::PostBlocked { .. }
        | PostEvent::OutcomeUnknown { .. }
        | PostEvent::PostRequeued { .. }
        | PostEvent::PostCancelled { .. }
        | PostEvent::PostMissed { .. }
        | PostEvent::PostDeleted {}
        | PostEvent::MetricsObserved { .. } => None,
    }
}

impl Day {
    fn new(project_id: ProjectId, day: NaiveDate) -> Self {
        Self {
            project_id,
            day,
            suggestions_requested: 0,
            variants_generated: 0,
            approvals: 0,
            rejections: 0,
            context_updates: 0,
            posts_published: 0,
            posts_failed: 0,
        }
    }
}
