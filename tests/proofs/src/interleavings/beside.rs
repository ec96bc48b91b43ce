//! Transactions beside the buses: they insert through the same tables, begin early, and commit late or never.

use anyhow::{Context, Result};
use domain::event::{DomainEvent, EventKind, Metadata};
use domain::id::{CommandId, CorrelationId};
use domain::member::event::MemberEvent;
use domain::project::event::ProjectEvent;
use domain::role::{Role, Scope};
use domain::stream::{AggregateType, StreamId};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection, PgPool};
use uuid::Uuid;

use super::schedule::{Change, End};
use super::world::{World, policy};

const INSERT: &str = "
WITH place AS (
    SELECT coalesce(max(sequence), 0) + 1 AS next FROM events WHERE aggregate_type = $1 AND aggregate_id = $2
), receipt AS (
    INSERT INTO commands (command_id, request_hash, outcome, aggregate_type, aggregate_id,
                          first_sequence, last_sequence, event_ids)
    SELECT $3, sha256('beside'), 'applied', $1, $2, next, next, ARRAY[$4] FROM place
)
INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
                    event_id, project_id)
SELECT $1, $2, next, $5, $6, $7::json, $8::json, $4, $9 FROM place";

/// An event that a transaction records.
pub(super) struct Recorded {
    /// The id of its receipt.
    pub(super) command: Uuid,
    /// Its id.
    pub(super) event: Uuid,
    /// Its stream.
    pub(super) stream: StreamId,
    name: &'static str,
    version: &'static str,
    payload: Value,
}

impl Recorded {
    /// The change as the `number`th event beside the buses.
    pub(super) fn new(world: &World, change: Change, number: u64) -> Self {
        let id = |what: &str| Uuid::new_v5(&world.space, format!("{what} {number} beside").as_bytes());
        let project = StreamId::new(AggregateType::Project, world.projects[0]);
        let (role, scope) = (Role::Publisher, Scope::Project(world.projects[0]));
        let of_project = |event: ProjectEvent| (project.clone(), event.kind(), json!(event));
        let of_member = |who: u8, event: MemberEvent| {
            let stream = StreamId::new(AggregateType::Member, world.person(who));
            (stream, event.kind(), json!(event))
        };
        let (stream, EventKind { name, version, .. }, payload) = match change {
            Change::Paused => of_project(ProjectEvent::PostingPaused { reason: None, asked_at: None }),
            Change::Resumed => of_project(ProjectEvent::PostingResumed {}),
            Change::Policy(strict) => of_project(ProjectEvent::SafetyPolicySet { policy: policy(strict) }),
            Change::Revoked(who) => of_member(who, MemberEvent::RoleRevoked { role, scope }),
            Change::Granted(who) => of_member(who, MemberEvent::RoleGranted { role, scope, name: None }),
        };
        Self { command: id("command"), event: id("event"), stream, name, version, payload }
    }

    /// Begins a transaction in the session and inserts the event.
    pub(super) async fn insert(&self, session: &mut PgConnection, world: &World) -> Result<(), sqlx::Error> {
        let metadata = Metadata {
            command_id: CommandId(self.command),
            actor: domain::actor::Actor::Operator("beside".to_owned()),
            correlation_id: CorrelationId(self.command),
            causation_id: None,
            project_id: Some(world.projects[0]),
            chat: None,
            topic: None,
            trace: None,
        };
        session.execute("BEGIN").await?;
        sqlx::query(INSERT)
            .bind(self.stream.kind.name())
            .bind(&self.stream.id)
            .bind(self.command)
            .bind(self.event)
            .bind(self.name)
            .bind(self.version)
            .bind(self.payload.to_string())
            .bind(json!(metadata).to_string())
            .bind(world.projects[0].0)
            .execute(session)
            .await
            .map(drop)
    }
}

/// Ends the session's transaction; the session comes back unless it was killed.
pub(super) async fn end(mut session: PgConnection, pool: &PgPool, how: End) -> Result<Option<PgConnection>> {
    let words = match how {
        End::Commit => "COMMIT",
        End::RollBack => "ROLLBACK",
        End::Kill => return kill(session, pool).await.map(|()| None),
    };
    session.execute(words).await.context("end a transaction")?;
    Ok(Some(session))
}

async fn kill(mut session: PgConnection, pool: &PgPool) -> Result<()> {
    let session_id: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut session).await?;
    let kill = sqlx::query("SELECT pg_terminate_backend($1, 5000)").bind(session_id);
    kill.execute(pool).await.context("kill a session")?;
    session.close().await.ok();
    Ok(())
}
