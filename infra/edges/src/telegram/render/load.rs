//! Loads what a notice is about and renders it.

use commands::port::ServiceError;
use commands::port::notice::NoticeSubject;
use commands::processes::announcing::POST_NEWS;
use commands::store::StoreError;
use domain::event::{Event, EventKind};
use domain::id::{PostId, ProjectId, SuggestionId};
use domain::post::event::{Confirmation, PostEvent, PostMissed, PublishFault};
use domain::post::post_of;
use domain::project::Project;
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::SuggestionStatus;
use domain::suggestion::event::SuggestionEvent;
use domain::text::Text;

use super::{DecisionLine, failure, layer, post, posting, variant};
use crate::telegram::callback_subjects::{LayerRef, VariantRef};
use crate::telegram::history::DecisionRecord;
use crate::telegram::notices::TelegramNotices;
use crate::telegram::reply::Reply;
use crate::telegram::times;
use domain::context::event::ContextEvent;

impl TelegramNotices {
    /// The notice of a subject as it is now; none if there is no such thing.
    pub(in crate::telegram) async fn render(
        &self,
        subject: &NoticeSubject,
    ) -> Result<Option<Reply>, ServiceError> {
        let project = self.bot().aggregates.project(subject.project()).await.map_err(unreadable)?.state;
        match *subject {
            NoticeSubject::Layer { project: id, layer } => {
                self.load_layer(&project, LayerRef { project: id, layer }).await
            }
            NoticeSubject::Variant { suggestion, variant, .. } => {
                self.load_variant(&project, suggestion, variant).await
            }
            NoticeSubject::Failure { suggestion, .. } => self.load_failure(&project, suggestion).await,
            NoticeSubject::Post { post, .. } => self.load_post(&project, post).await,
            NoticeSubject::Posting { project: id, version } => self.load_posting(&project, id, version).await,
        }
    }

    /// The subject, or the post's latest news: what happened since has overtaken older ones.
    pub(in crate::telegram) async fn latest(
        &self,
        subject: NoticeSubject,
    ) -> Result<NoticeSubject, ServiceError> {
        let NoticeSubject::Post { project, post, news } = subject else { return Ok(subject) };
        let events = self.bot().history.of(&StreamId::new(AggregateType::Post, post), &POST_NEWS).await?;
        let latest = events.last().and_then(|event| u32::try_from(event.sequence).ok()).unwrap_or_default();
        Ok(NoticeSubject::Post { project, post, news: news.max(latest) })
    }

    async fn load_layer(&self, project: &Project, at: LayerRef) -> Result<Option<Reply>, ServiceError> {
        let context = self.bot().aggregates.context(at.project).await.map_err(unreadable)?.state;
        let Some(found) = context.layers.get(&at.layer) else { return Ok(None) };
        let decision = match self.bot().history.of_layer(at.project, at.layer).await? {
            Some(decision) => {
                Some(self.decision_line(project, &decision, layer_reason(&decision.event)).await)
            }
            None => None,
        };
        let added_by = self.bot().names.name(&found.added_by).await;
        let active = context.active().contains(&at.layer);
        Ok(Some(layer::layer(&layer::LayerNotice { at, project, layer: found, added_by, active, decision })))
    }

    async fn load_variant(
        &self,
        project: &Project,
        id: SuggestionId,
        number: u8,
    ) -> Result<Option<Reply>, ServiceError> {
        let suggestion = self.bot().aggregates.suggestion(id).await.map_err(unreadable)?.state;
        let Some(found) = suggestion.variant(number) else { return Ok(None) };
        let post = self.bot().aggregates.post(post_of(id)).await.map_err(unreadable)?.state;
        let stream = StreamId::new(AggregateType::Suggestion, id);
        let decisions = self
            .bot()
            .history
            .of(&stream, &[EventKind::SuggestionApproved, EventKind::SuggestionRejected])
            .await?;
        let decision = match decisions.last() {
            Some(decision) => Some(self.decision_line(project, decision, rejection(&decision.event)).await),
            None => None,
        };
        let at = VariantRef { suggestion: id, variant: number, revision: found.revision };
        let view = variant::VariantNotice {
            at,
            project,
            suggestion: &suggestion,
            variant: found,
            post: &post,
            decision,
        };
        Ok(Some(variant::variant(&view)))
    }

    async fn load_failure(&self, project: &Project, id: SuggestionId) -> Result<Option<Reply>, ServiceError> {
        let suggestion = self.bot().aggregates.suggestion(id).await.map_err(unreadable)?.state;
        if suggestion.status != SuggestionStatus::Failed {
            return Ok(None);
        }
        let stream = StreamId::new(AggregateType::Suggestion, id);
        let failures = self.bot().history.of(&stream, &[EventKind::GenerationFailed]).await?;
        let Some(Event::Suggestion(SuggestionEvent::GenerationFailed { fault, detail, .. })) =
            failures.last().map(|failure| &failure.event)
        else {
            return Ok(None);
        };
        Ok(Some(failure::failure(project, id, *fault, detail)))
    }

    async fn load_post(&self, project: &Project, id: PostId) -> Result<Option<Reply>, ServiceError> {
        let state = self.bot().aggregates.post(id).await.map_err(unreadable)?.state;
        if !state.exists() {
            return Ok(None);
        }
        let news = [
            EventKind::PostPublished,
            EventKind::PostFailed,
            EventKind::OutcomeUnknown,
            EventKind::OutcomeConfirmed,
            EventKind::PostCancelled,
            EventKind::PostMissed,
            EventKind::PostedManually,
            EventKind::PostDeleted,
        ];
        let events = self.bot().history.of(&StreamId::new(AggregateType::Post, id), &news).await?;
        let decision = match events.last() {
            Some(last) => Some(self.decision_line(project, last, cancellation(&last.event)).await),
            None => None,
        };
        let assigned = || project.account.as_ref().map(|(_, username)| username.clone());
        let view = post::PostNotice {
            id,
            project,
            post: &state,
            username: events.iter().rev().find_map(username).or_else(assigned).unwrap_or_default(),
            held: events.last().and_then(|last| PostMissed::of(&last.event)?.held.clone()),
            failure: events.last().and_then(|last| fault(&last.event)),
            decision,
            now: self.bot().clock.now(),
        };
        Ok(Some(post::post(&view)))
    }

    async fn load_posting(
        &self,
        project: &Project,
        id: ProjectId,
        version: u64,
    ) -> Result<Option<Reply>, ServiceError> {
        let stream = StreamId::new(AggregateType::Project, id);
        let Some(change) = self.bot().history.at(&stream, version).await? else { return Ok(None) };
        let decision = self.decision_line(project, &change, posting::reason(&change.event)).await;
        Ok(posting::posting(project, &change.event, &decision))
    }

    async fn decision_line(&self, project: &Project, recorded: &Recorded, why: Option<Text>) -> DecisionLine {
        let record = DecisionRecord::from(recorded);
        let by = self.bot().names.name(&record.by).await;
        DecisionLine { by, at: times::short(record.at, project.schedule.time_zone), why }
    }
}

fn layer_reason(event: &Event) -> Option<Text> {
    let Event::Context(ContextEvent::ContextRejected { reason, .. }) = event else { return None };
    reason.clone()
}

fn rejection(event: &Event) -> Option<Text> {
    let Event::Suggestion(SuggestionEvent::SuggestionRejected { reason }) = event else { return None };
    reason.clone()
}

fn cancellation(event: &Event) -> Option<Text> {
    let Event::Post(PostEvent::PostCancelled { reason }) = event else { return None };
    reason.clone()
}

fn fault(event: &Event) -> Option<(PublishFault, String)> {
    let Event::Post(PostEvent::PostFailed { fault, detail, .. }) = event else { return None };
    Some((*fault, detail.clone()))
}

fn username(recorded: &Recorded) -> Option<String> {
    let Event::Post(event) = &recorded.event else { return None };
    if let PostEvent::PostPublished { username, .. } = event {
        Some(username.clone())
    } else if let PostEvent::OutcomeConfirmed { username, confirmation: Confirmation::Published(_), .. } =
        event
    {
        username.clone()
    } else {
        None
    }
}

fn unreadable(error: StoreError) -> ServiceError {
    let (service, why) = ("event store", error.to_string());
    match error {
        StoreError::Unavailable { retry_after, .. } => {
            ServiceError::Unavailable { service, why, retry_after: Some(retry_after) }
        }
        StoreError::UpgradeUnderWay { .. } => ServiceError::Unavailable { service, why, retry_after: None },
        StoreError::Unreadable(what) => what.into(),
        StoreError::Corrupt(_) | StoreError::TooLarge { .. } => ServiceError::Refused { service, why },
    }
}
