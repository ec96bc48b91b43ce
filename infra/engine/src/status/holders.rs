//! Lease holders: who does what. A part is done by the instance that holds its lease, or by those that share it.

use std::collections::BTreeMap;
use std::time::Duration;

use projections::statements;
use serde::Serialize;
use sqlx::types::Json;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use super::Instance;
use crate::lease::TTL;

statements! {
    LEASES = "
        SELECT l.name, l.holder, l.shares, l.until > now() AND NOT orphaned(l) AS held,
               greatest(extract(epoch FROM clock_timestamp() - l.until) + $1, 0)::float8 AS beat,
               (SELECT coalesce(host(a.client_addr), 'local') FROM pg_stat_activity a
                 WHERE a.pid = l.session_pid AND a.backend_start = l.session_began) AS address,
               l.clock_ahead
          FROM leases l ORDER BY l.name";
}

/// Begins the names of the rows in which instances say that they live.
const INSTANCE: &str = "instance:";

/// An instance that does something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The instance.
    pub instance: Uuid,
    /// The partitions of the log for which it does; none when it is not done by partition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partitions: Option<Vec<u16>>,
}

#[derive(FromRow)]
struct LeaseRow {
    name: String,
    holder: Uuid,
    shares: Option<Json<BTreeMap<String, Vec<u16>>>>,
    held: bool,
    beat: f64,
    address: Option<String>,
    clock_ahead: Option<f64>,
}

/// Every lease, and who shares in what.
pub(super) struct LeaseHolders(Vec<LeaseRow>);

impl LeaseHolders {
    pub(super) async fn read(pool: &PgPool) -> Result<Self, sqlx::Error> {
        sqlx::query_as(LEASES).bind(TTL.as_secs_f64()).fetch_all(pool).await.map(Self)
    }

    /// Whether anybody ever did the work under a lease of its own.
    pub(super) fn is_known(&self, work: &str) -> bool {
        self.0.iter().any(|row| row.name == work)
    }

    /// Who does the work now.
    pub(super) fn of(&self, work: &str) -> Vec<Holder> {
        let living = self.0.iter().filter(|row| row.held);
        let does = living.filter_map(|row| {
            let partitions = row.partitions(work)?;
            Some(Holder { instance: row.holder, partitions })
        });
        does.collect()
    }

    /// How long ago whoever did the work last showed that they live; none if nobody ever did.
    pub(super) fn heartbeat(&self, work: &str) -> Option<Duration> {
        let beats = self.0.iter().filter(|row| row.partitions(work).is_some()).map(|row| row.beat);
        // Of several who share the work, the one that was seen last.
        beats.min_by(f64::total_cmp).and_then(|beat| Duration::try_from_secs_f64(beat).ok())
    }

    /// The instances that live.
    pub(super) fn instances(&self) -> Vec<Instance> {
        let rows = self.0.iter().filter(|row| row.held && row.name.starts_with(INSTANCE));
        let instance = |row: &LeaseRow| Instance {
            instance: row.holder,
            address: row.address.clone(),
            heartbeat_seconds: row.beat,
            clock_ahead_seconds: row.clock_ahead,
        };
        rows.map(instance).collect()
    }
}

impl LeaseRow {
    /// The partitions of its part in the work; `Some(None)` for all of it, `None` when it has no part.
    #[expect(clippy::option_option, reason = "no part, an undivided one, or some of the partitions")]
    fn partitions(&self, work: &str) -> Option<Option<Vec<u16>>> {
        if self.name == work {
            return Some(None);
        }
        let partitions = self.shares.as_ref()?.0.get(work)?;
        (!partitions.is_empty()).then(|| Some(partitions.clone()))
    }
}
