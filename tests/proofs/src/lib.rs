//! The long proofs. Each is a [`proof::Proof`]: a name, what it shows, and cases; [`run`] carries one out, prints its
//! table and writes `target/proofs/NAME.json` and `.jsonl`. [`controls`] takes guard after guard away and expects
//! each proof to notice.

pub mod case;
pub mod clocks;
pub mod controls;
pub mod crash_matrix;
pub mod degrade;
pub mod doors;
pub mod drills;
pub mod interleavings;
pub mod isolation;
pub mod mutants;
pub mod options;
pub mod proof;
pub mod registry;
pub mod report;
pub mod run;
pub mod secrets;
pub mod soak;
pub mod stage;
mod table;
pub mod telegram_faults;
pub mod wire_contracts;
