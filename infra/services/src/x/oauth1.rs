//! OAuth 1.0a (RFC 5849) with HMAC-SHA1: the `Authorization` header of one request.
//!
//! JSON bodies are not part of the signature.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::HeaderValue;
use reqwest::{Method, Url};
use secrecy::ExposeSecret;

use super::config::XKeys;

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Nonce and timestamp: what makes a signed request unlike every other.
pub(super) struct SignatureNonce {
    /// Never used before.
    pub(super) nonce: String,
    /// Unix seconds; X refuses what is minutes off.
    pub(super) timestamp: u64,
}

/// The header for a request to this address, query included.
pub(super) fn authorization(keys: &XKeys, method: &Method, url: &Url, nonce: &SignatureNonce) -> HeaderValue {
    let oauth = [
        ("oauth_consumer_key", keys.consumer_key.expose_secret().to_owned()),
        ("oauth_nonce", nonce.nonce.clone()),
        ("oauth_signature_method", "HMAC-SHA1".to_owned()),
        ("oauth_timestamp", nonce.timestamp.to_string()),
        ("oauth_token", keys.access_token.expose_secret().to_owned()),
        ("oauth_version", "1.0".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let query = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned()));
    let parameters: Vec<_> = query.chain(oauth.clone()).collect();
    let signature = signature(keys, method, url, &parameters);
    let fields = oauth.into_iter().chain([("oauth_signature".to_owned(), signature)]);
    let fields: Vec<_> = fields.map(|(name, value)| format!("{name}=\"{}\"", encode(&value))).collect();
    let mut header = HeaderValue::try_from(format!("OAuth {}", fields.join(", ")))
        .expect("percent-encoded text is fit for a header");
    // It is as good as the keys for as long as its timestamp is accepted.
    header.set_sensitive(true);
    header
}

fn signature(keys: &XKeys, method: &Method, url: &Url, parameters: &[(String, String)]) -> String {
    let mut encoded: Vec<_> = parameters.iter().map(|(name, value)| (encode(name), encode(value))).collect();
    // By encoded name, then value, as RFC 5849 section 3.4.1.3.2 says: sorted before encoding, the signature would
    // differ for some characters.
    encoded.sort();
    let joined: Vec<_> = encoded.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut address = url.clone();
    address.set_query(None);
    address.set_fragment(None);
    let base = format!("{method}&{}&{}", encode(address.as_str()), encode(&joined.join("&")));
    let (consumer, token) = (keys.consumer_secret.expose_secret(), keys.access_secret.expose_secret());
    let key = format!("{}&{}", encode(consumer), encode(token));
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key.as_bytes());
    STANDARD.encode(hmac::sign(&key, base.as_bytes()))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::{SignatureNonce, authorization, encode, signature};
    use crate::x::XKeys;
    use reqwest::{Method, Url};

    /// The keys that X publishes in its example.
    fn keys() -> XKeys {
        XKeys {
            consumer_key: "xvz1evFS4wEEPTGEFPHBog".into(),
            consumer_secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw".into(),
            access_token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb".into(),
            access_secret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE".into(),
        }
    }

    #[test]
    fn the_published_example_has_the_published_signature() {
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
        for (host, expected) in [
            ("api.x.com", "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
            ("api.twitter.com", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
        ] {
            let url = format!("https://{host}:443/1.1/statuses/update.json?include_entities=true");
            let url: Url = url.parse().unwrap();
            assert_eq!(signature(&keys(), &Method::POST, &url, &parameters), expected);
        }
    }

    #[test]
    fn the_header_is_sensitive_and_encoded() {
        let url = "https://api.x.com/2/users/me".parse().unwrap();
        let nonce = SignatureNonce { nonce: "once".to_owned(), timestamp: 1_318_622_958 };
        let header = authorization(&keys(), &Method::GET, &url, &nonce);
        assert!(header.is_sensitive());
        let shown = header.to_str().unwrap();
        assert!(shown.starts_with("OAuth oauth_consumer_key=\"xvz1"), "{shown}");
        assert!(shown.contains("oauth_timestamp=\"1318622958\"") && shown.contains("%3D\""), "{shown}");
        assert_eq!(encode("a-._~ +ä"), "a-._~%20%2B%C3%A4");
    }
}
