//! Which projects are there, and how are they set?

mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::context::event::ContextEvent;
use domain::event::{Event, EventKind};
use domain::id::{AccountId, ProjectId};
use domain::policy::{Autopilot, Quota, SafetyPolicy};
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::schedule::{Schedule, Slot};
use domain::stream::AggregateType;
use serde::{Deserialize, Serialize};

use crate::projection::{AffectedRows, Projection, forgets, forgotten_rows, row};
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

impl Projection for Projects {
    const NAME: &'static str = "projects";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Project;
    type Key = ProjectId;

    fn key_of(row: &Project) -> ProjectId {
        row.id
    }

    fn handles(kind: EventKind) -> bool {
        matches!(kind.aggregate, AggregateType::Project | AggregateType::Context)
    }

    fn affected_rows(event: &Recorded) -> AffectedRows<ProjectId> {
        match &event.event {
            Event::Project(project) => {
                let mut selectors = row(&event.stream.id)?;
                selectors.extend(forgotten_rows(project, AggregateType::Project)?);
                Ok(selectors)
            }
            Event::Context(ContextEvent::ContextApproved { .. } | ContextEvent::ContextRolledBack { .. }) => {
                row(&event.stream.id)
            }
            Event::Context(
                ContextEvent::ContextAdded { .. }
                | ContextEvent::ContextAssessed { .. }
                | ContextEvent::ContextRejected { .. },
            )
            | Event::Suggestion(_)
            | Event::Post(_)
            | Event::Account(_)
            | Event::Member(_)
            | Event::Access(_) => Ok(Vec::new()),
        }
    }

    fn fold(key: &ProjectId, row: &mut Option<Project>, event: &Recorded) {
        if let Event::Project(ProjectEvent::ProjectCreated { name, base_description }) = &event.event {
            *row = Some(Project::new(*key, name, words(base_description), event.recorded_at));
            return;
        }
        let Some(row) = row else { return };
        row.updated_at = event.recorded_at;
        if forgets(&event.event, AggregateType::Project, &key.to_string()) {
            row.forget();
        }
        match &event.event {
            Event::Project(project) => row.evolve(project),
            Event::Context(context) => row.evolve_context(context),
            Event::Suggestion(_)
            | Event::Post(_)
            | Event::Account(_)
            | Event::Member(_)
            | Event::Access(_) => {}
        }
    }
}

impl Project {
    fn new(id: ProjectId, name: &str, base_description: Option<String>, at: DateTime<Utc>) -> Self {
        let schedule = Schedule::default();
        Self {
            id,
            name: name.to_owned(),
            base_description,
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

    fn evolve(&mut self, event: &ProjectEvent) {
        match event {
            ProjectEvent::ProjectCreated { .. } | ProjectEvent::TextsForgotten { .. } => {}
            ProjectEvent::ProjectDescribed { base_description } => {
                self.base_description = words(base_description);
            }
            ProjectEvent::VibeSet { vibe, expires_at } => {
                (self.vibe, self.vibe_expires_at) = (words(vibe), Some(*expires_at));
            }
            ProjectEvent::VibeCleared {} => (self.vibe, self.vibe_expires_at) = (None, None),
            ProjectEvent::SafetyPolicySet { policy } => self.policy = policy.clone(),
            ProjectEvent::ScheduleSet { schedule } => {
                schedule.time_zone.name().clone_into(&mut self.time_zone);
                self.slots.clone_from(&schedule.slots);
            }
            ProjectEvent::QuotaSet { quota } => self.quota = *quota,
            ProjectEvent::AccountAssigned { account, username } => {
                (self.account_id, self.username) = (Some(account.clone()), Some(username.clone()));
            }
            ProjectEvent::PostingPaused { reason } => {
                (self.posting_enabled, self.paused_reason) = (false, words_of(reason.as_ref()));
            }
            ProjectEvent::PostingResumed {} => (self.posting_enabled, self.paused_reason) = (true, None),
            ProjectEvent::AutopilotSet { mode } => self.autopilot = *mode,
            ProjectEvent::ProjectArchived {} => self.archived = true,
        }
    }

    fn evolve_context(&mut self, event: &ContextEvent) {
        match event {
            ContextEvent::ContextApproved { context_version, .. }
            | ContextEvent::ContextRolledBack { context_version, .. } => {
                self.context_version = *context_version;
            }
            ContextEvent::ContextAdded { .. }
            | ContextEvent::ContextAssessed { .. }
            | ContextEvent::ContextRejected { .. } => {}
        }
    }

    fn forget(&mut self) {
        (self.base_description, self.vibe, self.paused_reason) = (None, None, None);
    }
}
