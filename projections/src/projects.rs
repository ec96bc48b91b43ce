//! Which projects are there, and how are they set?

mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::id::{AccountId, ProjectId};
use domain::policy::{Autopilot, Quota, SafetyPolicy};
use domain::project::event::{ProjectCreated, TextsForgotten};
use domain::recorded::Recorded;
use domain::schedule::{Schedule, Slot};
use domain::stream::AggregateType;
use domain::takes;
use serde::{Deserialize, Serialize};

use crate::projection::{AffectedRows, Projection, forgotten, forgotten_rows, row};
use crate::readable::{words, words_of};

pub use queries::{by_id, by_ids, by_name, list};

/// The read model `projects`.
pub struct Projects;

/// One project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// The project's id.
    pub id: ProjectId,
    /// Its public name.
    pub name: String,
    /// What it is about; absent once forgotten.
    pub base_description: Option<String>,
    /// Whether anything may be sent to X.
    pub posting_enabled: bool,
    /// Why not, if a reason was given.
    pub paused_reason: Option<String>,
    /// How much it does by itself.
    pub autopilot: Autopilot,
    /// Its mood, if one was set; it counts until `vibe_expires_at`.
    pub vibe: Option<String>,
    /// When the mood stops to count.
    pub vibe_expires_at: Option<DateTime<Utc>>,
    /// IANA time zone of its slots and its day.
    pub time_zone: String,
    /// When it posts by itself.
    pub slots: Vec<Slot>,
    /// What it allows, and its limits.
    pub policy: SafetyPolicy,
    /// How much it may use per day.
    pub quota: Quota,
    /// The X account that it posts as.
    pub account_id: Option<AccountId>,
    /// That account's name when it was assigned, without `@`.
    pub username: Option<String>,
    /// The context version that counts; 0 before the first approval.
    pub context_version: u32,
    /// Whether it ended.
    pub archived: bool,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When anything of this last changed.
    pub updated_at: DateTime<Utc>,
}

takes! {
    /// What the read model `projects` takes.
    pub enum ProjectsInput {
        project::{
            ProjectCreated, ProjectDescribed, VibeSet, VibeCleared, SafetyPolicySet, ScheduleSet, QuotaSet,
            AccountAssigned, PostingPaused, PostingResumed, AutopilotSet, TextsForgotten, ProjectArchived,
        },
        context::{ContextApproved, ContextRolledBack},
    }
}

impl Projection for Projects {
    const NAME: &'static str = "projects";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Project;
    type Key = ProjectId;
    type Input<'a> = ProjectsInput<'a>;

    fn key_of(row: &Project) -> ProjectId {
        row.id
    }

    fn affected_rows(event: ProjectsInput<'_>, recorded: &Recorded) -> AffectedRows<ProjectId> {
        let mut selectors = row(&recorded.stream.id)?;
        if let ProjectsInput::TextsForgotten(texts) = event {
            selectors.extend(forgotten_rows(texts, AggregateType::Project)?);
        }
        Ok(selectors)
    }

    fn fold(key: &ProjectId, row: &mut Option<Project>, event: ProjectsInput<'_>, recorded: &Recorded) {
        if let ProjectsInput::ProjectCreated(created) = event {
            *row = Some(Project::new(*key, created, recorded.recorded_at));
        } else if let Some(row) = row {
            row.updated_at = recorded.recorded_at;
            row.evolve(event);
        }
    }
}

impl Project {
    fn new(id: ProjectId, created: ProjectCreated<'_>, at: DateTime<Utc>) -> Self {
        let schedule = Schedule::default();
        Self {
            id,
            name: created.name.clone(),
            base_description: words(created.base_description),
            posting_enabled: true,
            paused_reason: None,
            autopilot: Autopilot::default(),
            vibe: None,
            vibe_expires_at: None,
            time_zone: schedule.time_zone.name().to_owned(),
            slots: schedule.slots,
            policy: SafetyPolicy::default(),
            quota: Quota::default(),
            account_id: None,
            username: None,
            context_version: 0,
            archived: false,
            created_at: at,
            updated_at: at,
        }
    }

    fn evolve(&mut self, event: ProjectsInput<'_>) {
        match event {
            ProjectsInput::ProjectCreated(_) => {}
            ProjectsInput::ProjectDescribed(described) => {
                self.base_description = words(described.base_description);
            }
            ProjectsInput::VibeSet(set) => {
                (self.vibe, self.vibe_expires_at) = (words(set.vibe), Some(*set.expires_at));
            }
            ProjectsInput::VibeCleared(_) => (self.vibe, self.vibe_expires_at) = (None, None),
            ProjectsInput::SafetyPolicySet(set) => self.policy = set.policy.clone(),
            ProjectsInput::ScheduleSet(set) => {
                set.schedule.time_zone.name().clone_into(&mut self.time_zone);
                self.slots.clone_from(&set.schedule.slots);
            }
            ProjectsInput::QuotaSet(set) => self.quota = *set.quota,
            ProjectsInput::AccountAssigned(assigned) => {
                self.account_id = Some(assigned.account.clone());
                self.username = Some(assigned.username.clone());
            }
            ProjectsInput::PostingPaused(paused) => {
                (self.posting_enabled, self.paused_reason) = (false, words_of(paused.reason.as_ref()));
            }
            ProjectsInput::PostingResumed(_) => (self.posting_enabled, self.paused_reason) = (true, None),
            ProjectsInput::AutopilotSet(set) => self.autopilot = *set.mode,
            ProjectsInput::ProjectArchived(_) => self.archived = true,
            ProjectsInput::ContextApproved(approved) => self.context_version = *approved.context_version,
            ProjectsInput::ContextRolledBack(back) => self.context_version = *back.context_version,
            ProjectsInput::TextsForgotten(texts) => self.forget(texts),
        }
    }

    /// The event also concerns its own project, whose texts need not be among those to forget.
    fn forget(&mut self, texts: TextsForgotten<'_>) {
        let own = self.id.to_string();
        if forgotten(texts, AggregateType::Project).any(|stream| stream.id == own) {
            (self.base_description, self.vibe, self.paused_reason) = (None, None, None);
        }
    }
}
