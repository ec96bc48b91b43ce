//! What people, health checks, metrics and queries are told of events that cannot be read.

use std::path::Path;

use commands::port::owner_alarm::Alarm;
use domain::id::ProjectId;
use harness::TestDatabase;
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use uuid::Uuid;

use super::UnreadableMonitor;
use crate::clock::DatabaseClock;
use crate::testing::RaisedAlarms;
use crate::unreadable::open_events::EACH;

const A: Uuid = Uuid::from_u128(1);
const B: Uuid = Uuid::from_u128(2);

struct MonitorTest {
    database: TestDatabase,
    monitor: UnreadableMonitor,
    raised: RaisedAlarms,
}

impl MonitorTest {
    async fn new() -> Self {
        let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
        Self { database, monitor: UnreadableMonitor::default(), raised: RaisedAlarms::default() }
    }

    async fn execute(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&self.database.pool).await.unwrap();
    }

    /// An event that the read model `posts` waits for.
    async fn cannot_read(&self, position: i64, project: Option<Uuid>, stream: &str) {
        let sql = "WITH known AS (
                       INSERT INTO unreadable_events (position, event_id, stream, sequence, event_type, event_version, project_id,
                                                      reason)
                       VALUES ($1, gen_random_uuid(), $2, 3, 'PostTranslated', '1.0', $3, 'there is no such type'))
                   INSERT INTO parked_events (consumer, version, position, key, error, attempts)
                   VALUES ('posts', 1, $1, coalesce('project/' || $3::text, $2), 'there is no such type', 1)";
        let query = sqlx::query(sql).bind(position).bind(stream).bind(project);
        query.execute(&self.database.pool).await.unwrap();
    }

    /// The subjects that are raised by a look.
    async fn looks(&self) -> Vec<String> {
        self.monitor.look(&self.database.pool, &DatabaseClock::default(), &self.raised).await.unwrap();
        // without the time at which the event was met
        let shortened = |alarm: Alarm| match &alarm.subject.split('-').collect::<Vec<_>>()[..] {
            [what, position, _seen, rest @ ..] => [&[*what, *position], rest].concat().join("-"),
            _ => alarm.subject,
        };
        self.raised.take().into_iter().map(shortened).collect()
    }

    fn metrics(&self) -> String {
        let (mut registry, mut page) = (Registry::default(), String::new());
        self.monitor.register(&mut registry);
        encode(&mut page, &registry).unwrap();
        page
    }
}

#[tokio::test]
async fn an_event_is_told_while_it_waits_and_once_more_when_it_is_over() {
    let test = MonitorTest::new().await;
    assert_eq!((test.looks().await, test.monitor.problem()), (vec![], None));
    test.cannot_read(17, Some(A), "post/x").await;
    test.monitor.look(&test.database.pool, &DatabaseClock::default(), &test.raised).await.unwrap();
    let alarm = test.raised.take().remove(0);
    assert_eq!((alarm.project, alarm.stream.as_deref()), (Some(ProjectId(A)), Some("post/x")));
    let named = "PostTranslated 1.0 at position 17, event 3 of post/x: there is no such type";
    assert!(
        alarm.text.contains(named) && alarm.text.contains("nothing of the project is published"),
        "{}",
        alarm.text
    );
    assert_eq!(
        test.monitor.problem().unwrap(),
        format!("an event cannot be read: {named}; see `memebot dead-letters list`")
    );
    let metrics = test.metrics();
    assert!(metrics.contains("unreadable_events 1"), "{metrics}");
    for label in [
        "position=\"17\"",
        "stream=\"post/x\"",
        "type=\"PostTranslated\"",
        "reason=\"there is no such type\"",
    ] {
        assert!(metrics.contains(label), "{metrics}");
    }
    assert_eq!(
        test.looks().await,
        ["unreadable-17"],
        "for as long as it stands: who was told is not told again"
    );

    test.execute("UPDATE unreadable_events SET healed_at = now(); DELETE FROM parked_events").await;
    assert_eq!(test.looks().await, ["unreadable-17-over"]);
    assert_eq!((test.monitor.problem(), test.metrics().contains("unreadable_events 0")), (None, true));
    assert!(!test.metrics().contains("position=\"17\""), "what can be read again is not shown");
}

#[tokio::test]
async fn what_was_never_told_is_not_told_to_be_over() {
    let test = MonitorTest::new().await;
    test.cannot_read(17, None, "account/77").await;
    test.execute("UPDATE unreadable_events SET healed_at = now()").await;
    assert_eq!(test.looks().await, [""; 0]);
}

#[tokio::test]
async fn of_many_events_of_a_project_the_first_are_told_and_the_rest_counted() {
    let test = MonitorTest::new().await;
    for position in 1..=EACH + 3 {
        test.cannot_read(position, Some(A), "post/x").await;
    }
    test.cannot_read(100, Some(B), "post/y").await;
    test.monitor.look(&test.database.pool, &DatabaseClock::default(), &test.raised).await.unwrap();
    let raised = test.raised.take();
    assert_eq!(i64::try_from(raised.len()).unwrap(), EACH + 2);
    assert!(raised.iter().any(|alarm| alarm.text.contains("3 more events cannot be read")), "{raised:?}");
    assert!(
        raised.iter().any(|alarm| alarm.project == Some(ProjectId(B))),
        "another project's is not lost among them"
    );
    let problem = test.monitor.problem().unwrap();
    assert!(
        problem.starts_with("9 events cannot be read, the first is PostTranslated 1.0 at position 1"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_read_model_is_stale_for_the_project_that_waits() {
    let test = MonitorTest::new().await;
    test.cannot_read(17, Some(A), "post/x").await;
    test.cannot_read(20, Some(A), "post/x").await;
    let poison = "INSERT INTO parked_events (consumer, version, position, key, error, attempts) VALUES
                  ('posts', 1, 18, 'project/00000000-0000-0000-0000-000000000001', 'behind', 0),
                  ('admins', 1, 30, 'all', 'why', 3), ('process:publishing', 1, 31, 'x', 'why', 3),
                  ('projects', 2, 32, 'x', 'why', 3);
                  INSERT INTO projection_versions (name, version, shape, state, tables)
                  VALUES ('projects', 1, 1, 'live', '{a}'), ('projects', 2, 1, 'former', '{b}')";
    test.execute(poison).await;
    test.looks().await;
    let since = |model: &str, project| test.monitor.stale_since(model, project);
    assert_eq!(
        (since("posts", Some(A)), since("posts", Some(B)), since("posts", None)),
        (Some(17), None, Some(17))
    );
    assert_eq!((since("admins", Some(B)), since("admins", None)), (Some(30), Some(30)));
    assert_eq!(
        (since("process:publishing", None), since("projects", None)),
        (None, None),
        "shown by no query"
    );
}
