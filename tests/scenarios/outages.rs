//! Outages: NATS and Redis wiped in the middle, services down; one thing degrades, the rest goes on.

use sandbox::faults::{Fault, Service};
use serde_json::json;

use crate::publishing::approved;
use crate::world::World;

async fn stop_and_wipe(world: &World) {
    let servers = world.servers.as_ref().expect("this scenario has servers of its own");
    for server in [&servers.nats, &servers.redis] {
        let server = server.private().unwrap();
        server.kill().await.unwrap();
        server.wipe().await.unwrap();
    }
}

async fn start_again(world: &World) {
    let servers = world.servers.as_ref().expect("this scenario has servers of its own");
    for server in [&servers.nats, &servers.redis] {
        server.private().unwrap().start().await.unwrap();
    }
}

#[tokio::test]
async fn nats_and_redis_may_vanish_with_their_data_in_the_middle_of_a_flow() {
    let mut world = World::with_own_servers().await;
    world.project().await;
    stop_and_wipe(&world).await;
    let asked = approved(&world).await;
    start_again(&world).await;
    world.alice().says("/publish");
    world.alice().sees_after(asked, &["https://x.com/"]).await;
    stop_and_wipe(&world).await;
    world.crash().await;
    world.alice().asks("/vibe all is well", &["all is well"]).await;
    start_again(&world).await;
    let output = world.app.command(&["replay", "--check"]).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn while_openai_is_down_a_request_waits_and_other_commands_work() {
    let world = World::new().await;
    world.project().await;
    let down = json!({"error": {"message": "down", "type": "server_error", "param": null, "code": null}});
    world.sandbox.inject(Service::Openai, Fault::answer(503, down));
    let asked = world.alice().says("/suggest_post rain");
    world.alice().asks("/vibe patient", &["patient"]).await;
    world.sandbox.clear_faults(Service::Openai);
    world.alice().sees_after(asked, &["Approve"]).await;
}

#[tokio::test]
async fn while_telegram_is_down_nothing_is_forgotten() {
    let world = World::new().await;
    world.project().await;
    world.sandbox.inject(Service::Telegram, Fault::answer(502, json!("Bad Gateway")));
    let asked = world.alice().says("/suggest_post rain");
    world.sandbox.clear_faults(Service::Telegram);
    world.alice().sees_after(asked, &["Approve"]).await;
}
