//! Drills of history: nobody changes it, and who does is found.

use anyhow::ensure;
use commands::faults::Guard;
use futures_util::FutureExt;

use super::Drill;
use crate::options::Options;
use crate::stage::Stage;

pub(super) const DRILLS: &[Drill] = &[
    Drill {
        guard: Guard::HistoryTriggers,
        name: "somebody with every right of the database changes history",
        expected: "every statement is refused",
        variables: &[],
        play: |stage, options| refused(stage, options).boxed_local(),
    },
    Drill {
        guard: Guard::LeafCheck,
        name: "the time of an event is moved past the triggers",
        expected: "the audit names the event",
        variables: &[],
        play: |stage, _| named(stage).boxed_local(),
    },
];

const CHANGES: [&str; 5] = [
    "UPDATE events SET recorded_at = now()",
    "DELETE FROM events",
    "UPDATE commands SET outcome = 'nothing'",
    "DELETE FROM event_log",
    "TRUNCATE events",
];

async fn refused(stage: &mut Stage, options: &Options) -> anyhow::Result<String> {
    for change in CHANGES {
        let mut transaction = engine::postgres::begin(stage.pool()).await?;
        if options.breaks(Guard::HistoryTriggers) {
            let without = "ALTER TABLE events DISABLE TRIGGER events_stay;
                 ALTER TABLE commands DISABLE TRIGGER commands_stay;
                 ALTER TABLE event_log DISABLE TRIGGER event_log_stays";
            sqlx::raw_sql(without).execute(&mut *transaction).await?;
        }
        let outcome = sqlx::query(change).execute(&mut *transaction).await;
        transaction.rollback().await?;
        let refusal = outcome.err().and_then(|error| Some(error.as_database_error()?.message().to_owned()));
        let refused = refusal.as_ref().is_some_and(|words| words.contains("history is only added to"));
        ensure!(refused, "the database does as told: {change} ({refusal:?})");
    }
    Ok(format!("{} statements refused", CHANGES.len()))
}

async fn named(stage: &mut Stage) -> anyhow::Result<String> {
    stage.rests().await?;
    let position: i64 =
        sqlx::query_scalar("SELECT max(position) FROM event_log").fetch_one(stage.pool()).await?;
    sqlx::raw_sql(
        "ALTER TABLE events DISABLE TRIGGER events_stay;
         UPDATE events SET recorded_at = recorded_at + interval '1 second'
          WHERE event_id = (SELECT event_id FROM event_log ORDER BY position DESC LIMIT 1);
         ALTER TABLE events ENABLE TRIGGER events_stay",
    )
    .execute(stage.pool())
    .await?;
    let output = stage.app.command(&["audit", "verify"]).await?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(!output.status.success(), "the audit finds nothing: {told}");
    ensure!(told.contains(&position.to_string()), "the audit does not name position {position}: {told}");
    Ok(format!("named at position {position}"))
}
