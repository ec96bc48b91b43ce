//! The plan of trouble: each kind of failure twice, in an order of the seed, and kills at moments of the seed.

use std::time::Duration;

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, Service};
use tests::app::App;
use tokio::time::sleep;

/// How long a phase lasts.
const PHASE: Duration = Duration::from_secs(10);
/// Kills in all.
const KILLS: usize = 5;
/// What the bot asks of Telegram beside updates, which keep coming.
const METHODS: [&str; 4] = ["message", "answercallback", "getme", "chataction"];

/// A kind of failure.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// 429 with `retry_after`.
    Flood,
    /// 500 in Telegram's own form.
    Error,
    /// A gateway's page.
    Page,
    /// No answer, for longer than anybody waits.
    Silence,
    /// The connection is reset, and nothing took effect.
    Reset,
    /// The request takes effect, and the connection closes without an answer.
    Lost,
}

/// Some seconds of one kind of failure.
pub(super) struct Trouble {
    kind: Kind,
    /// When in it the bot is killed, if it is.
    kill: Option<Duration>,
}

impl Trouble {
    /// Two minutes of it.
    pub(super) fn phases(rng: &mut StdRng) -> Vec<Self> {
        let kinds = [Kind::Flood, Kind::Error, Kind::Page, Kind::Silence, Kind::Reset, Kind::Lost];
        let mut phases: Vec<Self> =
            kinds.into_iter().chain(kinds).map(|kind| Self { kind, kill: None }).collect();
        phases.shuffle(rng);
        let mut killed: Vec<usize> = (0..phases.len()).collect();
        killed.shuffle(rng);
        for phase in killed.into_iter().take(KILLS) {
            phases[phase].kill = Some(Duration::from_millis(rng.random_range(500..8_000)));
        }
        phases
    }

    /// Lets Telegram fail from now on.
    pub(super) fn begin(&self, sandbox: &Sandbox) {
        let fault = match self.kind {
            Kind::Flood => Fault::telegram_flood(2),
            Kind::Error => Fault::telegram_error(),
            Kind::Page => Fault::page(502),
            Kind::Silence => Fault::silence(),
            Kind::Reset => Fault::breakage(Breakage::Reset),
            Kind::Lost => Fault::breakage(Breakage::DropAfter),
        };
        for method in METHODS {
            sandbox.inject(Service::Telegram, fault.clone().on(method));
        }
    }

    /// Waits for its end; kills the bot meanwhile if that is its turn.
    pub(super) async fn last(&self, app: &mut App) -> anyhow::Result<()> {
        let Some(kill) = self.kill else {
            sleep(PHASE).await;
            return Ok(());
        };
        sleep(kill).await;
        app.crash().await?;
        sleep(PHASE.saturating_sub(kill)).await;
        Ok(())
    }

    /// The plan in a few words.
    pub(super) fn told(phases: &[Self]) -> String {
        let one = |phase: &Self| {
            let kill = if phase.kill.is_some() { " and a kill" } else { "" };
            format!("{:?}{kill}", phase.kind)
        };
        phases.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}
