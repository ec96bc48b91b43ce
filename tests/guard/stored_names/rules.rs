//! By what a stored name is recognised in the code: by its form, or by what stands before it.

use super::Name;
use super::literals::Literal;
use crate::sources::Source;

/// Kinds of which every name is recognised; of the others only some are, and the rest is looked for among all literals.
pub(super) const COMPLETE: [&str; 10] =
    ["aggregate", "event", "step", "process", "read-model", "table", "view", "column", "trigger", "function"];

/// What a file is that says all names of one kind, beside others.
const CLEAN_UP: &str = "\"done-effects\"";
const BUTTONS: &str = "(\"va\", ";
const REFUSALS: &str = "=> \"not-allowed\"";

/// The kind and the name, if the literal is recognised as one.
pub(super) fn stored_name(source: &Source, literal: &Literal) -> Option<Name> {
    let (kind, name) = by_lead(literal)
        .or_else(|| by_form(source, literal))
        .map(|kind| (kind, literal.text.clone()))
        .or_else(|| by_place(source, literal))?;
    Some((kind.to_owned(), name))
}

fn by_lead(Literal { lead, text }: &Literal) -> Option<&'static str> {
    if derives(lead) {
        return Some("derivation");
    }
    let kinds = [
        ("guard(", "guard"),
        ("crash_point(", "crash-point"),
        ("run_exclusively(", "lease"),
        ("self.key(&format!(", "redis"),
        ("register(", "metric"),
        ("encode_descriptor(", "metric"),
        ("constNAME:&'staticstr=", "read-model"),
        ("constNAME:&str=", "process"),
        ("constOUTBOX:&str=", "process"),
    ];
    // a level is registered through a closure of its own
    if ["count(", "age("].contains(&&**lead) {
        return is_word(text).then_some("metric");
    }
    let (_, kind) = kinds.into_iter().find(|(end, _)| lead.ends_with(end))?;
    is_word(text).then_some(kind)
}

/// Whether the literal is an argument from which an id is derived.
fn derives(lead: &str) -> bool {
    let arguments = ["derived(", "new_v5("].into_iter().find_map(|call| Some(lead.rsplit_once(call)?.1));
    arguments.is_some_and(|arguments| !arguments.contains(['{', '}']))
}

fn by_form(source: &Source, Literal { lead, text }: &Literal) -> Option<&'static str> {
    let is_setting = text.contains('_')
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit() || one == '_');
    if is_setting && !lead.ends_with("env!(") {
        let of_the_domain = source.path.starts_with("domain");
        return Some(if of_the_domain { "personal-data" } else { "setting" });
    }
    if text.contains(".evt.") {
        return Some("nats");
    }
    let of_work = ["instance:", "consumer:", "process:"].into_iter().any(|begin| text.starts_with(begin));
    if of_work && is_word(text) {
        return Some("holder");
    }
    text.starts_with("Memebot-").then_some("header")
}

fn by_place(source: &Source, Literal { lead, text }: &Literal) -> Option<(&'static str, String)> {
    if let Some((_, file)) = source.path.split_once("/processes/").filter(|_| is_word(text)) {
        let process = file.split(['/', '.']).next().unwrap_or_default().replace('_', "-");
        return Some(("step", format!("{process}/{text}")));
    }
    if lead.ends_with("constSTEP:&str=") && source.path.ends_with("/inbox.rs") {
        return Some(("step", format!("telegram-inbox/{text}")));
    }
    let of_outbox = source.path.ends_with("/outbox/outgoing.rs") && lead.ends_with(":&str=");
    let of_port = ["constSHOW:&str=", "constMENU:&str="].into_iter().any(|lead_of| lead.ends_with(lead_of));
    if of_outbox || of_port {
        return Some(("step", format!("telegram-outbox/{text}")));
    }
    let says = |mark: &str| source.text.contains(mark);
    let is_arm = lead.ends_with("=>") && is_word(text);
    if is_arm && says(CLEAN_UP) {
        return Some(("step", format!("clean-up/{text}")));
    }
    if is_arm && says(REFUSALS) {
        return Some(("refusal", text.clone()));
    }
    let is_button = text.len() == 2 && text.chars().all(|one| one.is_ascii_lowercase()) && says(BUTTONS);
    is_button.then(|| ("button", text.clone()))
}

/// No sentence, and nothing that is only there to be read.
fn is_word(text: &str) -> bool {
    let fits = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || "-_.:/{}".contains(one);
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.chars().all(fits)
}
