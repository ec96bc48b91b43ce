//! The store against a real database: outcomes, caps, sealing, and what happens when things break.

mod breakdown;
mod contract;
mod outcome;
mod sealing;
