//! Redaction of secrets: what services and libraries say is stripped of every secret that this process was given.
//!
//! No text of ours has a secret in it. Texts of others may: an error page quotes the header that it does not accept, a
//! library traces the address that it calls. So their words pass here before they are stored, told or logged.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{PoisonError, RwLock};

use aho_corasick::{AhoCorasick, MatchKind};
use commands::faults::Guard;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in a secret's place.
pub const SECRET: &str = "[secret]";
/// Shorter ones may be ordinary words.
const MIN_LENGTH: usize = 12;
/// What addresses and OAuth headers leave as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

static KNOWN_SECRETS: RwLock<KnownSecrets> = RwLock::new(KnownSecrets { secrets: Vec::new(), finder: None });

struct KnownSecrets {
    secrets: Vec<String>,
    finder: Option<AhoCorasick>,
}

/// Registers the value of a setting as a secret: all of it when it is a secret, and in any case what an address names before its
/// host. Values of fewer than twelve characters are not looked for.
pub fn register(value: &str, secret: bool) {
    let whole: Vec<&str> = secret.then_some(value).into_iter().chain(credentials(value)).collect();
    // `<name>:<secret>`, in an address or by itself
    let last = whole.iter().filter_map(|text| Some(text.split_once(':')?.1));
    let parts: Vec<&str> = whole.iter().copied().chain(last).collect();
    let mut known = KNOWN_SECRETS.write().unwrap_or_else(PoisonError::into_inner);
    for part in parts {
        let decoded = percent_decode_str(part).decode_utf8_lossy().into_owned();
        let encoded = utf8_percent_encode(&decoded, RESERVED).to_string();
        // A library may quote the address as we gave it, or a header after decoding it, or a query after encoding it.
        let forms = [part.to_owned(), decoded, encoded];
        known.secrets.extend(forms.into_iter().filter(|form| form.len() >= MIN_LENGTH));
    }
    known.secrets.sort();
    known.secrets.dedup();
    // Built anew for each secret, at start alone, so that every text afterwards is passed over once for all secrets.
    // Longest first: a secret that begins another must not leave the other's end.
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&known.secrets);
    known.finder = finder.ok();
}

/// The text without the secrets that are known.
pub fn redacted(text: &str) -> Cow<'_, str> {
    match finder(text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(finder) => Cow::Owned(finder.replace_all(text, &vec![SECRET; finder.patterns_len()])),
    }
}

/// A writer that lets no secret pass that is within one call.
pub struct RedactingWriter<W>(pub W);

impl<W: Write> Write for RedactingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match finder(bytes) {
            None => self.0.write_all(bytes)?,
            Some(finder) => {
                let clean = finder.replace_all_bytes(bytes, &vec![SECRET; finder.patterns_len()]);
                self.0.write_all(&clean)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What finds the secrets, if there are any in the text.
fn finder(text: &[u8]) -> Option<AhoCorasick> {
    let known = KNOWN_SECRETS.read().unwrap_or_else(PoisonError::into_inner);
    known.finder.clone().filter(|finder| Guard::Scrubbing.holds() && finder.is_match(text))
}

/// What an address, or each of a list, says before its host: user and password, or a token.
fn credentials(value: &str) -> impl Iterator<Item = &str> {
    // a comma may stand in a password too
    std::iter::once(value).chain(value.split(',')).filter_map(|address| {
        let (before, _) = address.rsplit_once('@')?;
        Some(before.split_once("://").map_or(before, |(_, credentials)| credentials))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{RedactingWriter, redacted, register};

    #[test]
    fn secrets_are_taken_out_of_texts_in_every_form() {
        register("7000000002:telegram-half-of-it", true);
        register("postgres://me:grand%2Fmother%2Bcat@localhost/db", true);
        register("nats://only-a-token-of-nats@localhost,nats://me:the-second-of-two@localhost", false);
        register("me:without-a-scheme@localhost", false);
        register("plain-as-it-can-be", false);
        register("tiny:me", true);
        for (text, clean) in [
            ("GET /bot7000000002:telegram-half-of-it/getMe", "GET /bot[secret]/getMe"),
            ("telegram-half-of-it is no token", "[secret] is no token"),
            ("7000000002%3Atelegram-half-of-it", "[secret]"),
            ("password grand/mother+cat is wrong", "password [secret] is wrong"),
            ("only-a-token-of-nats or the-second-of-two", "[secret] or [secret]"),
            ("without-a-scheme", "[secret]"),
            ("plain-as-it-can-be tiny:me", "plain-as-it-can-be tiny:me"),
        ] {
            assert_eq!(redacted(text), clean);
        }
    }

    #[test]
    fn a_writer_lets_no_secret_pass() {
        register("swordfish-and-chips", true);
        let mut line = RedactingWriter(Vec::new());
        line.write_all(b"the key swordfish-and-chips is wrong\n").unwrap();
        line.write_all(b"\xff nothing here\n").unwrap();
        assert_eq!(line.0, b"the key [secret] is wrong\n\xff nothing here\n");
    }
}
