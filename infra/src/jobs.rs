//! Effects: what process managers intend, stored and then performed by workers.
//!
//! An effect may be performed more than once (after a crash, after a lost lease) and never less than once until it
//! has a verdict. Process managers know that: their commands carry ids derived from the effect.

mod claim;
mod insert;
mod job;
mod notifier;
mod perform;
mod queue_buffer;
mod settle;
#[cfg(test)]
mod tests;
mod worker_pool;
mod workers;

pub use insert::{NewJobRow, Origin, insert};
pub use job::{JobCount, JobState, JobView, UnknownState, counts, find};
pub use notifier::{JobStatus, Jobs, Unwatched};
pub use workers::{Workers, WorkersConfig};
