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
    let is_round = number.ends_with(&[0; 6]) || number.iter().all(|digit| *digit == number[0]);
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
