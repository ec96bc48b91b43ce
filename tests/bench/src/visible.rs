//! `visible_*`: how long after its acknowledgement a command shows in its read model.

use std::time::{Duration, Instant};

use anyhow::Context;
use domain::id::SuggestionId;
use projections::projection::Projection;
use projections::registry;
use projections::suggestions::Suggestions;
use projections::target::Target;
use sqlx::Executor;

use crate::bench::{Bench, Group};
use crate::heard::{self, CHANNEL};
use crate::rivals::RowSize;
use crate::rivals::notify::Notify;
use crate::roles;
use crate::system::System;
use crate::workload::{Workload, percentile};

/// Seconds of every part of a round.
const PART: u64 = 8;

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
    tell_of_rows(&system).await?;
    for _ in bench.rounds("visible") {
        let lasting = bench.lasting(PART);
        let ours = latencies(&system, &work, lasting).await?;
        let theirs = notify.latencies(lasting).await?;
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

/// Lets the read model tell of its new rows when they are committed, so that both are seen in the same way.
async fn tell_of_rows(system: &System) -> anyhow::Result<()> {
    let model = registry::all().into_iter().find(|projector| projector.name() == Suggestions::NAME);
    let table = Target::live().table(&*model.context("there is no read model of suggestions")?);
    let sql = format!(
        "CREATE FUNCTION tell_of_rows() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN PERFORM pg_notify('{CHANNEL}', id::text) FROM shown; RETURN NULL; END $$;
         CREATE TRIGGER new_rows_are_told AFTER INSERT ON {table} REFERENCING NEW TABLE AS shown
            FOR EACH STATEMENT EXECUTE FUNCTION tell_of_rows()"
    );
    system.database.pool.execute(sql.as_str()).await.context("have new rows told").map(drop)
}

/// Requests suggestions at a steady rate; the time of each runs from its acknowledgement.
async fn latencies(system: &System, work: &Workload, lasting: Duration) -> anyhow::Result<Vec<Duration>> {
    let request = |number| {
        let (work, suggestion) = (work.clone(), SuggestionId(system.ids.next()));
        async move {
            work.request(work.project(number), suggestion).await?;
            Ok((suggestion.0.to_string(), Instant::now()))
        }
    };
    heard::latencies(&system.database.url, lasting, request).await
}
