//! A dedicated connection: made when it is needed, and set up so that every plan looks rows up by an index.

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};

use crate::postgres::{ConnectionGuard, INDEX_LOOKUP_PLANS, session_settings};

/// In milliseconds: what takes longer is hopeless.
pub(super) const STATEMENT_TIMEOUT: u64 = 5_000;

/// The connection.
pub(super) struct DedicatedConnection {
    options: PgConnectOptions,
    guard: ConnectionGuard,
    connection: Option<PgConnection>,
}

impl DedicatedConnection {
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

    /// Drops the connection, which broke or on which something may still be under way: the next one is new.
    pub(super) fn reset(&mut self) {
        self.connection = None;
    }

    pub(super) async fn close(self) {
        if let Some(connection) = self.connection {
            connection.close().await.ok();
        }
    }
}
