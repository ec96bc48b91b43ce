//! `docs/schema.sql` shows the database's schema as it is: it is the text that the migrated database gives, and it makes a
//! database that `pg_dump` cannot tell from the migrated one. `make schema` writes it anew.

use std::fs;
use std::path::{Path, PathBuf};

use harness::TestDatabase;

const STATEMENTS: &str = include_str!("statements.sql");
const HEADER: &str = "\
-- The database's schema as it is when every file in migrations/ has run. Written by `make schema`, held by
-- tests/schema/main.rs, executed by nothing else. Rows that migrations insert are not shown.
";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is one folder deep")
}

fn document() -> PathBuf {
    root().join("docs/schema.sql")
}

async fn text_of(database: &TestDatabase) -> String {
    let statements: Vec<String> =
        sqlx::query_scalar(STATEMENTS).fetch_all(&database.pool).await.expect("the catalog is read");
    format!("{HEADER}\n{}\n", statements.join("\n"))
}

/// The first line that differs, as the document has it and as it should be.
fn first_difference(stands: &str, should_be: &str) -> Option<String> {
    let longest = stands.lines().count().max(should_be.lines().count());
    let mut pairs = (1..=longest)
        .map(|number| (number, stands.lines().nth(number - 1), should_be.lines().nth(number - 1)));
    pairs
        .find(|(_, stands, should_be)| stands != should_be)
        .map(|(number, stands, should_be)| format!("line {number} is {stands:?}, should be {should_be:?}"))
}

/// Tables without a line that says what they are for.
fn without_comment(document: &str) -> Vec<&str> {
    let pairs = document.lines().zip(document.lines().skip(1));
    let bare = pairs.filter(|(before, line)| line.starts_with("CREATE TABLE ") && !before.starts_with("-- "));
    bare.map(|(_, line)| line).collect()
}

#[tokio::test]
async fn the_document_is_what_the_migrations_make_and_makes_the_same() {
    let migrated = TestDatabase::create_migrated(&root().join("migrations")).await;
    let text = text_of(&migrated).await;
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(document(), &text).expect("the document is written");
    }
    let stands = fs::read_to_string(document()).expect("the document is there: run `make schema`");
    let difference = first_difference(&stands, &text);
    assert_eq!(difference, None, "docs/schema.sql is not what migrations/ make: run `make schema`");

    assert_eq!(without_comment(&text), Vec::<&str>::new(), "a migration adds COMMENT ON TABLE");

    let again = TestDatabase::create().await;
    sqlx::raw_sql(&stands).execute(&again.pool).await.expect("the document can be executed");
    let dumps = (again.dump_schema().await.expect("a dump"), migrated.dump_schema().await.expect("a dump"));
    let difference = first_difference(&dumps.0, &dumps.1);
    assert_eq!(difference, None, "tests/schema/statements.sql leaves something of the schema out");
}

#[test]
fn a_table_without_a_comment_is_named() {
    assert_eq!(without_comment("\nCREATE TABLE a (\n-- Why.\nCREATE TABLE b (\n"), ["CREATE TABLE a ("]);
}

#[test]
fn a_line_that_differs_or_is_missing_is_named() {
    assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
    let found = first_difference("a\nb\n", "a\n").expect("a difference");
    assert_eq!(found, "line 2 is Some(\"b\"), should be None");
}
