//! The lost tail, as far as JetStream still has it: events that were published and that the log does not have.

use chrono::{DateTime, Utc};
use domain::account::event::AttemptOutcome;
use domain::event::Event;
use domain::event_subset::EventSubset;
use domain::id::{AccountId, EventId, PostId, ProjectId, TweetId};
use domain::post::event::Confirmation;
use domain::stream::{AggregateType, StreamId};
use domain::takes;
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

takes! {
    /// What has to be made good when it was lost.
    enum RecoveryInput {
        account::{AttemptOpened, AttemptSettled},
        post::{PostPublished, OutcomeConfirmed, PostedManually},
        project::{TextsForgotten},
    }
}

impl LostTail {
    /// Reads an epoch's stream from the first event on that the log does not have.
    pub(super) async fn read(nats: &Nats, log: &LogReader, epoch: u32) -> Result<Self, RecoveryError> {
        let stream = nats.stream_of(epoch).await.map_err(RecoveryError::Nats)?;
        let state = &stream.cached_info().state;
        // A message of somebody else is none of ours, and says nothing of the history.
        let is_known = async |first: u64, sequence: u64| -> Result<bool, RecoveryError> {
            let last = nats.last_envelope_in(&stream, first..=sequence).await.map_err(RecoveryError::Nats)?;
            let Some((_, envelope)) = last else { return Ok(true) };
            Ok(log.position_of(envelope.event_id).await? == Some(envelope.position))
        };
        // Two histories agree up to some point and never after it, so a binary search finds the point.
        let (mut first, mut end) = (state.first_sequence.max(1), state.last_sequence + 1);
        while first < end {
            let middle = first + (end - first) / 2;
            if is_known(first, middle).await? { first = middle + 1 } else { end = middle }
        }
        let mut lost = Self::default();
        for sequence in first..=state.last_sequence {
            let envelope = nats.envelope_at(&stream, sequence).await.map_err(RecoveryError::Nats)?;
            if let Some(envelope) = envelope {
                lost.add(&envelope);
            }
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
        if let Some(event) = decoded(envelope)
            && let Some(input) = RecoveryInput::of(&event)
        {
            self.add_effect(envelope, input);
        }
    }

    fn add_effect(&mut self, envelope: &StoredEnvelope, input: RecoveryInput<'_>) {
        let id = &envelope.aggregate_id;
        let post = || id.parse::<PostId>();
        match input {
            RecoveryInput::AttemptOpened(opened) => {
                self.attempts.push((AccountId(id.clone()), *opened.post));
            }
            RecoveryInput::AttemptSettled(settled) => match settled.outcome {
                AttemptOutcome::NotPublished => self.attempts.retain(|(_, post)| post != settled.post),
                AttemptOutcome::Published(tweet) => self.published.push((*settled.post, tweet.clone())),
                // Nobody knew then: the attempt stays, and the account's timeline has to tell.
                AttemptOutcome::Unknown => {}
            },
            RecoveryInput::PostPublished(published) => {
                self.published.extend(post().map(|post| (post, published.tweet_id.clone())));
            }
            RecoveryInput::OutcomeConfirmed(outcome) => {
                if let Confirmation::Published(tweet) = outcome.confirmation {
                    self.published.extend(post().map(|post| (post, tweet.clone())));
                }
            }
            RecoveryInput::PostedManually(posted) => {
                let tweet = posted.tweet_id.clone();
                self.published.extend(post().ok().zip(tweet));
            }
            RecoveryInput::TextsForgotten(texts) => {
                let project = id.parse();
                self.forgotten.extend(project.map(|id| (envelope.event_id, id, texts.streams.clone())));
            }
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
