//! What every scenario starts with.

use std::time::Duration;

use harness::{Durability, Servers};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use sandbox::x::TimelineTweet;
use tests::api::Api;
use tests::app::App;
use tests::people::Person;
use tests::surroundings::{ALICE, Addresses, BOB, MALLORY, Surroundings};
use tests::transcript::redacted;
use tokio::time::{Instant, sleep};

/// How long the last lines of a transcript may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Compares what the person saw since a message with the snapshot of this name. It may still be on its way: an edit
/// comes after the answer to the press that asked for it.
pub(crate) async fn assert_transcript(name: &str, person: &Person<'_>, since: i64) {
    let path = format!("{}/scenarios/snapshots/{name}.snap", env!("CARGO_MANIFEST_DIR"));
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    let deadline = Instant::now() + PATIENCE;
    let mut told = person.transcript_since(since);
    while !expected.ends_with(&format!("---\n{told}\n")) && Instant::now() < deadline {
        sleep(Duration::from_millis(50)).await;
        told = person.transcript_since(since);
    }
    assert_snapshot(name, &told);
}

/// Compares answers of the REST API with the snapshot of this name.
pub(crate) fn assert_answers(name: &str, answers: &[String]) {
    assert_snapshot(name, &redacted(&answers.concat()));
}

fn assert_snapshot(name: &str, told: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, told);
    });
}

/// A running binary and the people around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) sandbox: Sandbox,
    /// Servers of this scenario alone, if it wants to break them.
    pub(crate) servers: Option<Servers>,
}

impl World {
    /// On the servers that all tests share.
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with some variables set otherwise.
    pub(crate) async fn with(variables: &[(&str, &str)]) -> Self {
        let postgres = std::env::var("DATABASE_URL").expect("run `make test`, or set DATABASE_URL");
        let (nats, redis) = (harness::nats_url(), harness::redis_url());
        Self::on(&Addresses { postgres, nats, redis }, None, variables).await
    }

    /// On servers of its own, to be stopped and wiped.
    pub(crate) async fn with_own_servers() -> Self {
        let servers = Servers::private(Durability::Fast).await.expect("private servers start");
        let addresses = Addresses {
            postgres: servers.postgres.url().to_owned(),
            nats: servers.nats.url().to_owned(),
            redis: servers.redis.url().to_owned(),
        };
        Self::on(&addresses, Some(servers), &[]).await
    }

    async fn on(addresses: &Addresses, servers: Option<Servers>, variables: &[(&str, &str)]) -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.expect("the sandbox starts");
        let mut surroundings = Surroundings::make(addresses, &sandbox).await.expect("a database is made");
        for (name, value) in variables {
            surroundings.variables.retain(|(known, _)| known != name);
            surroundings.variables.push(((*name).to_owned(), (*value).to_owned()));
        }
        let app = App::start(surroundings).await.expect("memebot starts");
        Self { app, sandbox, servers }
    }

    /// Alice, the first owner.
    pub(crate) fn alice(&self) -> Person<'_> {
        Person::new(&self.sandbox, ALICE, "alice")
    }

    /// Bob, who has no role until Alice grants one.
    pub(crate) fn bob(&self) -> Person<'_> {
        Person::new(&self.sandbox, BOB, "bob")
    }

    /// Mallory, who never has one.
    pub(crate) fn mallory(&self) -> Person<'_> {
        Person::new(&self.sandbox, MALLORY, "mallory")
    }

    /// A REST client with Alice's roles.
    pub(crate) async fn api(&self) -> Api {
        Api::connect(&self.app, &format!("telegram:{ALICE}")).await.expect("a token is issued")
    }

    /// SIGKILL and a new start.
    pub(crate) async fn crash(&mut self) {
        self.app.crash().await.expect("memebot starts again");
    }

    /// Alice makes the project that most scenarios play in, and waits until its X account is there.
    pub(crate) async fn project(&self) {
        let alice = self.alice();
        alice.asks("/project_new Froglet | A friendly green frog that loves rainy days", &["Froglet"]).await;
        self.account_is_assigned().await;
    }

    /// Waits until `/status` names the X account.
    pub(crate) async fn account_is_assigned(&self) {
        let name = format!("@{}", self.sandbox.credentials().x_username);
        for _ in 0..50 {
            let status = self.alice().asks("/status", &["Froglet"]).await;
            if status.text.contains(&name) {
                return;
            }
        }
        panic!("the project never got its X account:\n{}", self.alice().transcript());
    }

    /// The one post on X, as soon as it is there.
    pub(crate) async fn tweet(&self) -> TimelineTweet {
        let first = |tweets: &[TimelineTweet]| tweets.first().cloned();
        let found = self.sandbox.x().wait_for(Duration::from_mins(1), first).await;
        found.unwrap_or_else(|| panic!("no post appeared on X:\n{}", self.app.log_tail()))
    }
}
