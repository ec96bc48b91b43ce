//! People are told of an alarm once each, whichever instance raises it, and again when they could not be reached.

use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use domain::id::ProjectId;
use sandbox::faults::{Breakage, Fault, Service};

use super::{ALICE, TelegramTest};

/// Alice publishes in one project and is nobody elsewhere.
const PUBLISHER: &str = "
UPDATE admins_v1 SET role = 'publisher', scope = $2::text, project_id = $2 WHERE telegram_user_id = $1";

const OWNER: &str = "
INSERT INTO admins_v1 (id, telegram_user_id, member_id, role, scope, active, granted_at)
VALUES (gen_random_uuid(), $1, 'telegram:' || $1, 'owner', 'global', true, now())";

/// Alice has written to the bot, and is an owner in the read model.
async fn alarmed() -> (TelegramTest, i64) {
    let world = TelegramTest::new().await;
    let said = world.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    sqlx::query(OWNER).bind(ALICE).execute(&world.database.pool).await.unwrap();
    (world, said)
}

fn alarms(world: &TelegramTest, after: i64) -> usize {
    let messages = world.sandbox.telegram().messages(ALICE, after);
    messages.iter().filter(|message| message.from_bot && message.text == "⚠️ This is a test.").count()
}

impl TelegramTest {
    async fn raise(&self, subject: &str, project: Option<ProjectId>) {
        let (subject, text) = (subject.to_owned(), "This is a test.".to_owned());
        self.notices.raise(&Alarm { subject, project, text }).await;
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
}

#[tokio::test]
async fn an_owner_who_could_not_be_reached_is_told_the_next_time() {
    let (world, said) = alarmed().await;
    world.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropBefore).on("sendmessage"));
    world.raise("one", None).await;
    assert_eq!(alarms(&world, said), 0);
    world.sandbox.clear_faults(Service::Telegram);
    world.raise("one", None).await;
    assert_eq!(alarms(&world, said), 1);
}
