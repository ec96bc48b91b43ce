//! The REST API as a client with a token sees it.

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::app::App;

/// A client with a token.
pub struct Api {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl Api {
    /// Has a token issued by the command line, as an operator would.
    pub async fn connect(app: &App, member: &str) -> anyhow::Result<Self> {
        let output = app.command(&["token", "issue", "--member", member, "--label", "scenario"]).await?;
        ensure!(output.status.success(), "token issue: {}", String::from_utf8_lossy(&output.stderr));
        Self::holding(app, String::from_utf8(output.stdout)?.trim())
    }

    /// Holds a token that was issued before.
    pub fn holding(app: &App, token: &str) -> anyhow::Result<Self> {
        Ok(Self { client: reqwest::Client::new(), base: app.url()?, token: token.to_owned() })
    }

    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Follows the binary to its new address after a restart.
    pub fn follow(&mut self, app: &App) -> anyhow::Result<()> {
        self.base = app.url()?;
        Ok(())
    }

    /// GET, which must succeed.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let answer = self.client.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        ensure!(status.is_success(), "GET {path}: {status} {body}");
        serde_json::from_str(&body).with_context(|| format!("GET {path}: no JSON: {body}"))
    }

    /// GET with any headers; status, headers and body as they come.
    pub async fn read(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<(u16, reqwest::header::HeaderMap, Value)> {
        let mut request = self.client.get(format!("{}{path}", self.base)).bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Ok((status, headers, answer.json().await?))
    }

    /// POST with any headers; status, headers and body as they come.
    pub async fn post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> anyhow::Result<(u16, reqwest::header::HeaderMap, Value)> {
        let mut request =
            self.client.post(format!("{}{path}", self.base)).bearer_auth(&self.token).json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await?;
        Ok((status, headers, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }
}
