//! Client address: whom a request comes from, also behind reverse proxies (`X-Forwarded-For`).
//!
//! Anybody can write the header. It counts only as far as addresses vouch for it that the operator named.

use std::net::{AddrParseError, IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// An address, or a range of them such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRange(IpNet);

impl FromStr for AddressRange {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, AddrParseError> {
        text.parse().map(Self).or_else(|_| Ok(Self(text.parse::<IpAddr>()?.into())))
    }
}

/// The reverse proxies whose word counts; none by default.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<AddressRange>);

impl TrustedProxies {
    /// Those at these addresses.
    pub fn new(ranges: Vec<AddressRange>) -> Self {
        Self(ranges)
    }

    /// Whether this is the address of one.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|AddressRange(range)| range.contains(&address))
    }

    /// Whom a request comes from: the peer, or, as long as that is a trusted proxy, whom it names. Each proxy adds the
    /// address that it saw on the right, so that the rightmost one that is no trusted proxy is the client.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lines = headers.get_all(FORWARDED_FOR).iter().rev();
        let mut hops = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
        let mut client = peer.to_canonical();
        while self.contains(client) {
            // What cannot be read is not skipped: whatever stands left of it, the client may have written itself.
            let Some(hop) = hops.next().and_then(parse) else { break };
            client = hop;
        }
        client
    }
}

/// The address in a request's extensions, see [`TrustedProxies::client`].
#[derive(Clone, Copy, Debug)]
pub(super) struct ClientAddress(pub(super) IpAddr);

/// By what clients are counted: an IPv4 address, or the /64 of an IPv6 one, which one client has as a whole.
pub(super) fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Some proxies write the port too. Each hop is read by itself: bytes of the client's make no other's unreadable.
fn parse(hop: &[u8]) -> Option<IpAddr> {
    let hop = str::from_utf8(hop).ok()?.trim();
    let with_port = hop.parse::<SocketAddr>().map(|address| address.ip());
    with_port.or_else(|_| hop.trim_matches(['[', ']']).parse()).ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::{TrustedProxies, counted_as};

    fn client(peer: &str, forwarded_for: &[&str]) -> String {
        let lines: Vec<_> = forwarded_for.iter().map(|line| line.as_bytes()).collect();
        client_of_bytes(peer, &lines)
    }

    fn client_of_bytes(peer: &str, forwarded_for: &[&[u8]]) -> String {
        let ranges = ["10.0.0.0/8", "fd00::1"].map(|range| range.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in forwarded_for {
            headers.append("X-Forwarded-For", HeaderValue::from_bytes(line).unwrap());
        }
        TrustedProxies::new(ranges.into()).client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn the_header_of_an_untrusted_peer_does_not_count() {
        assert_eq!(client("203.0.113.9", &["198.51.100.7"]), "203.0.113.9");
        assert_eq!(client("fd00::2", &["198.51.100.7"]), "fd00::2");
    }

    #[test]
    fn from_a_trusted_proxy_the_rightmost_untrusted_hop_counts() {
        assert_eq!(client("10.1.2.3", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("10.1.2.3", &["1.1.1.1, 198.51.100.7, 10.9.9.9"]), "198.51.100.7");
        assert_eq!(client("::ffff:10.1.2.3", &["1.1.1.1", "198.51.100.7", "10.9.9.9"]), "198.51.100.7");
        assert_eq!(client("fd00::1", &["2001:db8::7"]), "2001:db8::7");
        assert_eq!(client("10.1.2.3", &["198.51.100.7:4711, [fd00::1]:80"]), "198.51.100.7");
        assert_eq!(client_of_bytes("10.1.2.3", &[b"\xff, 198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn without_a_hop_that_can_be_read_the_last_proxy_is_the_client() {
        assert_eq!(client("10.1.2.3", &[]), "10.1.2.3");
        assert_eq!(client("10.1.2.3", &["10.4.4.4"]), "10.4.4.4");
        assert_eq!(client("10.1.2.3", &["198.51.100.7, unknown"]), "10.1.2.3");
    }

    #[test]
    fn an_ipv6_client_is_counted_by_its_network() {
        let counted = |text: &str| counted_as(text.parse::<IpAddr>().unwrap()).to_string();
        assert_eq!(counted("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!((counted("198.51.100.7"), counted("::ffff:198.51.100.7")), {
            let address = "198.51.100.7".to_owned();
            (address.clone(), address)
        });
    }
}
