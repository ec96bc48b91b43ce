//! A canary in every credential that the binary is given, each in a form that is accepted.

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::{Connection, PgConnection};

use super::canary::Canaries;
use super::servers::Addresses;
use crate::stage::Stage;

/// The name under which the canaries log in.
const NAME: &str = "canary";

/// Puts canaries into the variables, and has the servers accept them; the addresses as they were.
pub(super) async fn replace(
    variables: &mut [(String, String)],
    canaries: &mut Canaries,
) -> anyhow::Result<Addresses> {
    let addresses = Addresses {
        postgres: variable(variables, "DATABASE_URL")?.clone(),
        nats: variable(variables, "NATS_URL")?.clone(),
        redis: variable(variables, "REDIS_URL")?.clone(),
    };
    let (password, encoded) = canaries.password("DATABASE_URL");
    let role = format!("CREATE ROLE {NAME} LOGIN SUPERUSER PASSWORD '{password}'");
    let mut session = PgConnection::connect(&addresses.postgres).await?;
    sqlx::raw_sql(&role).execute(&mut session).await.context("make a role")?;
    *variable(variables, "DATABASE_URL")? = with(&addresses.postgres, &encoded);
    let (password, encoded) = canaries.password("REDIS_URL");
    let mut redis = redis::Client::open(addresses.redis.as_str())?.get_multiplexed_async_connection().await?;
    let rights = ["SETUSER", NAME, "on", &format!(">{password}"), "~*", "&*", "+@all"];
    redis::cmd("ACL").arg(&rights).exec_async(&mut redis).await.context("make a user of Redis")?;
    *variable(variables, "REDIS_URL")? = with(&addresses.redis, &encoded);
    *variable(variables, "NATS_URL")? = with(&addresses.nats, &canaries.password("NATS_URL").1);
    *variable(variables, "MEMEBOT_MASTER_KEY")? = canaries.key("MEMEBOT_MASTER_KEY");
    Ok(addresses)
}

/// Notes what the sandbox has made up, and the token of the stage's client.
pub(super) fn note(canaries: &mut Canaries, stage: &Stage) {
    let keys = stage.outside.sandbox.credentials();
    let (_, telegram) = keys.telegram_token.split_once(':').unwrap_or_default();
    let (_, access) = keys.x_access_token.split_once('-').unwrap_or_default();
    for (kind, value) in [
        ("TELEGRAM_BOT_TOKEN", telegram),
        ("OPENAI_API_KEY", &keys.openai_key),
        ("X_CONSUMER_KEY", &keys.x_consumer_key),
        ("X_CONSUMER_SECRET", &keys.x_consumer_secret),
        ("X_ACCESS_TOKEN", access),
        ("X_ACCESS_SECRET", &keys.x_access_secret),
    ] {
        canaries.note(kind, value.as_bytes());
    }
    note_token(canaries, "the API token of a busy client", stage.outside.client.token());
}

/// Notes the secret part of an API token, as text and in bytes.
pub(super) fn note_token(canaries: &mut Canaries, kind: &str, token: &str) {
    let secret = token.rsplit_once('.').unwrap_or_default().1;
    canaries.note(kind, secret.as_bytes());
    canaries.note(kind, &URL_SAFE_NO_PAD.decode(secret).unwrap_or_default());
}

/// The address with our name and this password, whatever it named before.
pub(super) fn with(address: &str, encoded: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{NAME}:{encoded}@{host}")
}

fn variable<'a>(variables: &'a mut [(String, String)], name: &str) -> anyhow::Result<&'a mut String> {
    let found = variables.iter_mut().find(|(known, _)| known == name);
    found.map(|(_, value)| value).with_context(|| format!("{name} is not set"))
}
