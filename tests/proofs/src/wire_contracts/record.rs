//! What went over the wire: requests that the bot sent, and what the stand-in answered.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::ensure;
use sandbox::Sandbox;
use sandbox::faults::Service;
use sandbox::journal::Recorded;

use super::document::{Document, NEWER};

/// How many violations are told.
const TOLD: usize = 12;

/// Requests, oldest first.
pub(super) struct Record {
    pub(super) requests: Vec<Recorded>,
}

/// The method of a request.
pub(super) fn method(request: &Recorded) -> &str {
    request.path.trim_start_matches('/')
}

impl Record {
    /// Everything that the stand-in has received.
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        Self { requests: sandbox.requests(Service::Telegram) }
    }

    /// Holds the requests against the document; how many there were of each method.
    pub(super) fn check_requests(&self, document: &Document) -> anyhow::Result<String> {
        let mut wrong = BTreeSet::new();
        for request in &self.requests {
            if !request.query.is_empty() {
                wrong.insert(format!("{}: fields in the address: {}", method(request), request.query));
            }
            for violation in document.check_request(method(request), &request.body) {
                wrong.insert(format!("{} {violation}", method(request)));
            }
        }
        is_empty(&wrong)?;
        let stale: Vec<_> = NEWER.iter().filter(|(owner, field, _)| document.knows(owner, field)).collect();
        ensure!(stale.is_empty(), "{} knows these by now: {stale:?}", document.version);
        let mut methods: BTreeMap<&str, usize> = BTreeMap::new();
        for request in &self.requests {
            *methods.entry(method(request)).or_default() += 1;
        }
        let each: Vec<String> = methods.iter().map(|(method, count)| format!("{count} {method}")).collect();
        Ok(format!(
            "{} requests by {}: {}; newer than the document: {}",
            self.requests.len(),
            document.version,
            each.join(", "),
            newer()
        ))
    }

    /// Holds the stand-in's answers against the document.
    pub(super) fn check_answers(&self, document: &Document) -> anyhow::Result<String> {
        let mut wrong = BTreeSet::new();
        let answered =
            || self.requests.iter().filter_map(|request| Some((method(request), request.answer.as_ref()?)));
        for (method, answer) in answered() {
            for violation in document.check_answer(method, answer) {
                wrong.insert(format!("{method} {violation}"));
            }
        }
        is_empty(&wrong)?;
        let methods: BTreeSet<&str> = answered().map(|(method, _)| method).collect();
        Ok(format!("{} answers to {}", answered().count(), Vec::from_iter(methods).join(", ")))
    }

    /// Whether the stand-in refused anything.
    pub(super) fn refusals(&self) -> anyhow::Result<String> {
        let why = |request: &Recorded| {
            let description = request.answer.as_ref().and_then(|answer| answer["description"].as_str());
            description.unwrap_or("nobody knows why").to_owned()
        };
        let refused =
            self.requests.iter().filter(|request| request.status.is_some_and(|status| status >= 400));
        let told = |request: &Recorded| format!("{}: {} ({})", method(request), why(request), request.body);
        is_empty(&refused.map(told).collect())?;
        Ok(format!("none of {}", self.requests.len()))
    }
}

fn newer() -> String {
    let names: Vec<String> =
        NEWER.iter().map(|(owner, field, version)| format!("{owner}.{field} ({version})")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn is_empty(wrong: &BTreeSet<String>) -> anyhow::Result<()> {
    let told: Vec<&str> = wrong.iter().take(TOLD).map(String::as_str).collect();
    ensure!(wrong.is_empty(), "{} violations: {}", wrong.len(), told.join("; "));
    Ok(())
}
