//! Events of members in, roles and answers out.

use domain::id::ProjectId;
use domain::member::event::MemberEvent;
use domain::role::{Role, Scope};
use uuid::Uuid;

use super::{Admin, Admins, list, recipients};
use crate::testing::{PROJECT, Story, at, everything, forgotten, granted, projected, rows};

const HERE: Scope = Scope::Project(PROJECT);

fn only(story: &Story) -> Admin {
    rows::<Admins>(story).remove(0)
}

#[test]
fn a_role_can_be_taken_and_given_again() {
    let revoked = MemberEvent::RoleRevoked { role: Role::Editor, scope: HERE };
    let story = Story::default()
        .member("telegram:7", granted(Role::Editor, HERE, Some("Bob")))
        .member("telegram:7", revoked);
    let admin = only(&story);
    assert_eq!((admin.active, admin.revoked_at, admin.telegram_user_id), (false, Some(at(2)), Some(7)));
    assert_eq!((admin.project_id, admin.scope), (Some(PROJECT), PROJECT.to_string()));
    let admin = only(&story.member("telegram:7", granted(Role::Editor, HERE, None)));
    assert_eq!((admin.active, admin.granted_at, admin.revoked_at), (true, at(3), None));
    assert_eq!(admin.name.as_deref(), Some("Bob"));
}

#[test]
fn forgetting_blanks_the_name_in_every_row_of_the_member() {
    let story = Story::default()
        .member("telegram:1001", granted(Role::Editor, HERE, Some("Alice")))
        .member("telegram:1001", granted(Role::Owner, Scope::Global, Some("Alice")))
        .member("telegram:7", granted(Role::Owner, Scope::Global, Some("Bob")))
        .project(forgotten());
    let mut names: Vec<_> = rows::<Admins>(&story).into_iter().map(|admin| admin.name).collect();
    names.sort();
    assert_eq!(names, [None, None, Some("Bob".to_owned())]);
}

#[tokio::test]
async fn those_who_decide_are_told_of_their_projects() {
    let elsewhere = Scope::Project(ProjectId(Uuid::nil()));
    let story = everything()
        .member("telegram:1003", granted(Role::Publisher, HERE, None))
        .member("telegram:1003", granted(Role::Editor, HERE, None))
        .member("telegram:1004", granted(Role::Owner, elsewhere, None));
    let database = projected(&story).await;
    assert_eq!(recipients(&database.pool, PROJECT).await.unwrap(), [1001, 1003]);
    let roles =
        |admins: Vec<Admin>| admins.iter().map(|admin| admin.member_id.to_string()).collect::<Vec<_>>();
    let here = roles(list(&database.pool, Some(PROJECT)).await.unwrap());
    assert_eq!(here, ["service:ci", "telegram:1001", "telegram:1002", "telegram:1003", "telegram:1003"]);
    assert_eq!(list(&database.pool, None).await.unwrap().len(), 6);
}
