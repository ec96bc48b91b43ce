//! Random interleavings of writers, sequencers and runners on a real PostgreSQL, against a pure model.

mod beside;
mod check;
mod feed;
mod house;
mod lane;
mod ledger;
mod model;
mod notes;
mod play;
mod poison;
mod proof;
mod schedule;
mod seen;
mod setup;
mod world;

#[cfg(test)]
mod tests;

pub use proof::Interleavings;
