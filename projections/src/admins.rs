//! Who may do what, where?

mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::event::{Event, EventKind};
use domain::id::{MemberId, ProjectId};
use domain::member::event::MemberEvent;
use domain::recorded::Recorded;
use domain::role::{Role, Scope};
use domain::stream::AggregateType;
use domain::text::Text;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::projection::{AffectedRows, Projection, RowSelector, forgotten};
use crate::readable::words;

pub use queries::{list, recipients};

/// The read model `admins`.
pub struct Admins;

/// One role of one member in one place, held now or once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Admin {
    /// Derived from member, role and scope (UUID version 5).
    pub id: Uuid,
    /// The Telegram user; absent for services.
    pub telegram_user_id: Option<i64>,
    /// The member.
    pub member_id: MemberId,
    /// The role.
    pub role: Role,
    /// `global`, or the project's id.
    pub scope: String,
    /// The project, if the role holds in one only.
    pub project_id: Option<ProjectId>,
    /// The member's name, if it was given and is not forgotten.
    pub name: Option<String>,
    /// Whether the member holds the role now.
    pub active: bool,
    /// When the role was last granted.
    pub granted_at: DateTime<Utc>,
    /// When it was revoked, if it is.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Projection for Admins {
    const NAME: &'static str = "admins";
    const VERSION: u32 = 1;
    // a member's roles in different projects are in different partitions
    const PARTITIONED: bool = false;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Admin;
    type Key = Uuid;

    fn key_of(row: &Admin) -> Uuid {
        row.id
    }

    fn handles(kind: EventKind) -> bool {
        matches!(kind.aggregate, AggregateType::Member | AggregateType::Project)
    }

    fn affected_rows(event: &Recorded) -> AffectedRows<Uuid> {
        match &event.event {
            Event::Member(
                MemberEvent::RoleGranted { role, scope, .. } | MemberEvent::RoleRevoked { role, scope },
            ) => Ok(vec![RowSelector::Key(id(&event.stream.id, *role, *scope))]),
            Event::Project(project) => Ok(forgotten(project, AggregateType::Member)
                .map(|stream| RowSelector::Where("member_id", stream.id.clone()))
                .collect()),
            Event::Member(MemberEvent::ApiTokenIssued { .. } | MemberEvent::ApiTokenRevoked { .. })
            | Event::Context(_)
            | Event::Suggestion(_)
            | Event::Post(_)
            | Event::Account(_)
            | Event::Access(_) => Ok(Vec::new()),
        }
    }

    fn fold(_key: &Uuid, row: &mut Option<Admin>, event: &Recorded) {
        match &event.event {
            Event::Member(MemberEvent::RoleGranted { role, scope, name }) => {
                row.get_or_insert_with(|| Admin::new(*role, *scope, event)).grant(name.as_ref(), event);
            }
            Event::Member(MemberEvent::RoleRevoked { .. }) => {
                if let Some(row) = row {
                    (row.active, row.revoked_at) = (false, Some(event.recorded_at));
                }
            }
            Event::Project(_) => {
                if let Some(row) = row {
                    row.name = None;
                }
            }
            Event::Member(MemberEvent::ApiTokenIssued { .. } | MemberEvent::ApiTokenRevoked { .. })
            | Event::Context(_)
            | Event::Suggestion(_)
            | Event::Post(_)
            | Event::Account(_)
            | Event::Access(_) => {}
        }
    }
}

impl Admin {
    fn new(role: Role, scope: Scope, event: &Recorded) -> Self {
        let member_id = MemberId(event.stream.id.clone());
        Self {
            id: id(member_id.as_str(), role, scope),
            telegram_user_id: member_id.telegram_user(),
            member_id,
            role,
            scope: scope.to_string(),
            project_id: scope.into(),
            name: None,
            active: true,
            granted_at: event.recorded_at,
            revoked_at: None,
        }
    }

    /// A grant that gives no name keeps the one known before.
    fn grant(&mut self, name: Option<&Text>, event: &Recorded) {
        (self.active, self.granted_at, self.revoked_at) = (true, event.recorded_at, None);
        if let Some(name) = name {
            self.name = words(name);
        }
    }
}

fn id(member: &str, role: Role, scope: Scope) -> Uuid {
    let name = format!("admin/{member}/{role}/{scope}");
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}
