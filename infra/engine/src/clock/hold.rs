//! The clock hold: nothing scheduled is published while the database's clock is in doubt. It is kept in the database, for
//! all instances, and ends when the clock is right again or when an operator says that it is.

use async_trait::async_trait;
use commands::port::ServiceError;
use commands::port::clock_hold::ClockHold;
use projections::statements;
use serde::Serialize;
use sqlx::{FromRow, PgPool};

use super::{DatabaseClock, Start};

/// What an operator is told to do once the clock is right.
pub const ADVICE: &str =
    "it ends by itself once the clock is right; if it is, say so with `memebot clock --accept --reason …`";

/// What made the clock doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// It differs from where the time since boot has it: it was set, or another server has taken over.
    Jump,
    /// Outside services agree on another time.
    Services,
}

impl Cause {
    const fn name(self) -> &'static str {
        match self {
            Self::Jump => "jump",
            Self::Services => "services",
        }
    }
}

/// A hold that is open.
#[derive(Clone, Debug, PartialEq, Serialize, FromRow)]
pub struct OpenHold {
    /// Its number, from 1.
    pub number: i64,
    cause: String,
    /// Why, as a sentence without a full stop.
    pub detail: String,
}

impl OpenHold {
    pub(super) fn is_of(&self, cause: Cause) -> bool {
        self.cause == cause.name()
    }
}

/// The holds in the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ClockHolds {
    pool: PgPool,
    clock: Option<DatabaseClock>,
}

statements! {
    OPEN = "SELECT number, cause, detail FROM clock_holds WHERE ended_at IS NULL ORDER BY number";

    /// A difference from services that an operator has accepted is none for as long as it stays what it was.
    BEGIN = "
        INSERT INTO clock_holds (cause, seconds, detail)
        SELECT $1, $2, $3
         WHERE NOT EXISTS (
               SELECT FROM (SELECT * FROM clock_holds WHERE cause = $1 ORDER BY number DESC LIMIT 1) AS last
                WHERE cause = 'services' AND accepted_by IS NOT NULL AND abs(last.seconds - $2) <= 30)
            ON CONFLICT DO NOTHING";

    /// Jobs that waited may have counted their pauses by the wrong clock: they look again at once.
    END = "
        WITH ended AS (
            UPDATE clock_holds SET ended_at = clock_timestamp(), accepted_by = $2, end_reason = $3
             WHERE ended_at IS NULL AND (cause = $1 OR $1 IS NULL) RETURNING number),
        woken AS (
            UPDATE effects SET due_at = clock_timestamp()
             WHERE status = 'waiting' AND due_at > clock_timestamp() AND EXISTS (SELECT FROM ended))
        SELECT count(*) FROM ended";
}

impl ClockHolds {
    /// The holds in the database of this pool, the primary's.
    pub fn new(pool: PgPool) -> Self {
        Self { pool, clock: None }
    }

    /// The same for who goes by this clock: they wait until it has been compared for the first time, as it may be wrong from the
    /// start and nobody has opened a hold yet.
    pub fn of(pool: PgPool, clock: DatabaseClock) -> Self {
        Self { pool, clock: Some(clock) }
    }

    /// The holds that are open, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(&self) -> Result<Vec<OpenHold>, sqlx::Error> {
        sqlx::query_as(OPEN).fetch_all(&self.pool).await
    }

    /// Why nothing scheduled may be published, if so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn why(&self) -> Result<Option<String>, sqlx::Error> {
        self.open().await.map(|holds| why(&holds))
    }

    /// Opens one, unless one of this cause is open.
    pub(super) async fn begin(&self, cause: Cause, seconds: f64, detail: &str) -> Result<(), sqlx::Error> {
        let begin = sqlx::query(BEGIN).bind(cause.name()).bind(seconds).bind(detail);
        begin.execute(&self.pool).await.map(drop)
    }

    /// Ends those of a cause, or all, because the clock is right again.
    pub(super) async fn end(&self, cause: Option<Cause>, reason: &str) -> Result<(), sqlx::Error> {
        self.close(cause, None, reason).await.map(drop)
    }

    /// Ends all, because an operator says that the clock is right. How many there were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accept(&self, operator: &str, reason: &str) -> Result<i64, sqlx::Error> {
        self.close(None, Some(operator), reason).await
    }

    async fn close(
        &self,
        cause: Option<Cause>,
        operator: Option<&str>,
        reason: &str,
    ) -> Result<i64, sqlx::Error> {
        let end = sqlx::query_scalar(END).bind(cause.map(Cause::name)).bind(operator).bind(reason);
        end.fetch_one(&self.pool).await
    }
}

/// Why nothing scheduled is published while these are open.
pub(crate) fn why(holds: &[OpenHold]) -> Option<String> {
    let details: Vec<&str> = holds.iter().map(|hold| hold.detail.as_str()).collect();
    (!details.is_empty()).then(|| format!("nothing scheduled is published: {}", details.join("; ")))
}

#[async_trait]
impl ClockHold for ClockHolds {
    async fn reason(&self) -> Result<Option<String>, ServiceError> {
        if let Some(clock) = &self.clock {
            clock.until(Start::Compared).await;
        }
        self.why().await.map_err(|error| ServiceError::Unavailable {
            service: "PostgreSQL",
            why: format!("nobody can say whether the clock is right: {error}"),
            retry_after: None,
        })
    }
}
