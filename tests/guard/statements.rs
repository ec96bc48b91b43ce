//! SQL stands in its module's list, where a test prepares it; and a table of the log is named by its owner alone.

use std::collections::HashMap;

use crate::assert_none;
use crate::sources::{Source, sources};

/// How a statement begins that the server prepares, or that makes tables.
const VERBS: [&str; 9] =
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "COPY", "CREATE", "DROP", "TRUNCATE"];
/// What runs a statement; the statement is its first argument.
const RUNNERS: [&str; 4] = ["sqlx::query", "sqlx::raw_sql", "page::select", "_raw("];
/// Where statements are put together when the program runs, and why they cannot stand in a list.
const BUILT: [(&str, &str); 3] = [
    ("projections/src/projector/sql.rs", "tables and columns are a read model's; its own test prepares them"),
    ("projections/src/target.rs", "what makes and drops tables is only looked at when it runs"),
    ("infra/engine/src/log/range_copy.rs", "COPY takes no parameters; what it copies stands in a list"),
];

/// The tables of the log, and the modules of the engine that own them. Others call their functions.
const OWNERS: [(&str, &[&str]); 4] = [
    ("events", &["store", "log"]),
    ("event_log", &["store", "log"]),
    ("sequencer_state", &["sequencer"]),
    ("consumer_cursors", &["consumer/cursors"]),
];
/// Who else names some of them, and why a function of the owner would not do.
const SHARED: [(&str, &[&str], &str); 5] = [
    ("sequencer", &["events", "event_log"], "one round trip reads what waits, and one writes the log"),
    (
        "consumer/cursors",
        &["events", "event_log", "sequencer_state"],
        "a lag is cursors beside the log at one moment; and a gap is looked up in one round trip",
    ),
    ("consumer/parking", &["event_log"], "the partitions of all parked events in one round trip"),
    ("postgres/connection_guard", &["sequencer_state"], "every connection is asked, below all other modules"),
    (
        "audit",
        &["events", "event_log", "sequencer_state"],
        "it compares the tables with each other, and must not read them through what it verifies",
    ),
];

/// The lines that are compiled into the program, without comments.
fn production(source: &Source) -> String {
    let code = |line: &&str| !["//", "--"].iter().any(|mark| line.trim_start().starts_with(mark));
    source.production_lines().filter(code).collect::<Vec<_>>().join("\n")
}

fn is_production(source: &Source) -> bool {
    !source.path.trim_end_matches(".rs").split('/').any(|part| part == "tests" || part == "testing")
}

/// What is within the module's list, and what is not.
fn split(code: &str) -> (String, String) {
    let (mut list, mut rest, mut inside) = (String::new(), String::new(), false);
    for line in code.lines() {
        inside = (inside || line.starts_with("statements! {")) && line != "}";
        let part = if inside { &mut list } else { &mut rest };
        part.push_str(line);
        part.push('\n');
    }
    (list, rest)
}

fn begins_with_verb(text: &str) -> bool {
    let verb = text.trim_start().split(|c: char| !c.is_ascii_uppercase()).next().unwrap_or_default();
    VERBS.contains(&verb) && text.trim_start()[verb.len()..].starts_with([' ', '\n'])
}

/// The first argument of a call.
fn argument(call: &str) -> &str {
    let is_generic = call.split('(').next().is_some_and(|name| name.contains("::<"));
    call.split_once(if is_generic { ">(" } else { "(" }).map_or("", |(_, rest)| rest.trim_start())
}

/// SQL outside the list.
fn stray(source: &Source) -> Vec<String> {
    let (_, rest) = split(&production(source));
    let begins = |text: &str| text.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    let literals = rest.match_indices('"').map(|(at, _)| &rest[at + 1..]);
    let mut found: Vec<String> = literals.filter(|text| begins_with_verb(text)).map(begins).collect();
    let calls = RUNNERS.iter().flat_map(|runner| rest.match_indices(runner));
    for argument in calls.map(|(at, _)| argument(&rest[at..])) {
        if argument.starts_with('"') || argument.trim_start_matches('&').starts_with("format!") {
            found.push(begins(argument));
        }
    }
    found.into_iter().map(|sql| format!("{}: `{sql}` stands in no `statements!`", source.path)).collect()
}

/// The names and texts of the list, each text in one line.
fn entries(source: &Source) -> Vec<(String, String)> {
    let (list, _) = split(&production(source));
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in list.lines().skip(1) {
        let name = line.split_once(" = ").map(|(name, text)| (name.rsplit(' ').next().unwrap_or(name), text));
        let name = name.filter(|(name, _)| {
            line.starts_with("    ") && !line.starts_with("     ") && *name == name.to_uppercase()
        });
        match (name, entries.last_mut()) {
            (Some((name, text)), _) => entries.push((name.to_owned(), text.to_owned())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    let one_line = |text: String| {
        let text = text.replace('"', " ");
        text.trim_end_matches(';').split_whitespace().collect::<Vec<_>>().join(" ")
    };
    entries.into_iter().map(|(name, text)| (name, one_line(text))).collect()
}

/// Statements that two lists have.
fn repeated(sources: &[Source]) -> Vec<String> {
    let (mut seen, mut found) = (HashMap::new(), Vec::new());
    for source in sources.iter().filter(|source| shared(&source.path).is_none()) {
        for (name, text) in entries(source) {
            let here = format!("{} {name}", source.path);
            if let Some(before) = seen.insert(text, here.clone()) {
                found.push(format!("{here} is the same as {before}"));
            }
        }
    }
    found
}

/// The tables of the log that the SQL names.
fn tables(code: &str) -> Vec<&'static str> {
    let spaced = code.replace(',', " , ").replace('(', " ( ").replace(['"', ';', ')'], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let is_alias =
        |word: Option<&&str>| word.is_some_and(|word| word.starts_with(|c: char| c.is_lowercase()));
    let named = |table: &str| {
        (1..words.len()).any(|at| {
            words[at] == table
                && match words[at - 1] {
                    "FROM" | "JOIN" | "INTO" | "UPDATE" | "USING" | "TABLE" | "ONLY" => true,
                    "," => is_alias(words.get(at + 1)),
                    _ => false,
                }
        })
    };
    OWNERS.iter().map(|(table, _)| *table).filter(|table| named(table)).collect()
}

fn is_in(path: &str, module: &str) -> bool {
    let rest = path.strip_prefix("infra/engine/src/").and_then(|path| path.strip_prefix(module));
    rest.is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

fn shared(path: &str) -> Option<&'static [&'static str]> {
    SHARED.iter().find(|(module, _, _)| is_in(path, module)).map(|(_, tables, _)| *tables)
}

/// Tables of the log that somebody else names.
fn trespassing(source: &Source) -> Vec<String> {
    let foreign = tables(&production(source)).into_iter().filter(|table| {
        let owners = OWNERS.iter().filter(|(owned, _)| owned == table).flat_map(|(_, owners)| *owners);
        let allowed = shared(&source.path).is_some_and(|tables| tables.contains(table));
        !allowed && !owners.copied().any(|owner| is_in(&source.path, owner))
    });
    foreign.map(|table| format!("{}: names the table {table}: call its owner", source.path)).collect()
}

fn all(extension: &str) -> Vec<Source> {
    let found = sources(&["commands", "projections", "infra", "bin"], extension);
    found.into_iter().filter(is_production).collect()
}

#[test]
fn all_sql_stands_in_a_list_and_once() {
    let sources = all("rs");
    let lists = sources.iter().filter(|source| !entries(source).is_empty()).count();
    assert!(lists > 30, "the lists were read: {lists}");
    let strict = sources.iter().filter(|source| !BUILT.iter().any(|(path, _)| *path == source.path));
    assert_none(&strict.flat_map(stray).chain(repeated(&sources)).collect::<Vec<_>>());
}

#[test]
fn the_tables_of_the_log_are_named_by_their_owners() {
    let sources: Vec<Source> = all("rs").into_iter().chain(all("sql")).collect();
    assert_none(&sources.iter().flat_map(trespassing).collect::<Vec<_>>());
    let uses = |module: &str, table: &str| {
        sources
            .iter()
            .any(|source| is_in(&source.path, module) && tables(&production(source)).contains(&table))
    };
    let listed =
        SHARED.iter().flat_map(|(module, tables, _)| tables.iter().map(move |table| (module, table)));
    let idle = listed.filter(|(module, table)| !uses(module, table));
    assert_none(&idle.map(|(module, table)| format!("{module} does not name {table}")).collect::<Vec<_>>());
}

#[test]
fn stray_and_repeated_sql_is_named() {
    let one = |code: &str| {
        let found = stray(&Source::new("a.rs", code));
        found.iter().map(|fault| fault.split('`').nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(one("sqlx::query_as::<_, Row>(\n    \"VALUES (1)\",\n)"), ["\"VALUES (1)\", )"]);
    assert_eq!(one("sqlx::query(&format!(\"{verb} x\"))"), ["&format!(\"{verb} x\"))"]);
    assert_eq!(one("conn.copy_in_raw(\"x\")"), ["\"x\")"]);
    assert_eq!(one("let sql = \"\n  SELECT 1 FROM a\";"), ["SELECT 1 FROM a\";"]);
    let fine = "statements! {\n    A = \"SELECT 1\";\n}\n// \"SELECT 1\"\nsqlx::query(A); fail(\"SELECT\");";
    assert_eq!(one(fine), Vec::<String>::new());
    let list =
        |path, sql| Source::new(path, &format!("statements! {{\n    pub A = \"\n        {sql}\";\n}}\n"));
    let twice = [list("a.rs", "SELECT\n 1"), list("b.rs", "SELECT 1"), list("c.rs", "SELECT 2")];
    assert_eq!(repeated(&twice), ["b.rs A is the same as a.rs A"]);
}

#[test]
fn whoever_names_a_table_of_another_is_named() {
    let one = |path: &str, sql: &str| trespassing(&Source::new(path, sql)).len();
    assert_eq!(one("infra/edges/src/http/jobs.rs", "\"SELECT FROM events JOIN event_log l USING (id)\""), 2);
    assert_eq!(one("infra/engine/src/status.rs", "\"SELECT FROM a, sequencer_state s\""), 1);
    assert_eq!(one("infra/engine/src/storeroom.rs", "\"DELETE FROM events\""), 1);
    assert_eq!(one("infra/engine/src/store/a.sql", "INSERT INTO events (a)"), 0);
    assert_eq!(one("infra/engine/src/consumer/parking.rs", "\"SELECT FROM event_log, events e\""), 1);
    assert_eq!(
        one("infra/engine/src/status.rs", "\"SELECT count(*) AS events, events FROM parked_events\""),
        0
    );
}
