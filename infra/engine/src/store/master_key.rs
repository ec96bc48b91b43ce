//! The master key: 32 bytes from the configuration that open everything sealed; never stored, never shown.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretBox};

/// `MEMEBOT_MASTER_KEY`: 32 random bytes as 64 hexadecimal digits or in base64. Its debug form is redacted.
#[derive(Debug)]
pub struct MasterKey(SecretBox<[u8; 32]>);

/// The text is no master key. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the master key must be 32 bytes, written as 64 hexadecimal digits or in base64")]
pub struct InvalidMasterKey;

impl MasterKey {
    /// A key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }
}

impl FromStr for MasterKey {
    type Err = InvalidMasterKey;

    fn from_str(text: &str) -> Result<Self, InvalidMasterKey> {
        let text = text.trim();
        let bytes = hex::decode(text).or_else(|_| STANDARD.decode(text)).map_err(|_| InvalidMasterKey)?;
        bytes.try_into().map(Self::from_bytes).map_err(|_| InvalidMasterKey)
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidMasterKey, MasterKey};

    #[test]
    fn reads_hexadecimal_digits_and_base64() {
        for text in [&"07".repeat(32), "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="] {
            assert_eq!(text.parse::<MasterKey>().unwrap().bytes(), &[7; 32], "{text}");
        }
    }

    #[test]
    fn refuses_anything_else_without_repeating_it() {
        for text in ["", "hunter2", &"07".repeat(31), &"07".repeat(33)] {
            assert_eq!(text.parse::<MasterKey>().unwrap_err(), InvalidMasterKey);
        }
    }

    #[test]
    fn shows_nothing_of_itself() {
        let shown = format!("{:?}", MasterKey::from_bytes([7; 32]));
        assert!(shown.contains("REDACTED") && !shown.contains('7'), "{shown}");
    }
}
