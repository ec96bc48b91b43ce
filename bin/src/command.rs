//! The subcommands, one file each.

pub(crate) mod as_of;
pub(crate) mod audit;
pub(crate) mod clock;
pub(crate) mod config;
pub(crate) mod dead_letters;
mod differences;
pub(crate) mod doctor;
pub(crate) mod migrate;
pub(crate) mod rebuild;
pub(crate) mod recover;
pub(crate) mod repair;
pub(crate) mod replay;
pub(crate) mod serve;
pub(crate) mod status;
pub(crate) mod token;
