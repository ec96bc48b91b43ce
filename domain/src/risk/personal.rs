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
        let is_sample = number == "123456789" || number == "078051120";
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

#[cfg(test)]
mod tests {
    use super::{email, ip_address, phone, social_security_number, stands_alone};
    use std::ops::Range;

    /// Checks a detector against texts in which the place to be found stands in brackets, or nothing does.
    fn finds(detector: fn(&str) -> Option<Range<usize>>, texts: &[&str]) {
        for marked in texts {
            let text = marked.replace(['[', ']'], "");
            let expected = marked.find('[').zip(marked.find(']')).map(|(start, end)| start..end - 1);
            assert_eq!(detector(&text), expected, "{marked}");
        }
    }

    #[test]
    fn a_number_stands_alone_between_spaces_and_punctuation() {
        for (before, after, is_alone) in [
            ("", "", true),
            ("(", ")", true),
            ("no. ", ". Then", true),
            ("", ", then", true),
            ("", "-1", true),
            ("a", "", false),
            (".", "", false),
            (",", "", false),
            ("$", "", false),
            ("€", "", false),
            ("£", "", false),
            ("-", "", false),
            ("", "a", false),
            ("", "1", false),
            ("", "%", false),
            ("", "$", false),
            ("", "€", false),
            ("", "£", false),
            ("", ".5", false),
            ("", ",5", false),
        ] {
            let text = format!("{before}42{after}");
            let range = before.len()..before.len() + 2;
            assert_eq!(stands_alone(&text, &range), is_alone, "{text}");
        }
    }

    #[test]
    fn only_numbers_that_may_have_been_issued_are_social_security_numbers() {
        finds(
            social_security_number,
            &[
                "[536-90-4399]",
                "no 123-45-6789 but [536-90-4399]",
                "her [ssn is 536 90 4399]",
                "[Social security: 536904399]",
                "536 90 4399",
                "536-90-4399%",
                "123-45-6789",
                "078-05-1120",
                "987-65-4320",
                "000-12-3456",
                "666-12-3456",
                "900-12-3456",
                "536-00-4399",
                "536-90-0000",
                "111-11-1111",
            ],
        );
    }

    #[test]
    fn telephone_numbers_have_a_form_and_nine_to_fifteen_digits() {
        finds(
            phone,
            &[
                "call [+1 415-555-2671] now",
                "[(415) 555-2671]",
                "ruf [030 1234567 89] an",
                "[06 12 34 56 78]",
                "[+49 30 123456]",
                "[+49 30 12345]",
                "+49 30 1234",
                "[+123456789012345]",
                "+1 415 5500000",
                "$415 555-2671",
                "05-06-2025 12:00",
                "05-06-1999 12 00",
                "+1234567890123456",
                "415 555 2671%",
            ],
        );
    }

    #[test]
    fn what_follows_two_slashes_is_no_email() {
        finds(
            email,
            &[
                "write to [frog@example.com]!",
                "[frog (at) example (dot) com]",
                "https://frog@example.com/ or [toad@example.com]",
                "frog@localhost",
            ],
        );
    }

    #[test]
    fn only_public_addresses_count() {
        finds(
            ip_address,
            &[
                "at [93.184.216.34].",
                "192.168.1.7 and [93.184.216.34]",
                "10.0.0.1",
                "127.0.0.1",
                "169.254.1.1",
                "0.1.2.3",
                "1.2.3.256",
                "$93.184.216.34",
            ],
        );
    }
}
