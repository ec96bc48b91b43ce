//! `rebuild` and `catch_up`: `daily_activity` made anew beside the version that is shown, and far behind.
//!
//! It reads no texts. What a read model with sealed texts costs (`post_suggestions`) is reported beside it, without a goal.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use engine::consumer::{Consumer, ProjectorConsumer, start_consumers};
use engine::rebuild::{Rebuild, RebuildOptions};
use projections::build::ProjectorBuild;
use projections::daily_activity::DailyActivity;
use projections::projection::Projection;
use projections::projector::{FIRST_BUILD, Projector};
use projections::suggestions::Suggestions;

use crate::bench::{Bench, Group};
use crate::history::History;
use crate::rivals::sql;
use crate::roles;
use crate::workload::per_second;

/// Events in one transaction of a rebuild, as `memebot rebuild` has it by default.
const BATCH: u32 = 200_000;
/// How far the projector is behind that has to catch up.
const BEHIND: u64 = 200_000;
/// The build that catches up; no rebuild reaches it.
const LATE: u32 = 1_000;
/// How long catching up may take before a measurement gives up.
const PATIENCE: Duration = Duration::from_mins(10);

/// Both, beside the same fold in SQL.
pub(crate) fn group() -> Group {
    Group { name: "rebuild", keys: &["rebuild", "catch_up"], seconds: 120, run: |bench| Box::pin(run(bench)) }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let history = bench.history().await?;
    prepare(history).await?;
    if bench.wants("rebuild") {
        bench.rate("rebuild_with_texts", per_second(history.head, filled(history).await?));
    }
    for _ in bench.rounds("rebuild") {
        let sql = sql::fold(&history.system.database.pool, "folded").await?;
        let sql = per_second(history.head, sql);
        bench.rate("sql_fold", sql);
        if bench.wants("rebuild") {
            let (folded, all) = rebuilt(history).await?;
            bench.rate("rebuild", per_second(history.head, folded));
            bench.rate("rebuild_compare_and_switch_s", all.saturating_sub(folded).as_secs_f64());
            bench.ratio("rebuild", per_second(history.head, folded) / sql);
        }
        if bench.wants("catch_up") {
            let behind = BEHIND.min(history.head / 2);
            let caught_up = per_second(behind, caught_up(history, behind).await?);
            bench.rate("catch_up", caught_up);
            bench.ratio("catch_up", caught_up / sql);
        }
    }
    Ok(())
}

/// The build that is shown has everything already, made by SQL: so a rebuild is compared with the truth.
async fn prepare(history: &History) -> anyhow::Result<()> {
    let pool = &history.system.database.pool;
    let (name, table) = (DailyActivity::NAME, DailyActivity.table());
    sql::fold(pool, &table).await?;
    let statements = format!(
        "INSERT INTO consumer_cursors (consumer, version, partition, position)
         SELECT '{name}', {FIRST_BUILD}, p, s.partition_heads[p + 1] FROM sequencer_state s, generate_series(0, 15) p;
         CREATE TABLE folded (LIKE {table} INCLUDING ALL);
         CREATE TABLE {name}_late (LIKE {table} INCLUDING ALL)"
    );
    sqlx::raw_sql(&statements).execute(pool).await.map(drop).context("prepare the read model")
}

/// Makes the next build of a read model with sealed texts; how long the events took.
async fn filled(history: &History) -> anyhow::Result<Duration> {
    let system = &history.system;
    let rebuild = Rebuild::new(system.consumers.clone(), system.log.clone(), Arc::new(Suggestions), BATCH);
    let begun = Instant::now();
    rebuild.fill(RebuildOptions::default(), |_| ()).await.context("fill a read model with texts")?;
    Ok(begun.elapsed())
}

/// Makes the next build and lets it take over; how long the events took, and how long all of it.
async fn rebuilt(history: &History) -> anyhow::Result<(Duration, Duration)> {
    let system = &history.system;
    let rebuild = Rebuild::new(system.consumers.clone(), system.log.clone(), Arc::new(DailyActivity), BATCH);
    let options = RebuildOptions { fresh: true, accept_differences: false };
    let (begun, applied) = (Instant::now(), Mutex::new(Duration::ZERO));
    let told = |_| *applied.lock().unwrap_or_else(PoisonError::into_inner) = begun.elapsed();
    let rebuilt = rebuild.run(options, told).await.context("rebuild")?;
    let all = begun.elapsed();
    ensure!(rebuilt.switched, "{} rows of the next build differ from SQL's", rebuilt.comparison.total);
    Ok((applied.into_inner().unwrap_or_else(PoisonError::into_inner), all))
}

/// Runs a projector that is so many events behind until it is not; how long that took.
async fn caught_up(history: &History, behind: u64) -> anyhow::Result<Duration> {
    let (system, from) = (&history.system, history.head - behind);
    let statements = format!(
        "TRUNCATE {name}_late;
         DELETE FROM consumer_cursors WHERE consumer = '{name}' AND version = {LATE};
         INSERT INTO consumer_cursors (consumer, version, partition, position)
         SELECT '{name}', {LATE}, p,
                coalesce((SELECT max(position) FROM event_log WHERE partition = p AND position <= {from}), 0)
           FROM generate_series(0, 15) p",
        name = DailyActivity::NAME
    );
    sqlx::raw_sql(&statements).execute(&system.database.pool).await.context("put the projector back")?;
    let table = format!("{}_late", DailyActivity::NAME);
    let late: Arc<dyn Projector> = Arc::new(ProjectorBuild::new(Arc::new(DailyActivity), LATE, &table));
    let late: Arc<dyn Consumer> = Arc::new(ProjectorConsumer(late));
    let left = format!(
        "SELECT count(*) FROM consumer_cursors c CROSS JOIN sequencer_state s
          WHERE c.consumer = '{name}' AND c.version = {LATE} AND c.position < s.partition_heads[c.partition + 1]",
        name = DailyActivity::NAME
    );
    let running = roles::only_consumers(system, history.head);
    let begun = Instant::now();
    start_consumers(vec![late], &running.dependencies);
    while system.number(&left).await? > 0 {
        ensure!(begun.elapsed() < PATIENCE, "the projector did not catch up within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = begun.elapsed();
    running.stop().await;
    let counted =
        format!("SELECT coalesce(sum(suggestions_requested + variants_generated), 0)::bigint FROM {table}");
    let expected = format!(
        "SELECT count(*) FROM event_log JOIN events USING (event_id)
          WHERE position > {from} AND event_type IN ('SuggestionRequested', 'VariantsGenerated')"
    );
    let (counted, expected) = (system.number(&counted).await?, system.number(&expected).await?);
    ensure!(counted == expected, "{counted} of {expected} events were counted");
    Ok(took)
}
