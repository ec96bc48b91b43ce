//! Degradation: each service falls, in each way that services fall, before and in the middle of each flow. What the
//! flow then does is what was promised, and when the service is back everything comes to its end, once.

mod expected;
mod flows;
mod plan;
mod scene;
mod theatre;

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use commands::faults::Guard;
use futures_util::FutureExt;
use futures_util::future::{join_all, try_join_all};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use expected::Flow;
use plan::{Moment, Round};
use scene::{Marks, Phase, Scene};
use theatre::Theatre;

/// Stages beside each other: a round waits most of its time.
const LANES: usize = 3;
/// Between two looks at whether there was enough.
const PAUSE: Duration = Duration::from_millis(200);
/// The flows of a round, and the look at everything at its end.
const CASES_OF_ROUND: usize = Flow::ALL.len() + 1;

/// Each service down, each flow.
pub struct Degrade;

#[async_trait(?Send)]
impl Proof for Degrade {
    fn name(&self) -> &'static str {
        "degrade"
    }

    fn shows(&self) -> &'static str {
        "whatever service is away, one thing degrades as promised, the rest goes on, and when it is back everything \
         comes to its end by itself, once"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::ModerationRequired]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let mut rounds = plan::rounds(options.seed);
        if let Some(guard) = options.broken {
            rounds.sort_by_key(|round| !round.concerns(guard));
        }
        let wanted = options.cases.and_then(|cases| usize::try_from(cases).ok());
        rounds.truncate(wanted.map_or(rounds.len(), |cases| cases.div_ceil(CASES_OF_ROUND)));
        cases.plan((rounds.len() * CASES_OF_ROUND) as u64);
        let lanes = if options.broken.is_some() { 1 } else { LANES.min(rounds.len()) };
        rounds.reverse();
        let queue = Mutex::new(rounds);
        try_join_all((0..lanes).map(|_| lane(options, cases, &queue))).await?;
        Ok(())
    }
}

/// Plays rounds one after the other on one stage; after a failure on a new one.
async fn lane(options: &Options, cases: &Cases, queue: &Mutex<Vec<Round>>) -> anyhow::Result<()> {
    let mut theatre = Theatre::open(options).await?;
    while let Some(round) = next(cases, queue) {
        if !play(&theatre, &round, cases).await && !cases.is_over() {
            theatre = Theatre::open(options).await?;
        }
    }
    Ok(())
}

fn next(cases: &Cases, queue: &Mutex<Vec<Round>>) -> Option<Round> {
    if cases.is_over() { None } else { queue.lock().expect("no lane panics with the queue in hand").pop() }
}

/// Every flow beside the others in one outage; whether all passed, and everything stood still and right at the end.
async fn play(theatre: &Theatre, round: &Round, cases: &Cases) -> bool {
    let known = theatre.stage.outside.client.ledger.count();
    let phase = watch::Sender::new(Phase::Up);
    let (marks, gates) = marks();
    let flows = Flow::ALL.map(|flow| {
        let scene = Scene::new(theatre, round, flow, phase.subscribe(), marks.clone());
        let case = case(round, &format!("{} × {}", round.service.name(), flow.name()), flow.name())
            .expecting(flow.expected(round.service));
        cases.carry_out(case, flows::play(scene).boxed_local())
    });
    drop(marks);
    let played = async { tokio::join!(join_all(flows), direct(theatre, round, &phase, gates)) };
    let (passed, directed) = tokio::select! {
        played = played => played,
        () = over(cases) => return false,
    };
    let rest = case(round, "the end of every round", "everything at rest").expecting(
        "at rest by itself, acknowledged commands kept and repeated alike, nothing twice, read models equal their \
         replay, the log unaltered, the history not in doubt",
    );
    let rested = cases.carry_out(rest, async {
        directed?;
        at_rest(theatre, known).await
    });
    rested.await && passed.into_iter().all(|passed| passed)
}

/// Until no more cases are wanted: with a guard taken away the other flows of a round have nothing to add.
async fn over(cases: &Cases) {
    while !cases.is_over() {
        sleep(PAUSE).await;
    }
}

fn case(round: &Round, group: &str, what: &str) -> Case {
    Case::new(group, format!("{}. {}: {what}", round.number + 1, round.name()), round.seed)
        .with_fault(format!("{} {}", round.service.name(), round.fault()))
}

/// Nobody ever sends through these: that all marks are gone is what is waited for.
struct Gates {
    prepared: mpsc::Receiver<()>,
    ready: mpsc::Receiver<()>,
    seen: mpsc::Receiver<()>,
}

fn marks() -> (Marks, Gates) {
    let ((prepared, all_prepared), (ready, all_ready)) = (mpsc::channel(1), mpsc::channel(1));
    let (seen, all_seen) = mpsc::channel(1);
    let gates = Gates { prepared: all_prepared, ready: all_ready, seen: all_seen };
    (Marks { prepared, ready, seen }, gates)
}

/// Lets the flows begin together and the service fall; brings it back when each has seen enough.
async fn direct(
    theatre: &Theatre,
    round: &Round,
    phase: &watch::Sender<Phase>,
    mut gates: Gates,
) -> anyhow::Result<()> {
    gates.prepared.recv().await;
    phase.send_replace(Phase::Begun);
    if let Moment::Middle(delay) = round.moment {
        sleep(delay).await;
    }
    gates.ready.recv().await;
    let fallen = theatre.fall(round).await;
    phase.send_replace(Phase::Away);
    gates.seen.recv().await;
    let risen = theatre.rise(round).await;
    phase.send_replace(Phase::Back);
    fallen.and(risen)
}

async fn at_rest(theatre: &Theatre, known: usize) -> anyhow::Result<String> {
    let stage = &theatre.stage;
    stage.rests().await?;
    let acknowledged = stage.outside.client.ledger.since(known);
    stage.is_well(&acknowledged).await?;
    stage.repeats_agree(&acknowledged).await?;
    stage.is_sound().await?;
    let tweets = stage.outside.sandbox.x().timeline().len();
    Ok(format!(
        "{} receipts kept and repeated alike, {tweets} posts on X so far, once each",
        acknowledged.len()
    ))
}
