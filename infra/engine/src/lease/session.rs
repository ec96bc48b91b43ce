//! The lease session: a database session that ends with its instance, and others see that it has ended.

use std::collections::{BTreeMap, HashSet};

use projections::statements;
use serde::Deserialize;
use serde_json::Value;
use sqlx::Executor;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::types::Json;
use tracing::warn;
use uuid::Uuid;

use super::living_readers::Announcement;
use super::share::InstanceShares;
use super::{CHANNEL, RENEWAL, TTL};
use crate::clock::DatabaseClock;
use crate::postgres::session_settings;

/// In milliseconds, not longer than a renewal may take.
const STATEMENT_TIMEOUT: u64 = 1_500;

statements! {
    /// Renews and takes, and reads what other living instances share in and announce. A lease renewed after this statement
    /// began (`until` tells) is not judged by the sessions that the statement saw. One that ends later than any renewal could
    /// make it is from before the clock was set back, whoever holds it: a living holder renews. What is announced stays as it is within
    /// an instance, and is not written again.
    RENEW = "
        WITH renewed AS (
            INSERT INTO leases AS l (name, holder, until, session_pid, session_began, server_began, shares, clock_ahead,
                                     announces)
            SELECT name, $2, now() + make_interval(secs => $3), s.pid, s.backend_start, pg_postmaster_start_time(),
                   CASE WHEN name = $4 THEN $5::jsonb END,
                   CASE WHEN name = $4 THEN $6::float8 END,
                   CASE WHEN name = $4 THEN $7::jsonb END
              FROM unnest($1::text[]) AS name, pg_stat_get_activity(pg_backend_pid()) AS s
                ON CONFLICT (name) DO UPDATE
               SET holder = excluded.holder, until = excluded.until,
                   fence = l.fence + (l.holder <> excluded.holder)::integer, session_pid = excluded.session_pid,
                   session_began = excluded.session_began, server_began = excluded.server_began,
                   shares = excluded.shares, clock_ahead = excluded.clock_ahead,
                   announces = coalesce(l.announces, excluded.announces)
             WHERE l.holder = excluded.holder OR l.until < now() OR (l.until < excluded.until AND orphaned(l))
                OR l.until > excluded.until + make_interval(secs => $3)
            RETURNING l.name)
        SELECT name, NULL AS other, NULL AS shares, NULL AS announces FROM renewed
         UNION ALL
        SELECT name, holder, shares, announces FROM leases l
         WHERE shares IS NOT NULL AND holder <> $2 AND until > now() AND NOT orphaned(l)";

    LEAVE = "DELETE FROM leases WHERE name = $1";

    NOTIFY = "SELECT pg_notify($1, $2)";
}

/// A connection of its own. A listener: it notices at once when the connection is lost, and when others say that
/// they have changed something.
pub(super) struct LeaseSession {
    listener: PgListener,
    /// Tells by how much the machine's clock is ahead. One that has read no database tells of no difference.
    pub(super) clock: DatabaseClock,
    /// The shares that others were last notified of.
    announced: InstanceShares,
}

/// What a session reports by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SessionSignal {
    /// Another instance has given something up, or has joined.
    OthersChanged,
    /// The connection is lost.
    ConnectionLost,
}

/// What one renewal gave: what this instance holds, and what it sees of the others.
#[derive(Debug, Default)]
pub(super) struct Renewal {
    /// The leases that it holds.
    pub(super) held: HashSet<String>,
    /// What other living instances work on.
    pub(super) others: BTreeMap<Uuid, InstanceShares>,
    /// What each of them announces, if it does.
    pub(super) announced: Vec<Option<Value>>,
}

type RenewalRow = (String, Option<Uuid>, Option<Json<Value>>, Option<Json<Value>>);

impl LeaseSession {
    /// A pool for each, because a connection that hangs keeps its place in its pool.
    pub(super) async fn open(options: &PgConnectOptions) -> Result<Self, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(RENEWAL)
            .connect_lazy_with(options.clone().application_name("memebot-leases"));
        let mut listener = PgListener::connect_with(&pool).await?;
        // No reconnection behind our back: the rows name this session, and others judge the leases by it.
        listener.eager_reconnect(false);
        listener.execute(session_settings(STATEMENT_TIMEOUT).as_str()).await?;
        listener.listen(CHANNEL).await?;
        Ok(Self { listener, clock: DatabaseClock::default(), announced: InstanceShares::new() })
    }

    /// Renews the instance's own row and those of these leases that it holds or may take.
    pub(super) async fn renew(
        &mut self,
        names: &[String],
        shares: InstanceShares,
        announcement: &Announcement,
        instance: Uuid,
    ) -> Result<Renewal, sqlx::Error> {
        let own = own(instance);
        let all: Vec<&str> = names.iter().map(String::as_str).chain([own.as_str()]).collect();
        let rows: Vec<RenewalRow> = sqlx::query_as(RENEW)
            .bind(all)
            .bind(instance)
            .bind(TTL.as_secs_f64())
            .bind(&own)
            .bind(Json(&shares))
            .bind(self.clock.machine_ahead())
            .bind(Json(announcement))
            .fetch_all(&mut self.listener)
            .await?;
        // Only a changed share is worth waking the others for; most renewals change nothing.
        if self.announced != shares {
            self.notify_others(instance).await?;
            self.announced = shares;
        }
        let mut renewed = Renewal::default();
        for (name, other, shares, announced) in rows {
            let Some(other) = other else {
                renewed.held.insert(name);
                continue;
            };
            renewed.announced.push(announced.map(|announced| announced.0));
            // Shares of another form are those of another build: without its row, both may work on the same, which costs
            // work and nothing else.
            match InstanceShares::deserialize(shares.unwrap_or_default().0) {
                Ok(shares) => drop(renewed.others.insert(other, shares)),
                Err(error) => warn!(%error, instance = %other, "what an instance shares in has another form"),
            }
        }
        Ok(renewed)
    }

    /// Removes the instance's own row: jobs that it still finishes are not those of a dead instance.
    pub(super) async fn leave(mut self, instance: Uuid) -> Result<(), sqlx::Error> {
        let removal = sqlx::query(LEAVE).bind(own(instance));
        removal.execute(&mut self.listener).await?;
        self.notify_others(instance).await
    }

    /// Wakes the other instances.
    async fn notify_others(&mut self, instance: Uuid) -> Result<(), sqlx::Error> {
        let notification = sqlx::query(NOTIFY).bind(CHANNEL).bind(instance.to_string());
        notification.execute(&mut self.listener).await.map(drop)
    }

    /// Returns when another instance has notified, or when the connection is lost.
    pub(super) async fn next_signal(&mut self, instance: Uuid) -> SessionSignal {
        let own = instance.to_string();
        while let Ok(Some(notification)) = self.listener.try_recv().await {
            if notification.payload() != own {
                return SessionSignal::OthersChanged;
            }
        }
        SessionSignal::ConnectionLost
    }
}

fn own(instance: Uuid) -> String {
    format!("instance:{instance}")
}
