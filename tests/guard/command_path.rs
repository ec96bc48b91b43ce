//! The path of a Telegram command, as the document lists it, is true and stays short.

use std::fs;

use crate::assert_none;
use crate::glossary::{rows, untrue_entries};
use crate::sources::{Source, root, sources};

const DOCUMENT: &str = "docs/ARCHITECTURE.md";
const HEADING: &str = "## The path of a Telegram command\n";
const FILES_AT_MOST: usize = 20;

fn section(text: &str) -> &str {
    let (_, from_heading) = text.split_once(HEADING).expect("the document has the section");
    from_heading.split("\n## ").next().unwrap_or_default()
}

fn faults(section: &str, files: &[Source]) -> Vec<String> {
    let mut found = untrue_entries(section, files);
    let length = rows(section, false).len();
    if length > FILES_AT_MOST {
        found.push(format!("a command passes {length} files, {FILES_AT_MOST} is the most"));
    }
    found
}

#[test]
fn every_file_of_the_path_exists_and_declares_what_happens_there() {
    let text = fs::read_to_string(root().join(DOCUMENT)).expect("the document is there");
    let section = section(&text);
    assert!(rows(section, false).len() > 10, "the path was read");
    let mut files = sources(&["commands", "domain", "infra"], "rs");
    files.extend(sources(&["infra"], "sql"));
    assert_none(&faults(section, &files));
}

#[test]
fn a_path_that_is_too_long_or_untrue_is_named() {
    let files = [Source::new("a/b.rs", "fn handle() {}\n")];
    let row = "| it is handled | `handle` | `a/b.rs` |\n";
    assert_eq!(faults(&row.repeat(20), &files), Vec::<String>::new());
    assert_eq!(faults(&row.repeat(21), &files), ["a command passes 21 files, 20 is the most"]);
    assert_eq!(
        faults(&row.replace("`handle`", "`lost`"), &files),
        ["it is handled: a/b.rs declares no `lost`"]
    );
}
