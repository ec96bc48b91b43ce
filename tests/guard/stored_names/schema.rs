//! Names of the database's schema, as the migrations make them.

use std::collections::BTreeSet;

use super::Name;
use crate::sources::Source;

/// What statements make; a name after `RENAME` is a new one, too.
const MADE: [(&str, &str); 7] = [
    ("CREATE TABLE ", "table"),
    ("CREATE VIEW ", "view"),
    ("CREATE FUNCTION ", "function"),
    ("CREATE TRIGGER ", "trigger"),
    ("CREATE INDEX ", "index"),
    ("CREATE UNIQUE INDEX ", "index"),
    ("CONSTRAINT ", "constraint"),
];
/// Beginnings of lines of a table's body that are no columns.
const NO_COLUMNS: [&str; 5] = ["CHECK", "CONSTRAINT", "PRIMARY", "UNIQUE", "IN"];

/// Everything that was ever made: what was dropped since keeps its line.
pub(super) fn names(migrations: &[Source]) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for migration in migrations {
        let mut table = "";
        for line in migration.text.lines().map(|line| line.split("--").next().unwrap_or_default()) {
            names.extend(MADE.iter().filter_map(|(words, kind)| named(line, words, kind)));
            table = opened(line).unwrap_or(table);
            names.extend(column(line, table));
            if line.starts_with(')') || line.trim_end().ends_with(';') {
                table = "";
            }
        }
    }
    names
}

fn named(line: &str, words: &str, kind: &str) -> Option<Name> {
    let (before, after) = line.split_once(words)?;
    let name = word(after)?;
    let begins = before.trim().is_empty() || kind == "constraint";
    (begins && name != "ON" && !before.contains("DROP")).then(|| (kind.to_owned(), name.to_owned()))
}

/// The table whose body or change begins on this line.
fn opened(line: &str) -> Option<&str> {
    word(line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("ALTER TABLE "))?)
}

fn column(line: &str, table: &str) -> Option<Name> {
    if let Some((_, renamed)) = line.split_once(" RENAME ") {
        return Some(("renamed".to_owned(), renamed.trim_end_matches(';').to_owned()));
    }
    let body = line.strip_prefix("    ").filter(|body| !body.starts_with(' ')).filter(|_| !table.is_empty());
    let added = line.split_once("ADD COLUMN ").map(|(_, after)| after);
    let name = added.or(body).and_then(word)?;
    let is_column = name.starts_with(|first: char| first.is_ascii_lowercase()) && !NO_COLUMNS.contains(&name);
    is_column.then(|| ("column".to_owned(), format!("{table}.{name}")))
}

fn word(text: &str) -> Option<&str> {
    text.split(|one: char| !one.is_ascii_alphanumeric() && one != '_').next().filter(|word| !word.is_empty())
}

#[test]
fn what_migrations_make_is_named() {
    let text = "CREATE TABLE jobs (\n    id uuid CONSTRAINT jobs_pkey PRIMARY KEY, -- CREATE TABLE no\n    \
                CHECK (id > 0)\n);\nALTER TABLE jobs ADD COLUMN due date;\nCREATE UNIQUE INDEX jobs_due ON jobs (due);\n\
                CREATE INDEX ON jobs (id);\nALTER TABLE jobs RENAME COLUMN due TO due_at;\n";
    let names = names(&[Source::new("migrations/0001_jobs.sql", text)]);
    let found: Vec<String> = names.into_iter().map(|(kind, name)| format!("{kind} {name}")).collect();
    let expected = [
        "column jobs.due",
        "column jobs.id",
        "constraint jobs_pkey",
        "index jobs_due",
        "renamed COLUMN due TO due_at",
        "table jobs",
    ];
    assert_eq!(found, expected);
}
