//! The engine names nothing of the product: no state, event, read model, process or table of it, and no service outside.
//!
//! Two things of the envelope of every event are known all the same: the project, which is the tenant whose key seals
//! the texts, and the column `chat`, which is carried along and never looked at.

use crate::assert_none;
use crate::sources::{Source, sources};

/// What the engine uses of the packages below it. Everything else in them is the product's.
const GENERIC: [&str; 28] = [
    "domain::event",
    "domain::fold",
    "domain::id",
    "domain::merkle",
    "domain::recorded",
    "domain::stream",
    "domain::unannounced",
    "domain::upcast",
    "commands::cqrs",
    "commands::decision",
    "commands::error",
    "commands::faults",
    "commands::port::ServiceError",
    "commands::port::clock",
    "commands::port::clock_hold",
    "commands::port::owner_alarm",
    "commands::port::publish_hold",
    "commands::port::vault",
    "commands::process",
    "commands::receipt",
    // one table for all; the product's rows are among the words below
    "commands::retry_policy",
    "commands::store",
    "commands::unreadable",
    "projections::build",
    "projections::compare",
    "projections::projector",
    "projections::statements",
    "projections::target",
];

/// The engine's own tables. Every other one that a migration makes is the product's.
const TABLES: [&str; 19] = [
    "clock_holds",
    "commands",
    "consumer_cursors",
    "effects",
    "epoch_doubts",
    "epochs",
    "event_log",
    "event_pending",
    "event_repairs",
    "events",
    "leases",
    "parked_events",
    "parked_requests",
    "project_keys",
    "projection_versions",
    "sequencer_state",
    "text_key_tombstones",
    "text_keys",
    "unreadable_events",
];

/// The product's aggregates.
const AGGREGATES: [&str; 7] = ["Project", "Context", "Suggestion", "Post", "Account", "Member", "Access"];
/// Parts of words, whatever their case: the services outside.
const SERVICES: [&str; 5] = ["telegram", "teloxide", "openai", "tweet", "twitter"];
/// Whole words; those in capitals are the product's rows of the retry policies.
const WORDS: [&str; 11] = [
    "X",
    "bot",
    "bots",
    "ANNOUNCING",
    "AUTOPILOT",
    "CLEAN_UP",
    "CLEAN_UP_SCHEDULE",
    "ONBOARDING",
    "REDIS",
    "SERVICE_CALL",
    "UNUSABLE_ANSWER",
];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

/// The paths in a line that begin with this segment, without it.
fn paths<'a>(line: &'a str, first: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(first).filter_map(move |(at, _)| {
        let begins = !line[..at].ends_with(|c: char| is_word(c) || c == ':');
        line[at + first.len()..].strip_prefix("::").filter(|_| begins)
    })
}

/// The path up to its module, of a port up to the port's.
fn modules(line: &str) -> Vec<String> {
    let of = |first: &'static str| {
        paths(line, first).map(move |rest| {
            let segments: Vec<&str> = rest
                .split("::")
                .map(|segment| segment.split(|c: char| !is_word(c)).next().unwrap_or_default())
                .collect();
            let depth = if segments[0] == "port" { 2 } else { 1 };
            format!("{first}::{}", segments.into_iter().take(depth).collect::<Vec<_>>().join("::"))
        })
    };
    ["domain", "commands", "projections"].into_iter().flat_map(of).collect()
}

/// A variant of an enum that has one for each aggregate.
fn aggregates(line: &str) -> impl Iterator<Item = String> {
    let of = |first: &'static str| {
        let named = paths(line, first).filter_map(|rest| words(rest).next());
        named.filter(|name| AGGREGATES.contains(name)).map(move |name| format!("{first}::{name}"))
    };
    ["AggregateType", "Event"].into_iter().flat_map(of)
}

/// The tables and views that the migrations make for the product.
fn product_tables(migrations: &[Source]) -> Vec<String> {
    let made = migrations.iter().flat_map(|migration| migration.text.lines()).filter_map(|line| {
        let name = line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE VIEW "))?;
        words(name).next()
    });
    made.filter(|name| !TABLES.contains(name)).map(str::to_owned).collect()
}

fn is_production(source: &Source) -> bool {
    let stem = source.path.trim_end_matches(".rs");
    !stem.split('/').any(|part| part == "tests" || part == "testing")
}

fn faults(source: &Source, tables: &[String]) -> Vec<String> {
    let of_line = |(number, line): (usize, &str)| {
        let small = line.to_lowercase();
        let mut found: Vec<String> = Vec::new();
        found
            .extend(SERVICES.iter().filter(|service| small.contains(**service)).map(|&word| word.to_owned()));
        found.extend(words(line).filter(|word| WORDS.contains(word)).map(str::to_owned));
        if !line.trim_start().starts_with("//") && !line.trim_start().starts_with("--") {
            found.extend(modules(line).into_iter().filter(|module| !GENERIC.contains(&module.as_str())));
            found.extend(aggregates(line));
            found.extend(
                words(line).filter(|word| tables.iter().any(|table| table == word)).map(str::to_owned),
            );
        }
        found.into_iter().map(move |what| (number + 1, what)).collect::<Vec<_>>()
    };
    let found = source.production_lines().enumerate().flat_map(of_line);
    found.map(|(number, what)| format!("{}:{number}: `{what}` is the product's", source.path)).collect()
}

fn engine() -> Vec<Source> {
    let of = |extension| sources(&["infra/engine/src"], extension);
    of("rs").into_iter().chain(of("sql")).filter(is_production).collect()
}

#[test]
fn the_engine_names_nothing_of_the_product() {
    let (engine, tables) = (engine(), product_tables(&sources(&["migrations"], "sql")));
    assert!(engine.len() > 100 && tables.iter().any(|table| table == "posts"), "both were read: {tables:?}");
    assert_none(&engine.iter().flat_map(|source| faults(source, &tables)).collect::<Vec<_>>());
}

#[test]
fn what_the_engine_may_use_it_does_use() {
    let engine = engine();
    let used: Vec<String> = engine.iter().flat_map(Source::production_lines).flat_map(modules).collect();
    let unused = GENERIC.iter().filter(|module| !used.iter().any(|used| used == *module));
    assert_none(&unused.map(|module| format!("the engine does not use {module}")).collect::<Vec<_>>());
}

#[test]
fn whatever_is_the_products_is_named() {
    let tables = product_tables(&[Source::new(
        "1.sql",
        "CREATE TABLE posts_v2 (\nCREATE VIEW posts AS (\nCREATE TABLE events (",
    )]);
    assert_eq!(tables, ["posts_v2", "posts"]);
    let one = |line: &str| {
        let found = faults(&Source::new("a.rs", line), &tables);
        found.iter().map(|fault| fault.split('`').nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(one("use domain::post::Post;"), ["domain::post"]);
    assert_eq!(one("use domain::{event, post};"), ["domain::"]);
    assert_eq!(one("use commands::port::account::XAccounts;"), ["commands::port::account"]);
    assert_eq!(
        one("commands::processes::NAMES; projections::registry::all()"),
        ["commands::processes", "projections::registry"]
    );
    assert_eq!(one("AggregateType::Post => Event::Post(event)"), ["AggregateType::Post", "Event::Post"]);
    assert_eq!(one("\"SELECT FROM posts JOIN posts_v2 USING (id)\""), ["posts", "posts_v2"]);
    assert_eq!(one("// until Telegram answers, or X"), ["telegram", "X"]);
    assert_eq!(one("leases.run(\"bot\")"), ["bot"]);
    assert_eq!(one("use commands::retry_policy::{RELAY, ANNOUNCING};"), ["ANNOUNCING"]);
    let fine =
        "use domain::event::Event; AggregateType::ALL; events of several projects; memebot; MyEvent::Post";
    assert_eq!(one(fine), Vec::<String>::new());
    assert_eq!(one("// it posts to posts"), Vec::<String>::new());
    let in_tests = "//! Why.\n#[cfg(test)]\nmod tests {\nuse domain::post::Post;\n}\n";
    assert_eq!(one(in_tests), Vec::<String>::new());
    assert!(
        !is_production(&Source::new("a/testing.rs", "")) && !is_production(&Source::new("a/tests/b.rs", ""))
    );
}
