//! What can be seen: one file per question.
//!
//! To add a view: write one file here (row struct, fold, queries, tests), add its line to
//! [`registry::all`] and a migration that makes its table `<name>_v<shape>` and its view `<name>`.
//! Queries read the views through the `search_path`, so the same query answers for the live read models and
//! for those of an earlier moment in a scratch schema.

pub mod admins;
pub mod audit_logs;
pub mod build;
pub mod compare;
pub mod context_layers;
pub mod daily_activity;
pub mod page;
pub mod posts;
pub mod projection;
pub mod projector;
pub mod projects;
pub mod readable;
pub mod registry;
mod statement_list;
pub mod suggestions;
pub mod target;
#[cfg(test)]
mod testing;
