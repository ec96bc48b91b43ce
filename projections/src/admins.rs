//! Who may do what, where?

mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::id::{MemberId, ProjectId};
use domain::member::event::RoleGranted;
use domain::recorded::Recorded;
use domain::role::{Role, Scope};
use domain::stream::AggregateType;
use domain::takes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::projection::{AffectedRows, Projection, RowSelector, forgotten};
use crate::projector::Reach;
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

takes! {
    /// What the read model `admins` takes.
    pub enum AdminsInput { member::{RoleGranted, RoleRevoked}, project::{TextsForgotten} }
}

impl Projection for Admins {
    const NAME: &'static str = "admins";
    const VERSION: u32 = 1;
    // a member's roles in different projects are in different partitions
    const PARTITIONED: bool = false;
    const KEY: &'static [&'static str] = &["id"];
    // a member's rows are made of events of several projects
    const REACH: Reach = Reach::Whole;
    type Row = Admin;
    type Key = Uuid;
    type Input<'a> = AdminsInput<'a>;

    fn key_of(row: &Admin) -> Uuid {
        row.id
    }

    fn affected_rows(event: AdminsInput<'_>, recorded: &Recorded) -> AffectedRows<Uuid> {
        let member = &recorded.stream.id;
        Ok(match event {
            AdminsInput::RoleGranted(held) => vec![RowSelector::Key(id(member, *held.role, *held.scope))],
            AdminsInput::RoleRevoked(held) => vec![RowSelector::Key(id(member, *held.role, *held.scope))],
            AdminsInput::TextsForgotten(texts) => forgotten(texts, AggregateType::Member)
                .map(|stream| RowSelector::Where("member_id", stream.id.clone()))
                .collect(),
        })
    }

    fn fold(_key: &Uuid, row: &mut Option<Admin>, event: AdminsInput<'_>, recorded: &Recorded) {
        match (event, row) {
            (AdminsInput::RoleGranted(granted), row) => {
                row.get_or_insert_with(|| Admin::new(granted, recorded)).grant(granted, recorded);
            }
            (AdminsInput::RoleRevoked(_), Some(row)) => {
                (row.active, row.revoked_at) = (false, Some(recorded.recorded_at));
            }
            (AdminsInput::TextsForgotten(_), Some(row)) => row.name = None,
            (AdminsInput::RoleRevoked(_) | AdminsInput::TextsForgotten(_), None) => {}
        }
    }
}

impl Admin {
    fn new(RoleGranted { role, scope, .. }: RoleGranted<'_>, recorded: &Recorded) -> Self {
        let member_id = MemberId(recorded.stream.id.clone());
        Self {
            id: id(member_id.as_str(), *role, *scope),
            telegram_user_id: member_id.telegram_user(),
            member_id,
            role: *role,
            scope: scope.to_string(),
            project_id: (*scope).into(),
            name: None,
            active: true,
            granted_at: recorded.recorded_at,
            revoked_at: None,
        }
    }

    /// A grant that gives no name keeps the one known before.
    fn grant(&mut self, granted: RoleGranted<'_>, recorded: &Recorded) {
        (self.active, self.granted_at, self.revoked_at) = (true, recorded.recorded_at, None);
        if let Some(name) = granted.name {
            self.name = words(name);
        }
    }
}

fn id(member: &str, role: Role, scope: Scope) -> Uuid {
    let name = format!("admin/{member}/{role}/{scope}");
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}
