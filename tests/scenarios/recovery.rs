//! Restores: a dump in another cluster, newer posts on X and newer events in NATS. Nothing is published before an
//! operator has recovered, and nothing twice.

use std::time::Duration;

use harness::{Durability, Instance, Servers, TestDatabase, eventually};
use sandbox::x::TimelineTweet;
use serde_json::Value;
use tests::people::Person;

use crate::publishing::approved;
use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a subcommand; whether it succeeded, and what it printed.
async fn run(world: &World, arguments: &[&str]) -> (bool, String) {
    let output = world.app.command(arguments).await.unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&printed).into_owned())
}

/// Puts a dump in the place of the database, in another cluster, while the binary does not run.
async fn restore(world: &mut World, dump: &std::path::Path) -> Instance {
    let cluster = Servers::another_postgres(Durability::Fast).await.unwrap();
    let database = TestDatabase::restore_on(cluster.url(), dump).await.unwrap();
    let variables = &mut world.app.surroundings.variables;
    variables.retain(|(name, _)| name != "DATABASE_URL");
    variables.push(("DATABASE_URL".to_owned(), database.url.clone()));
    world.app.surroundings.database = database.into();
    cluster
}

/// Waits until `/readyz` says of the history what is expected; the whole answer.
async fn readiness(world: &World, expected: &str, holds: impl Fn(&str) -> bool) -> Value {
    eventually(expected, PATIENCE, async || {
        let answer = reqwest::get(format!("{}/readyz", world.app.url().ok()?)).await.ok()?;
        let ready: Value = answer.json().await.ok()?;
        let said = ready["checks"]["history"].as_str().is_some_and(&holds);
        said.then_some(ready)
    })
    .await
}

/// Waits until the post of the only project waits for the history.
async fn a_post_waits(world: &World) {
    let waiting = "SELECT last_error FROM effects WHERE step IN ('clear', 'send') AND status = 'waiting'";
    let why: String = eventually("a post waits", PATIENCE, async || {
        sqlx::query_scalar(waiting).fetch_optional(&world.app.surroundings.database.pool).await.ok().flatten()
    })
    .await;
    assert!(why.contains("memebot recover"), "{why}");
}

async fn sees_the_link(alice: &Person<'_>, after: i64) {
    alice.sees_after(after, &["Published: https://x.com/"]).await;
}

#[tokio::test]
async fn after_a_restore_nothing_is_published_twice_and_the_lost_post_is_found() {
    let mut world = World::new().await;
    world.project().await;
    let first = approved(&world).await;
    let dump = world.app.surroundings.folder.path().join("dump.sql");
    world.app.surroundings.database.dump(&dump).await.unwrap();
    // what the dump does not know: the post, and what was said of it
    world.alice().says("/publish");
    sees_the_link(&world.alice(), first).await;
    world.app.stop().await.unwrap();
    let _cluster = restore(&mut world, &dump).await;
    let before = world.alice().says("(the database is restored)");
    world.app.restart().await.unwrap();

    // noticed and held; people work on. The sources are read one after another, and JetStream once it answers.
    let both = |why: &str| why.contains("another cluster") && why.contains("JetStream");
    let ready = readiness(&world, "another cluster and JetStream are named", both).await;
    assert_eq!(ready["status"], "degraded", "{ready}");
    world.alice().sees_after(before, &["Publishing is held", "memebot recover"]).await;
    let (healthy, told) = run(&world, &["doctor"]).await;
    assert!(!healthy && told.contains("publishing is held"), "{told}");
    world.alice().says("/publish");
    a_post_waits(&world).await;

    let (whole, told) = run(&world, &["recover"]).await;
    for part in ["another cluster", "lost", "PostPublished", "will be recorded as published", "epoch 2"] {
        assert!(!whole && told.contains(part), "{part} is missing in:\n{told}");
    }
    let (recovered, told) = run(&world, &["recover", "--yes"]).await;
    assert!(recovered && told.contains("epoch 2 is open"), "{told}");

    // the running binary follows by itself, and what is approved now goes out
    readiness(&world, "the binary follows the next epoch", |why| why == "ok").await;
    approved_again(&world).await;
    world.alice().says("/publish");
    let both = |tweets: &[TimelineTweet]| (tweets.len() > 1).then(|| tweets.to_vec());
    let tweets = world.sandbox.x().wait_for(PATIENCE, both).await.expect("the next post goes out");
    assert_ne!(tweets[0].text, tweets[1].text);
    world.alice().asks("/pending", &["othing"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 2);
    for proof in [["audit", "verify"], ["replay", "--check"], ["recover", "--yes"]] {
        let (good, told) = run(&world, &proof).await;
        assert!(good, "{proof:?}: {told}");
    }
}

/// Asks for other words than the first time.
async fn approved_again(world: &World) {
    let alice = world.alice();
    let asked = alice.says("/suggest_post lilies and ponds");
    let variant = alice.sees_after(asked, &["Approve", "Publish now"]).await;
    alice.presses(&variant, "Approve");
    alice.sees_after(asked, &["pproved by"]).await;
}
