//! What happened per project and day?

mod queries;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use domain::id::ProjectId;
use domain::post::event::Confirmation;
use domain::recorded::Recorded;
use domain::takes;
use serde::{Deserialize, Serialize};

use crate::projection::{AffectedRows, Projection, RowSelector};
use crate::projector::Reach;

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

takes! {
    /// What the read model `daily_activity` takes: the events that count.
    pub enum DayInput {
        suggestion::{SuggestionRequested, VariantsGenerated, SuggestionApproved, SuggestionRejected},
        context::{ContextApproved, ContextRolledBack},
        post::{PostPublished, PostedManually, PostFailed, OutcomeConfirmed},
    }
}

impl Projection for DailyActivity {
    const NAME: &'static str = "daily_activity";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["project_id", "day"];
    const READS_TEXTS: bool = false;
    const REACH: Reach = Reach::Event;
    type Row = Day;
    type Key = (ProjectId, NaiveDate);
    type Input<'a> = DayInput<'a>;

    fn key_of(row: &Day) -> Self::Key {
        (row.project_id, row.day)
    }

    fn affected_rows(_event: DayInput<'_>, recorded: &Recorded) -> AffectedRows<Self::Key> {
        let day = recorded.recorded_at.date_naive();
        let project = recorded.metadata.project_id;
        Ok(project.map(|project| RowSelector::Key((project, day))).into_iter().collect())
    }

    fn fold(&(project, day): &Self::Key, row: &mut Option<Day>, event: DayInput<'_>, _recorded: &Recorded) {
        let day = row.get_or_insert_with(|| Day::new(project, day));
        match event {
            DayInput::SuggestionRequested(_) => day.suggestions_requested += 1,
            DayInput::VariantsGenerated(generated) => {
                day.variants_generated += u32::try_from(generated.variants.len()).unwrap_or(u32::MAX);
            }
            DayInput::SuggestionApproved(_) => day.approvals += 1,
            DayInput::SuggestionRejected(_) => day.rejections += 1,
            DayInput::ContextApproved(_) | DayInput::ContextRolledBack(_) => day.context_updates += 1,
            DayInput::PostPublished(_) | DayInput::PostedManually(_) => day.posts_published += 1,
            DayInput::PostFailed(_) => day.posts_failed += 1,
            DayInput::OutcomeConfirmed(outcome) => match outcome.confirmation {
                Confirmation::Published(_) => day.posts_published += 1,
                Confirmation::NotPublished => day.posts_failed += 1,
            },
        }
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
