//! The lost tail, as far as JetStream still has it: events that were published and that the log does not have.

use chrono::{DateTime, Utc};
use domain::account::event::{AccountEvent, AttemptOutcome};
use domain::event::Event;
use domain::id::{AccountId, EventId, PostId, ProjectId, TweetId};
use domain::post::event::{Confirmation, PostEvent};
use domain::project::event::ProjectEvent;
use domain::stream::{AggregateType, StreamId};
use domain::upcast::upcast;
use serde::Serialize;
use serde_json::Value;

use super::RecoveryError;
use engine::log::LogReader;
use engine::nats::Nats;
use engine::store::envelope::StoredEnvelope;

/// An event that the log does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostEvent {
    /// The position it had.
    pub position: u64,
    /// Its id.
    pub event_id: EventId,
    /// Its type.
    pub event_type: String,
    /// Its stream, as `type/id`.
    pub stream: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What was lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LostTail {
    /// The events, in order.
    pub events: Vec<LostEvent>,
    /// Posts that were on X by then.
    pub published: Vec<(PostId, TweetId)>,
    /// Requests to X that were begun, by account and post: nobody can say from the log how they ended.
    pub attempts: Vec<(AccountId, PostId)>,
    /// Texts that were forgotten: by which event, in which project, of which streams.
    pub forgotten: Vec<(EventId, ProjectId, Vec<StreamId>)>,
}

impl LostTail {
    /// Reads an epoch's stream from the first event on that the log does not have.
    pub(super) async fn read(nats: &Nats, log: &LogReader, epoch: u32) -> Result<Self, RecoveryError> {
        let stream = nats.stream_of(epoch).await.map_err(RecoveryError::Nats)?;
        let state = &stream.cached_info().state;
        let read = async |sequence| {
            let message =
                stream.get_raw_message(sequence).await.map_err(|error| RecoveryError::Nats(error.into()))?;
            serde_json::from_slice::<StoredEnvelope>(&message.payload).map_err(|error| {
                RecoveryError::Needs(format!("message {sequence} of JetStream is not ours: {error}"))
            })
        };
        let is_known = async |sequence| -> Result<bool, RecoveryError> {
            let envelope = read(sequence).await?;
            Ok(log.position_of(envelope.event_id).await? == Some(envelope.position))
        };
        // Two histories agree up to some point and never after it, so a binary search finds the point.
        let (mut first, mut end) = (state.first_sequence.max(1), state.last_sequence + 1);
        while first < end {
            let middle = first + (end - first) / 2;
            if is_known(middle).await? { first = middle + 1 } else { end = middle }
        }
        let mut lost = Self::default();
        for sequence in first..=state.last_sequence {
            lost.add(&read(sequence).await?);
        }
        Ok(lost)
    }

    fn add(&mut self, envelope: &StoredEnvelope) {
        self.events.push(LostEvent {
            position: envelope.position,
            event_id: envelope.event_id,
            event_type: envelope.event_type.clone(),
            stream: format!("{}/{}", envelope.aggregate_type, envelope.aggregate_id),
            recorded_at: envelope.recorded_at,
        });
        let Some(event) = decoded(envelope) else { return };
        match event {
            Event::Account(event) => self.add_account_event(&AccountId(envelope.aggregate_id.clone()), event),
            Event::Post(event) => self.add_post_event(envelope, event),
            Event::Project(ProjectEvent::TextsForgotten { streams }) => {
                let project = envelope.aggregate_id.parse();
                self.forgotten.extend(project.map(|project| (envelope.event_id, project, streams)));
            }
            Event::Project(_)
            | Event::Context(_)
            | Event::Suggestion(_)
            | Event::Member(_)
            | Event::Access(_) => {}
        }
    }

    fn add_account_event(&mut self, account: &AccountId, event: AccountEvent) {
        match event {
            AccountEvent::AttemptOpened { post, .. } => self.attempts.push((account.clone(), post)),
            AccountEvent::AttemptSettled { post, outcome, .. } => match outcome {
                AttemptOutcome::NotPublished => self.attempts.retain(|(_, other)| *other != post),
                AttemptOutcome::Published(tweet) => self.published.push((post, tweet)),
                // Nobody knew then: the attempt stays, and the account's timeline has to tell.
                AttemptOutcome::Unknown => {}
            },
            AccountEvent::AccountConnected { .. }
            | AccountEvent::AccountDisconnected { .. }
            | AccountEvent::TokensNoted { .. }
            | AccountEvent::AccountHeld { .. }
            | AccountEvent::AccountReleased { .. } => {}
        }
    }

    fn add_post_event(&mut self, envelope: &StoredEnvelope, event: PostEvent) {
        let Ok(post) = envelope.aggregate_id.parse::<PostId>() else { return };
        match event {
            PostEvent::PostPublished { tweet_id, .. }
            | PostEvent::OutcomeConfirmed { confirmation: Confirmation::Published(tweet_id), .. }
            | PostEvent::PostedManually { tweet_id: Some(tweet_id) } => self.published.push((post, tweet_id)),
            PostEvent::PostQueued { .. }
            | PostEvent::PostCleared { .. }
            | PostEvent::PostBlocked { .. }
            | PostEvent::PostFailed { .. }
            | PostEvent::OutcomeUnknown { .. }
            | PostEvent::OutcomeConfirmed { .. }
            | PostEvent::PostRequeued { .. }
            | PostEvent::PostCancelled { .. }
            | PostEvent::PostMissed { .. }
            | PostEvent::PostedManually { .. }
            | PostEvent::PostDeleted {}
            | PostEvent::MetricsObserved { .. } => {}
        }
    }
}

/// The event with its texts still sealed; none when it has texts, whose keys are lost with it, or is from tomorrow.
/// What matters here has none.
fn decoded(envelope: &StoredEnvelope) -> Option<Event> {
    let kind = AggregateType::named(&envelope.aggregate_type)?;
    let payload: Value = serde_json::from_str(envelope.payload.get()).ok()?;
    let payload = upcast(kind, &envelope.event_type, &envelope.event_version, payload).ok()?;
    Event::decode(kind, payload).ok()
}
