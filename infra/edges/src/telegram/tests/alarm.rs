//! People are told of an alarm once each, whichever instance raises it, and as soon as they can be reached.

use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use domain::id::ProjectId;
use sandbox::faults::{Fault, Service};
use serde_json::json;

use super::{ALICE, FIRST_OWNER, TelegramTest};

/// Alice publishes in one project and is nobody elsewhere.
const PUBLISHER: &str = "
UPDATE admins_v1 SET role = 'publisher', scope = $2::text, project_id = $2 WHERE telegram_user_id = $1";

pub(super) const OWNER: &str = "
INSERT INTO admins_v1 (id, telegram_user_id, member_id, role, scope, active, granted_at)
VALUES (gen_random_uuid(), $1, 'telegram:' || $1, 'owner', 'global', true, now())";

const PROJECT: &str = "
INSERT INTO projects_v1 (id, name, posting_enabled, autopilot, time_zone, slots, policy, quota, account_id, context_version,
                         archived, created_at, updated_at)
VALUES ($1, 'Frog', true, 'off', 'UTC', '[]', '{}', '{}', '77', 0, false, now(), now())";

/// Alice has written to the bot, and is an owner in the read model.
async fn alarmed() -> (TelegramTest, i64) {
    let world = TelegramTest::new().await;
    world.perform(None);
    let said = world.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    sqlx::query(OWNER).bind(ALICE).execute(&world.database.pool).await.unwrap();
    (world, said)
}

fn alarms(world: &TelegramTest, after: i64) -> usize {
    alarms_of(world, ALICE, after)
}

fn alarms_of(world: &TelegramTest, person: i64, after: i64) -> usize {
    let messages = world.sandbox.telegram().messages(person, after);
    messages.iter().filter(|message| message.from_bot && message.text == "⚠️ This is a test.").count()
}

impl TelegramTest {
    async fn raise(&self, subject: &str, project: Option<ProjectId>) {
        self.raise_of(subject, project, None).await;
    }

    async fn raise_of(&self, subject: &str, project: Option<ProjectId>, stream: Option<&str>) {
        let (subject, text) = (subject.to_owned(), "This is a test.".to_owned());
        self.notices.raise(&Alarm { subject, project, stream: stream.map(str::to_owned), text }).await;
        self.performed().await;
    }
}

#[tokio::test]
async fn an_owner_is_told_once_of_each_subject() {
    let (world, said) = alarmed().await;
    tokio::join!(world.raise("one", None), world.raise("one", None), world.raise("one", None));
    world.raise("one", None).await;
    assert_eq!(alarms(&world, said), 1);
    world.raise("two", None).await;
    assert_eq!(alarms(&world, said), 2);
}

#[tokio::test]
async fn those_who_publish_in_a_project_are_told_of_its_alarms_alone() {
    let (world, said) = alarmed().await;
    let (project, other) = [1, 2].map(uuid::Uuid::from_u128).map(ProjectId).into();
    sqlx::query(PUBLISHER).bind(ALICE).bind(project.0).execute(&world.database.pool).await.unwrap();
    world.raise("one", None).await;
    world.raise("two", Some(other)).await;
    assert_eq!(alarms(&world, said), 0);
    world.raise("three", Some(project)).await;
    assert_eq!(alarms(&world, said), 1);
    let everywhere = "UPDATE admins SET scope = 'global', project_id = NULL WHERE telegram_user_id = $1";
    sqlx::query(everywhere).bind(ALICE).execute(&world.database.pool).await.unwrap();
    world.raise("four", Some(other)).await;
    assert_eq!(alarms(&world, said), 2);
    world.raise("five", None).await;
    assert_eq!(alarms(&world, said), 2);
}

#[tokio::test]
async fn an_owner_who_cannot_be_reached_now_is_told_later() {
    let (world, said) = alarmed().await;
    let page = Fault::answer(502, json!("<html>Bad Gateway</html>")).on("sendmessage").times(3);
    world.sandbox.inject(Service::Telegram, page);
    world.raise("one", None).await;
    assert_eq!((alarms(&world, said), world.calls("/sendMessage")), (1, 4));
}

#[tokio::test]
async fn those_whose_projects_share_a_stream_are_told_of_its_alarm() {
    let (world, said) = alarmed().await;
    let project = uuid::Uuid::from_u128(1);
    sqlx::query(PUBLISHER).bind(ALICE).bind(project).execute(&world.database.pool).await.unwrap();
    sqlx::query(PROJECT).bind(project).execute(&world.database.pool).await.unwrap();
    world.raise_of("one", None, Some("account/78")).await;
    world.raise_of("two", None, Some("member/telegram:1")).await;
    assert_eq!(alarms(&world, said), 0);
    world.raise_of("three", None, Some("account/77")).await;
    world.raise_of("four", None, Some(&format!("member/telegram:{ALICE}"))).await;
    assert_eq!(alarms(&world, said), 2);
}

#[tokio::test]
async fn the_owners_of_the_configuration_are_told_where_the_roles_know_of_none() {
    let (world, said) = alarmed().await;
    let first = world.sandbox.telegram().user_says(FIRST_OWNER, "/start", None).unwrap();
    world.raise("one", None).await;
    sqlx::query("DELETE FROM admins_v1").execute(&world.database.pool).await.unwrap();
    world.raise("two", None).await;
    world.raise("two", None).await;
    assert_eq!((alarms(&world, said), alarms_of(&world, FIRST_OWNER, first)), (1, 1));
}

#[tokio::test]
async fn an_alarm_names_people() {
    let (world, said) = alarmed().await;
    sqlx::query("UPDATE admins SET name = 'Alice' WHERE telegram_user_id = $1")
        .bind(ALICE)
        .execute(&world.database.pool)
        .await
        .unwrap();
    let text = format!("The stream member/telegram:{ALICE}, and telegram:x, cannot be read.");
    world.notices.raise(&Alarm { subject: "one".to_owned(), project: None, stream: None, text }).await;
    let told = world.next(ALICE, said).await;
    assert_eq!(told.text, "⚠️ The stream member/Alice, and telegram:x, cannot be read.");
}

#[tokio::test]
async fn an_alarm_does_not_wait_behind_what_waits_for_its_chat() {
    let (world, said) = alarmed().await;
    let behind = "INSERT INTO effects (effect_id, process, step, request, status, priority, due_at, event_id, position,
                                       correlation_id, ordering_key, created_at, updated_at)
                  VALUES ($1, 'telegram-outbox', 'send', '{}', 'queued', 0, now() + interval '10 minutes', $1, 0, $1, $2,
                          now(), now())";
    let id = uuid::Uuid::from_u128(7);
    let key = format!("telegram chat {ALICE}");
    sqlx::query(behind).bind(id).bind(key).execute(&world.database.pool).await.unwrap();
    let text = "This is a test.".to_owned();
    world.notices.raise(&Alarm { subject: "one".to_owned(), project: None, stream: None, text }).await;
    assert_eq!(world.next(ALICE, said).await.text, "⚠️ This is a test.");
}
