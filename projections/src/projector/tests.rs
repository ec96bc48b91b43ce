//! Batches in, rows out, on a real database.

use std::sync::Arc;

use domain::event::Event;
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::stream::AggregateType;
use harness::TestDatabase;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::build::ProjectorBuild;
use crate::compare::{Comparison, DifferenceKind, compare};
use crate::posts::Posts;
use crate::projection::{AffectedRows, Projection, RowSelector};
use crate::projector::{ProjectionError, Projector};
use crate::registry;
use crate::target::{self, Target};
use crate::testing::{PROJECT, Story, database, everything, known, post_id, project, projected, queued};

#[tokio::test]
async fn a_batch_cut_anywhere_gives_the_same_rows() {
    let (story, scratch) = (everything(), Target::schema("scratch"));
    let database = database().await;
    for event in &story.events {
        project(&database, &Target::live(), std::slice::from_ref(event)).await;
    }
    create(&database, &scratch).await;
    for cut in 0..story.events.len() {
        let (first, second) = story.events.split_at(cut);
        project(&database, &scratch, first).await;
        project(&database, &scratch, second).await;
        assert_equal(&database, &scratch).await;
        empty(&database, &scratch).await;
    }
}

#[tokio::test]
async fn a_rebuild_in_another_builds_table_is_equal_and_takes_the_view_over() {
    let story = everything();
    let database = projected(&story).await;
    let mut conn = database.pool.acquire().await.unwrap();
    for projector in registry::all() {
        let table = format!("{}_b2", projector.table());
        let next = ProjectorBuild::new(Arc::clone(&projector), 2, &table);
        let target = Target::live().with_table(&table);
        target::create(&mut conn, &target, &[&*projector]).await.unwrap();
        next.apply(&mut conn, &Target::live(), &story.events).await.unwrap();
        let found = differences(&database, &target, &*projector).await;
        assert_eq!((found, next.build()), (Comparison::default(), 2), "{table}");
        target::switch_view(&mut conn, &Target::live(), &next).await.unwrap();
    }
    sqlx::query("TRUNCATE posts_v1").execute(&database.pool).await.unwrap();
    assert!(crate::posts::by_id(&database.pool, post_id(1)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_replay_of_forgotten_words_gives_the_rows_that_forgetting_left() {
    let (story, scratch) = (everything(), Target::schema("scratch"));
    let database = projected(&story).await;
    create(&database, &scratch).await;
    project(&database, &scratch, &erased(&story)).await;
    assert_equal(&database, &scratch).await;
}

#[tokio::test]
async fn a_scratch_schema_answers_the_same_queries() {
    let (story, scratch) = (everything(), Target::schema("scratch"));
    let database = database().await;
    create(&database, &scratch).await;
    project(&database, &scratch, &story.events).await;
    let mut conn = database.pool.acquire().await.unwrap();
    sqlx::query("SET search_path TO scratch").execute(&mut *conn).await.unwrap();
    assert!(crate::posts::by_id(&mut *conn, post_id(1)).await.unwrap().is_some());
    assert!(crate::posts::by_id(&database.pool, post_id(1)).await.unwrap().is_none());
}

#[tokio::test]
async fn comparing_names_rows_that_were_changed_by_hand() {
    let (story, scratch) = (everything(), Target::schema("scratch"));
    let database = projected(&story).await;
    create(&database, &scratch).await;
    project(&database, &scratch, &story.events).await;
    for sql in [
        "UPDATE posts_v1 SET score = 1, content = 'hacked' WHERE id = $1",
        "DELETE FROM posts_v1 WHERE id = '00000000-0000-0000-0000-000000000203' AND id <> $1",
        "DELETE FROM scratch.posts_v1 WHERE id = '00000000-0000-0000-0000-000000000204' AND id <> $1",
    ] {
        sqlx::query(sql).bind(post_id(1).0).execute(&database.pool).await.unwrap();
    }
    let found = differences(&database, &scratch, &Posts).await;
    let listed: Vec<_> =
        found.differences.iter().map(|row| (row.key["id"].clone(), row.found.clone())).collect();
    let changed = DifferenceKind::Changed(vec!["content".into(), "score".into()]);
    let expected = [
        (json!(post_id(1)), changed),
        (json!(post_id(3)), DifferenceKind::OnlyInSecond),
        (json!(post_id(4)), DifferenceKind::OnlyInFirst),
    ];
    assert_eq!((found.total, listed.as_slice()), (3, expected.as_slice()));
}

#[tokio::test]
async fn a_row_that_the_fold_takes_away_is_deleted() {
    let database = database().await;
    sqlx::query("CREATE TABLE names_v1 (id uuid PRIMARY KEY, name text)")
        .execute(&database.pool)
        .await
        .unwrap();
    let created = ProjectEvent::ProjectCreated { name: "Frog".into(), base_description: known("") };
    let story = Story::default().project(created).project(ProjectEvent::ProjectArchived {});
    let mut conn = database.pool.acquire().await.unwrap();
    for (event, expected) in story.events.iter().zip([1, 0]) {
        Names.apply(&mut conn, &Target::live(), std::slice::from_ref(event)).await.unwrap();
        let count: i64 =
            sqlx::query_scalar("SELECT count(*) FROM names_v1").fetch_one(&mut *conn).await.unwrap();
        assert_eq!(count, expected);
    }
}

#[tokio::test]
async fn a_character_that_the_database_cannot_hold_is_replaced() {
    let story = Story::default().post(1, queued(1, "g\0m"));
    let database = projected(&story).await;
    let post = crate::posts::by_id(&database.pool, post_id(1)).await.unwrap().unwrap();
    assert_eq!(post.content.as_deref(), Some("g\u{FFFD}m"));
}

#[tokio::test]
async fn rows_that_are_kept_written_and_forgotten_at_any_time_end_the_same() {
    let (story, scratch) = (everything(), Target::schema("scratch"));
    let database = projected(&story).await;
    create(&database, &scratch).await;
    let mut conn = database.pool.acquire().await.unwrap();
    for (written, forgotten) in [(1, 2), (3, 3), (2, 5), (usize::MAX, usize::MAX)] {
        for projector in registry::all() {
            let mut rows = projector.row_buffer(&scratch);
            for (at, events) in (1..).zip(story.events.chunks(2)) {
                if !rows.fold(&mut conn, events).await.unwrap() {
                    rows.flush(&mut conn).await.unwrap();
                    rows.clear();
                    assert!(rows.fold(&mut conn, events).await.unwrap());
                }
                if at % written == 0 || at % forgotten == 0 {
                    rows.flush(&mut conn).await.unwrap();
                }
                if at % forgotten == 0 {
                    rows.clear();
                    assert_eq!(rows.size(), 0);
                }
            }
            rows.flush(&mut conn).await.unwrap();
        }
        assert_equal(&database, &scratch).await;
        empty(&database, &scratch).await;
    }
}

#[tokio::test]
async fn many_rows_with_odd_characters_are_copied_and_updated_as_they_are() {
    let odd = |n: usize| format!("{n}\ttab\nline\r\\N \\. \"quotes\" {{a,b}} gm 🐸 \u{7f}\u{1}\0 ,NULL");
    let database = database().await;
    sqlx::query("CREATE TABLE odd_v1 (id bigint PRIMARY KEY, words text, extra jsonb, nothing text)")
        .execute(&database.pool)
        .await
        .unwrap();
    let mut conn = database.pool.acquire().await.unwrap();
    let mut rows = Odd.row_buffer(&Target::live());
    let events = |words: &str| (1..=1000).map(|n| saying(n, words)).collect::<Vec<_>>();
    for round in 0..3 {
        let words = odd(round);
        assert!(rows.fold(&mut conn, &events(&words)).await.unwrap());
        rows.flush(&mut conn).await.unwrap();
        let found: Vec<(String, Value, bool)> =
            sqlx::query_as("SELECT DISTINCT words, extra, nothing IS NULL FROM odd_v1")
                .fetch_all(&mut *conn)
                .await
                .unwrap();
        let shown = words.replace('\0', "\u{FFFD}");
        assert_eq!(found, [(shown.clone(), json!([shown, null, 1]), true)]);
        let rows: i64 =
            sqlx::query_scalar("SELECT count(*) FROM odd_v1").fetch_one(&mut *conn).await.unwrap();
        assert_eq!(rows, 1000);
    }
}

#[tokio::test]
async fn a_projection_that_reads_no_texts_has_the_same_rows_without_them() {
    let (story, scratch) = (everything(), Target::schema("scratch"));
    let database = projected(&story).await;
    create(&database, &scratch).await;
    let without = |event: &Arc<Recorded>| {
        let words_erased = without_words(&event.event, event.stream.kind);
        Arc::new(Recorded { event: words_erased, ..event.as_ref().clone() })
    };
    let events: Vec<_> = story.events.iter().map(without).collect();
    let mut conn = database.pool.acquire().await.unwrap();
    let mut checked = 0;
    for projector in registry::all().iter().filter(|projector| !projector.reads_texts()) {
        projector.apply(&mut conn, &scratch, &events).await.unwrap();
        let found = differences(&database, &scratch, projector.as_ref()).await;
        assert_eq!(found, Comparison::default(), "{}", projector.name());
        checked += 1;
    }
    assert!(checked > 0);
}

#[tokio::test]
async fn an_id_that_is_no_uuid_stops_the_projection() {
    let strange = Story::default().event(AggregateType::Post, "strange", Event::Post(queued(1, "gm")));
    let database = database().await;
    let mut conn = database.pool.acquire().await.unwrap();
    let stopped = Posts.apply(&mut conn, &Target::live(), &strange.events).await;
    assert!(matches!(stopped, Err(ProjectionError::AffectedRows { position: 1, .. })));
}

#[tokio::test]
async fn tables_have_a_comment_on_every_column_and_rows_fill_them_all() {
    let database = projected(&everything()).await;
    for projector in registry::all() {
        let table = projector.table();
        let silent: Vec<String> = sqlx::query_scalar(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0
             AND col_description(attrelid, attnum) IS NULL",
        )
        .bind(&table)
        .fetch_all(&database.pool)
        .await
        .unwrap();
        assert_eq!(silent, [""; 0], "{table}");
        let rows: i64 = sqlx::query_scalar(&format!("SELECT count(*) FROM {}", projector.name()))
            .fetch_one(&database.pool)
            .await
            .unwrap();
        assert!(rows > 0, "{table}");
    }
}

async fn create(database: &TestDatabase, target: &Target) {
    let projectors = registry::all();
    let projectors: Vec<&dyn Projector> = projectors.iter().map(AsRef::as_ref).collect();
    let mut conn = database.pool.acquire().await.unwrap();
    target::create(&mut conn, target, &projectors).await.unwrap();
}

async fn empty(database: &TestDatabase, target: &Target) {
    let tables: Vec<String> =
        registry::all().iter().map(|projector| target.table(projector.as_ref())).collect();
    sqlx::query(&format!("TRUNCATE {}", tables.join(", "))).execute(&database.pool).await.unwrap();
}

async fn differences(database: &TestDatabase, target: &Target, projector: &dyn Projector) -> Comparison {
    let mut conn = database.pool.acquire().await.unwrap();
    compare(&mut conn, &Target::live(), target, projector).await.unwrap()
}

async fn assert_equal(database: &TestDatabase, target: &Target) {
    for projector in registry::all() {
        let found = differences(database, target, projector.as_ref()).await;
        assert_eq!(found, Comparison::default(), "{}", projector.name());
    }
}

/// The story as it reads once the keys of the forgotten streams are destroyed.
fn erased(story: &Story) -> Vec<Arc<Recorded>> {
    let mut events = story.events.clone();
    for (position, event) in story.events.iter().enumerate() {
        if let Event::Project(ProjectEvent::TextsForgotten { streams }) = &event.event {
            for earlier in &mut events[..position] {
                if streams.contains(&earlier.stream) {
                    let event = without_words(&earlier.event, earlier.stream.kind);
                    *earlier = Arc::new(Recorded { event, ..earlier.as_ref().clone() });
                }
            }
        }
    }
    events
}

fn without_words(event: &Event, kind: AggregateType) -> Event {
    let payload = match event {
        Event::Project(event) => json!(event),
        Event::Context(event) => json!(event),
        Event::Suggestion(event) => json!(event),
        Event::Post(event) => json!(event),
        Event::Account(event) => json!(event),
        Event::Member(event) => json!(event),
        Event::Access(event) => json!(event),
    };
    Event::decode(kind, erase(payload)).unwrap()
}

fn erase(value: Value) -> Value {
    match value {
        Value::Object(fields) if fields.contains_key("$text") => json!("$erased"),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, erase(value))).collect(),
        Value::Array(values) => values.into_iter().map(erase).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// The names of projects that have not ended.
struct Names;

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Name {
    id: domain::id::ProjectId,
    name: String,
}

impl Projection for Names {
    const NAME: &'static str = "names";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Name;
    type Key = domain::id::ProjectId;
    type Input<'a> = &'a Event;

    fn key_of(row: &Name) -> Self::Key {
        row.id
    }

    fn affected_rows(_event: &Event, _recorded: &Recorded) -> AffectedRows<Self::Key> {
        Ok(vec![RowSelector::Key(PROJECT)])
    }

    fn fold(key: &Self::Key, row: &mut Option<Name>, event: &Event, _recorded: &Recorded) {
        *row = None;
        if let Event::Project(ProjectEvent::ProjectCreated { name, .. }) = event {
            *row = Some(Name { id: *key, name: name.clone() });
        }
    }
}

/// The name of a project for each position.
struct Odd;

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct OddRow {
    id: u64,
    words: String,
    extra: Value,
    nothing: Option<String>,
}

impl Projection for Odd {
    const NAME: &'static str = "odd";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = false;
    const KEY: &'static [&'static str] = &["id"];
    type Row = OddRow;
    type Key = u64;
    type Input<'a> = &'a Event;

    fn key_of(row: &OddRow) -> u64 {
        row.id
    }

    fn affected_rows(_event: &Event, recorded: &Recorded) -> AffectedRows<u64> {
        Ok(vec![RowSelector::Key(recorded.position)])
    }

    fn fold(&id: &u64, row: &mut Option<OddRow>, event: &Event, _recorded: &Recorded) {
        let Event::Project(ProjectEvent::ProjectCreated { name, .. }) = event else { return };
        let words = name.clone();
        *row = Some(OddRow { id, extra: json!([words, null, 1]), words, nothing: None });
    }
}

fn saying(position: u64, words: &str) -> Arc<Recorded> {
    let created = ProjectEvent::ProjectCreated { name: words.into(), base_description: known("") };
    let story = Story::default().project(created);
    Arc::new(Recorded { position, ..story.events[0].as_ref().clone() })
}
