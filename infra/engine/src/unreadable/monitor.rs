//! The monitor of unreadable events: people are told of each, and again when it is over; health checks, metrics and queries
//! see what it saw last.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::port::clock::Clock;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use domain::id::ProjectId;
use projections::statements;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::{FromRow, PgPool};
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use super::heal_unparked;
use super::open_events::{OpenEvent, OpenEvents};
use crate::lifecycle::Lifecycle;

/// How often it looks.
const INTERVAL: Duration = Duration::from_secs(5);

statements! {
    SET_TOLD = "UPDATE unreadable_events SET told_at = now() WHERE position = ANY($1) AND told_at IS NULL";

    /// Of those that were told when they began.
    ENDED = "
        SELECT position, stream, event_type, project_id, first_seen, discarded_at IS NOT NULL AS discarded
          FROM unreadable_events
         WHERE told_at IS NOT NULL AND greatest(healed_at, discarded_at) > now() - interval '1 hour'
         ORDER BY position LIMIT 100";

    /// A build that nobody is shown makes no query stale. What a read model could not apply is behind as much as what it could not
    /// read.
    STALE = "
        SELECT p.consumer, p.key, u.project_id, min(p.position) AS since
          FROM parked_events p
          LEFT JOIN unreadable_events u USING (position)
          LEFT JOIN projection_versions v ON v.name = p.consumer AND v.version = p.version
         WHERE p.attempts > 0 AND coalesce(v.state, 'live') = 'live' AND p.consumer NOT LIKE 'process:%'
         GROUP BY 1, 2, 3";
}

#[derive(FromRow)]
struct EndedEvent {
    position: i64,
    stream: String,
    event_type: String,
    project_id: Option<Uuid>,
    first_seen: DateTime<Utc>,
    discarded: bool,
}

#[derive(FromRow)]
struct StaleKey {
    consumer: String,
    key: String,
    project_id: Option<Uuid>,
    since: i64,
}

/// Since which position a read model is stale, by project; `None` stands for what concerns no project or all.
type StaleSince = HashMap<String, Vec<(Option<Uuid>, i64)>>;

#[derive(Debug, Default)]
struct Seen {
    open: OpenEvents,
    stale: StaleSince,
}

/// What was seen last, at most a few seconds old. Cheap to clone.
#[derive(Clone, Debug)]
pub struct UnreadableMonitor {
    seen: watch::Sender<Arc<Seen>>,
    count: Gauge,
    events: Family<Vec<(&'static str, String)>, Gauge>,
}

impl Default for UnreadableMonitor {
    fn default() -> Self {
        Self { seen: watch::Sender::new(Arc::default()), count: Gauge::default(), events: Family::default() }
    }
}

impl UnreadableMonitor {
    /// Watches until the soft stop. Every instance does: who has been told is remembered by the alarm.
    pub fn watch(
        &self,
        pool: PgPool,
        clock: Arc<dyn Clock>,
        owner_alarm: Arc<dyn OwnerAlarm>,
        lifecycle: &Lifecycle,
    ) {
        let (monitor, soft) = (self.clone(), lifecycle.soft());
        lifecycle.spawn("unreadable events", async move {
            let watching = async {
                loop {
                    if let Err(error) = monitor.look(&pool, &*clock, &*owner_alarm).await {
                        warn!(%error, "it cannot be seen whether events cannot be read");
                    }
                    sleep(INTERVAL).await;
                }
            };
            soft.run_until_cancelled(watching).await;
        });
    }

    /// What is wrong, if anything is.
    pub fn problem(&self) -> Option<String> {
        self.seen.borrow().open.problem()
    }

    /// Since which position what this read model shows is not up to date, of one project or of all; none while it is.
    pub fn stale_since(&self, read_model: &str, project: Option<Uuid>) -> Option<u64> {
        let seen = self.seen.borrow();
        let stale = seen.stale.get(read_model)?.iter();
        let concerned = stale.filter(|(of, _)| project.is_none() || of.is_none() || *of == project);
        concerned.map(|(_, since)| since.cast_unsigned()).min()
    }

    /// Adds its metrics.
    pub fn register(&self, registry: &mut Registry) {
        let help = "Events that consumers wait for because they cannot be read";
        registry.register("unreadable_events", help, self.count.clone());
        let help = "The first events that cannot be read, with the reason";
        registry.register("unreadable_event", help, self.events.clone());
    }

    /// Looks once, and tells.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(
        &self,
        pool: &PgPool,
        clock: &dyn Clock,
        owner_alarm: &dyn OwnerAlarm,
    ) -> Result<(), sqlx::Error> {
        heal_unparked(pool).await?;
        let open = OpenEvents::read(pool).await?;
        let mut stale = StaleSince::new();
        for StaleKey { consumer, key, project_id, since } in sqlx::query_as(STALE).fetch_all(pool).await? {
            // The key of a read model names the project, unless a single event or everything waits.
            let named = key.strip_prefix("project/").and_then(|project| project.parse().ok());
            stale.entry(consumer).or_default().push((named.or(project_id), since));
        }
        self.show(&open);
        self.seen.send_replace(Arc::new(Seen { open: open.clone(), stale }));
        tell(&open, clock.now(), owner_alarm).await;
        let positions: Vec<i64> = open.named.iter().map(|event| event.position).collect();
        if !positions.is_empty() {
            sqlx::query(SET_TOLD).bind(positions).execute(pool).await?;
        }
        let ended: Vec<EndedEvent> = sqlx::query_as(ENDED).fetch_all(pool).await?;
        for event in ended {
            owner_alarm.raise(&over(&event)).await;
        }
        Ok(())
    }

    fn show(&self, open: &OpenEvents) {
        self.count.set(open.count.cast_signed());
        // What can be read again would otherwise stay for ever.
        self.events.clear();
        for event in &open.named {
            let labels = vec![
                ("position", event.position.to_string()),
                ("stream", event.stream.clone()),
                ("type", event.event_type.clone()),
                ("reason", event.reason.clone()),
            ];
            self.events.get_or_create(&labels).set(1);
        }
    }
}

async fn tell(open: &OpenEvents, now: DateTime<Utc>, owner_alarm: &dyn OwnerAlarm) {
    for event in &open.named {
        owner_alarm.raise(&begun(event)).await;
    }
    let more = open.count.saturating_sub(open.named.len() as u64);
    if more > 0 {
        let text = format!(
            "Beside those that were told one by one, {more} more events cannot be read; see `memebot dead-letters list`."
        );
        owner_alarm.raise(&Alarm::standing("more unreadable events", now, None, text)).await;
    }
}

fn begun(event: &OpenEvent) -> Alarm {
    let (position, what) = (event.position, event.described());
    let waits = match event.project {
        Some(_) => {
            "What shows or handles this project waits for it, and nothing of the project is published until then"
        }
        None => "What needs this stream waits for it",
    };
    let text = format!(
        "An event cannot be read: {what}. {waits}; everything else goes on. It goes on by itself once a program runs that can \
         read the event, or the operator mends it: `memebot dead-letters show {position}`."
    );
    Alarm {
        subject: subject(event.position, event.first_seen),
        project: event.project.map(ProjectId),
        stream: Some(event.stream.clone()),
        text,
    }
}

/// An event that was healed and cannot be read once more is another occasion.
fn subject(position: i64, first_seen: DateTime<Utc>) -> String {
    format!("unreadable-{position}-{}", first_seen.timestamp())
}

fn over(event: &EndedEvent) -> Alarm {
    let EndedEvent { position, stream, event_type, project_id, first_seen, discarded } = event;
    let what = format!("{event_type} at position {position} of {stream}");
    let text = if *discarded {
        format!(
            "The unreadable event {what} was given up by an operator. What waited for it goes on without it."
        )
    } else {
        format!("The event {what} can be read again. What waited for it has gone on.")
    };
    Alarm {
        subject: format!("{}-over", subject(*position, *first_seen)),
        project: project_id.map(ProjectId),
        stream: Some(stream.clone()),
        text,
    }
}
