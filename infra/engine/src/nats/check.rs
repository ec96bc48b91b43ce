//! `memebot doctor`'s question to NATS. Asked by hand: servers of different ages answer with different fields.

use std::time::Duration;

use async_nats::ConnectOptions;

use super::NatsConfig;

/// How long NATS may take to answer.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(3);

/// Whether NATS answers and has JetStream: one sentence either way.
pub async fn check(config: &NatsConfig) -> Result<String, String> {
    let mut options =
        ConnectOptions::new().connection_timeout(RESPONSE_TIMEOUT).request_timeout(Some(RESPONSE_TIMEOUT));
    if let Some(path) = &config.credentials {
        let read = options.credentials_file(path).await;
        options = read.map_err(|error| format!("NATS_CREDENTIALS cannot be read: {error}"))?;
    }
    let connected = options.connect(config.addresses.clone()).await;
    let client = connected.map_err(|error| format!("NATS does not answer at NATS_URL: {error}"))?;
    let version = client.server_info().version;
    let answer = client.request("$JS.API.INFO", "".into()).await;
    let account =
        answer.map_err(|error| format!("NATS {version} answers, JetStream does not (-js): {error}"))?;
    let account: serde_json::Value = serde_json::from_slice(&account.payload).unwrap_or_default();
    match (&account["error"]["description"], &account["streams"]) {
        (serde_json::Value::String(refused), _) => {
            Err(format!("NATS {version} refuses JetStream: {refused}"))
        }
        (_, streams) => Ok(format!("NATS {version} answers; JetStream holds {streams} streams")),
    }
}
