//! A client of the REST API that repeats what was not answered, with the same key, until it is.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::App;
use tokio::time::{Instant, sleep};

use super::PATIENCE;
use super::ledger::{Acknowledged, Ledger};

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(40);

/// A client with a token, which finds the binary again wherever it listens after a restart.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    address: PathBuf,
    token: String,
    /// How long it asks again and again before it gives up.
    pub patience: Duration,
    /// Every receipt it was given.
    pub ledger: Ledger,
}

impl Client {
    /// With a token that the command line issues to the member.
    pub async fn connect(app: &App, member: &str, ledger: Ledger) -> anyhow::Result<Self> {
        let output = app.command(&["token", "issue", "--member", member, "--label", "proof"]).await?;
        ensure!(output.status.success(), "token issue: {}", String::from_utf8_lossy(&output.stderr));
        let token = String::from_utf8(output.stdout)?.trim().to_owned();
        let http = reqwest::Client::builder().timeout(Duration::from_secs(35)).build()?;
        Ok(Self { http, address: app.surroundings.address_file(), token, patience: PATIENCE, ledger })
    }

    /// Its token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Has something done, however often it has to be asked for; the answer's body.
    pub async fn ask(&self, method: &str, path: &str, key: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, answer) = self.try_ask(method, path, key, body).await?;
        ensure!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        Ok(answer)
    }

    /// The same; refusals too are answers.
    pub async fn try_ask(
        &self,
        method: &str,
        path: &str,
        key: &str,
        body: &Value,
    ) -> anyhow::Result<(u16, Value)> {
        let deadline = Instant::now() + self.patience;
        let mut last = String::from("nobody listens");
        while Instant::now() < deadline {
            match self.once(method, path, key, body).await {
                Ok((status, answer)) if is_final(status, &answer) => {
                    let receipt = answer["receipt"].clone();
                    let (method, path, key) = (method.to_owned(), path.to_owned(), key.to_owned());
                    self.ledger.note(Acknowledged { method, path, key, body: body.clone(), receipt });
                    return Ok((status, answer));
                }
                Ok((status, answer)) => last = format!("{status} {answer}"),
                Err(error) => last = format!("{error:#}"),
            }
            sleep(PAUSE).await;
        }
        bail!("{method} {path} was not answered within {:?}: {last}", self.patience)
    }

    /// Reads until what is read fits.
    pub async fn until(&self, path: &str, fits: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let deadline = Instant::now() + self.patience;
        let mut last = Value::Null;
        while Instant::now() < deadline {
            if let Ok((200, found)) = self.once("GET", path, "", &Value::Null).await {
                if fits(&found) {
                    return Ok(found);
                }
                last = found;
            }
            sleep(PAUSE).await;
        }
        bail!("{path} never came to what was waited for, but to: {last}")
    }

    /// Asks a single time, with this idempotency key unless it is a GET; status and body as they come.
    pub async fn once(
        &self,
        method: &str,
        path: &str,
        key: &str,
        body: &Value,
    ) -> anyhow::Result<(u16, Value)> {
        let address = std::fs::read_to_string(&self.address).context("memebot has told no address yet")?;
        let url = format!("http://{}{path}", address.trim());
        let mut request =
            self.http.request(Method::from_bytes(method.as_bytes())?, url).bearer_auth(&self.token);
        if method != "GET" {
            request = request.header("Idempotency-Key", key).json(body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or_else(|_| json!(text))))
    }
}

/// Whether asking again could bring nothing else.
fn is_final(status: u16, answer: &Value) -> bool {
    status < 500 && status != 429 && answer["type"] != "/problems/conflict"
}
