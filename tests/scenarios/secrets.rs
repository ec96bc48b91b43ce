//! Secrets: after a whole flow none stands in a table, the log, or an answer; and words of people stand in no
//! event, only sealed.

use sqlx::Row;

use crate::publishing::approved;
use crate::world::World;

const WORDS: &str = "Our grandmother planted the first willow.";

/// Every row of every table, as text, with the table's name.
async fn every_row(world: &World) -> Vec<(String, String)> {
    let pool = &world.app.surroundings.database.pool;
    let tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
    let mut rows = Vec::new();
    for table in sqlx::query(tables).fetch_all(pool).await.unwrap() {
        let table: String = table.get(0);
        let texts = sqlx::query(&format!("SELECT t::text FROM {table} t")).fetch_all(pool).await.unwrap();
        rows.extend(texts.into_iter().map(|row| (table.clone(), row.get::<String, _>(0))));
    }
    rows
}

fn secrets(world: &World) -> Vec<String> {
    let credentials = world.sandbox.credentials();
    let (_, telegram) = credentials.telegram_token.split_once(':').unwrap();
    let keys = [
        telegram,
        &credentials.openai_key,
        &credentials.x_consumer_key,
        &credentials.x_consumer_secret,
        &credentials.x_access_token,
        &credentials.x_access_secret,
        &"0123456789abcdef".repeat(4),
    ];
    keys.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn no_secret_is_stored_logged_or_told() {
    let world = World::new().await;
    world.project().await;
    let token =
        world.app.command(&["token", "issue", "--member", "telegram:1001", "--label", "canary"]).await;
    let token = String::from_utf8(token.unwrap().stdout).unwrap();
    let asked = approved(&world).await;
    world.alice().says("/publish");
    world.alice().sees_after(asked, &["Published: https://x.com/"]).await;

    let mut secrets = secrets(&world);
    secrets.push(token.trim().rsplit_once('.').unwrap().1.to_owned());
    let metrics = reqwest::get(format!("{}/metrics", world.app.url().unwrap())).await.unwrap();
    let mut places = every_row(&world).await;
    places.push(("the log".into(), std::fs::read_to_string(world.app.log_file()).unwrap()));
    places.push(("/metrics".into(), metrics.text().await.unwrap()));
    places.push(("the chat".into(), world.alice().transcript()));
    for arguments in [&["config"][..], &["doctor"], &["replay", "--check"], &["audit", "verify"]] {
        let output = world.app.command(arguments).await.unwrap();
        let told = [output.stdout, output.stderr].concat();
        places.push((arguments.join(" "), String::from_utf8_lossy(&told).into_owned()));
    }
    assert!(places.len() > 50, "only {} places were looked at", places.len());
    for (place, text) in &places {
        for (number, secret) in secrets.iter().enumerate() {
            assert!(!text.contains(secret.as_str()), "secret {number} stands in {place}");
        }
    }
}

#[tokio::test]
async fn words_of_people_are_sealed_in_every_event() {
    let world = World::new().await;
    world.project().await;
    let said = world.alice().says(&format!("/context_add {WORDS}"));
    world.alice().sees_after(said, &[WORDS, "Approve"]).await;
    let rows = every_row(&world).await;
    let holding = |table: &str| rows.iter().any(|(name, text)| name == table && text.contains(WORDS));
    assert!(holding("context_layers"), "the read model shows the words");
    assert!(!holding("events") && !holding("effects") && !holding("audit_logs") && !holding("commands"));
}
