//! `effects`: events become jobs, jobs are performed and end in commands.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use commands::bus::Bus;
use commands::port::clock::Clock;
use commands::port::dispatch::Dispatch;
use commands::process::{Job, NewJob, ProcessManager, Verdict};
use domain::event::Event;
use domain::id::{ProjectId, SuggestionId};
use domain::recorded::Recorded;
use domain::suggestion::event::SuggestionEvent;
use engine::config::{Section, SettingsReader};
use engine::consumer::{Consumer, start_consumers};
use engine::jobs::{JobNotifier, NoStatusCache, ProcessConsumer, Workers, WorkersConfig};
use engine::sequencer::Sequencer;
use engine::store::PgEventStore;
use tokio::sync::watch;
use uuid::Uuid;

use crate::bench::{Bench, Group};
use crate::rivals::RowSize;
use crate::rivals::pgbench::Pgbench;
use crate::roles;
use crate::system::System;
use crate::workload::{Workload, per_second, written};

/// Jobs of a round.
const JOBS: u64 = 20_000;
/// Callers that make the backlog.
const CALLERS: u64 = 256;
/// Seconds of the rival.
const PART: u64 = 4;
const NAME: &str = "bench";
/// What has not been done yet.
const LEFT: &str = "SELECT count(*) FROM effects WHERE status IN ('queued', 'waiting', 'running')";

/// A full backlog, beside single-row inserts.
pub(crate) fn group() -> Group {
    Group { name: "effects", keys: &["effects"], seconds: 60, run: |bench| Box::pin(run(bench)) }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let system = System::create(&bench.stage).await?;
    let work = Workload::prepare(&system).await?;
    work.run(&system, 8, bench.lasting(2)).await?;
    let pgbench = Pgbench::prepare(&bench.stage, RowSize::of(&system).await?).await?;
    forget_first_requests(&system).await?;
    for _ in bench.rounds("effects") {
        let insert = pgbench.rate(8, bench.lasting(PART)).await?;
        bench.rate("effects_insert_c8", insert);
        let jobs = bench.many(JOBS);
        let head = backlog(&system, &work, jobs).await?;
        let rate = per_second(jobs, performed(&system, head, jobs).await?);
        bench.rate("effects", rate);
        bench.ratio("effects", rate / insert);
    }
    Ok(())
}

/// The process manager begins behind what was requested so far.
async fn forget_first_requests(system: &System) -> anyhow::Result<()> {
    numbered(system).await?;
    let cursors = "INSERT INTO consumer_cursors (consumer, version, partition, position)
         SELECT 'process:bench', 1, p, s.partition_heads[p + 1] FROM sequencer_state s, generate_series(0, 15) p";
    sqlx::raw_sql(cursors).execute(&system.database.pool).await.map(drop).context("begin at the head")
}

/// So many requests that nobody has answered, numbered; the last position.
async fn backlog(system: &System, work: &Workload, requests: u64) -> anyhow::Result<u64> {
    work.suggestions(CALLERS, requests, 1).await?;
    numbered(system).await
}

async fn numbered(system: &System) -> anyhow::Result<u64> {
    let sequencer = Sequencer::new(system.log_pool.clone(), system.append_signal.clone());
    loop {
        let step = sequencer.step().await.context("number the backlog")?;
        if step.numbered == 0 {
            return Ok(step.head);
        }
    }
}

/// Lets the process manager and the workers run until nothing is left to do; how long that took.
async fn performed(system: &System, head: u64, jobs: u64) -> anyhow::Result<Duration> {
    let before = system.last_ingest().await?;
    let (count, mut done) = watch::channel(0);
    let answering: Arc<dyn ProcessManager> =
        Arc::new(Answering { bus: Arc::clone(&system.bus), clock: Arc::clone(&system.clock), done: count });
    let notifier = JobNotifier::new(Arc::new(NoStatusCache));
    let consumer = ProcessConsumer::new(Arc::clone(&answering), Arc::clone(&system.clock), notifier.clone());
    let consumer: Arc<dyn Consumer> = Arc::new(consumer);
    let nothing = HashMap::<&str, String>::new();
    let config = WorkersConfig::read(&mut SettingsReader::new(&|name| nothing.get(name).cloned()));
    let workers = Workers {
        pool: system.consumers.clone(),
        processes: vec![answering],
        clock: Arc::clone(&system.clock),
        instance: system.ids.next(),
        notifier,
        config: config.context("read the settings of the workers")?,
    };
    let running = roles::only_consumers(system, head);
    let begun = Instant::now();
    start_consumers(vec![consumer], &running.dependencies);
    workers.start(&running.lifecycle);
    done.wait_for(|done| *done >= jobs).await.context("perform everything")?;
    while system.number(LEFT).await? > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = begun.elapsed();
    running.stop().await;
    let results = system.stored_after(before).await?;
    ensure!(results == jobs, "{jobs} jobs made {results} events");
    Ok(took)
}

/// Answers every request with a variant, as the process does that asks the model.
struct Answering {
    bus: Arc<Bus<PgEventStore>>,
    clock: Arc<dyn Clock>,
    done: watch::Sender<u64>,
}

#[async_trait]
impl ProcessManager for Answering {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["answer"]
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let Event::Suggestion(SuggestionEvent::SuggestionRequested { project, .. }) = &event.event else {
            return Vec::new();
        };
        vec![NewJob::new(NAME, event.event_id.0, "answer", &(&event.stream.id, project))]
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        let (suggestion, project): (Uuid, ProjectId) = job.request()?;
        let answer = written(project, SuggestionId(suggestion));
        self.bus.dispatch(job.command("answer", self.clock.now(), answer)).await?;
        self.done.send_modify(|done| *done += 1);
        Ok(Verdict::DONE)
    }
}
