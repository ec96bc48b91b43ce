//! The ten packages that the client named: each is a normal dependency of the program, and a production file calls it.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use crate::assert_none;
use crate::sources::{Source, root, sources};

/// The package, a file of ours that calls it, and the call.
const PACKAGES: [(&str, &str, &str); 10] = [
    ("tokio", "bin/src/main.rs", "tokio::runtime::Builder"),
    ("cqrs-es", "commands/src/cqrs.rs", "Aggregate for CqrsAggregate"),
    ("postgres-es", "infra/engine/src/audit/second_reader/foreign.rs", "PostgresEventRepository::new("),
    ("axum", "infra/edges/src/http.rs", "Router::new()"),
    ("teloxide", "infra/edges/src/telegram/client.rs", "GetUpdates::new()"),
    ("async-nats", "infra/engine/src/nats.rs", "ConnectOptions::new()"),
    ("redis", "infra/services/src/redis/connection.rs", "redis::cmd("),
    ("async-openai", "infra/services/src/openai/client.rs", "Client::build("),
    ("serde_json", "infra/engine/src/store/append.rs", "serde_json::to_string("),
    ("tracing", "commands/src/bus.rs", "tracing::instrument"),
];

/// The members that the program is made of: itself, and what it depends on for more than its tests.
fn reached<'a>(members: &[&'a Package], from: &str, found: &mut BTreeSet<&'a str>) {
    let Some(package) = members.iter().find(|package| *package.name == *from) else { return };
    if found.insert(package.name.as_str()) {
        let normal = package.dependencies.iter().filter(|line| line.kind == DependencyKind::Normal);
        normal.for_each(|line| reached(members, &line.name, found));
    }
}

/// `members`: the folder of each member of the program, and its normal dependencies.
fn missing(members: &[(String, BTreeSet<String>)], sources: &[Source]) -> Vec<String> {
    let faults = PACKAGES.iter().filter_map(|(package, path, call)| {
        let source = sources.iter().find(|source| source.path == *path);
        let Some(source) = source else { return Some(format!("{package}: there is no {path}")) };
        let called = source.production_lines().any(|line| line.contains(call));
        let owner = members.iter().find(|(folder, _)| path.starts_with(&format!("{folder}/src/")));
        match owner {
            Some((_, uses)) if uses.contains(*package) && called => None,
            Some((folder, uses)) if !uses.contains(*package) => {
                Some(format!("{package} is no normal dependency of {folder}/"))
            }
            Some(_) => Some(format!("{path} does not call {package} by `{call}`")),
            None => Some(format!("{path} is not part of the program")),
        }
    });
    faults.collect()
}

fn members(metadata: &Metadata) -> Vec<(String, BTreeSet<String>)> {
    let packages = metadata.workspace_packages();
    let mut found = BTreeSet::new();
    reached(&packages, "memebot", &mut found);
    let of_program = packages.into_iter().filter(|package| found.contains(package.name.as_str()));
    let member = |package: &Package| {
        let folder = package.manifest_path.parent().and_then(|path| path.strip_prefix(root()).ok());
        let normal = package.dependencies.iter().filter(|line| line.kind == DependencyKind::Normal);
        let folder = folder.expect("members are below the root").to_string();
        (folder, normal.map(|line| line.name.clone()).collect())
    };
    of_program.map(member).collect()
}

#[test]
fn each_of_the_clients_packages_is_used_by_the_program() {
    let manifest = root().join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec();
    let members = members(&metadata.expect("cargo describes us"));
    assert!(members.iter().any(|(folder, _)| folder == "infra/engine"), "the manifests were read");
    assert_none(&missing(&members, &sources(&["commands", "infra", "bin"], "rs")));
}

#[test]
fn the_readme_tells_of_each_of_them() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README is readable");
    let row = |package: &str, path: &str| {
        readme.lines().any(|line| line.starts_with(&format!("| {package} |")) && line.contains(path))
    };
    let untold = PACKAGES.iter().filter(|(package, path, _)| !row(package, path));
    let untold: Vec<String> =
        untold.map(|(package, path, _)| format!("README.md: no row of {package} with {path}")).collect();
    assert_none(&untold);
}

#[test]
fn a_package_that_is_only_declared_or_only_in_tests_is_named() {
    let calls = |(_, path, call): &(&str, &str, &str)| Source::new(path, call);
    let (sources, uses): (Vec<Source>, BTreeSet<String>) = (
        PACKAGES.iter().map(calls).collect(),
        PACKAGES.iter().map(|(name, ..)| (*name).to_owned()).collect(),
    );
    let members = |uses: &BTreeSet<String>| {
        ["commands", "infra/engine", "infra/services", "infra/edges", "bin"]
            .map(|folder| (folder.to_owned(), uses.clone()))
            .to_vec()
    };
    assert_eq!(missing(&members(&uses), &sources), Vec::<String>::new());

    let mut without = uses.clone();
    without.remove("postgres-es");
    assert_eq!(
        missing(&members(&without), &sources),
        ["postgres-es is no normal dependency of infra/engine/"]
    );
    let (_, path, call) = PACKAGES[2];
    let tested = format!("//! Why.\n#[cfg(test)]\nmod tests {{\n{call}\n}}\n");
    let others = sources.into_iter().filter(|source| source.path != path);
    let only_tested: Vec<Source> = others.chain([Source::new(path, &tested)]).collect();
    assert_eq!(
        missing(&members(&uses), &only_tested),
        [format!("{path} does not call postgres-es by `{call}`")]
    );
    let outside = [("tests".to_owned(), uses)];
    assert_eq!(missing(&outside, &only_tested).len(), 10);
}
