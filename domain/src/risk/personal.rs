//! Personal data in a text: email, phone, payment card, bank account, US social security number, internet address.

use core::net::Ipv4Addr;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::numbers::{card, iban};
use super::signal::{Signal, SignalName};
use super::view::View;

/// The first of each kind.
pub(super) fn signals(clean: &View<'_>) -> Vec<Signal> {
    let text = clean.text();
    let found = [
        (SignalName::Email, 50, email(text)),
        (SignalName::Phone, 50, phone(text)),
        (SignalName::PaymentCard, 92, card(text)),
        (SignalName::Iban, 90, iban(text)),
        (SignalName::NationalId, 90, social_security_number(text)),
        (SignalName::IpAddress, 25, ip_address(text)),
    ];
    let quoted =
        found.into_iter().filter_map(|(name, weight, range)| range.map(|range| (name, weight, range)));
    quoted.map(|(name, weight, range)| Signal::quoting(name, weight, clean.quote(&range))).collect()
}

/// Also written with "(at)" and "[dot]". What follows `//` is a link's user and host.
fn email(text: &str) -> Option<Range<usize>> {
    let mut candidates = EMAIL.find_iter(text).map(|found| found.range());
    candidates.find(|range| !text[..range.start].ends_with('/'))
}

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b[a-z0-9][a-z0-9._%+-]*(?:@|\s?[(\[]at[)\]]\s?)[a-z0-9-]+(?:(?:\.|\s?[(\[]dot[)\]]\s?)[a-z0-9-]+)*(?:\.|\s?[(\[]dot[)\]]\s?)[a-z]{2,}\b",
    )
});

/// With a country's `+`, in the North American form, or grouped after a leading zero. Plain numbers, amounts and
/// dates are no phone numbers.
fn phone(text: &str) -> Option<Range<usize>> {
    let candidates =
        [&INTERNATIONAL, &NORTH_AMERICAN, &NATIONAL].into_iter().flat_map(|form| form.find_iter(text));
    let fits = |found: &regex::Match<'_>| {
        let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
        (9..=15).contains(&digits.len())
            && !digits.ends_with("00000")
            && !DATE.is_match(found.as_str())
            && stands_alone(text, &found.range())
    };
    candidates.into_iter().find(fits).map(|found| found.range())
}

static INTERNATIONAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+ ?[1-9](?:[ ()./-]{0,2}[0-9]){7,14}"));

static NORTH_AMERICAN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\(?\b[2-9][0-9]{2}(?:\) ?|[ .-])[2-9][0-9]{2}[ .-][0-9]{4}\b"));

static NATIONAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\(?\b0[1-9][0-9]{0,3}(?:\) ?|[ /-])[0-9]{2,5}(?:[ -]?[0-9]{2,5}){0,4}\b"));

static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]{2}[ /-][0-9]{2}[ /-](?:19|20)[0-9]{2}\b"));

/// With dashes, or in any form right after its name. Numbers that were never issued are left out.
fn social_security_number(text: &str) -> Option<Range<usize>> {
    let dashed = DASHED.captures_iter(text).filter(|found| stands_alone(text, &found.get_match().range()));
    let mut candidates = dashed.chain(NAMED.captures_iter(text));
    let issued = candidates.find(|found| {
        let (_, [area, group, serial]) = found.extract();
        let number = [area, group, serial].concat();
        let is_sample = number == "123456789" || number == "078051120" || number.starts_with("98765432");
        let is_void =
            matches!(area, "000" | "666") || area.starts_with('9') || group == "00" || serial == "0000";
        !is_sample && !is_void && !number.bytes().all(|digit| Some(&digit) == number.as_bytes().first())
    })?;
    Some(issued.get_match().range())
}

static DASHED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([0-9]{3})-([0-9]{2})-([0-9]{4})\b"));

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:ssn|social security)\b[^0-9]{0,24}([0-9]{3})[ -]?([0-9]{2})[ -]?([0-9]{4})\b")
});

/// A public IPv4 address.
fn ip_address(text: &str) -> Option<Range<usize>> {
    let is_public = |written: &str| {
        written.parse::<Ipv4Addr>().is_ok_and(|address| {
            !address.is_private()
                && !address.is_loopback()
                && !address.is_link_local()
                && address.octets()[0] != 0
        })
    };
    let mut candidates = DOTTED.find_iter(text).map(|found| found.range());
    candidates.find(|range| is_public(&text[range.clone()]) && stands_alone(text, range))
}

static DOTTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b"));

/// Whether a number is not a part of a longer one, of a word or of an amount.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    let goes_on = matches!(next, Some('.' | ',')) && after.next().is_some_and(|c| c.is_ascii_digit());
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '$' | '€' | '£' | '-'))
        && !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£'))
        && !goes_on
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}
