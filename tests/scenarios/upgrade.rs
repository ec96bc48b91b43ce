//! Upgrades: a database that an earlier build left in the middle of its work is opened by this one, and everything
//! ends, once.
//!
//! `upgrade/` holds the database of commit daf1fac and the world around it, as `upgrade-dump` made them: a request to X
//! is open, variants are being written, a layer is scored and its job not marked as done, a post waits for `/resume`,
//! another for its time, a slot and undecided suggestions have timers, two keys are parked, one event has no position
//! yet, and Telegram and a REST client will say something again.

mod ends;
mod left;

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};
use harness::{TestDatabase, eventually};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use sandbox::telegram::ChatMessage;
use sqlx::Executor;
use tests::api::Api;
use tests::app::App;
use tests::dumped::Dumped;
use tests::surroundings::{Addresses, Surroundings};

use crate::world::World;
use left::Left;

/// The key that the dump's texts were sealed with.
const MASTER_KEY: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const DATABASE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/upgrade/database.sql");
const PATIENCE: Duration = Duration::from_secs(20);

/// An upgrade happens in place: the epoch is told that this is its database. A restored dump is another scenario's.
const IN_PLACE: &str = "
SET session_replication_role = replica;
UPDATE epochs SET system_identifier = (SELECT system_identifier FROM pg_control_system()),
       timeline = ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int,
       database_oid = (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
       table_oid = 'epochs'::regclass::oid::bigint;
RESET session_replication_role";

/// The database as this build opened it.
struct Upgraded {
    world: World,
    dumped: Dumped,
    left: Left,
}

impl Upgraded {
    /// Opens it; the open request to X has arrived there, or not.
    async fn open(arrived: bool) -> anyhow::Result<Self> {
        let dumped: Dumped = serde_json::from_str(include_str!("upgrade/outside.json"))?;
        let sandbox = Sandbox::start(SandboxOptions::default()).await?;
        dumped.rebuild(&sandbox).await.context("rebuild the world around the database")?;
        if arrived {
            sandbox.x().post_by_hand(&dumped.on_its_way);
        }
        let postgres = std::env::var("DATABASE_URL").expect("run `make test`, or set DATABASE_URL");
        let (nats, redis) = (harness::nats_url(), harness::redis_url());
        let mut surroundings =
            Surroundings::make(&Addresses { postgres: postgres.clone(), nats, redis }, &sandbox).await?;
        let database = TestDatabase::restore_on(&postgres, DATABASE.as_ref()).await?;
        database.pool.acquire().await?.execute(IN_PLACE).await?;
        let ours = [
            ("DATABASE_URL", database.url.as_str()),
            ("MEMEBOT_MASTER_KEY", MASTER_KEY),
            ("MEMEBOT_RECONCILE_AFTER", "0,0"),
        ];
        surroundings.variables.retain(|(name, _)| ours.iter().all(|(our, _)| our != name));
        surroundings.variables.extend(ours.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let left = Left::read(&database.pool).await?;
        surroundings.database = database.into();
        // business time goes on where it stopped, however long ago that was
        std::fs::write(surroundings.clock_file(), (dumped.taken_at - now()).num_seconds().to_string())?;
        let app = App::start(surroundings).await?;
        Ok(Self { world: World { app, sandbox, servers: None }, dumped, left })
    }

    fn advance(&self, minutes: u64) {
        self.world.app.advance_clock(Duration::from_mins(minutes)).unwrap();
    }

    fn api(&self) -> Api {
        Api::holding(&self.world.app, &self.dumped.token).unwrap()
    }

    /// The last message of the old conversation to this person that holds the part.
    fn shown(&self, person: i64, part: &str) -> ChatMessage {
        let fits = |message: &&ChatMessage| {
            message.chat == person && message.from_bot && message.text.contains(part)
        };
        self.dumped.messages.iter().rfind(fits).cloned().unwrap_or_else(|| panic!("nobody was shown {part}"))
    }

    /// Runs a subcommand that must succeed.
    async fn runs(&self, arguments: &[&str]) {
        let output = self.world.app.command(arguments).await.unwrap();
        let printed = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{arguments:?}: {printed}");
    }

    /// Waits until X shows so many tweets; it must never show any text twice.
    async fn is_on_x(&self, tweets: usize) {
        let enough = |found: &[sandbox::x::TimelineTweet]| (found.len() >= tweets).then_some(());
        let seen = self.world.sandbox.x().wait_for(PATIENCE, enough).await;
        seen.unwrap_or_else(|| panic!("there are no {tweets} tweets:\n{}", self.world.app.log_tail()));
        self.no_tweet_twice(tweets);
    }

    fn no_tweet_twice(&self, tweets: usize) {
        let timeline = self.world.sandbox.x().timeline();
        let texts: std::collections::BTreeSet<&str> =
            timeline.iter().map(|tweet| tweet.text.as_str()).collect();
        assert_eq!((timeline.len(), texts.len()), (tweets, tweets), "{timeline:#?}");
    }
}

#[expect(clippy::disallowed_methods, reason = "the binary under test reads the machine's clock too")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// What was parked is applied in order, or discarded; what follows on its key goes on.
async fn the_parked_are_free(upgraded: &Upgraded) {
    let pool = &upgraded.world.app.surroundings.database.pool;
    left::parked(pool, "posts", 0).await;
    left::parked(pool, "process:caching", 2).await;
    let first = left::first_parked(pool, "process:caching").await;
    upgraded.runs(&["dead-letters", "discard", &first, "--reason", "an old vibe", "--yes"]).await;
    left::parked(pool, "process:caching", 0).await;
    upgraded.world.bob().asks("/vibe merry", &["merry"]).await;
    eventually("what follows on the key is applied", PATIENCE, async || {
        left::done_after_the_parked(pool, &upgraded.left).await.then_some(())
    })
    .await;
}

/// What was said before and is said again is answered as before.
async fn repeats_do_nothing(upgraded: &Upgraded) {
    let (request, api) = (&upgraded.dumped.request, upgraded.api());
    let key = [("idempotency-key", request.key.as_str())];
    let (status, _, answer) = api.post(&request.path, &key, &request.body).await.unwrap();
    assert_eq!((status, &answer["receipt"]), (200, &request.answer["receipt"]), "{answer}");
    assert!(upgraded.world.sandbox.telegram().wait_until_heard(PATIENCE).await, "updates are handled");
}

/// The open request is settled by what X shows; if that is nothing, by a person.
async fn the_open_request_ends(upgraded: &Upgraded, arrived: bool) {
    let alice = upgraded.world.alice();
    upgraded.advance(1);
    let last = upgraded.dumped.messages.last().unwrap().id;
    if !arrived {
        let question = alice.sees_after(last, &["It is live", "It is not"]).await;
        let again = question.buttons.iter().flatten().find(|button| button.text.contains("It is not"));
        alice.presses(&question, &again.unwrap().text);
    }
    alice.sees_after(last, &["Published: https://x.com/"]).await;
    upgraded.is_on_x(upgraded.dumped.tweets.len() + 1).await;
}

/// Chats still have their projects; old buttons and questions still count.
async fn the_conversation_goes_on(upgraded: &Upgraded, before: usize) {
    let (alice, bob) = (upgraded.world.alice(), upgraded.world.bob());
    alice.asks("/status", &["Froglet"]).await;
    bob.asks("/status", &["Otterly"]).await;
    let question = upgraded.shown(alice.id, "new text");
    alice.replies(&question, "Froglet writes a book about rain.");
    alice.sees(&["Froglet writes a book about rain.", "Approve"]).await;
    let failed = upgraded.shown(alice.id, "credit");
    alice.presses(&failed, "Retry");
    upgraded.is_on_x(before + 1).await;
    bob.asks("/resume", &["esumed"]).await;
    upgraded.is_on_x(before + 2).await;
}

async fn everything_ends_once(arrived: bool) {
    let upgraded = Upgraded::open(arrived).await.unwrap();
    repeats_do_nothing(&upgraded).await;
    the_parked_are_free(&upgraded).await;
    upgraded.world.alice().sees(&["croak at dawn", "Approve", "Risk"]).await;
    the_open_request_ends(&upgraded, arrived).await;
    let tweets = upgraded.dumped.tweets.len() + 1;
    the_conversation_goes_on(&upgraded, tweets).await;

    upgraded.advance(120); // the post that was queued for later
    upgraded.is_on_x(tweets + 3).await;
    upgraded.advance(65); // the slot
    upgraded.is_on_x(tweets + 4).await;
    upgraded.advance(72 * 60); // undecided suggestions expire
    ends::everything_has_ended(&upgraded).await;
    upgraded.no_tweet_twice(tweets + 4);
    upgraded.runs(&["audit", "verify"]).await;
    upgraded.runs(&["replay", "--check"]).await;
}

#[tokio::test]
async fn everything_that_was_begun_ends_once_and_the_open_request_is_found_on_x() {
    everything_ends_once(true).await;
}

#[tokio::test]
async fn everything_that_was_begun_ends_once_and_a_person_says_that_the_open_request_never_arrived() {
    everything_ends_once(false).await;
}
