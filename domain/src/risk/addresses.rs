//! Addresses of contracts and wallets: Ethereum and its kin, Solana, Tron, TON, Bitcoin.
//!
//! In a memecoin's post an address is either the project's own or somebody's attempt to be taken for it.

use std::collections::HashSet;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regex::Regex;

use super::signal::{Signal, SignalName};
use super::view::View;

/// An owner or a second person has to look at a foreign address.
const WEIGHT: u8 = 75;

/// The first address that is not one of the allowed ones.
pub(super) fn signal(clean: &View<'_>, allowed: &[String]) -> Option<Signal> {
    let allowed: HashSet<String> = allowed.iter().filter_map(|address| recognise(address.trim())).collect();
    let is_foreign = |token: &str| recognise(token).is_some_and(|address| !allowed.contains(&address));
    let foreign = CANDIDATE.find_iter(clean.text()).find(|found| {
        let token = found.as_str();
        is_foreign(token) || (recognise(token).is_none() && token.split(['-', '_']).any(is_foreign))
    })?;
    Some(Signal::quoting(SignalName::ForeignAddress, WEIGHT, clean.quote(&foreign.range())))
}

static CANDIDATE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[0-9A-Za-z_-]{26,}").expect("the pattern is constant and tested"));

/// One spelling for each address; none if the text is no address.
fn recognise(token: &str) -> Option<String> {
    evm(token).or_else(|| base58(token)).or_else(|| segwit(token)).or_else(|| ton(token))
}

/// `0x` and 40 hexadecimal digits; capitals are only a checksum.
fn evm(token: &str) -> Option<String> {
    let digits = token.strip_prefix("0x").or_else(|| token.strip_prefix("0X"))?;
    let fits = digits.len() == 40 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    fits.then(|| digits.to_ascii_lowercase())
}

/// Bitcoin (versions 0 and 5) and Tron (0x41) carry a checksum; Solana's are just 32 bytes, so that a long cry
/// of one letter has to be told from them: real ones have digits, small and capital letters.
fn base58(token: &str) -> Option<String> {
    if !(26..=44).contains(&token.len()) {
        return None;
    }
    let checked = bs58::decode(token).with_check(None).into_vec().ok();
    let has_version = checked.is_some_and(|bytes| bytes.len() == 21 && matches!(bytes[0], 0 | 5 | 0x41));
    let has = |class: fn(&u8) -> bool| token.as_bytes().iter().any(class);
    let is_varied = has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    let is_key = || is_varied && bs58::decode(token).into_vec().is_ok_and(|bytes| bytes.len() == 32);
    (has_version || is_key()).then(|| token.to_owned())
}

/// Bitcoin since 2017: `bc1` and the letters of bech32.
fn segwit(token: &str) -> Option<String> {
    let token = token.to_ascii_lowercase();
    let letters = token.strip_prefix("bc1")?;
    let is_letter = |c: char| "023456789acdefghjklmnpqrstuvwxyz".contains(c);
    ((39..=59).contains(&letters.len()) && letters.chars().all(is_letter)).then_some(token)
}

/// TON's 48 characters: tag, workchain, 32 bytes of account and a checksum. The tag may differ for one account.
fn ton(token: &str) -> Option<String> {
    let bytes = (token.len() == 48).then(|| URL_SAFE_NO_PAD.decode(token).ok()).flatten()?;
    let (checksum, address) =
        bytes.split_last_chunk::<2>().map(|(address, sum)| (u16::from_be_bytes(*sum), address))?;
    let has_tag = matches!(address[0] & 0x7F, 0x11 | 0x51);
    (has_tag && crc16(address) == checksum).then(|| hex::encode(&address[1..]))
}

/// CRC-16/XMODEM.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |sum, byte| {
        let start = sum ^ (u16::from(*byte) << 8);
        (0..8).fold(start, |sum, _| if sum & 0x8000 == 0 { sum << 1 } else { (sum << 1) ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use super::recognise;

    #[test]
    fn recognises_addresses_of_each_chain() {
        let addresses = [
            "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
            "So11111111111111111111111111111111111111112",
            "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs",
        ];
        for address in addresses {
            assert!(recognise(address).is_some(), "{address}");
        }
    }

    #[test]
    fn other_long_words_are_no_addresses() {
        let words = [
            "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA9604",
            "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDt",
            "pneumonoultramicroscopicsilicovolcanoconiosis",
        ];
        for word in words {
            assert_eq!(recognise(word), None, "{word}");
        }
        assert_eq!(recognise(&"A".repeat(44)), None);
    }

    #[test]
    fn one_account_has_one_spelling() {
        let lower = recognise("0xd8da6bf26964af9d7eed9e03e53415d37aa96045");
        assert_eq!(recognise("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"), lower);
        let bounceable = recognise("EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs");
        assert_eq!(recognise("UQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_p0p"), bounceable);
    }
}
