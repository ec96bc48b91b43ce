//! Links: where they lead, and whether they say so.

use core::net::Ipv4Addr;

use super::signal::{Signal, SignalName};
use super::view::View;
use crate::post_text::{Link, links};

/// One link to a domain that the project has not named, and several.
const UNLISTED: (u8, u8) = (20, 35);

/// A link whose target cannot be seen.
const OPAQUE: u8 = 40;

/// Services whose links say nothing of their target.
const SHORTENERS: &[&str] = &[
    "adf.ly",
    "bit.ly",
    "bit.do",
    "bl.ink",
    "buff.ly",
    "cutt.ly",
    "goo.gl",
    "is.gd",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "short.io",
    "shorturl.at",
    "soo.gd",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "tr.im",
    "u.to",
    "v.gd",
];

/// Links to other domains than the allowed ones (and what is under them).
pub(super) fn signals(clean: &View<'_>, allowed: &[String]) -> Vec<Signal> {
    let unlisted: Vec<Link> =
        links(clean.text()).into_iter().filter(|link| !is_allowed(link, allowed)).collect();
    let quoting = |name, weight, link: &Link| Signal::quoting(name, weight, clean.quote(&link.range));
    let opaque = unlisted.iter().find(|link| is_opaque(link));
    let is_one = unlisted.iter().all(|link| link.host == unlisted[0].host);
    let weight = if is_one { UNLISTED.0 } else { UNLISTED.1 };
    let plain = unlisted.first().map(|link| quoting(SignalName::UnlistedLink, weight, link));
    plain.into_iter().chain(opaque.map(|link| quoting(SignalName::OpaqueLink, OPAQUE, link))).collect()
}

fn is_allowed(link: &Link, allowed: &[String]) -> bool {
    !link.has_user
        && allowed.iter().any(|domain| {
            let domain = domain.trim().trim_start_matches('.').to_lowercase();
            let before = link.host.strip_suffix(&domain);
            !domain.is_empty() && before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
}

fn is_opaque(link: &Link) -> bool {
    let is_shortener = SHORTENERS.contains(&link.host.trim_start_matches("www."));
    let is_encoded = link.host.split('.').any(|label| label.starts_with("xn--"));
    link.has_user
        || is_shortener
        || is_encoded
        || !link.host.is_ascii()
        || link.host.parse::<Ipv4Addr>().is_ok()
}
