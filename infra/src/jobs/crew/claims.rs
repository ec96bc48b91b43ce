//! One claim, made beside the work: what it brought, and whether there is more.

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tracing::warn;
use uuid::Uuid;

use crate::jobs::claim::{Claimed, Room, claim, next_due};

/// What a claim brought.
#[derive(Default)]
pub(super) struct Claims {
    pub(super) claimed: Vec<Claimed>,
    /// What was asked for, and whether there is more of it.
    pub(super) rooms: Vec<(Room, bool)>,
    /// When the next effect is due of those that have no more now.
    pub(super) due: Option<DateTime<Utc>>,
}

impl Claims {
    /// Claims; a failure brings nothing, and the next look tries again.
    pub(super) async fn make(
        pool: PgPool,
        instance: Uuid,
        (rooms, limit): (Vec<Room>, usize),
        now: DateTime<Utc>,
    ) -> Self {
        let claims = Self::try_make(&pool, instance, (&rooms, limit), now).await;
        claims.unwrap_or_else(|error| {
            warn!(%error, "no effects could be claimed");
            Self { rooms: rooms.into_iter().map(|room| (room, false)).collect(), ..Self::default() }
        })
    }

    async fn try_make(
        pool: &PgPool,
        instance: Uuid,
        (rooms, limit): (&[Room], usize),
        now: DateTime<Utc>,
    ) -> Result<Self, sqlx::Error> {
        let claimed = claim(pool, instance, (rooms, limit), now).await?;
        let with_more = |room: &Room| (*room, claimed.len() >= limit || is_full(room, &claimed));
        let rooms: Vec<_> = rooms.iter().map(with_more).collect();
        let mut idle: Vec<&str> =
            rooms.iter().filter(|(_, more)| !more).map(|(room, _)| room.process).collect();
        idle.dedup();
        let due = if idle.is_empty() { None } else { next_due(pool, &idle).await? };
        Ok(Self { claimed, rooms, due })
    }
}

fn is_full(room: &Room, claimed: &[Claimed]) -> bool {
    let of_room =
        |claimed: &&Claimed| claimed.priority == room.priority && claimed.job.process == room.process;
    claimed.iter().filter(of_room).count() >= room.most
}
