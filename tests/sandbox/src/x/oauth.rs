//! OAuth 1.0a with HMAC-SHA1: the signature, and everything that makes a signed request acceptable.

use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::options::SandboxCredentials;

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How far a timestamp may be off, in seconds.
const SKEW_SECONDS: i64 = 300;

/// What the signature covers, apart from the secrets.
pub(crate) struct Signed<'a> {
    /// HTTP method.
    pub(crate) method: &'a str,
    /// Address without query.
    pub(crate) url: &'a str,
    /// Query parameters, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// Value of the `Authorization` header.
    pub(crate) header: &'a str,
}

/// Nonces that were used, with their timestamps.
#[derive(Default)]
pub(crate) struct Nonces(BTreeMap<String, i64>);

/// The base64 signature over decoded parameters (query, form body and `oauth_*` without `oauth_signature`).
///
/// Source: X's "Creating a signature", whose example is a test here.
pub fn signature(
    method: &str,
    url: &str,
    parameters: &[(String, String)],
    consumer_secret: &str,
    token_secret: &str,
) -> String {
    let mut encoded: Vec<(String, String)> =
        parameters.iter().map(|(name, value)| (encode(name), encode(value))).collect();
    encoded.sort();
    let joined: Vec<String> = encoded.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let base = format!("{}&{}&{}", method.to_uppercase(), encode(url), encode(&joined.join("&")));
    let key = format!("{}&{}", encode(consumer_secret), encode(token_secret));
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    STANDARD.encode(hmac::sign(&key, base.as_bytes()))
}

/// Checks keys, method, time, signature and nonce, in this order; the error names the first that is wrong.
pub(crate) fn verify(
    request: Signed<'_>,
    credentials: &SandboxCredentials,
    now: i64,
    nonces: &mut Nonces,
) -> Result<(), &'static str> {
    let mut oauth = header_parameters(request.header).ok_or("header")?;
    let claimed = oauth.remove("oauth_signature").ok_or("signature is missing")?;
    let field = |name: &str| oauth.get(name).map(String::as_str).unwrap_or_default();
    if field("oauth_consumer_key") != credentials.x_consumer_key {
        return Err("consumer key");
    }
    if field("oauth_token") != credentials.x_access_token {
        return Err("token");
    }
    if field("oauth_signature_method") != "HMAC-SHA1" || !matches!(field("oauth_version"), "" | "1.0") {
        return Err("method or version");
    }
    let timestamp: i64 = field("oauth_timestamp").parse().map_err(|_| "timestamp")?;
    if (now - timestamp).abs() > SKEW_SECONDS {
        return Err("timestamp");
    }
    let nonce = field("oauth_nonce").to_owned();
    let parameters: Vec<_> = request.query.into_iter().chain(oauth).collect();
    let (consumer, token) = (&credentials.x_consumer_secret, &credentials.x_access_secret);
    if signature(request.method, request.url, &parameters, consumer, token) != claimed {
        return Err("signature");
    }
    nonces.accept(nonce, timestamp, now)
}

impl Nonces {
    fn accept(&mut self, nonce: String, timestamp: i64, now: i64) -> Result<(), &'static str> {
        self.0.retain(|_, used| (now - *used).abs() <= SKEW_SECONDS);
        if nonce.is_empty() || self.0.insert(nonce, timestamp).is_some() {
            return Err("nonce");
        }
        Ok(())
    }
}

fn header_parameters(header: &str) -> Option<BTreeMap<String, String>> {
    header.strip_prefix("OAuth ")?.split(',').map(header_parameter).collect()
}

fn header_parameter(part: &str) -> Option<(String, String)> {
    let (name, quoted) = part.trim().split_once('=')?;
    let value = quoted.strip_prefix('"')?.strip_suffix('"')?;
    Some((decode(name), decode(value)))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::signature;

    fn example(url: &str) -> String {
        let parameters = [
            ("status", "Hello Ladies + Gentlemen, a signed OAuth request!"),
            ("include_entities", "true"),
            ("oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"),
            ("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1318622958"),
            ("oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
            ("oauth_version", "1.0"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let consumer = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw";
        signature("POST", url, &parameters, consumer, "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")
    }

    #[test]
    fn the_published_example_has_the_published_signature() {
        assert_eq!(example("https://api.x.com/1.1/statuses/update.json"), "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=");
        assert_eq!(
            example("https://api.twitter.com/1.1/statuses/update.json"),
            "hCtSmYh+iHYCEqBWrE7C7hYmtUk="
        );
    }
}
