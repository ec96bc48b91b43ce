//! Who decided, when and why: read from the streams, which are never late.

use chrono::{DateTime, Utc};
use commands::port::ServiceError;
use domain::actor::Actor;
use domain::context::event::{ContextApproved, ContextRejected};
use domain::event::{Event, EventKind};
use domain::id::ProjectId;
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use sqlx::PgPool;

use engine::store::codec::{EventDecoder, EventReadError};
use engine::store::stored_events;

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DecisionRecord {
    /// Who.
    pub(super) by: Actor,
    /// When the database recorded it.
    pub(super) at: DateTime<Utc>,
}

/// Reads single streams with who, when and why.
#[derive(Clone)]
pub(super) struct StreamHistory {
    pool: PgPool,
    decoder: EventDecoder,
}

impl StreamHistory {
    /// Over the primary's pool.
    pub(super) fn new(pool: PgPool, decoder: EventDecoder) -> Self {
        Self { pool, decoder }
    }

    /// The stream's events of these kinds (all, without kinds), in order. Their positions are not known here.
    pub(super) async fn of(
        &self,
        stream: &StreamId,
        kinds: &[EventKind],
    ) -> Result<Vec<Recorded>, ServiceError> {
        self.read(stream, None, kinds).await
    }

    /// One event of a stream.
    pub(super) async fn at(
        &self,
        stream: &StreamId,
        sequence: u64,
    ) -> Result<Option<Recorded>, ServiceError> {
        Ok(self.read(stream, Some(sequence), &[]).await?.pop())
    }

    /// The decision about a context layer, if there is one.
    pub(super) async fn of_layer(
        &self,
        project: ProjectId,
        layer: u32,
    ) -> Result<Option<Recorded>, ServiceError> {
        let stream = StreamId::new(AggregateType::Context, project);
        // A layer is decided once, so the first decision that names it is the only one.
        let decisions = self.of(&stream, &[EventKind::ContextApproved, EventKind::ContextRejected]).await?;
        Ok(decisions.into_iter().find(|decision| layer_of(&decision.event) == Some(layer)))
    }

    async fn read(
        &self,
        stream: &StreamId,
        sequence: Option<u64>,
        kinds: &[EventKind],
    ) -> Result<Vec<Recorded>, ServiceError> {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name).collect();
        let envelopes = stored_events::of_stream(&self.pool, stream, sequence, &names).await;
        self.decoder.open_envelopes(envelopes.map_err(unavailable)?).await.map_err(unreadable)
    }
}

impl From<&Recorded> for DecisionRecord {
    fn from(recorded: &Recorded) -> Self {
        Self { by: recorded.metadata.actor.clone(), at: recorded.recorded_at }
    }
}

fn layer_of(event: &Event) -> Option<u32> {
    let approved = ContextApproved::of(event).map(|approved| *approved.layer);
    approved.or_else(|| ContextRejected::of(event).map(|rejected| *rejected.layer))
}

/// The database could not be asked.
#[expect(clippy::needless_pass_by_value, reason = "it is used as a function value")]
pub(super) fn unavailable(error: sqlx::Error) -> ServiceError {
    tracing::warn!(%error, "the Telegram edge could not ask the database");
    let why = "the database could not be asked".to_owned();
    ServiceError::Unavailable { service: "database", why, retry_after: None }
}

fn unreadable(error: EventReadError) -> ServiceError {
    let service = "event store";
    match error {
        EventReadError::Unavailable { .. } => {
            ServiceError::Unavailable { service, why: error.to_string(), retry_after: None }
        }
        EventReadError::WrongMasterKey { .. } | EventReadError::Damaged { .. } => {
            ServiceError::Refused { service, why: error.to_string() }
        }
        EventReadError::Unreadable(event) => ServiceError::Unreadable((*event).into()),
    }
}
