//! What people wrote is sealed in the tables, opened on the way back, and can be forgotten.

use commands::port::vault::Vault;
use commands::store::{EventStore, StoreError};
use commands::unreadable::{EventPlace, Unreadable};
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;

use crate::store::codec::EventReadError;
use crate::store::keys::Keyring;
use crate::store::testing::{Fixture, any_project, append_of, described, description, stream};
use crate::store::{AppendLimits, MasterKey};

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
    assert_eq!(fixture.count("text_key_tombstones").await, 2);
}

#[tokio::test]
async fn what_was_forgotten_before_there_were_tombstones_gets_them_and_what_was_lost_does_not() {
    let fixture = Fixture::start().await;
    let (forgotten, lost) = (any_project(), any_project());
    fixture.describe(forgotten, 0, 2).await;
    fixture.describe(lost, 0, 1).await;
    let forget = ProjectEvent::TextsForgotten { streams: vec![stream(forgotten)] };
    fixture.store.append(append_of(forgotten, 2, &[forget])).await.unwrap();
    fixture.tamper("DELETE FROM text_keys").await;
    assert_eq!(unreadable(fixture.load(forgotten).await).event.unwrap().sequence, 1);

    let migration = include_str!("../../../../../migrations/0023_text_key_tombstones.sql");
    let backfill = &migration
        [migration.find("INSERT INTO").unwrap()..migration.find("COMMENT ON TABLE text_keys").unwrap()];
    sqlx::raw_sql(backfill).execute(&fixture.database.pool).await.unwrap();
    let erased = ProjectEvent::ProjectDescribed { base_description: Text::Erased };
    assert_eq!(fixture.load(forgotten).await.unwrap()[..2], [erased.clone(), erased]);
    let what = unreadable(fixture.load(lost).await);
    assert!(what.reason.ends_with("is missing, and the text was not forgotten"), "{what}");
}

#[tokio::test]
async fn a_projects_key_that_is_damaged_or_gone_concerns_that_project_alone_and_is_never_made_anew() {
    for damage in [
        "UPDATE project_keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) WHERE scope = '{}'",
        "DELETE FROM project_keys WHERE scope = '{}'",
    ] {
        let before = Fixture::start().await;
        let (project, other) = (any_project(), any_project());
        before.describe(project, 0, 1).await;
        before.describe(other, 0, 1).await;
        before.tamper(&damage.replace("{}", &project.to_string())).await;
        // another instance, which has no key in memory
        let fixture = Fixture::on(before.database, AppendLimits::default()).await;
        let what = unreadable(fixture.load(project).await);
        assert_eq!(what.event.as_ref().map(|event| event.sequence), Some(1), "{what}");
        let refused = fixture.store.append(described(project, 1, 1)).await;
        let Err(StoreError::Unreadable(what)) = refused else { panic!("{refused:?}") };
        assert_eq!(what.what, format!("the key of project {project}"));
        assert_eq!(fixture.load(other).await.unwrap(), [description("words 1")]);
        fixture.describe(other, 1, 1).await;
    }
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
        "UPDATE events SET event_version = '9.0'",
    ];
    for damage in damages {
        let project = any_project();
        fixture.describe(project, 0, 2).await;
        fixture.tamper(damage).await;
        let what = unreadable(fixture.load(project).await);
        let place = EventPlace { stream: stream(project).to_string(), sequence: 1, position: None };
        assert_eq!(what.event, Some(place), "{damage}");
        fixture.sequence().await;
        let position = unreadable(fixture.load(project).await).event.and_then(|event| event.position);
        assert!(position.is_some(), "{damage}");
    }
    let project = any_project();
    fixture.describe(project, 0, 2).await;
    fixture.tamper("DELETE FROM events WHERE sequence = 1").await;
    let loaded = fixture.load(project).await;
    assert!(matches!(&loaded, Err(StoreError::Corrupt(why)) if why.contains("event 1")), "{loaded:?}");
}

fn unreadable(loaded: Result<Vec<ProjectEvent>, StoreError>) -> Unreadable {
    match loaded {
        Err(StoreError::Unreadable(what)) => *what,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_event_that_was_discarded_is_skipped_and_counts_on() {
    let fixture = Fixture::start().await;
    let (project, other) = (any_project(), any_project());
    fixture.describe(project, 0, 3).await;
    fixture.describe(other, 0, 1).await;
    fixture.sequence().await;
    fixture.tamper("UPDATE events SET event_version = '9.0' WHERE sequence = 2").await;
    assert_eq!(unreadable(fixture.load(project).await).event.unwrap().sequence, 2);
    assert_eq!(fixture.load(other).await.unwrap(), [description("words 1")], "no other stream is concerned");

    let parked = "INSERT INTO unreadable_events
                         (position, event_id, stream, sequence, event_type, event_version, reason)
                  SELECT position, event_id, 'project', 2, 'ProjectDescribed', '9.0', 'it is of tomorrow'
                    FROM event_log JOIN events USING (event_id) WHERE events.sequence = 2";
    sqlx::raw_sql(parked).execute(&fixture.database.pool).await.unwrap();
    assert_eq!(unreadable(fixture.load(project).await).event.unwrap().sequence, 2, "it waits for a reader");
    let discarded = "UPDATE unreadable_events SET discarded_at = now(), discarded_by = event_id";
    sqlx::raw_sql(discarded).execute(&fixture.database.pool).await.unwrap();
    let loaded = fixture.store.load::<Project>(&project.to_string(), 0).await.unwrap();
    assert_eq!(loaded, [Some(description("words 1")), None, Some(description("words 3"))]);
}

#[tokio::test]
async fn json_that_only_postgres_can_read_is_damage_and_no_panic() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 1).await;
    fixture.tamper("UPDATE events SET payload = '1e999'").await;
    let loaded = fixture.load(project).await;
    assert!(matches!(&loaded, Err(StoreError::Unreadable(_))), "{loaded:?}");
}
