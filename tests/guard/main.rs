//! Rules about the source tree that no compiler checks. Each is a plain function, shown to bite by a test of its own.

mod arrows;
mod command_path;
mod engine;
mod events;
mod glossary;
mod invariants;
mod libraries;
mod migrations;
mod packages;
mod purity;
mod retries;
mod rooms;
mod sources;
mod statements;
mod stored_names;

/// Fails with everything that was found, one line each.
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
