//! Owners are told of an alarm once each, whichever instance raises it, and again when they could not be reached.

use commands::port::owner_alarm::OwnerAlarm;
use sandbox::faults::{Breakage, Fault, Service};

use super::{ALICE, TelegramTest};

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
    messages
        .iter()
        .filter(|message| message.from_bot && message.text.starts_with("⚠️ Publishing is held: a test. "))
        .count()
}

#[tokio::test]
async fn an_owner_is_told_once_in_each_epoch() {
    let (world, said) = alarmed().await;
    let raise = |epoch| world.notices.raise(epoch, "a test", None);
    tokio::join!(raise(1), raise(1), raise(1));
    raise(1).await;
    assert_eq!(alarms(&world, said), 1);
    raise(2).await;
    assert_eq!(alarms(&world, said), 2);
}

#[tokio::test]
async fn an_owner_who_could_not_be_reached_is_told_the_next_time() {
    let (world, said) = alarmed().await;
    world.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropBefore).on("sendmessage"));
    world.notices.raise(1, "a test", None).await;
    assert_eq!(alarms(&world, said), 0);
    world.sandbox.clear_faults(Service::Telegram);
    world.notices.raise(1, "a test", None).await;
    assert_eq!(alarms(&world, said), 1);
}
