//! Connection limits: how many there may be, and for how long a client may let one wait.

use std::time::Duration;

/// Descriptors kept free for what we call (X, Telegram, OpenAI, NATS, Redis), for connections to PostgreSQL beside the
/// pools, and for files.
pub const RESERVED: u64 = 128;
/// More connections than this are never open, however many descriptors there are: each may take about 200 KB of memory.
const MOST: u64 = 16_384;
/// Fewer than these are of no use, so they are taken even where the descriptors do not suffice.
const FEWEST: u64 = 16;
/// The part of all connections that one address may have.
const SHARE: usize = 8;

/// Limits of the connections of all listeners together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How many may be open.
    pub open: usize,
    /// How many one address may have, unless it is a trusted proxy's.
    pub per_address: usize,
    /// How long a header may take to arrive, from the connection's begin or from the answer before: how long a
    /// connection may be idle, therefore.
    pub header: Duration,
    /// For how long a client may take no byte of its answer.
    pub unread: Duration,
}

impl ConnectionLimits {
    /// What a process with so many descriptors can take, when its pools need some of them.
    pub fn within(descriptors: u64, pools: u64) -> Self {
        let left = descriptors.saturating_sub(pools + RESERVED).clamp(FEWEST, MOST);
        let open = usize::try_from(left).unwrap_or(usize::MAX);
        let (header, unread) = (Duration::from_secs(15), Duration::from_secs(30));
        Self { open, per_address: open / SHARE, header, unread }
    }

    /// How many descriptors a process with such pools needs for them.
    pub fn descriptors(&self, pools: u64) -> u64 {
        self.open as u64 + pools + RESERVED
    }
}

#[cfg(test)]
mod tests {
    use super::ConnectionLimits;

    #[test]
    fn pools_and_outgoing_calls_have_descriptors_of_their_own() {
        let limits = ConnectionLimits::within(1_024, 26);
        assert_eq!((limits.open, limits.per_address), (1_024 - 26 - 128, 108));
        assert_eq!(limits.descriptors(26), 1_024);
    }

    #[test]
    fn there_is_a_most_and_a_fewest() {
        assert_eq!(ConnectionLimits::within(u64::MAX, 26).open, 16_384);
        let few = ConnectionLimits::within(128, 26);
        assert!(few.open == 16 && few.descriptors(26) > 128, "{few:?}");
    }
}
