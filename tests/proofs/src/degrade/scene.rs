//! What one flow plays in: it says when it is ready for the fall and when it has seen enough of it, and waits for both.

use std::cell::Cell;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};
use tests::surroundings::ALICE;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

use super::expected::{Flow, Meanwhile};
use super::plan::{Moment, Round, Service};
use super::theatre::Theatre;
use crate::stage::{Outside, PATIENCE};

/// How long a flow that goes on may take while something is away.
const MEANWHILE: Duration = Duration::from_secs(40);
/// How long whoever asks in vain may have to wait for that answer.
const ANSWER: Duration = Duration::from_secs(32);
const PAUSE: Duration = Duration::from_millis(50);

/// Where a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    Up,
    Begun,
    Away,
    Back,
}

/// What a flow lets go of when it is prepared, when the service may fall, and when it has seen enough; at its end
/// anyway.
#[derive(Clone)]
pub(super) struct Marks {
    pub(super) prepared: mpsc::Sender<()>,
    pub(super) ready: mpsc::Sender<()>,
    pub(super) seen: mpsc::Sender<()>,
}

/// A flow in its round.
pub(super) struct Scene<'a> {
    pub(super) theatre: &'a Theatre,
    pub(super) round: &'a Round,
    pub(super) flow: Flow,
    pub(super) word: String,
    phase: watch::Receiver<Phase>,
    prepared: Cell<Option<mpsc::Sender<()>>>,
    ready: Cell<Option<mpsc::Sender<()>>>,
    seen: Cell<Option<mpsc::Sender<()>>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        theatre: &'a Theatre,
        round: &'a Round,
        flow: Flow,
        phase: watch::Receiver<Phase>,
        Marks { prepared, ready, seen }: Marks,
    ) -> Self {
        let held = |mark| Cell::new(Some(mark));
        let (prepared, ready, seen) = (held(prepared), held(ready), held(seen));
        Self { theatre, round, flow, word: round.word(flow), phase, prepared, ready, seen }
    }

    /// The world around the binary.
    pub(super) fn outside(&self) -> &'a Outside {
        &self.theatre.stage.outside
    }

    /// The project in which nobody else sets the description or the vibe at this moment.
    pub(super) fn quiet(&self) -> &'a str {
        &self.outside().projects[1]
    }

    /// The project in which everybody works.
    pub(super) fn busy(&self) -> &'a str {
        &self.outside().projects[0]
    }

    /// Ready for the fall; waits for it.
    pub(super) async fn falls(&self) -> anyhow::Result<()> {
        drop((self.prepared.take(), self.ready.take()));
        self.comes(Phase::Away).await
    }

    /// Has seen enough; waits until the service is back.
    pub(super) async fn rises(&self) -> anyhow::Result<()> {
        drop(self.seen.take());
        self.comes(Phase::Back).await
    }

    async fn comes(&self, phase: Phase) -> anyhow::Result<()> {
        let mut now = self.phase.clone();
        now.wait_for(|now| *now >= phase).await.map(drop).context("the round broke off")
    }

    /// The flow's first step: so long before the fall that it may be met in the middle of it, or while the service is
    /// away.
    pub(super) async fn first<T>(&self, step: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        drop(self.prepared.take());
        self.comes(Phase::Begun).await?;
        if !self.is_on_the_wire() {
            drop(self.ready.take());
        }
        if self.round.moment == Moment::Before {
            self.meets().await?;
            return step.await;
        }
        let step = async {
            let done = step.await;
            drop(self.ready.take());
            done
        };
        let (done, met) = tokio::join!(step, self.meets());
        met?;
        done
    }

    /// Whether the service is to fall while it holds the flow's request.
    pub(super) fn is_on_the_wire(&self) -> bool {
        let Self { round: Round { service, moment, .. }, flow, .. } = self;
        (*service, *flow) == (Service::X, Flow::Publish) && *moment != Moment::Before
    }

    /// Waits for the fall. Without the database nothing can be asked for before it is back.
    async fn meets(&self) -> anyhow::Result<()> {
        self.comes(Phase::Away).await?;
        if self.flow.meanwhile(self.round.service) == Meanwhile::Refused {
            self.is_refused().await?;
            self.rises().await?;
        }
        Ok(())
    }

    /// A command by REST as the first step.
    pub(super) async fn asks(
        &self,
        (method, path): (&str, &str),
        what: &str,
        body: &Value,
    ) -> anyhow::Result<Value> {
        self.first(self.outside().client.ask(method, path, &format!("{} {what}", self.word), body)).await
    }

    /// What the flow does while the service is away, and its end: `waits` is what can be seen while it cannot go on.
    pub(super) async fn through<T>(
        &self,
        waits: impl Future<Output = anyhow::Result<String>>,
        end: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<(String, T)> {
        match self.flow.meanwhile(self.round.service) {
            Meanwhile::GoesOn => {
                let began = Instant::now();
                let done = timeout(MEANWHILE, end).await;
                let done = done.with_context(|| format!("did not go on within {MEANWHILE:?}"))??;
                let took = began.elapsed().as_secs_f64();
                self.rises().await?;
                Ok((format!("went on, {took:.1} s"), done))
            }
            Meanwhile::Waits => {
                let told = timeout(MEANWHILE, waits).await;
                let told = told.with_context(|| format!("nothing was told within {MEANWHILE:?}"))??;
                self.rises().await?;
                Ok((told, end.await?))
            }
            Meanwhile::Refused => Ok(("refused with advice meanwhile".to_owned(), end.await?)),
        }
    }

    /// Queries and commands are answered with what is the matter and when to come back.
    async fn is_refused(&self) -> anyhow::Result<()> {
        let path = format!("/api/projects/{}", self.quiet());
        let set = format!("{path}/vibe");
        let (vibe, key) = (json!({ "vibe": "never set" }), format!("{} in vain", self.word));
        let client = &self.outside().client;
        let asked = async {
            tokio::try_join!(
                client.once("GET", &path, "", &Value::Null),
                client.once("POST", &set, &key, &vibe)
            )
        };
        let (read, written) = timeout(ANSWER, asked).await.context("no answer at all")??;
        for (status, answer) in [read, written] {
            let told = matches!(status, 503 | 504) && answer["detail"].is_string();
            ensure!(told, "without its database it answered {status} {answer}");
        }
        Ok(())
    }

    /// Waits until a job that this finds has met the outage, and says how; or until it is done, if the flow was
    /// quicker than the fall. The statement gives status and last error by the word in `$1`.
    pub(super) async fn job(&self, sql: &str, subject: &str) -> anyhow::Result<String> {
        loop {
            let found: Option<(String, Option<String>)> =
                sqlx::query_as(sql).bind(subject).fetch_optional(self.theatre.stage.pool()).await?;
            match found {
                Some((status, _)) if status == "done" => {
                    ensure!(self.round.moment != Moment::Before, "it is done, although nobody was there");
                    return Ok("it was quicker than the fall".to_owned());
                }
                Some((status, Some(why))) => return Ok(format!("{status}: {why}")),
                Some((_, None)) | None => sleep(PAUSE).await,
            }
        }
    }

    /// A message of the bot to Alice, after this one, that contains the text; with Telegram away, when it is back.
    pub(super) async fn is_told(&self, after: i64, text: &str) -> anyhow::Result<ChatMessage> {
        let fits =
            |message: &ChatMessage| message.from_bot && message.id > after && message.text.contains(text);
        match self.outside().sandbox.telegram().wait_for_message(ALICE, PATIENCE, fits).await {
            Ok(message) => Ok(message),
            Err(_) => bail!("nobody was told in Telegram: {text}"),
        }
    }

    /// Whether people cannot be told anything at present.
    pub(super) fn is_mute(&self) -> bool {
        self.round.service == Service::Telegram
    }
}
