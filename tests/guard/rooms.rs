//! The shape of the tree: known folders at the top, short files that say their purpose, nothing left for later.

use crate::assert_none;
use crate::sources::{Source, root, sources};

const ROOMS: [&str; 10] =
    ["domain", "commands", "projections", "infra", "bin", "migrations", "tests", "docs", "deploy", "scripts"];
const LINES_AT_MOST: usize = 400;
/// Put together here, so that this file does not contain them.
const LEFT_FOR_LATER: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("#[ig", "nore"),
];

fn faults(source: &Source) -> Vec<String> {
    let mut found: Vec<String> = LEFT_FOR_LATER
        .into_iter()
        .filter(|mark| source.text.contains(mark))
        .map(|mark| format!("contains `{mark}`"))
        .collect();
    let lines = source.production_lines().count();
    let name = source.path.rsplit('/').next().unwrap_or_default();
    if lines > LINES_AT_MOST && name != "tests.rs" {
        found.push(format!("has {lines} lines, {LINES_AT_MOST} is the most"));
    }
    if !source.text.starts_with("//! ") {
        found.push("must open with `//! ` and its purpose".to_owned());
    }
    if name == "mod.rs" {
        found.push("a module is `name.rs` beside `name/`".to_owned());
    }
    found.into_iter().map(|fault| format!("{}: {fault}", source.path)).collect()
}

/// Hidden folders belong to tools and are nobody's room.
fn strangers(folders: &[String]) -> Vec<String> {
    folders
        .iter()
        .filter(|name| !name.starts_with('.') && *name != "target" && !ROOMS.contains(&name.as_str()))
        .map(|name| format!("{name}/: the top has these folders only: {}", ROOMS.join(", ")))
        .collect()
}

#[test]
fn every_source_file_keeps_the_customs() {
    assert_none(&sources(&ROOMS, "rs").iter().flat_map(faults).collect::<Vec<_>>());
}

#[test]
fn the_top_has_known_folders_only() {
    let entries = root().read_dir().expect("the root can be listed").map(|entry| entry.expect("an entry"));
    let folders = entries.filter(|entry| entry.path().is_dir());
    let names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name == "domain"), "the root was read");
    assert_none(&strangers(&names));
}

#[test]
fn each_bad_custom_is_named() {
    let one = |path: &str, text: &str| faults(&Source::new(path, text));
    assert_eq!(one("a/mod.rs", "//! Why.\n"), ["a/mod.rs: a module is `name.rs` beside `name/`"]);
    assert_eq!(one("a.rs", "fn f() {}\n"), ["a.rs: must open with `//! ` and its purpose"]);
    let long = format!("//! Why.\n{}", "\n".repeat(400));
    assert_eq!(one("a.rs", &long), ["a.rs: has 401 lines, 400 is the most"]);
    assert_eq!(one("a/tests.rs", &long), Vec::<String>::new());
    for mark in LEFT_FOR_LATER {
        assert_eq!(one("a.rs", &format!("//! Why.\n{mark}\n")), [format!("a.rs: contains `{mark}`")]);
    }
}

#[test]
fn an_unknown_folder_is_named() {
    let folders = ["domain", ".git", "target", "utils"].map(str::to_owned);
    let found = strangers(&folders);
    assert!(found.len() == 1 && found[0].starts_with("utils/"), "{found:?}");
}
