//! Who may depend on whom: `domain ← commands`, `domain ← projections`, `{domain, commands, projections} ← infra ← bin`,
//! within infra `engine ← services` and `engine ← edges`; and which outside libraries each of these rooms may know.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use crate::assert_none;
use crate::sources::root;

/// A line in a crate's manifest.
struct Arrow {
    from: String,
    to: String,
    dev: bool,
}

/// The rooms: what each may use of the others, and what its tests may use beside that.
const ROOMS: [(&str, &[&str], &[&str]); 7] = [
    ("domain", &[], &[]),
    ("commands", &["domain"], &[]),
    ("projections", &["domain"], &["harness"]),
    // the harness also for the fixtures behind its feature `testing`
    ("engine", &["domain", "commands", "projections"], &["harness"]),
    ("services", &["domain", "commands", "projections", "engine"], &["harness", "sandbox"]),
    ("edges", &["domain", "commands", "projections", "engine"], &["harness", "sandbox"]),
    (
        "memebot",
        &["domain", "commands", "projections", "engine", "services", "edges"],
        &["harness", "sandbox"],
    ),
];

/// The members that stand outside the product: they may use every library, but no room of it.
const OUTSIDE: [&str; 3] = ["harness", "sandbox", "tests"];

/// The members that run parts of the product in their own process: they may use everything.
const BESIDE: [&str; 2] = ["bench", "proofs"];

/// Libraries that only these rooms may know.
const LIBRARIES: [(&str, &[&str]); 19] = [
    ("cqrs-es", &["commands", "engine"]),
    ("postgres-es", &["engine"]),
    ("sqlx", &["projections", "engine", "services", "edges", "memebot"]), // the binary opens pools and runs migrations
    ("teloxide", &["edges"]),
    ("axum", &["edges", "services"]),
    ("hyper", &["edges"]),
    ("hyper-util", &["edges"]),
    ("ipnet", &["edges"]),
    ("tower", &["edges", "services"]),
    ("tower-http", &["edges"]),
    ("async-nats", &["engine"]),
    ("redis", &["services"]),
    ("async-openai", &["services"]),
    ("reqwest", &["services", "edges"]),
    ("tokio", &["commands", "projections", "engine", "services", "edges", "memebot"]),
    ("futures-util", &["commands", "projections", "engine", "services", "edges", "memebot"]),
    ("async-trait", &["commands", "projections", "engine", "services", "edges", "memebot"]),
    ("tracing", &["commands", "projections", "engine", "services", "edges", "memebot"]),
    ("rand", &[]), // randomness is a port
];

fn forbidden(arrows: &[Arrow]) -> Vec<String> {
    arrows
        .iter()
        .filter(|arrow| !is_allowed(arrow))
        .map(|arrow| {
            let kind = if arrow.dev { " (for its tests)" } else { "" };
            format!("{} must not depend on {}{kind}", arrow.from, arrow.to)
        })
        .collect()
}

fn is_allowed(arrow: &Arrow) -> bool {
    if BESIDE.contains(&arrow.from.as_str()) {
        return true;
    }
    let to = arrow.to.as_str();
    let is_member =
        OUTSIDE.contains(&to) || BESIDE.contains(&to) || ROOMS.iter().any(|(room, ..)| *room == to);
    let Some((_, uses, in_tests)) = ROOMS.iter().find(|(room, ..)| *room == arrow.from) else {
        return OUTSIDE.contains(&arrow.from.as_str()) && (!is_member || OUTSIDE.contains(&to) || arrow.dev);
    };
    if is_member {
        return uses.contains(&to) || (arrow.dev && in_tests.contains(&to));
    }
    LIBRARIES.iter().all(|(library, rooms)| *library != to || rooms.contains(&arrow.from.as_str()))
}

fn arrows(metadata: &Metadata) -> Vec<Arrow> {
    let lines = metadata.workspace_packages().into_iter().flat_map(|package| {
        package.dependencies.iter().map(|dependency| Arrow {
            from: package.name.to_string(),
            // a library under another name stands for itself
            to: dependency.rename.clone().unwrap_or_else(|| dependency.name.clone()),
            dev: dependency.kind == DependencyKind::Development || dependency.optional,
        })
    });
    lines.collect()
}

#[test]
fn no_manifest_holds_a_forbidden_arrow() {
    let manifest = root().join("Cargo.toml");
    let metadata =
        MetadataCommand::new().manifest_path(manifest).no_deps().exec().expect("cargo describes us");
    let arrows = arrows(&metadata);
    assert!(
        arrows.iter().any(|arrow| arrow.from == "engine" && arrow.to == "domain"),
        "the manifests were read"
    );
    assert_none(&forbidden(&arrows));
}

#[cfg(test)]
fn made_up(from: &str, to: &str, dev: bool) -> Vec<String> {
    forbidden(&[Arrow { from: from.into(), to: to.into(), dev }])
}

#[test]
fn a_forbidden_arrow_between_rooms_is_named() {
    assert_eq!(made_up("domain", "engine", false), ["domain must not depend on engine"]);
    assert_eq!(made_up("commands", "projections", false), ["commands must not depend on projections"]);
    assert_eq!(
        made_up("projections", "commands", true),
        ["projections must not depend on commands (for its tests)"]
    );
    assert_eq!(made_up("engine", "edges", false), ["engine must not depend on edges"]);
    assert_eq!(made_up("edges", "services", false), ["edges must not depend on services"]);
    assert_eq!(made_up("services", "edges", true), ["services must not depend on edges (for its tests)"]);
    assert_eq!(made_up("edges", "memebot", false), ["edges must not depend on memebot"]);
    assert_eq!(made_up("edges", "harness", false), ["edges must not depend on harness"]);
    assert_eq!(made_up("sandbox", "domain", false), ["sandbox must not depend on domain"]);
    assert_eq!(made_up("edges", "engine", false), Vec::<String>::new());
    assert_eq!(made_up("edges", "harness", true), Vec::<String>::new());
}

#[test]
fn a_library_in_the_wrong_room_is_named() {
    assert_eq!(made_up("memebot", "axum", false), ["memebot must not depend on axum"]);
    assert_eq!(made_up("engine", "redis", false), ["engine must not depend on redis"]);
    assert_eq!(made_up("services", "teloxide", false), ["services must not depend on teloxide"]);
    assert_eq!(made_up("domain", "tokio", true), ["domain must not depend on tokio (for its tests)"]);
    assert_eq!(made_up("commands", "sqlx", false), ["commands must not depend on sqlx"]);
    assert_eq!(made_up("projections", "postgres-es", false), ["projections must not depend on postgres-es"]);
    assert_eq!(made_up("sandbox", "axum", false), Vec::<String>::new());
}

#[test]
fn a_new_member_has_to_be_placed() {
    assert_eq!(made_up("newcomer", "serde", false), ["newcomer must not depend on serde"]);
}
