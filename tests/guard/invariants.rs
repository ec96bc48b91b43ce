//! The page about the invariants is true: files, tests, guards and proofs that it names exist, every guard stands under the
//! invariant that it serves, and no invariant is without a guard and a test.

use std::fs;
use std::ops::RangeInclusive;

use crate::assert_none;
use crate::sources::{Source, root, sources};

const PAGE: &str = "docs/invariants.md";
const GUARDS: &str = "commands/src/faults.rs";
const NUMBERS: RangeInclusive<u8> = 1..=12;

/// What a section of the page names.
#[derive(Default)]
struct Section<'a> {
    number: u8,
    code: Vec<&'a str>,
    /// Each guard and the proofs that notice when it is missing.
    guards: Vec<(&'a str, Vec<&'a str>)>,
    /// Each file of tests and what it is said to hold.
    tests: Vec<(&'a str, Vec<&'a str>)>,
}

/// The list of a section that a line belongs to; it ends with the next label.
#[derive(Clone, Copy)]
enum List {
    None,
    Code,
    Guards,
    Tests,
}

/// What stands between pairs of backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

fn sections(page: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut list = List::None;
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let number = heading.split('.').next().and_then(|number| number.parse().ok()).unwrap_or_default();
            sections.push(Section { number, ..Section::default() });
            list = List::None;
        }
        list = match line.split(':').next() {
            Some("Code") => List::Code,
            Some("Guards") => List::Guards,
            Some("Tests") => List::Tests,
            _ => list,
        };
        if let Some(section) = sections.last_mut() {
            section.add(list, line);
        }
    }
    sections
}

impl<'a> Section<'a> {
    fn add(&mut self, list: List, line: &'a str) {
        let begins = line.starts_with("- ");
        let mut names = quoted(line);
        match list {
            List::None => {}
            List::Code => self.code.extend(names),
            List::Guards if begins => self.guards.extend(names.next().map(|guard| (guard, names.collect()))),
            // a description that goes on
            List::Guards => {}
            List::Tests if begins => self.tests.extend(names.next().map(|file| (file, names.collect()))),
            List::Tests => {
                if let Some((_, tests)) = self.tests.last_mut() {
                    tests.extend(names);
                }
            }
        }
    }
}

/// The guards that the code declares: a name in quotation marks, followed by the number of an invariant.
fn declared(code: &str) -> Vec<(&str, u8)> {
    let parts: Vec<&str> = code.split('"').collect();
    let names = parts.iter().zip(parts.iter().skip(1)).skip(1).step_by(2);
    let numbered = names.filter_map(|(name, after)| {
        let digits = after.trim_start_matches([',', ':', ' ', '\n']).trim_start_matches("invariant: ");
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        Some((*name, digits[..end].parse().ok()?))
    });
    numbered.collect()
}

fn untrue(section: &Section<'_>, files: &[Source]) -> Vec<String> {
    let number = section.number;
    let mut found = Vec::new();
    let is_there = |path: &str| files.iter().any(|file| file.path == path || is_below(file, path));
    found
        .extend(section.code.iter().filter(|path| !is_there(path)).map(|path| format!("there is no {path}")));
    for (path, tests) in &section.tests {
        let Some(file) = files.iter().find(|file| file.path == *path) else {
            found.push(format!("there is no {path}"));
            continue;
        };
        let missing = tests.iter().filter(|test| !file.text.contains(&format!("fn {test}(")));
        found.extend(missing.map(|test| format!("{path} has no test {test}")));
    }
    for (guard, proofs) in &section.guards {
        let missing = proofs
            .iter()
            .filter(|proof| !is_there(&format!("tests/proofs/src/{}.rs", proof.replace('-', "_"))));
        found.extend(missing.map(|proof| format!("there is no proof {proof}, which should notice {guard}")));
        if proofs.is_empty() {
            found.push(format!("no proof notices when {guard} is missing"));
        }
    }
    if section.guards.is_empty() || section.tests.iter().all(|(_, tests)| tests.is_empty()) {
        found.push("it needs a guard and a test at least".to_owned());
    }
    found.into_iter().map(|what| format!("invariant {number}: {what}")).collect()
}

fn is_below(file: &Source, folder: &str) -> bool {
    folder.ends_with('/') && file.path.starts_with(folder)
}

/// Guards that are missing on the page, stand under another invariant there, or are not declared.
fn misplaced(sections: &[Section<'_>], declared: &[(&str, u8)]) -> Vec<String> {
    let on_page: Vec<(&str, u8)> = sections
        .iter()
        .flat_map(|section| section.guards.iter().map(|(guard, _)| (*guard, section.number)))
        .collect();
    let absent = declared
        .iter()
        .filter(|guard| !on_page.contains(guard))
        .map(|(guard, number)| format!("invariant {number}: the guard {guard} is not named"));
    let unknown = on_page
        .iter()
        .filter(|guard| !declared.contains(guard))
        .map(|(guard, number)| format!("invariant {number}: {guard} is no guard of it in {GUARDS}"));
    absent.chain(unknown).collect()
}

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).expect("the page is there")
}

fn all_files() -> Vec<Source> {
    let mut files = sources(&["domain", "commands", "projections", "infra", "bin", "tests"], "rs");
    files.extend(sources(&["migrations", "infra"], "sql"));
    files
}

#[test]
fn every_invariant_has_its_section() {
    let page = page();
    let numbers: Vec<u8> = sections(&page).iter().map(|section| section.number).collect();
    assert_eq!(numbers, NUMBERS.collect::<Vec<_>>(), "the sections of {PAGE}");
}

#[test]
fn what_the_page_names_exists() {
    let (page, files) = (page(), all_files());
    assert_none(&sections(&page).iter().flat_map(|section| untrue(section, &files)).collect::<Vec<_>>());
}

#[test]
fn every_guard_stands_under_its_invariant() {
    let (page, code) =
        (page(), fs::read_to_string(root().join(GUARDS)).expect("the list of guards is there"));
    let declared = declared(&code);
    assert!(declared.len() > 15, "the guards were read from {GUARDS}: {declared:?}");
    assert_none(&misplaced(&sections(&page), &declared));
}

#[cfg(test)]
const SAMPLE: &str = "\
## 1. Nothing is missing

Prose with `words`.

Code: `a/b.rs`,
`a/c/`

Guards:

- `link` (`drills`): text
  that goes on with `words`

Tests:

- `a/b.rs`: `holds`,
  `holds_again`
";

#[cfg(test)]
fn sample_files() -> Vec<Source> {
    vec![
        Source::new("a/b.rs", "fn holds() {}\nasync fn holds_again() {}\n"),
        Source::new("a/c/d.rs", ""),
        Source::new("tests/proofs/src/drills.rs", ""),
    ]
}

#[test]
fn a_file_a_test_and_a_proof_that_do_not_exist_are_named() {
    let found = |from: &str, to: &str| untrue(&sections(&SAMPLE.replace(from, to))[0], &sample_files());
    assert_eq!(found("", ""), Vec::<String>::new());
    assert_eq!(found("a/c/", "a/e/"), ["invariant 1: there is no a/e/"]);
    assert_eq!(found("`holds_again`", "`hold`"), ["invariant 1: a/b.rs has no test hold"]);
    assert_eq!(found("drills", "drill"), ["invariant 1: there is no proof drill, which should notice link"]);
    assert_eq!(found(" (`drills`)", ""), ["invariant 1: no proof notices when link is missing"]);
    assert_eq!(found("Tests:", "Code:").last().unwrap(), "invariant 1: it needs a guard and a test at least");
}

#[test]
fn a_guard_that_is_missing_or_stands_elsewhere_is_named() {
    let sections = sections(SAMPLE);
    assert_eq!(misplaced(&sections, &[("link", 1)]), Vec::<String>::new());
    assert_eq!(
        misplaced(&sections, &[("link", 2)]),
        [
            "invariant 2: the guard link is not named".to_owned(),
            format!("invariant 1: link is no guard of it in {GUARDS}")
        ]
    );
}

#[test]
fn guards_are_read_in_any_form() {
    let code =
        "guard(\n    \"a-b\",\n    2,\n    \"what 3\"), Guard { name: \"c\", invariant: 12, what: \"d\" }";
    assert_eq!(declared(code), [("a-b", 2), ("c", 12)]);
}
