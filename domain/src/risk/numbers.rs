//! Long numbers with a checksum: payment cards and bank accounts.

use std::ops::Range;
use std::sync::LazyLock;

use iban::Iban;
use regex::Regex;

/// The first payment card number: a known issuer's prefix and length, and the check digit right.
pub(super) fn card(text: &str) -> Option<Range<usize>> {
    DIGITS.find_iter(text).find_map(|run| {
        let digits: Vec<(usize, u8)> =
            run.as_str().bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).collect();
        // a card starts and ends where a group of digits does
        let is_border = |at: usize| at == 0 || at == digits.len() || digits[at].0 - digits[at - 1].0 > 1;
        let starts = (0..digits.len()).filter(|start| is_border(*start));
        let cards = starts.flat_map(|start| (13..=19).map(move |length| start..start + length));
        let mut cards = cards.filter(|card| card.end <= digits.len() && is_border(card.end));
        let found = cards.find(|card| {
            let number: Vec<u8> = digits[card.clone()].iter().map(|(_, digit)| digit - b'0').collect();
            is_card(&number)
        })?;
        Some(run.start() + digits[found.start].0..run.start() + digits[found.end - 1].0 + 1)
    })
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9](?:[ -]?[0-9]){12,}"));

fn is_card(number: &[u8]) -> bool {
    let first =
        |count: usize| number[..count].iter().fold(0_u32, |prefix, digit| prefix * 10 + u32::from(*digit));
    let is_round = number.ends_with(&[0; 6]);
    let has_issuer = match number.len() {
        13 => first(1) == 4,
        14 => matches!(first(3), 300..=305 | 360..=369 | 380..=399),
        15 => matches!(first(2), 34 | 37),
        16 => {
            first(1) == 4
                || matches!(first(4), 2221..=2720 | 3528..=3589 | 5100..=5599 | 6011 | 6200..=6299 | 6440..=6599)
        }
        17..=19 => matches!(first(2), 50 | 56..=58 | 62..=65) || (number.len() == 19 && first(1) == 4),
        _ => false,
    };
    has_issuer && !is_round && luhn(number)
}

fn luhn(number: &[u8]) -> bool {
    let digits = number.iter().rev().zip([false, true].into_iter().cycle());
    let sum: u32 = digits
        .map(|(digit, is_doubled)| match u32::from(*digit) {
            digit if is_doubled && digit > 4 => digit * 2 - 9,
            digit if is_doubled => digit * 2,
            digit => digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The first bank account number that is valid for its country.
pub(super) fn iban(text: &str) -> Option<Range<usize>> {
    COUNTRY.find_iter(text).find_map(|start| iban_at(text, start.start()))
}

static COUNTRY: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[A-Za-z]{2}[0-9]{2}"));

/// Tries every length, since nothing says where the number ends and the next word begins.
fn iban_at(text: &str, start: usize) -> Option<Range<usize>> {
    let mut compact = String::new();
    let mut is_spaced = false;
    for (at, c) in text[start..].char_indices() {
        if c.is_ascii_alphanumeric() {
            is_spaced = false;
            compact.push(c.to_ascii_uppercase());
        } else if matches!(c, ' ' | '-') && !is_spaced {
            is_spaced = true;
        } else {
            break;
        }
        let end = start + at + 1;
        let is_end = !text[end..].starts_with(|next: char| next.is_ascii_alphanumeric());
        if is_end && compact.len() >= 15 && compact.parse::<Iban>().is_ok() {
            return Some(start..end);
        }
        if compact.len() > 34 {
            break;
        }
    }
    None
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

#[cfg(test)]
mod tests {
    use super::{card, iban};

    /// A number of this length whose last digit makes the checksum right.
    fn number(prefix: &str, length: usize) -> String {
        let start: String = prefix.chars().chain("1234567890123456789".chars()).take(length - 1).collect();
        let digits = start.bytes().rev().map(|digit| u32::from(digit - b'0'));
        let doubled = |(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
        let sum: u32 = digits.enumerate().map(doubled).sum();
        format!("{start}{}", (10 - sum % 10) % 10)
    }

    #[test]
    fn a_card_begins_and_is_as_long_as_its_issuer_says() {
        let issued = "4:13 300:14 305:14 360:14 369:14 380:14 399:14 34:15 37:15 4:16 2221:16 2720:16 3528:16 3589:16 \
            5100:16 5599:16 6011:16 6200:16 6299:16 6440:16 6599:16 50:17 56:18 58:19 62:17 65:18 4:19";
        let unknown = "5:13 299:14 306:14 359:14 370:14 379:14 400:14 33:15 35:15 36:15 38:15 2220:16 2721:16 3527:16 \
            3590:16 5099:16 5600:16 6010:16 6012:16 6199:16 6300:16 6439:16 6600:16 49:17 51:17 55:18 59:17 61:17 \
            66:17 4:17 4:18 5:20";
        for (list, is_card) in [(issued, true), (unknown, false)] {
            for (prefix, length) in list.split_whitespace().filter_map(|one| one.split_once(':')) {
                let number = number(prefix, length.parse().unwrap());
                assert_eq!(card(&number), is_card.then_some(0..number.len()), "{number}");
                let wrong = format!("{}{}", &number[..number.len() - 1], u8::from(number.ends_with('0')));
                assert_eq!(card(&wrong), None, "{wrong}");
            }
        }
    }

    #[test]
    fn round_numbers_are_amounts() {
        for digit in 0..=9 {
            assert_eq!(card(&format!("4{digit}11111111000000")), None);
        }
    }

    #[test]
    fn a_card_is_made_of_whole_groups_of_digits() {
        let grouped = "4111 1111 1111 1111";
        for (before, after) in [("", ""), ("id 77 ", " 12/27"), ("", "-123"), ("x", "x")] {
            let text = format!("{before}{grouped}{after}");
            assert_eq!(card(&text), Some(before.len()..before.len() + grouped.len()), "{text}");
        }
        for text in ["41111111111111112", "24111111111111111", "4111 1111 1111 11112", "4111  1111 1111 1111"]
        {
            assert_eq!(card(text), None, "{text}");
        }
    }

    #[test]
    fn an_account_number_ends_where_its_country_says() {
        for (text, found) in [
            ("NO9386011117947", Some(0..15)),
            ("MT84MALT011000012345MTLCAST001S", Some(0..31)),
            ("to GB82 WEST-1234 5698 7654 32 please", Some(3..30)),
            ("de89 3704 0044 0532 0130 00, thanks", Some(0..27)),
            ("DE89 3704 0044 0532 0130 01", None),
            ("DE89  3704 0044 0532 0130 00", None),
            ("DE89370400440532013000X", None),
            ("XDE89370400440532013000", None),
            ("DE89.3704.0044.0532.0130.00", None),
        ] {
            assert_eq!(iban(text), found, "{text}");
        }
    }
}
