//! Exit codes beside 0 and 1, as sysexits.h names them.

/// Wrong settings or arguments (`EX_USAGE`).
pub(crate) const USAGE: u8 = 64;
/// A service that is needed is away or refuses us (`EX_UNAVAILABLE`).
pub(crate) const UNAVAILABLE: u8 = 69;
