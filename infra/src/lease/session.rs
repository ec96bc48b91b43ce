//! The session that carries an instance's leases: it ends with the instance, and others see that it has ended.

use std::collections::HashSet;

use sqlx::Executor;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use uuid::Uuid;

use super::{RENEWAL, TTL};
use crate::postgres::session;

/// In milliseconds, not longer than a renewal may take.
const STATEMENT_TIMEOUT: u64 = 1_500;

/// A lease renewed after this statement began (`until` tells) is not judged by the sessions that the statement saw.
const RENEW: &str = "
INSERT INTO leases AS l (name, holder, until, session_pid, session_began, server_began)
SELECT name, $2, now() + make_interval(secs => $3), s.pid, s.backend_start, pg_postmaster_start_time()
  FROM unnest($1::text[]) AS name, pg_stat_get_activity(pg_backend_pid()) AS s
    ON CONFLICT (name) DO UPDATE
   SET holder = excluded.holder, until = excluded.until, fence = l.fence + (l.holder <> excluded.holder)::integer,
       session_pid = excluded.session_pid, session_began = excluded.session_began,
       server_began = excluded.server_began
 WHERE l.holder = excluded.holder OR l.until < now() OR (l.until < excluded.until AND orphaned(l))
RETURNING l.name";

/// A connection of its own. A listener that listens to nothing: it notices at once when the connection is lost.
pub(super) struct Session(PgListener);

impl Session {
    /// A pool for each, because a connection that hangs keeps its place in its pool.
    pub(super) async fn open(options: &PgConnectOptions) -> Result<Self, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .acquire_timeout(RENEWAL)
            .connect_lazy_with(options.clone().application_name("memebot-leases"));
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.execute(session(STATEMENT_TIMEOUT).as_str()).await?;
        Ok(Self(listener))
    }

    /// Renews the instance's own row and those of these leases that it holds or may take; returns what it has.
    pub(super) async fn renew(
        &mut self,
        names: &[String],
        instance: Uuid,
    ) -> Result<HashSet<String>, sqlx::Error> {
        let own = own(instance);
        let all: Vec<&str> = names.iter().map(String::as_str).chain([own.as_str()]).collect();
        let held: Vec<String> = sqlx::query_scalar(RENEW)
            .bind(all)
            .bind(instance)
            .bind(TTL.as_secs_f64())
            .fetch_all(&mut self.0)
            .await?;
        Ok(held.into_iter().collect())
    }

    /// Removes the instance's own row: effects that it still finishes are not those of a dead instance.
    pub(super) async fn leave(mut self, instance: Uuid) -> Result<(), sqlx::Error> {
        let removal = sqlx::query("DELETE FROM leases WHERE name = $1").bind(own(instance));
        removal.execute(&mut self.0).await.map(drop)
    }

    /// Returns when the connection is lost, and not before.
    pub(super) async fn ended(&mut self) {
        while let Ok(Some(_)) = self.0.try_recv().await {}
    }
}

fn own(instance: Uuid) -> String {
    format!("instance:{instance}")
}
