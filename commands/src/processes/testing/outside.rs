//! Fakes of all ports but X: they answer as a test scripted them, and remember what they were asked.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::{ProjectId, SuggestionId};
use domain::risk::{Category, CategoryScore, Moderation};
use domain::stream::StreamId;
use domain::suggestion::event::Usage;

use super::crash::Crash;
use crate::port::ServiceError;
use crate::port::cache::{ActiveContext, CachedInputs, CachedVibe, ProjectCache};
use crate::port::clock_hold::ClockHold;
use crate::port::moderator::Moderator;
use crate::port::notice::{NoticeSubject, Notices};
use crate::port::owner_alarm::{Alarm, OwnerAlarm};
use crate::port::publish_hold::PublishHold;
use crate::port::rate_limiter::RateLimiter;
use crate::port::read_models::ReadModels;
use crate::port::text_generator::{Brief, Draft, GenerationError, TextGenerator};
use crate::port::vault::Vault;

/// The services and read models.
pub(crate) struct Outside {
    crash: Arc<Crash>,
    script: Mutex<Script>,
}

/// What they answer, and what they were asked. Lists run out: then they work and find nothing.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) drafts: VecDeque<Result<Vec<&'static str>, GenerationError>>,
    pub(crate) briefs: Vec<Brief>,
    pub(crate) moderations: VecDeque<Result<Vec<Moderation>, ServiceError>>,
    /// The moderation service does not answer at all.
    pub(crate) unmoderated: bool,
    pub(crate) moderated: Vec<String>,
    pub(crate) deciders: Vec<i64>,
    pub(crate) approved: Vec<SuggestionId>,
    /// How often the list of approved suggestions cannot be read.
    pub(crate) unreadable: u32,
    pub(crate) posts_since: u32,
    pub(crate) suggestions_since: u32,
    pub(crate) copies: HashMap<NoticeSubject, Vec<i64>>,
    /// How often waiting replies were emptied.
    pub(crate) replies_forgotten: u32,
    /// The alarms that were raised, each subject once.
    pub(crate) alarms: Vec<Alarm>,
    /// Chats to which nothing is delivered.
    pub(crate) blocked: Vec<i64>,
    pub(crate) contexts: HashMap<ProjectId, ActiveContext>,
    pub(crate) vibes: HashMap<ProjectId, CachedVibe>,
    pub(crate) permits: VecDeque<Duration>,
    pub(crate) forgotten: Vec<StreamId>,
    /// What is said of the history, one answer after the other; then it is whole.
    pub(crate) history: VecDeque<Result<Option<String>, ServiceError>>,
    /// Why the database's clock is in doubt, for as long as it is.
    pub(crate) clock_doubt: Option<&'static str>,
    /// Projects with an event that waits to be read.
    pub(crate) unread: Vec<ProjectId>,
}

/// The service does not answer now.
pub(crate) fn unavailable() -> ServiceError {
    ServiceError::Unavailable { service: "test", why: "no answer".into(), retry_after: None }
}

/// The service says no.
pub(crate) fn refused() -> ServiceError {
    ServiceError::Refused { service: "test", why: "no credit".into() }
}

/// The moderation service finds something of this category; flagged.
pub(crate) fn flagged(category: Category) -> Moderation {
    Moderation::Scored(vec![CategoryScore { category, per_mille: 1000, flagged: true }])
}

/// The moderation service finds nothing.
pub(crate) fn harmless() -> Moderation {
    let (category, per_mille, flagged) = (Category::Violence, 0, false);
    Moderation::Scored(vec![CategoryScore { category, per_mille, flagged }])
}

impl Outside {
    pub(crate) fn new(crash: Arc<Crash>) -> Self {
        Self { crash, script: Mutex::default() }
    }

    /// What is answered and was asked.
    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }
}

#[async_trait]
impl PublishHold for Outside {
    async fn reason(&self, project: ProjectId) -> Result<Option<String>, ServiceError> {
        if self.script().unread.contains(&project) {
            return Ok(Some("an event of it cannot be read".to_owned()));
        }
        self.script().history.pop_front().unwrap_or(Ok(None))
    }
}

#[async_trait]
impl ClockHold for Outside {
    async fn reason(&self) -> Result<Option<String>, ServiceError> {
        Ok(self.script().clock_doubt.map(str::to_owned))
    }
}

#[async_trait]
impl TextGenerator for Outside {
    async fn generate(&self, brief: &Brief) -> Result<Draft, GenerationError> {
        let generated = async {
            let mut script = self.script();
            script.briefs.push(brief.clone());
            let texts = script.drafts.pop_front().unwrap_or(Ok(vec!["gm frogs"]))?;
            let variants = texts.into_iter().map(str::to_owned).collect();
            Ok(Draft { variants, model: "model-1".into(), usage: Usage::default() })
        };
        self.crash.around(generated).await
    }
}

#[async_trait]
impl Moderator for Outside {
    async fn moderate(&self, texts: &[String]) -> Result<Vec<Moderation>, ServiceError> {
        let moderate = async {
            let mut script = self.script();
            script.moderated.extend(texts.iter().cloned());
            let harmless =
                if script.unmoderated { Err(unavailable()) } else { Ok(vec![harmless(); texts.len()]) };
            script.moderations.pop_front().unwrap_or(harmless)
        };
        self.crash.around(moderate).await
    }
}

#[async_trait]
impl Notices for Outside {
    async fn copies(&self, subject: &NoticeSubject) -> Result<Vec<i64>, ServiceError> {
        Ok(self.script().copies.get(subject).cloned().unwrap_or_default())
    }

    async fn reachable(&self, chats: &[i64]) -> Result<Vec<i64>, ServiceError> {
        let script = self.script();
        Ok(chats.iter().copied().filter(|chat| !script.blocked.contains(chat)).collect())
    }

    async fn forget_waiting(&self) -> Result<u64, ServiceError> {
        self.script().replies_forgotten += 1;
        Ok(1)
    }
}

#[async_trait]
impl OwnerAlarm for Outside {
    async fn raise(&self, alarm: &Alarm) {
        let mut script = self.script();
        if script.alarms.iter().all(|told| told.subject != alarm.subject) {
            script.alarms.push(alarm.clone());
        }
    }
}

#[async_trait]
impl ReadModels for Outside {
    async fn deciders(&self, _project: ProjectId) -> Result<Vec<i64>, ServiceError> {
        Ok(self.script().deciders.clone())
    }

    async fn recent_posts(&self, _project: ProjectId, _limit: u32) -> Result<Vec<String>, ServiceError> {
        Ok(vec!["an earlier post".to_owned()])
    }

    async fn approved(&self, _project: ProjectId, limit: u32) -> Result<Vec<SuggestionId>, ServiceError> {
        let read = async {
            let mut script = self.script();
            if script.unreadable > 0 {
                script.unreadable -= 1;
                return Err(unavailable());
            }
            Ok(script.approved.iter().copied().take(limit as usize).collect())
        };
        self.crash.around(read).await
    }

    async fn posts_since(&self, _project: ProjectId, _since: DateTime<Utc>) -> Result<u32, ServiceError> {
        self.crash.around(async { Ok(self.script().posts_since) }).await
    }

    async fn suggestions_since(&self, _: ProjectId, _since: DateTime<Utc>) -> Result<u32, ServiceError> {
        Ok(self.script().suggestions_since)
    }
}

#[async_trait]
impl ProjectCache for Outside {
    async fn prompt_inputs(&self, project: ProjectId, version: u32, vibe: Option<&str>) -> CachedInputs {
        let script = self.script();
        let context = script.contexts.get(&project).filter(|cached| cached.version == version).cloned();
        let vibe = script.vibes.get(&project).filter(|cached| vibe == Some(&*cached.vibe)).cloned();
        CachedInputs { context, vibe }
    }

    async fn put_context(&self, project: ProjectId, context: &ActiveContext) {
        self.script().contexts.insert(project, context.clone());
    }

    async fn drop_context(&self, project: ProjectId) {
        self.script().contexts.remove(&project);
    }

    async fn put_vibe(&self, project: ProjectId, vibe: &CachedVibe) {
        self.script().vibes.insert(project, vibe.clone());
    }

    async fn drop_vibe(&self, project: ProjectId) {
        self.script().vibes.remove(&project);
    }
}

#[async_trait]
impl RateLimiter for Outside {
    async fn acquire(&self, _: &str, _: &str, _limit: u32, _window: Duration) -> Option<Duration> {
        self.crash.around(async { self.script().permits.pop_front() }).await
    }
}

#[async_trait]
impl Vault for Outside {
    async fn forget(&self, streams: &[StreamId]) -> Result<u64, ServiceError> {
        self.script().forgotten.extend(streams.iter().cloned());
        Ok(streams.len() as u64)
    }
}
