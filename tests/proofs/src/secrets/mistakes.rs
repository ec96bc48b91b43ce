//! Mistakes: of those who ask over HTTP, and of those who set the service up.

use std::time::Duration;

use anyhow::Context;
use reqwest::{Method, RequestBuilder};
use tokio::time::sleep;

use super::canary::Canaries;
use super::credentials::with;
use super::gatekeeper::Gatekeeper;
use super::run::Run;
use super::scan::Piece;

/// What can be read, with a token and without.
const READ: [&str; 12] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/projects",
    "/api/audit?limit=200",
    "/api/context",
    "/api/posts",
    "/api/suggestions",
    "/api/jobs/nothing",
    "/problems/invalid",
    "/",
    "/favicon.ico",
];

/// A token that somebody types where its id belongs: it is in that command line, and nowhere else.
pub(super) const TYPED: &str = "an API token that was typed";

/// As long as a service tries that cannot start.
const WHILE: Duration = Duration::from_secs(4);

/// Subcommands that look at everything and change nothing.
const LOOKS: [&[&str]; 8] = [
    &["config"],
    &["doctor"],
    &["status"],
    &["recover", "--dry-run"],
    &["audit", "verify"],
    &["replay", "--check"],
    &["dead-letters", "list"],
    &["token", "list", "--member", "telegram:1001"],
];

/// Everything that can be read, and requests with wrong tokens, bodies and addresses.
pub(super) async fn over_http(run: &mut Run) -> anyhow::Result<()> {
    let (base, http) = (run.stage.app.url()?, reqwest::Client::new());
    let forged = forged(&run.token, &run.canaries.token("a forged API token"));
    let pasted = run.canaries.token("a password that was pasted");
    let project = run.stage.outside.projects[0].clone();
    let mut requests: Vec<RequestBuilder> = Vec::new();
    for path in READ {
        let get = || http.get(format!("{base}{path}"));
        requests.extend([
            get(),
            get().bearer_auth(&run.token),
            get().bearer_auth(&forged),
            get().bearer_auth(&pasted),
        ]);
        requests.push(get().basic_auth("alice", Some(&pasted)));
        requests.push(get().header("Authorization", &pasted));
        requests.push(get().query(&[("token", &run.token), ("project", &project)]));
        requests.push(get().query(&[("project", &project)]).bearer_auth(&run.token));
    }
    for body in ["", "{", r#"{"project":"nobody","content":7}"#, r#"{"token":"x"}"#, "[]"] {
        let post = http
            .post(format!("{base}/api/context"))
            .bearer_auth(&run.token)
            .header("Idempotency-Key", "wrong");
        requests.push(post.header("Content-Type", "application/json").body(body));
        requests
            .push(http.request(Method::PATCH, format!("{base}/api/context")).bearer_auth(&forged).body(body));
    }
    for request in requests {
        let request = request.build()?;
        let of = format!("{} {}", request.method(), request.url().path());
        let answer = http.execute(request).await.with_context(|| of.clone())?;
        let about = format!("{} {:?}\n", answer.status(), answer.headers());
        let bytes = [about.into_bytes(), answer.bytes().await?.to_vec()].concat();
        run.answers.push(Piece::new(of, bytes));
    }
    Ok(())
}

/// The token with another secret of the same length.
fn forged(token: &str, secret: &str) -> String {
    let (before, old) = token.rsplit_once('.').unwrap_or_default();
    let secret: String = secret.chars().chain("AAAA".chars()).take(old.len()).collect();
    format!("{before}.{secret}")
}

/// Subcommands that look, as things are, and a token that is issued and revoked.
pub(super) async fn looking(run: &mut Run) -> anyhow::Result<()> {
    let words = run.planted.clone();
    run.tell(&["config"], &[("OPENAI_MODEL", &words)]).await?;
    for look in LOOKS {
        run.tell(look, &[]).await?;
    }
    let token = run.issue("second", TYPED).await?;
    let id = token.split('.').nth(1).context("a token has an id")?.to_owned();
    run.tell(&["token", "revoke", "--member", "telegram:1001", "--token", &id], &[]).await?;
    run.tell(&["token", "revoke", "--member", "telegram:1001", "--token", &token], &[]).await?;
    Ok(())
}

/// Settings that are wrong: passwords and keys that nobody accepts, and values that cannot be read.
pub(super) async fn of_settings(run: &mut Run) -> anyhow::Result<()> {
    let gate = Gatekeeper::begin().await?;
    for (name, value) in refused(run, &gate)? {
        for look in [&["config"][..], &["doctor"]] {
            run.tell(look, &[(name, &value)]).await?;
        }
    }
    let key = run.canaries.key("a master key that opens nothing");
    for look in [&["doctor"][..], &["replay", "--check"], &["token", "list", "--member", "telegram:1001"]] {
        run.tell(look, &[("MEMEBOT_MASTER_KEY", &key)]).await?;
    }
    let (_, password) = run.canaries.password("a wrong password of PostgreSQL");
    let address = with(&run.addresses.postgres, &password);
    for look in [&["migrate"][..], &["doctor"], &["audit", "verify"]] {
        run.tell(look, &[("DATABASE_URL", &address)]).await?;
    }
    for (name, value) in malformed(&mut run.canaries) {
        for look in [&["config"][..], &["status"]] {
            run.tell(look, &[(name, &value)]).await?;
        }
    }
    Ok(())
}

/// The service itself with passwords and a key that nobody accepts, each for a while; then as it was.
pub(super) async fn serving(run: &mut Run) -> anyhow::Result<()> {
    let gate = Gatekeeper::begin().await?;
    let canaries = &mut run.canaries;
    let mut password = |kind: &str| canaries.password(kind).1;
    let nats = with(&format!("nats://{}", gate.address), &password("a wrong password of NATS"));
    let redis = with(&run.addresses.redis, &password("a wrong password of Redis"));
    let postgres = with(&run.addresses.postgres, &password("a wrong password of PostgreSQL"));
    let key = canaries.key("a master key that opens nothing");
    let app = &mut run.stage.app;
    for changes in [
        vec![("NATS_URL", nats), ("REDIS_URL", redis)],
        vec![("DATABASE_URL", postgres)],
        vec![("MEMEBOT_MASTER_KEY", key)],
    ] {
        app.kill().await?;
        let changes: Vec<_> = changes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        app.launch(&changes)?;
        sleep(WHILE).await;
    }
    app.crash().await
}

/// What can be read and is accepted by nobody.
fn refused(run: &mut Run, gate: &Gatekeeper) -> anyhow::Result<Vec<(&'static str, String)>> {
    let seed = nkeys::KeyPair::new_user().seed()?;
    run.canaries.note("NATS_CREDENTIALS", seed.as_bytes());
    let token = run.canaries.token("NATS_CREDENTIALS");
    let file = run.file("nats.creds", &credentials_file(&token, &seed))?;
    let broken = run.canaries.token("a broken file of NATS_CREDENTIALS");
    let broken = run.file("broken.creds", &credentials_file("x", &broken))?;
    let canaries = &mut run.canaries;
    let mut password = |kind: &str| canaries.password(kind).1;
    let (nats, http) = (format!("nats://{}", gate.address), format!("http://{}", gate.address));
    let gateway = |password: &str| with(&http, password);
    Ok(vec![
        ("NATS_URL", with(&nats, &password("a wrong password of NATS"))),
        ("NATS_URL", format!("nats://{}@{}", password("a token of NATS"), gate.address)),
        (
            "NATS_URL",
            format!("nats://{}@{}", password("one of two tokens of NATS"), gate.address)
                + ",nats://b:c@127.0.0.1:1",
        ),
        ("NATS_CREDENTIALS", file.display().to_string()),
        ("NATS_CREDENTIALS", broken.display().to_string()),
        ("REDIS_URL", with(&run.addresses.redis, &password("a wrong password of Redis"))),
        ("OPENAI_BASE_URL", gateway(&password("a password in OPENAI_BASE_URL"))),
        ("X_API_BASE_URL", gateway(&password("a password in X_API_BASE_URL"))),
        ("TELEGRAM_API_URL", gateway(&password("a password in TELEGRAM_API_URL"))),
        ("TELEGRAM_BOT_TOKEN", format!("7000000001:{}", canaries.token("a wrong TELEGRAM_BOT_TOKEN"))),
        ("OPENAI_API_KEY", canaries.token("a wrong OPENAI_API_KEY")),
        ("X_ACCESS_SECRET", canaries.token("a wrong X_ACCESS_SECRET")),
    ])
}

/// What cannot be read: each once more with a mistake that people make.
fn malformed(canaries: &mut Canaries) -> Vec<(&'static str, String)> {
    let mut token = |name: &str| canaries.token(&format!("a malformed {name}"));
    vec![
        ("DATABASE_URL", format!("postgres:/me:{}@localhost/db", token("DATABASE_URL"))),
        ("MEMEBOT_MASTER_KEY", token("MEMEBOT_MASTER_KEY")),
        ("TELEGRAM_BOT_TOKEN", token("TELEGRAM_BOT_TOKEN")),
        ("NATS_URL", format!("me:{} @localhost:4222", token("NATS_URL"))),
        ("NATS_URL", format!("nats://me:{},more@localhost:4222", token("NATS_URL"))),
        ("REDIS_URL", format!("redis:/:{}@localhost", token("REDIS_URL"))),
        ("REDIS_URL", format!("redis://me:{}@localhost:port", token("REDIS_URL"))),
        ("OPENAI_API_KEY", format!("{}\u{e9}\n", token("OPENAI_API_KEY"))),
        ("OPENAI_BASE_URL", format!("https//me:{}@gateway", token("OPENAI_BASE_URL"))),
        ("X_API_BASE_URL", format!("me:{}@gateway", token("X_API_BASE_URL"))),
        ("TELEGRAM_API_URL", format!("https://me:{}@gateway:port", token("TELEGRAM_API_URL"))),
    ]
}

fn credentials_file(token: &str, seed: &str) -> String {
    format!(
        "-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n\
         -----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
    )
}
