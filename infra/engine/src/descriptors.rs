//! File descriptors (RLIMIT_NOFILE): how many this process may have open, and how many it has.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tracing::warn;

/// How many descriptors this process may have open at a time; `u64::MAX` where there is no limit.
pub fn limit() -> u64 {
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

/// Raises the soft limit to the hard one, which needs no privilege; the limit that counts from now on.
pub fn raise_limit() -> u64 {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        // Some systems show a hard limit and grant less: what there is still counts, and is told as it is.
        warn!(%error, limit = limit(), "the limit of descriptors could not be raised");
    }
    limit()
}

/// How many are open; `None` elsewhere than on Linux.
pub fn open() -> Option<u64> {
    // Reading the folder takes a descriptor of its own, which is counted and gone again.
    let entries = std::fs::read_dir("/proc/self/fd").ok()?;
    Some((entries.count() as u64).saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::{limit, open, raise_limit};

    #[test]
    fn what_is_opened_is_counted_and_the_limit_is_never_lowered() {
        let before = limit();
        assert!(raise_limit() >= before && raise_limit() == limit());
        let held: Vec<File> = (0..200).map(|_| File::open("/dev/null").unwrap()).collect();
        // other tests of this process open and close some meanwhile
        let with_them = open().unwrap();
        assert!((200..limit()).contains(&with_them), "{with_them} open");
        drop(held);
    }
}
