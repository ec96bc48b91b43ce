//! Names and ports that no other run uses, and the addresses of the servers this run was given.

use std::net::{Ipv4Addr, TcpListener};

use rand::Rng;

/// The variable in which `memebot-servers run` hands its run's random name to the tests it starts.
pub const RUN_VARIABLE: &str = "MEMEBOT_TEST_RUN";

/// Below the kernel's default range for outgoing connections (32768–60999): a client that keeps dialling a server
/// that is down could otherwise be given the server's port as its own, connect to itself and block the restart.
const PORTS: std::ops::Range<u16> = 15_000..32_000;

/// Twelve random lower-case hexadecimal digits, fit for database, stream and folder names.
#[must_use]
pub fn random_name() -> String {
    hex::encode(rand::random::<[u8; 6]>())
}

/// A port on 127.0.0.1 that nobody listens on at this moment; the caller has to cope with a neighbour who is quicker.
///
/// # Panics
/// When the machine has no free port.
#[must_use]
pub fn free_port() -> u16 {
    let mut random = rand::rng();
    (0..1000)
        .map(|_| random.random_range(PORTS))
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a free port on 127.0.0.1 between 15000 and 32000")
}

/// A random name for a test's streams, consumers and subjects; it begins with the run's own.
#[must_use]
pub fn nats_namespace() -> String {
    format!("{}{}", names_of(&set(RUN_VARIABLE).unwrap_or_else(random_name)), random_name())
}

/// A random prefix for a test's keys, ending in a colon; it begins with the run's own.
#[must_use]
pub fn redis_prefix() -> String {
    format!("{}:", nats_namespace())
}

/// How the names of a run's streams and keys begin.
#[must_use]
pub fn names_of(run: &str) -> String {
    format!("test-{run}-")
}

/// The address in `NATS_URL`.
///
/// # Panics
/// When the variable is not set.
#[must_use]
pub fn nats_url() -> String {
    given("NATS_URL")
}

/// The address in `REDIS_URL`.
///
/// # Panics
/// When the variable is not set.
#[must_use]
pub fn redis_url() -> String {
    given("REDIS_URL")
}

pub(crate) fn given(variable: &str) -> String {
    set(variable).unwrap_or_else(|| {
        panic!("this test needs a server: run `make test`, or set {variable} to one's address")
    })
}

/// The variable's value; an empty one counts as not set.
pub(crate) fn set(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{PORTS, free_port, nats_namespace, random_name, redis_prefix};

    #[test]
    fn names_differ_every_time() {
        assert_ne!(random_name(), random_name());
        assert_ne!(nats_namespace(), nats_namespace());
        assert_ne!(redis_prefix(), redis_prefix());
    }

    #[test]
    fn a_free_port_can_be_listened_on_and_is_never_an_outgoing_one() {
        let port = free_port();
        assert!(PORTS.contains(&port));
        std::net::TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
    }
}
