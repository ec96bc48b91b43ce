//! A connection of one's own: made when it is needed, and set up so that every plan is a look-up.

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};

use crate::postgres::{ConnectionGuard, INDEX_LOOKUP_PLANS, session_settings};

/// In milliseconds: what takes longer is hopeless.
pub(super) const STATEMENT_TIMEOUT: u64 = 5_000;

/// The connection.
pub(super) struct Dedicated {
    options: PgConnectOptions,
    guard: ConnectionGuard,
    connection: Option<PgConnection>,
}

impl Dedicated {
    /// One under this name, checked by the guard whenever it is made.
    pub(super) fn new(options: PgConnectOptions, name: &str, guard: ConnectionGuard) -> Self {
        Self { options: options.application_name(name), guard, connection: None }
    }

    pub(super) async fn get(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        if self.connection.is_none() {
            let mut connection = PgConnection::connect_with(&self.options).await?;
            connection.execute((session_settings(STATEMENT_TIMEOUT) + INDEX_LOOKUP_PLANS).as_str()).await?;
            self.guard.check(&mut connection).await?;
            self.connection = Some(connection);
        }
        Ok(self.connection.as_mut().expect("there is a connection now"))
    }

    /// It broke, or something may still be under way on it: the next one is new.
    pub(super) fn lose(&mut self) {
        self.connection = None;
    }

    pub(super) async fn close(self) {
        if let Some(connection) = self.connection {
            connection.close().await.ok();
        }
    }
}
