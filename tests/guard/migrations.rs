//! Migrations are numbered without gaps and say what they are for.

use crate::assert_none;
use crate::sources::{Source, sources};

/// The migrations in order of their paths.
fn faults(migrations: &[Source]) -> Vec<String> {
    let comments =
        migrations.iter().filter(|migration| !migration.text.starts_with("-- ")).map(|migration| {
            format!("{}: the first line must be a comment that says its purpose", migration.path)
        });
    let numbers = (1..)
        .zip(migrations)
        .filter(|(expected, migration)| number(&migration.path) != Some(*expected))
        .map(|(expected, migration)| format!("{}: its number must be {expected:04}", migration.path));
    comments.chain(numbers).collect()
}

fn number(path: &str) -> Option<u32> {
    path.rsplit('/').next()?.split('_').next()?.parse().ok()
}

#[test]
fn migrations_are_numbered_and_commented() {
    assert_none(&faults(&sources(&["migrations"], "sql")));
}

#[test]
fn a_gap_a_twin_and_a_missing_comment_are_named() {
    let file = |name: &str| Source::new(&format!("migrations/{name}"), "-- Why.\n");
    let gap = [file("0001_events.sql"), file("0003_log.sql")];
    assert_eq!(faults(&gap), ["migrations/0003_log.sql: its number must be 0002"]);
    let twins = [file("0001_events.sql"), file("0001_log.sql")];
    assert_eq!(faults(&twins), ["migrations/0001_log.sql: its number must be 0002"]);
    let silent = [Source::new("migrations/0001_events.sql", "CREATE TABLE events ();")];
    let expected = "migrations/0001_events.sql: the first line must be a comment that says its purpose";
    assert_eq!(faults(&silent), [expected]);
}
