//! The API over the real bus and database: what it promises to programs.

mod access;
mod after;
mod faults;
mod health;
mod lists;
mod outcomes;
mod requests;
mod settings;
mod waiting;
