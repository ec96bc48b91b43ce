//! The project aggregate: its settings, and whether it may act at all.

pub mod event;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::policy::{Autopilot, Quota, SafetyPolicy};
use crate::schedule::Schedule;
use crate::state::State;
use crate::stream::AggregateType;
use crate::text::Text;
use event::ProjectEvent;

/// A project as its events left it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Whether it was ever created.
    pub created: bool,
    /// Its public name; empty before it is created.
    pub name: String,
    /// What it is about.
    pub base_description: Option<Text>,
    /// Its mood and when that stops to count; ask [`vibe_at`](Self::vibe_at).
    pub vibe: Option<(Text, DateTime<Utc>)>,
    /// What it allows, and its limits.
    pub policy: SafetyPolicy,
    /// Its slots.
    pub schedule: Schedule,
    /// Its daily limits.
    pub quota: Quota,
    /// The X account it posts as, with the account's name when it was assigned (without `@`).
    pub account: Option<(AccountId, String)>,
    /// Whether nothing may be sent to X.
    pub paused: bool,
    /// When the last pause was asked for, where that is known: what was asked before does not end it.
    pub pause_asked_at: Option<DateTime<Utc>>,
    /// How much it does by itself.
    pub autopilot: Autopilot,
    /// Whether it has ended.
    pub archived: bool,
}

impl Project {
    /// Whether it was created (an archived project still exists).
    pub fn exists(&self) -> bool {
        self.created
    }

    /// Whether it exists and has not ended.
    pub fn open(&self) -> bool {
        self.created && !self.archived
    }

    /// The mood that counts at the instant.
    pub fn vibe_at(&self, now: DateTime<Utc>) -> Option<&Text> {
        self.vibe.as_ref().filter(|(_, expires_at)| now < *expires_at).map(|(vibe, _)| vibe)
    }

    fn forget_texts(&mut self) {
        self.base_description = self.base_description.take().map(|_| Text::Erased);
        self.vibe = self.vibe.take().map(|(_, expires_at)| (Text::Erased, expires_at));
    }
}

impl State for Project {
    type Event = ProjectEvent;
    const KIND: AggregateType = AggregateType::Project;

    fn evolve(&mut self, event: &ProjectEvent) {
        match event {
            ProjectEvent::ProjectCreated { name, base_description } => {
                self.created = true;
                self.name.clone_from(name);
                self.base_description = Some(base_description.clone());
            }
            ProjectEvent::ProjectDescribed { base_description } => {
                self.base_description = Some(base_description.clone());
            }
            ProjectEvent::VibeSet { vibe, expires_at } => self.vibe = Some((vibe.clone(), *expires_at)),
            ProjectEvent::VibeCleared {} => self.vibe = None,
            ProjectEvent::SafetyPolicySet { policy } => self.policy = policy.clone(),
            ProjectEvent::ScheduleSet { schedule } => self.schedule = schedule.clone(),
            ProjectEvent::QuotaSet { quota } => self.quota = *quota,
            ProjectEvent::AccountAssigned { account, username } => {
                self.account = Some((account.clone(), username.clone()));
            }
            ProjectEvent::PostingPaused { reason: _, asked_at } => {
                self.paused = true;
                self.pause_asked_at = *asked_at;
            }
            ProjectEvent::PostingResumed {} => self.paused = false,
            ProjectEvent::AutopilotSet { mode } => self.autopilot = *mode,
            // The project's own stream is the only one of its kind that its events can name.
            ProjectEvent::TextsForgotten { streams } => {
                if streams.iter().any(|stream| stream.kind == AggregateType::Project) {
                    self.forget_texts();
                }
            }
            ProjectEvent::ProjectArchived {} => self.archived = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Project;
    use super::event::ProjectEvent;
    use crate::state::State;
    use crate::stream::{AggregateType, StreamId};
    use crate::text::Text;
    use chrono::{DateTime, Utc};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn with_texts(then: ProjectEvent) -> Project {
        let (name, base_description) = ("Froglet".to_owned(), Text::known("A frog"));
        Project::fold(&[
            ProjectEvent::ProjectCreated { name, base_description },
            ProjectEvent::VibeSet { vibe: Text::known("sunny"), expires_at: at("2026-01-10T00:00:00Z") },
            then,
        ])
    }

    #[test]
    fn a_vibe_counts_until_it_expires() {
        let project = with_texts(ProjectEvent::PostingResumed {});
        assert_eq!(project.vibe_at(at("2026-01-09T23:59:59Z")), Some(&Text::known("sunny")));
        assert_eq!(project.vibe_at(at("2026-01-10T00:00:00Z")), None);
    }

    #[test]
    fn forgetting_its_own_stream_blanks_its_texts_and_nothing_else_does() {
        let forgotten =
            |kind| with_texts(ProjectEvent::TextsForgotten { streams: vec![StreamId::new(kind, "1")] });
        let project = forgotten(AggregateType::Project);
        assert_eq!(project.base_description, Some(Text::Erased));
        assert_eq!(project.vibe_at(at("2026-01-09T12:00:00Z")), Some(&Text::Erased));
        assert_eq!(forgotten(AggregateType::Context).base_description, Some(Text::known("A frog")));
    }

    #[test]
    fn a_project_is_open_from_its_creation_to_its_archiving() {
        assert!(!Project::default().open() && !Project::default().exists());
        assert!(with_texts(ProjectEvent::PostingResumed {}).open());
        let archived = with_texts(ProjectEvent::ProjectArchived {});
        assert!(archived.exists() && !archived.open());
    }
}
