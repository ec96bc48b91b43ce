//! Everything that the service does: the flows, and what happens in them when services refuse, break or repeat in
//! their answers what they were sent.

use std::time::Duration;

use anyhow::Context;
use sandbox::faults::{Breakage, Fault, Service};
use sandbox::journal::Recorded;
use serde_json::{Value, json};
use tests::surroundings::ALICE;

use super::run::Run;
use crate::stage::flow;

/// How long a fault that was ordered may wait for its request.
const SOON: Duration = Duration::from_secs(20);

/// A layer, an edited post, commands beside each other, and the chat, with the planted words where words go.
pub(super) async fn ordinary(run: &Run) -> anyhow::Result<()> {
    let (outside, client) = (&run.stage.outside, &run.stage.outside.client);
    let project = &outside.projects[0];
    let words = json!({ "description": format!("A frog. {}", run.planted) });
    client.ask("PUT", &format!("/api/projects/{project}/description"), "words", &words).await?;
    flow::play(outside, project, "puddles").await?;
    let request = json!({ "project": project, "instruction": "rain", "variants": 1 });
    let asked = client.ask("POST", "/api/suggestions", "edited", &request).await?;
    let path = format!("/api/suggestions/{}", asked["id"].as_str().context("a suggestion has an id")?);
    client.until(&path, |suggestion: &Value| suggestion["variants"][0]["score"].is_u64()).await?;
    let edit = json!({ "variant": 1, "revision": 0, "text": "Rain is a kind of applause." });
    client.ask("POST", &format!("{path}/edit"), "edit", &edit).await?;
    for words in ["/status", "/projects", "/context_add", "/grant nobody owner", "/nonsense", "/audit"] {
        outside.sandbox.telegram().user_says(ALICE, words, None)?;
    }
    Ok(())
}

/// OpenAI says no in every way, and repeats the key.
pub(super) async fn openai_refuses(run: &Run) -> anyhow::Result<()> {
    let (outside, client) = (&run.stage.outside, &run.stage.outside.client);
    let (project, key) = (&outside.projects[0], &outside.sandbox.credentials().openai_key);
    for status in [400, 401, 403, 404, 429, 500] {
        let words = format!("Incorrect API key provided: {key}. Bearer {key} may not do this.");
        let error = json!({ "error": { "message": words, "type": "invalid_request_error", "code": "no" } });
        let before = arrived(run, Service::Openai);
        for path in ["/responses", "/moderations"] {
            outside.sandbox.inject(Service::Openai, Fault::answer(status, error.clone()).on(path).times(1));
        }
        let request = json!({ "project": project, "instruction": format!("hail {status}"), "variants": 1 });
        client.ask("POST", "/api/suggestions", &format!("hail {status}"), &request).await?;
        met(run, Service::Openai, ("/responses", before)).await?;
    }
    for breakage in [Breakage::DropBefore, Breakage::Garbage] {
        let before = arrived(run, Service::Openai);
        outside.sandbox.inject(Service::Openai, Fault::breakage(breakage).on("/responses").times(1));
        let request = json!({ "project": project, "instruction": "fog", "variants": 1 });
        client.ask("POST", "/api/suggestions", &format!("fog {breakage:?}"), &request).await?;
        met(run, Service::Openai, ("/responses", before)).await?;
    }
    outside.sandbox.clear_faults(Service::Openai);
    Ok(())
}

/// X says no in every way, and repeats all keys.
pub(super) async fn x_refuses(run: &Run) -> anyhow::Result<()> {
    let keys = run.stage.outside.sandbox.credentials();
    let all = [&keys.x_consumer_key, &keys.x_consumer_secret, &keys.x_access_token, &keys.x_access_secret];
    let words = all.map(String::as_str).join(" ");
    let certain = [400, 403, 401].map(|status| {
        let problem = json!({ "title": "No", "detail": format!("not with {words}"), "status": status });
        Fault::answer(status, problem)
    });
    let unknown = [
        Fault::answer(503, json!({ "errors": [{ "code": 215, "message": words }] })),
        Fault::breakage(Breakage::DropBefore),
        Fault::breakage(Breakage::Garbage),
    ];
    for (number, fault) in certain.into_iter().chain(unknown).enumerate() {
        post(run, &format!("puddles {number}"), fault).await?;
    }
    Ok(())
}

/// A post that X answers so at first.
async fn post(run: &Run, word: &str, fault: Fault) -> anyhow::Result<()> {
    let (outside, before) = (&run.stage.outside, arrived(run, Service::X));
    let suggestion = flow::approved(outside, &outside.projects[1], word).await?;
    outside.sandbox.inject(Service::X, fault.on("/2/tweets").with_method("POST").times(1));
    let queue = json!({ "suggestion": suggestion });
    let queued = outside.client.ask("POST", "/api/posts", &format!("{word} post"), &queue).await?;
    let path = format!("/api/posts/{}", queued["id"].as_str().context("a post has an id")?);
    met(run, Service::X, ("/2/tweets", before)).await.with_context(|| format!("the post about {word}"))?;
    flow::ended(outside, &path, word, flow::RECONCILED).await.map(drop)
}

/// Telegram says no in every way, and repeats the token.
pub(super) async fn telegram_refuses(run: &Run) -> anyhow::Result<()> {
    let sandbox = &run.stage.outside.sandbox;
    let token = &sandbox.credentials().telegram_token;
    for (method, statuses) in [("sendMessage", [400, 429, 500, 403]), ("getUpdates", [409, 429, 500, 401])] {
        for status in statuses {
            let words =
                format!("Conflict {status}: https://api.telegram.org/bot{token}/ says no to bot{token}");
            let no = json!({ "ok": false, "error_code": status, "description": words });
            let before = arrived(run, Service::Telegram);
            sandbox.inject(Service::Telegram, Fault::answer(status, no).on(method).times(1));
            sandbox.telegram().user_says(ALICE, "/status", None)?;
            let met = met(run, Service::Telegram, (method, before)).await;
            met.with_context(|| format!("{status} of {method}"))?;
        }
    }
    for breakage in [Breakage::DropBefore, Breakage::DropAfter, Breakage::Garbage] {
        let before = arrived(run, Service::Telegram);
        sandbox.inject(Service::Telegram, Fault::breakage(breakage).on("sendMessage").times(1));
        sandbox.telegram().user_says(ALICE, "/status", None)?;
        met(run, Service::Telegram, ("sendMessage", before)).await?;
    }
    Ok(())
}

/// How many requests have arrived.
fn arrived(run: &Run, service: Service) -> u64 {
    run.stage.outside.sandbox.requests(service).last().map_or(0, |request| request.number)
}

/// Waits until a later request to the path has met a fault.
async fn met(run: &Run, service: Service, (path, after): (&str, u64)) -> anyhow::Result<()> {
    let fits =
        |request: &Recorded| request.number > after && request.fault.is_some() && request.path.contains(path);
    let met = run.stage.outside.sandbox.wait_for_request(service, SOON, fits).await;
    met.map(drop).with_context(|| format!("no request to {path} within {SOON:?}"))
}
