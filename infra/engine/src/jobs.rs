//! The job queue: what process managers ask for, stored in the table `effects` and performed by a worker pool.
//!
//! A job may be performed more than once (after a crash, after a lost lease) and never less than once until it has a
//! verdict. Process managers know that: their commands carry ids derived from the job.

mod claim;
mod enqueuer;
mod hand_over;
mod insert;
mod job;
mod notifier;
mod ordering;
mod perform;
mod process_consumer;
mod queue_buffer;
mod settle;
#[cfg(test)]
mod tests;
mod unclaimed;
mod worker_pool;
mod workers;

pub use enqueuer::Enqueuer;
pub use insert::{NewJobRow, Origin, insert};
pub use job::{JobCount, JobState, JobView, UnknownState, counts, find};
pub use notifier::{JobNotifier, JobStatusCache, NoStatusCache};
pub use process_consumer::ProcessConsumer;
pub use unclaimed::{UnclaimedWatch, watch_unclaimed};
pub use workers::{Workers, WorkersConfig};
