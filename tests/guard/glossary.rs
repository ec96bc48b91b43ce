//! The glossary is true: each row names an item and the file that declares it, no retired identifier is in use again, and
//! every source file that the documents name exists.

use std::fs;
use std::path::Path;

use crate::assert_none;
use crate::sources::{Source, root, sources};

const ROOMS: [&str; 6] = ["domain", "commands", "projections", "infra", "bin", "tests"];
const DECLARED_BY: [&str; 9] =
    ["struct ", "enum ", "trait ", "type ", "fn ", "const ", "static ", "mod ", "macro_rules! "];

/// A row of a table in a Markdown text: its cells.
pub(crate) type Row<'a> = Vec<&'a str>;

/// The rows below this heading, or of all other headings.
pub(crate) fn rows(text: &str, retired: bool) -> Vec<Row<'_>> {
    let mut in_retired = false;
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            in_retired = heading == "Retired names";
        }
        let Some(inner) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else { continue };
        if in_retired == retired && inner.contains('`') {
            rows.push(inner.split(" | ").collect());
        }
    }
    rows
}

/// What stands between the first pairs of backticks of a cell.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The code of a line: without comments, and without what stands between quotation marks.
fn code(line: &str) -> String {
    let quoted = line.split('"').step_by(2).collect::<Vec<_>>().join("\"");
    quoted.split("//").next().unwrap_or_default().to_owned()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn declares(source: &Source, item: &str) -> bool {
    source.text.lines().any(|line| {
        DECLARED_BY
            .iter()
            .any(|keyword| line.split(keyword).skip(1).any(|rest| words(rest).next() == Some(item)))
    })
}

/// Files that are no Rust (migrations) are asked for the word alone.
fn is_there(source: &Source, item: &str) -> bool {
    if is_rust(&source.path) {
        declares(source, item)
    } else {
        source.text.lines().any(|line| words(line).any(|word| word == item))
    }
}

pub(crate) fn untrue_entries(text: &str, files: &[Source]) -> Vec<String> {
    let wrong = |row: &Row<'_>| {
        let [term, item, file, ..] = row[..] else {
            return Some(format!("a row has too few cells: {row:?}"));
        };
        let (Some(item), Some(path)) = (quoted(item).next(), quoted(file).next()) else {
            return Some(format!("{term}: the second and third cell name an item and a file in backticks"));
        };
        let Some(source) = files.iter().find(|source| source.path == path) else {
            return Some(format!("{term}: there is no {path}"));
        };
        (!is_there(source, item)).then(|| format!("{term}: {path} declares no `{item}`"))
    };
    rows(text, false).iter().filter_map(wrong).collect()
}

/// Retired identifiers that are in use, and modules that are gone (a pair without a module would hold for ever).
fn retired_in_use(text: &str, files: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows(text, true) {
        let module = quoted(row[0]).next().unwrap_or_default();
        let inside: Vec<&Source> = files
            .iter()
            .filter(|source| {
                source.path.strip_prefix(module).is_some_and(|rest| rest.starts_with(['/', '.']))
            })
            .collect();
        if inside.is_empty() {
            found.push(format!("retired: there is no module {module}"));
        }
        for name in row.get(1).into_iter().flat_map(|cell| quoted(cell)) {
            let uses = inside
                .iter()
                .filter(|source| source.text.lines().any(|line| words(&code(line)).any(|word| word == name)));
            found.extend(uses.map(|source| format!("{}: `{name}` is retired in {module}", source.path)));
        }
    }
    found
}

/// Paths of source files in a document that lead nowhere.
fn dead_paths(document: &Source) -> Vec<String> {
    let paths = quoted(&document.text)
        .filter(|path| is_rust(path) && ROOMS.iter().any(|room| path.starts_with(&format!("{room}/"))));
    paths
        .filter(|path| !path.contains(['<', '*']) && !root().join(path).exists())
        .map(|path| format!("{}: there is no {path}", document.path))
        .collect()
}

fn glossary() -> String {
    fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary is there")
}

fn all_files() -> Vec<Source> {
    let mut files = sources(&ROOMS, "rs");
    files.extend(sources(&["migrations"], "sql"));
    files
}

#[test]
fn every_entry_names_an_item_and_its_file() {
    let text = glossary();
    assert!(rows(&text, false).len() > 50, "the glossary was read");
    assert_none(&untrue_entries(&text, &all_files()));
}

#[test]
fn no_retired_name_is_in_use_again() {
    assert_none(&retired_in_use(&glossary(), &all_files()));
}

#[test]
fn every_source_file_that_the_documents_name_exists() {
    let documents = sources(&["docs"], "md");
    assert!(
        documents.iter().any(|document| document.path == "docs/ARCHITECTURE.md"),
        "the documents were read"
    );
    assert_none(&documents.iter().flat_map(dead_paths).collect::<Vec<_>>());
}

#[test]
fn an_untrue_entry_is_named() {
    let files = [Source::new("a/b.rs", "pub struct Found;\n// struct Comment;\n")];
    let text = "| term | item | file | what |\n|---|---|---|---|\n| x | `Found` | `a/b.rs` | y |\n";
    assert_eq!(untrue_entries(text, &files), Vec::<String>::new());
    assert_eq!(untrue_entries(&text.replace("Found", "Lost"), &files), ["x: a/b.rs declares no `Lost`"]);
    assert_eq!(untrue_entries(&text.replace("a/b", "a/c"), &files), ["x: there is no a/c.rs"]);
}

#[test]
fn a_retired_name_in_use_is_named_and_one_in_a_comment_or_a_string_is_not() {
    let text = "## Retired names\n| `a` | `Crew`, `lay` | pool |\n";
    let found = |line: &str| retired_in_use(text, &[Source::new("a/b.rs", line)]);
    assert_eq!(found("struct Crew;"), ["a/b.rs: `Crew` is retired in a"]);
    assert_eq!(found("buffer.lay(job);"), ["a/b.rs: `lay` is retired in a"]);
    assert_eq!(found("let x = \"Crew\"; // lay\nlet delay = Crews;"), Vec::<String>::new());
    assert_eq!(retired_in_use(text, &[Source::new("b.rs", "")]), ["retired: there is no module a"]);
}

#[test]
fn a_dead_path_in_a_document_is_named() {
    let document =
        Source::new("docs/a.md", "`tests/guard/glossary.rs`, `infra/src/nowhere.rs`, `infra/src/<tech>.rs`");
    assert_eq!(dead_paths(&document), ["docs/a.md: there is no infra/src/nowhere.rs"]);
}
