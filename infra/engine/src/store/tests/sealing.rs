//! What people wrote is sealed in the tables, opened on the way back, and can be forgotten.

use commands::port::vault::Vault;
use commands::store::{EventStore, StoreError};
use domain::project::event::ProjectEvent;
use domain::text::Text;

use crate::store::MasterKey;
use crate::store::codec::EventReadError;
use crate::store::keys::Keyring;
use crate::store::testing::{Fixture, any_project, append_of, described, description, stream};

#[tokio::test]
async fn no_table_holds_what_people_wrote() {
    let fixture = Fixture::start().await;
    let project = any_project();
    let secret = append_of(project, 0, &[description("a secret of Alice")]);
    fixture.store.append(secret).await.unwrap();
    assert_eq!(fixture.count("events WHERE payload::text LIKE '%secret%'").await, 0);
    assert_eq!(fixture.count("events WHERE payload::text LIKE '%$sealed%'").await, 1);
    assert_eq!(fixture.load(project).await.unwrap(), [description("a secret of Alice")]);
}

#[tokio::test]
async fn the_keys_of_a_command_that_was_not_recorded_are_not_kept() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 1).await;
    fixture.store.append(described(project, 0, 1)).await.unwrap();
    assert_eq!(fixture.count("text_keys").await, 1);
}

#[tokio::test]
async fn forgotten_texts_are_erased_and_others_stay() {
    let fixture = Fixture::start().await;
    let (forgotten, kept) = (any_project(), any_project());
    fixture.describe(forgotten, 0, 2).await;
    fixture.describe(kept, 0, 1).await;
    let destroyed = fixture.keyring.forget(&[stream(forgotten), stream(any_project())]).await;
    assert_eq!(destroyed, Ok(2));
    let erased = ProjectEvent::ProjectDescribed { base_description: Text::Erased };
    assert_eq!(fixture.load(forgotten).await.unwrap(), [erased.clone(), erased]);
    assert_eq!(fixture.load(kept).await.unwrap(), [description("words 1")]);
    assert_eq!(fixture.keyring.forget(&[stream(forgotten)]).await, Ok(0));
}

#[tokio::test]
async fn another_master_key_is_told_at_once() {
    let fixture = Fixture::start().await;
    let opened = Keyring::open(fixture.database.pool.clone(), &MasterKey::from_bytes([8; 32])).await;
    let error = opened.err().expect("the key is another one");
    assert!(matches!(error, EventReadError::WrongMasterKey { .. }), "{error}");
    assert!(error.to_string().contains("MEMEBOT_MASTER_KEY"), "{error}");
}

#[tokio::test]
async fn a_damaged_text_or_key_or_a_missing_event_is_never_taken_for_something_else() {
    let fixture = Fixture::start().await;
    let damages = [
        r#"UPDATE events SET payload = replace(payload::text, '"data":"', '"data":"AAAA')::json"#,
        "UPDATE text_keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)",
        "DELETE FROM events WHERE sequence = 1",
    ];
    for damage in damages {
        let project = any_project();
        fixture.describe(project, 0, 2).await;
        fixture.tamper(damage).await;
        let loaded = fixture.load(project).await;
        assert!(
            matches!(&loaded, Err(StoreError::Corrupt(why)) if why.contains("event 1")),
            "{damage}: {loaded:?}"
        );
    }
}

#[tokio::test]
async fn json_that_only_postgres_can_read_is_damage_and_no_panic() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 1).await;
    fixture.tamper("UPDATE events SET payload = '1e999'").await;
    let loaded = fixture.load(project).await;
    assert!(matches!(&loaded, Err(StoreError::Corrupt(_))), "{loaded:?}");
}
