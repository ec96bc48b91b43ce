//! Stored names are for ever: what the database, Redis, NATS, dashboards and settings know by name is not renamed.
//!
//! `stored_names.txt` lists them. Each must still be said by the code, and whatever is recognised as such a name must
//! be in the list. Where a name stands in the code, and what the Rust item is called that holds it, does not matter.

mod literals;
mod rules;
mod schema;

use std::collections::BTreeSet;

use domain::event::Event;
use domain::stream::AggregateType;
use domain::upcast::UPCASTERS;

use crate::assert_none;
use crate::sources::{Source, sources};
use literals::literals;

/// One name with its kind, e.g. `step publishing/clear`.
type Name = (String, String);

const LIST: &str = include_str!("stored_names.txt");
const PRODUCT: [&str; 5] = ["domain", "commands", "projections", "infra", "bin"];

/// What the product says.
struct Said {
    /// Every string literal, values that are filled in shown as `{}`.
    all: BTreeSet<String>,
    /// Those that are recognised as stored names.
    recognised: BTreeSet<Name>,
}

impl Said {
    fn by(code: &[Source], migrations: &[Source]) -> Self {
        let mut said = Self { all: BTreeSet::new(), recognised: schema::names(migrations) };
        said.recognised.extend(of_the_domain());
        for source in code.iter().filter(|source| !is_for_tests(&source.path)) {
            let text: Vec<_> = source.production_lines().collect();
            for literal in literals(&text.join("\n")) {
                said.recognised.extend(rules::stored_name(source, &literal));
                said.all.insert(literal.text);
            }
        }
        said
    }

    /// Kinds of which every name is recognised are compared as they are, so that a word that also stands elsewhere
    /// does not hide a rename.
    fn knows(&self, name: &Name) -> bool {
        self.recognised.contains(name) || (!rules::COMPLETE.contains(&&*name.0) && self.all.contains(&name.1))
    }
}

/// Events with their versions, and aggregate types, as the domain itself lists them.
fn of_the_domain() -> impl Iterator<Item = Name> {
    let before = UPCASTERS.iter().map(|step| (step.kind, step.name, step.from));
    let today = Event::catalogue().map(|kind| (kind.aggregate, kind.name, kind.version));
    let events = today.chain(before);
    let aggregates = AggregateType::ALL.into_iter().map(|kind| ("aggregate".to_owned(), kind.to_string()));
    aggregates
        .chain(events.map(|(kind, name, version)| ("event".to_owned(), format!("{kind} {name} {version}"))))
}

fn is_for_tests(path: &str) -> bool {
    ["/tests", "/testing", "/fixtures"].into_iter().any(|part| path.contains(part))
}

/// The list: a kind and a name on each line, in order.
fn listed(list: &str) -> BTreeSet<Name> {
    let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let names = lines.map(|line| line.split_once(' ').expect("a line has a kind and a name"));
    names.map(|(kind, name)| (kind.to_owned(), name.to_owned())).collect()
}

fn differences(list: &BTreeSet<Name>, said: &Said) -> Vec<String> {
    let gone = list.iter().filter(|name| !said.knows(name));
    let gone = gone.map(|(kind, name)| format!("{kind} {name}: the code does not say it any more"));
    let new = said.recognised.difference(list);
    let new = new.map(|(kind, name)| format!("{kind} {name}: is not in tests/guard/stored_names.txt"));
    gone.chain(new).collect()
}

#[test]
fn no_stored_name_was_renamed() {
    let said = Said::by(&sources(&PRODUCT, "rs"), &sources(&["migrations"], "sql"));
    assert_none(&differences(&listed(LIST), &said));
}

#[test]
fn the_list_is_in_order_and_names_nothing_twice() {
    let lines: Vec<&str> = LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let sorted: Vec<String> = listed(LIST).iter().map(|(kind, name)| format!("{kind} {name}")).collect();
    assert_eq!(lines, sorted);
}

/// The product's sources with every first text of a pair replaced by the second, compared with the list.
#[cfg(test)]
fn after_renaming(pairs: &[(&str, &str)]) -> Vec<String> {
    let rename = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    let renamed = |source: Source| Source::new(&source.path, &pairs.iter().fold(source.text, rename));
    let code: Vec<Source> = sources(&PRODUCT, "rs").into_iter().map(renamed).collect();
    let migrations: Vec<Source> = sources(&["migrations"], "sql").into_iter().map(renamed).collect();
    differences(&listed(LIST), &Said::by(&code, &migrations))
}

#[test]
fn a_renamed_stored_name_of_every_kind_is_found() {
    let renamed = [
        ("step publishing/clear", "\"clear\"", "\"check\""),
        ("step publishing/published", "\"published\"", "\"posted\""),
        ("step clean-up/done-effects", "\"done-effects\"", "\"done-jobs\""),
        ("process onboarding", "\"onboarding\"", "\"welcoming\""),
        ("read-model post_suggestions", "\"post_suggestions\"", "\"suggestions\""),
        ("guard scrubbing", "\"scrubbing\"", "\"cleaning\""),
        ("crash-point effect.before", "\"effect.before\"", "\"job.before\""),
        ("redis job:{}:status", "\"job:{job}:status\"", "\"work:{job}:status\""),
        ("nats {}.evt.>", ".evt.>", ".event.>"),
        ("header Memebot-Position", "\"Memebot-Position\"", "\"Memebot-Offset\""),
        ("lease bot", "\"bot\"", "\"edge\""),
        ("metric jobs", "\"jobs\"", "\"work\""),
        ("setting MEMEBOT_WORKERS", "\"MEMEBOT_WORKERS\"", "\"MEMEBOT_CREW\""),
        ("derivation autopilot {}", "\"autopilot {}\"", "\"slot for {}\""),
        ("button va", "\"va\"", "\"ok\""),
        ("refusal already-decided", "\"already-decided\"", "\"decided\""),
        ("table effects", "CREATE TABLE effects ", "CREATE TABLE jobs "),
        ("column leases.fence", "    fence ", "    token "),
        ("view posts", "CREATE VIEW posts ", "CREATE VIEW tweets "),
    ];
    let found = after_renaming(&renamed.map(|(_, from, to)| (from, to)));
    for (name, _, to) in renamed {
        let expected = format!("{name}: the code does not say it any more");
        assert!(found.contains(&expected), "{name} became {to}: {found:?}");
    }
}

#[test]
fn a_new_stored_name_has_to_be_listed() {
    let found = after_renaming(&[
        ("CREATE TABLE clean_ups", "CREATE TABLE chores (id uuid);\nCREATE TABLE clean_ups"),
        ("EffectBefore:", "EffectBegun: crash_point(\"effect.begun\", \"\"), EffectBefore:"),
        ("run_exclusively(\"relay\"", "run_exclusively(\"publisher\""),
    ]);
    let new = ["crash-point effect.begun", "lease publisher", "table chores"];
    assert_eq!(found, new.map(|name| format!("{name}: is not in tests/guard/stored_names.txt")));
}

#[test]
fn a_rust_name_may_change() {
    let found = after_renaming(&[("Effect::new(", "NewJob::new("), ("{job}", "{id}")]);
    assert_eq!(found, Vec::<String>::new());
}
