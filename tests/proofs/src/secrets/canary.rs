//! Canaries: a random value of its own in every credential, and the forms in which it could come to light.

use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use rand::Rng;
use rand::distr::Alphanumeric;

/// How long a canary is, in characters. Half of one is enough to be found.
const LENGTH: usize = 40;

/// The value of one credential.
#[derive(Clone, Debug)]
pub(super) struct Canary {
    /// Whose value it is: the variable, or what else it opens.
    pub(super) kind: String,
    /// Both halves of every way to write it.
    halves: Vec<Vec<u8>>,
}

/// Every canary of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Canaries(Vec<Canary>);

impl Canaries {
    /// A new one of letters and digits.
    pub(super) fn token(&mut self, kind: &str) -> String {
        let text: String = rand::rng().sample_iter(Alphanumeric).take(LENGTH).map(char::from).collect();
        self.note(kind, text.as_bytes());
        text
    }

    /// A new one with characters in both halves that an address must write otherwise; as it is, and as an address
    /// writes it.
    pub(super) fn password(&mut self, kind: &str) -> (String, String) {
        let mut text: String = rand::rng().sample_iter(Alphanumeric).take(LENGTH).map(char::from).collect();
        text.replace_range(7..8, "+");
        text.replace_range(31..32, "/");
        self.note(kind, text.as_bytes());
        let encoded = percent_encode(text.as_bytes(), NON_ALPHANUMERIC).to_string();
        (text, encoded)
    }

    /// Thirty-two random bytes in hexadecimal digits.
    pub(super) fn key(&mut self, kind: &str) -> String {
        let bytes: [u8; 32] = rand::random();
        let text = hex::encode(bytes);
        self.note(kind, text.as_bytes());
        self.note(kind, &bytes);
        text
    }

    /// A value that somebody else has made, or another way to write one.
    pub(super) fn note(&mut self, kind: &str, value: &[u8]) {
        let (first, second) = value.split_at(value.len() / 2);
        let halves = [first.to_vec(), second.to_vec()];
        match self.0.iter_mut().find(|canary| canary.kind == kind) {
            Some(canary) => canary.halves.extend(halves),
            None => self.0.push(Canary { kind: kind.to_owned(), halves: halves.into() }),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Canary] {
        &self.0
    }
}

/// A way to write bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As they are.
    Raw,
    /// In hexadecimal digits.
    Hex,
    /// In either alphabet of base64, wherever in the encoded text they begin.
    Base64,
    /// As addresses write them.
    Percent,
    /// As a list of numbers.
    Numbers,
}

impl Form {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Raw, Self::Hex, Self::Base64, Self::Percent, Self::Numbers];

    /// How the bytes may look in this form, wherever they stand.
    pub(super) fn looks(self, bytes: &[u8]) -> Vec<Vec<u8>> {
        match self {
            Self::Raw => vec![bytes.to_vec()],
            Self::Hex => vec![hex::encode(bytes).into_bytes(), hex::encode_upper(bytes).into_bytes()],
            Self::Base64 => [STANDARD, URL_SAFE]
                .iter()
                .flat_map(|alphabet| (0..3).map(|offset| within(bytes, offset, alphabet)))
                .collect(),
            Self::Percent => percents(bytes),
            Self::Numbers => {
                let numbers: Vec<String> = bytes.iter().map(ToString::to_string).collect();
                [", ", ","].map(|between| numbers.join(between).into_bytes()).to_vec()
            }
        }
    }

    /// The whole in this form, as a text.
    pub(super) fn written(self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 => GeneralPurpose::new(&STANDARD, NO_PAD).encode(bytes),
            Self::Raw | Self::Hex | Self::Percent | Self::Numbers => {
                String::from_utf8_lossy(&self.looks(bytes)[0]).into_owned()
            }
        }
    }
}

impl Canary {
    /// Whatever would show it.
    pub(super) fn looks(&self) -> impl Iterator<Item = (Form, Vec<u8>)> {
        let looks = |half| move |form: Form| form.looks(half).into_iter().map(move |look| (form, look));
        self.halves.iter().flat_map(move |half| Form::ALL.into_iter().flat_map(looks(half)))
    }
}

/// What the bytes make of base64 when so many others stand before them: only characters that depend on nothing else.
fn within(bytes: &[u8], offset: usize, alphabet: &Alphabet) -> Vec<u8> {
    let text = GeneralPurpose::new(alphabet, NO_PAD).encode([&[0; 2][..offset], bytes].concat());
    let (first, last) = ((offset * 8).div_ceil(6), (offset + bytes.len()) * 8 / 6);
    text.as_bytes()[first..last].to_vec()
}

fn percents(bytes: &[u8]) -> Vec<Vec<u8>> {
    let every = hex::encode_upper(bytes)
        .as_bytes()
        .chunks(2)
        .fold(String::new(), |text, digits| text + "%" + &String::from_utf8_lossy(digits));
    let needed = percent_encode(bytes, NON_ALPHANUMERIC).to_string();
    let (lower, needed_lower) = (every.to_lowercase(), lower_digits(&needed));
    let mut looks: Vec<Vec<u8>> = [every, lower].map(String::into_bytes).to_vec();
    if needed.contains('%') {
        looks.extend([needed, needed_lower].map(String::into_bytes));
    }
    looks
}

/// With small letters in the digits behind each `%`.
fn lower_digits(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| format!("{text}%{}{}", part[..2].to_lowercase(), &part[2..]))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::{Canaries, Form};

    #[test]
    fn a_canary_is_seen_in_every_form_wherever_it_stands() {
        let mut canaries = Canaries::default();
        let (text, address) = canaries.password("a password");
        let looks: Vec<(Form, Vec<u8>)> = canaries.all()[0].looks().collect();
        let sees = |form: Form, told: &[u8]| {
            looks.iter().any(|(known, look)| {
                *known == form && told.windows(look.len()).any(|window| window == look.as_slice())
            })
        };
        for before in ["", "x", "xx", "xxx"] {
            let told = format!("{before}{text} and more");
            assert!(sees(Form::Base64, STANDARD.encode(&told).as_bytes()), "{told}");
            assert!(sees(Form::Raw, told.as_bytes()));
        }
        assert!(sees(Form::Percent, address.as_bytes()));
        assert!(sees(Form::Percent, address.replace("%2F", "%2f").as_bytes()));
        for form in Form::ALL {
            assert!(sees(form, format!("<{}>", form.written(text.as_bytes())).as_bytes()), "{form:?}");
        }
        assert!(sees(Form::Numbers, format!("{:?}", text.as_bytes()).as_bytes()));
    }
}
