//! Faults on order, for proofs: guards that are taken away, and points at which the process kills itself.
//!
//! Without the feature `faults` a point is an empty function; no release build has the feature.

#[cfg(feature = "faults")]
pub use commands::faults::take_away;
pub use commands::faults::{GUARDS, Guard, guard_named, stands};

pub mod crash;
