//! The roles of the command table are those that the bus asks for.

use domain::role::{Role, Scope};

use super::{ALICE, TelegramTest};
use crate::telegram::commands::all;

/// Somebody with this role in the project alone, and nowhere else.
fn holder(role: Role) -> i64 {
    match role {
        Role::Owner => ALICE,
        Role::Editor => 2001,
        Role::Publisher => 2002,
        Role::Auditor => 2003,
        Role::Analyst => 2004,
    }
}

#[tokio::test]
async fn every_command_is_refused_to_those_whose_role_is_not_in_its_row() {
    let (app, poller) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    let post = app.queued_post(project).await;
    // without an approved suggestion /publish has nothing that the bus could refuse; the list may say so late
    app.press(ALICE, &notice, "Approve").await;
    app.listed(project, suggestion, "generated").await;
    // the publisher's /publish leaves nothing to publish, and the owner's /project_new chooses another project
    for role in [Role::Analyst, Role::Auditor, Role::Editor, Role::Publisher, Role::Owner] {
        if role != Role::Owner {
            app.grant(holder(role), role, Scope::Project(project)).await;
        }
        for command in all() {
            let example = match command.name {
                "/publish" => String::new(),
                "/cancel" | "/retry" => post.to_string(),
                "/posted" => format!("{post} none"),
                "/approve" | "/reject" | "/regenerate" => suggestion.to_string(),
                "/edit" => format!("{suggestion} 1 gm frens"),
                _ => command.example.to_owned(),
            };
            let reply = app.send(holder(role), &format!("{} {example}", command.name)).await;
            let refused = reply.text.starts_with("This needs the role");
            let listed = role == Role::Owner || command.roles.contains(&role);
            assert_eq!(refused, !listed, "{} as {role}: {}", command.name, reply.text);
        }
    }
    poller.stop().await;
}
