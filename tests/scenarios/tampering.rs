//! Proofs: read models equal the history, and whoever touches the history is found.

use std::process::Output;

use sqlx::Executor;

use crate::world::World;

async fn run(world: &World, arguments: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } = world.app.command(arguments).await.unwrap();
    (status.success(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

/// As a superuser who switches the guards off would.
async fn behind_the_back(world: &World, sql: &str) {
    let mut connection = world.app.surroundings.database.pool.acquire().await.unwrap();
    let script = format!("SET session_replication_role = replica; {sql}; RESET session_replication_role");
    connection.execute(script.as_str()).await.unwrap();
}

async fn some_history() -> World {
    let world = World::new().await;
    world.project().await;
    let said = world.alice().says("/context_add We say gm.");
    world.alice().sees_after(said, &["We say gm.", "Approve"]).await;
    world.alice().asks("/vibe calm", &["calm"]).await;
    world
}

#[tokio::test]
async fn every_read_model_equals_its_replay_until_a_row_is_changed_by_hand() {
    let world = some_history().await;
    let (same, told) = run(&world, &["replay", "--check"]).await;
    assert!(same, "{told}");
    behind_the_back(&world, "UPDATE projects SET name = 'Toadlet'").await;
    let (same, told) = run(&world, &["replay", "--check"]).await;
    assert!(!same && told.contains("projects") && told.contains("name"), "{told}");
}

#[tokio::test]
async fn the_second_reader_agrees_until_it_cannot_read_an_event() {
    let world = some_history().await;
    let (agreed, told) = run(&world, &["audit", "verify", "--second-reader"]).await;
    assert!(agreed && told.contains("the second reader agrees"), "{told}");
    let damaged = "UPDATE events SET payload = '1e999'
                    WHERE event_id = (SELECT event_id FROM event_log WHERE position = 3)";
    behind_the_back(&world, damaged).await;
    let (agreed, told) = run(&world, &["audit", "verify", "--second-reader", "--json"]).await;
    assert!(!agreed && told.contains("the second reader panicked"), "{told}");
}

#[tokio::test]
async fn an_altered_payload_actor_or_time_is_named_by_its_position() {
    let world = some_history().await;
    let (intact, told) = run(&world, &["audit", "verify"]).await;
    assert!(intact && told.contains("verified"), "{told}");
    let event = "WHERE event_id = (SELECT event_id FROM event_log WHERE position = 3)";
    let changes = [
        format!("UPDATE events SET payload = (replace(payload::text, 'e', 'f'))::json {event}"),
        format!("UPDATE events SET metadata = (replace(metadata::text, '1001', '1002'))::json {event}"),
        format!("UPDATE events SET recorded_at = recorded_at + interval '1 microsecond' {event}"),
    ];
    for change in changes {
        let world = some_history().await;
        behind_the_back(&world, &change).await;
        let (intact, told) = run(&world, &["audit", "verify"]).await;
        assert!(!intact && told.contains("position 3"), "{change}: {told}");
    }
}

#[tokio::test]
async fn a_deleted_and_an_inserted_event_are_named() {
    let world = some_history().await;
    let delete = "DELETE FROM events WHERE event_id = (SELECT event_id FROM event_log WHERE position = 4)";
    behind_the_back(&world, delete).await;
    let (intact, told) = run(&world, &["audit", "verify"]).await;
    assert!(!intact && told.contains("position 4") && told.contains("deleted"), "{told}");

    let world = some_history().await;
    let insert =
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
            metadata, event_id)
        SELECT aggregate_type, aggregate_id, 99, event_type, event_version, payload, metadata,
            '01890000-0000-7000-8000-000000000001' FROM events WHERE ingest_seq = 2";
    behind_the_back(&world, insert).await;
    let (intact, told) = run(&world, &["audit", "verify"]).await;
    assert!(!intact && told.contains("event 99"), "{told}");
}

#[tokio::test]
async fn serve_starts_although_an_owners_stream_cannot_be_read() {
    let mut world = some_history().await;
    world.app.kill().await.unwrap();
    let newer = "UPDATE events SET event_version = '9.0' WHERE aggregate_type = 'member'";
    behind_the_back(&world, newer).await;
    world.app.restart().await.unwrap();
    let log = std::fs::read_to_string(world.app.log_file()).unwrap();
    assert!(log.contains("member/telegram:1001"), "it says so: {}", world.app.log_tail());
}
