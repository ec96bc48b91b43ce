//! The end: the binary dies while it writes, scores, announces and has a request to X open.

use anyhow::{Context, ensure};
use harness::eventually;
use sandbox::faults::{Fault, Service};
use serde_json::{Value, json};
use sqlx::Executor;
use tests::api::Api;
use tests::dumped::{Dumped, Repeated, messages, updates};
use tests::surroundings::ALICE;

use crate::Stage;
use crate::parking::CURE_POSTS;
use crate::story::{PATIENCE, approved};

/// From now on the ending of a job that scores a layer is not stored, nor any that comes after it.
const HOLD_ENDINGS: &str = "
CREATE FUNCTION hold_endings() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.process = ''context-assessment'' AND NEW.status = ''done'' THEN
               PERFORM pg_sleep(60); END IF; RETURN NEW; END';
CREATE TRIGGER hold_endings BEFORE UPDATE ON effects FOR EACH ROW EXECUTE FUNCTION hold_endings()";
/// The server would still store what a dead client asked for.
const FORGET_ENDINGS: &str = "
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event = 'PgSleep';
DROP TRIGGER hold_endings ON effects; DROP FUNCTION hold_endings";
/// How many of the last messages Telegram will deliver again: those of the end, none of which needs to be confirmed.
const AGAIN: usize = 3;

/// Lets it die; what is left outside.
pub(crate) async fn die_at_work(stage: &mut Stage) -> anyhow::Result<Dumped> {
    let mut api = Api::connect(&stage.app, &format!("telegram:{ALICE}")).await?;
    approved(&stage.alice(), "a frog in the middle of a jump").await;
    let froglet = froglet(&api).await?;
    let on_its_way = approved_text(&api, &froglet).await;
    stage.app.surroundings.database.pool.execute(HOLD_ENDINGS).await?;
    stage.sandbox.inject(Service::Openai, Fault::delay(600_000).on("/responses"));
    stage.alice().asks("/suggest_post a late frog", &["Writing"]).await;
    stage.alice().says("/context_add Frogs croak at dawn.");
    the_layer_is_scored(stage).await;
    stage.alice().says("/publish");
    stage.app.ended().await?;
    let pool = &stage.app.surroundings.database.pool;
    pool.execute(FORGET_ENDINGS).await?;
    pool.execute(CURE_POSTS).await?;

    let request = unnumbered(stage, &mut api, &froglet).await?;
    let tweets = stage.sandbox.x().timeline().into_iter().map(|tweet| tweet.text).collect();
    Ok(Dumped {
        taken_at: now(),
        token: api.token().to_owned(),
        on_its_way,
        request,
        tweets,
        updates: said_again(stage).await?,
        messages: messages(&stage.sandbox),
    })
}

/// The approved text that has no post yet.
async fn approved_text(api: &Api, project: &str) -> String {
    let path = format!("/api/suggestions?project={project}&status=approved");
    eventually("the approval is seen", PATIENCE, async || {
        let found = api.get(&path).await.ok()?;
        let found = found["items"].as_array()?.iter().find(|item| {
            item["instruction"].as_str().is_some_and(|about| about.contains("middle of a jump"))
        })?;
        let variant = usize::try_from(found["approved_variant"].as_u64()?).ok()?.checked_sub(1)?;
        found["variants"][variant]["text"].as_str().map(str::to_owned)
    })
    .await
}

/// The command is there, and the job that sent it runs on.
async fn the_layer_is_scored(stage: &Stage) {
    eventually("the layer is scored", PATIENCE, async || {
        let scored = "SELECT count(*) FROM events WHERE event_type = 'ContextAssessed'";
        let scored: i64 =
            sqlx::query_scalar(scored).fetch_one(&stage.app.surroundings.database.pool).await.ok()?;
        (scored == 5).then_some(())
    })
    .await;
}

/// A command over REST whose event nobody numbers any more.
async fn unnumbered(stage: &mut Stage, api: &mut Api, project: &str) -> anyhow::Result<Repeated> {
    stage.app.restart_as("api").await?;
    api.follow(&stage.app)?;
    let path = format!("/api/projects/{project}/vibe");
    let (key, body) = ("the-last-vibe", json!({ "vibe": "out of breath", "seconds": 7200 }));
    let (status, _, answer) = api.post(&path, &[("idempotency-key", key)], &body).await?;
    ensure!(status == 200, "{status}: {answer}");
    stage.app.kill().await?;
    Ok(Repeated { path, key: key.to_owned(), body, answer })
}

/// Alice asks something while nobody listens. With that Telegram delivers what she said last once more, as if it had
/// not been confirmed.
async fn said_again(stage: &Stage) -> anyhow::Result<Vec<Value>> {
    let alice = stage.alice();
    let earlier: Vec<_> =
        messages(&stage.sandbox).into_iter().filter(|message| message.from == alice.id).collect();
    alice.says("/status");
    let unheard = updates(&stage.sandbox).await?.pop().context("the question waits")?;
    let number = unheard["update_id"].as_u64().context("an update has a number")?;
    let again = (0..).zip(&earlier[earlier.len() - AGAIN..]).map(|(place, message)| {
        let mut update = unheard.clone();
        update["update_id"] = (number - AGAIN as u64 + place).into();
        let command = message.text.split(' ').next().unwrap_or_default();
        let said = &mut update["message"];
        said["message_id"] = message.id.into();
        said["text"] = message.text.clone().into();
        said["date"] = message.at.timestamp().into();
        said["entities"][0]["length"] = command.len().into();
        update
    });
    Ok(again.chain([unheard.clone()]).collect())
}

async fn froglet(api: &Api) -> anyhow::Result<String> {
    let projects = api.get("/api/projects").await?;
    let projects = projects["items"].as_array().context("projects are a list")?;
    let froglet = projects.iter().find(|project| project["name"] == "Froglet").context("Froglet is there")?;
    Ok(froglet["id"].as_str().context("a project has an id")?.to_owned())
}

#[expect(clippy::disallowed_methods, reason = "the binary reads the machine's clock too")]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}
