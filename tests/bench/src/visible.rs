//! `visible_*`: how long after its acknowledgement a command shows in its read model.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use domain::id::SuggestionId;
use projections::projection::Projection;
use projections::suggestions::Suggestions;
use sqlx::{Connection, Executor, PgConnection};
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use crate::bench::{Bench, Group};
use crate::rivals::RowSize;
use crate::rivals::notify::Notify;
use crate::roles;
use crate::system::System;
use crate::workload::{Workload, percentile};

/// Between two commands: 200 per second.
const PACE: Duration = Duration::from_millis(5);
/// Seconds of every part of a round.
const PART: u64 = 8;
/// Between two looks at the read model.
const LOOK: Duration = Duration::from_micros(50);

/// From the acknowledgement to the row, beside INSERT and NOTIFY.
pub(crate) fn group() -> Group {
    Group {
        name: "visible",
        keys: &["visible_p50", "visible_p99"],
        seconds: 90,
        run: |bench| Box::pin(run(bench)),
    }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let system = System::create(&bench.stage).await?;
    let work = Workload::prepare(&system).await?;
    work.run(&system, 32, bench.lasting(2)).await?;
    let notify = Notify::prepare(&bench.stage, RowSize::of(&system).await?).await?;
    let running = roles::every_role(&bench.stage, &system).await?;
    running.caught_up(&system).await?;
    for _ in bench.rounds("visible") {
        let lasting = bench.lasting(PART);
        let ours = latencies(&system, &work, lasting).await?;
        let theirs = notify.latencies(PACE, lasting).await?;
        for (key, percent) in [("visible_p50", 50), ("visible_p99", 99)] {
            let (ours, theirs) = (percentile(&ours, percent), percentile(&theirs, percent));
            bench.rate(&format!("{key}_ms"), ours);
            bench.rate(&format!("notify_p{percent}_ms"), theirs);
            bench.ratio(key, ours / theirs);
        }
        running.caught_up(&system).await?;
    }
    running.stop().await;
    Ok(())
}

/// Requests suggestions at a steady rate, and looks for each in the read model from its acknowledgement on.
async fn latencies(system: &System, work: &Workload, lasting: Duration) -> anyhow::Result<Vec<Duration>> {
    let (tell, acknowledged) = channel();
    let url = system.database.url.clone();
    let watching = tokio::task::spawn_blocking(move || watch(&url, &acknowledged));
    let mut ticks = interval(PACE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut commands = tokio::task::JoinSet::new();
    for number in 0..lasting.as_micros() / PACE.as_micros() {
        ticks.tick().await;
        let (work, tell, suggestion) = (work.clone(), tell.clone(), SuggestionId(system.ids.next()));
        commands.spawn(async move {
            work.request(work.project(usize::try_from(number)?), suggestion).await?;
            anyhow::Ok(tell.send((suggestion.0, Instant::now()))?)
        });
    }
    while let Some(command) = commands.join_next().await {
        command.context("a command panicked")??;
    }
    drop::<Sender<_>>(tell);
    watching.await.context("the look at the read model panicked")?
}

/// Looks at the read model, on a connection and a thread of its own, until it has shown everything.
fn watch(url: &str, acknowledged: &Receiver<(Uuid, Instant)>) -> anyhow::Result<Vec<Duration>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut conn = runtime.block_on(PgConnection::connect(url)).context("connect to the read model")?;
    // the look must cost the same however many rows there were when it was planned
    runtime.block_on(conn.execute("SET enable_seqscan = off")).context("set the session up")?;
    let look = format!("SELECT id FROM {} WHERE id = ANY ($1)", Suggestions::NAME);
    let (mut awaited, mut latencies) = (BTreeMap::new(), Vec::new());
    while gather(acknowledged, &mut awaited) {
        let ids: Vec<Uuid> = awaited.keys().copied().collect();
        let shown = sqlx::query_scalar::<_, Uuid>(&look).bind(ids).fetch_all(&mut conn);
        let shown = runtime.block_on(shown).context("look at the read model")?;
        let now = Instant::now();
        latencies.extend(shown.iter().filter_map(|id| Some(now - awaited.remove(id)?)));
        thread::sleep(LOOK);
    }
    latencies.sort_unstable();
    Ok(latencies)
}

/// Takes in what was acknowledged meanwhile; waits when there is nothing to look for. `false`: everything was shown.
fn gather(acknowledged: &Receiver<(Uuid, Instant)>, awaited: &mut BTreeMap<Uuid, Instant>) -> bool {
    loop {
        match acknowledged.try_recv() {
            Ok(new) => awaited.extend([new]),
            Err(TryRecvError::Empty) if !awaited.is_empty() => return true,
            Err(TryRecvError::Disconnected) => return !awaited.is_empty(),
            Err(TryRecvError::Empty) => match acknowledged.recv_timeout(Duration::from_secs(1)) {
                Ok(new) => awaited.extend([new]),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            },
        }
    }
}
