//! Private PostgreSQL, NATS and Redis servers, and random databases on servers that are given.
//!
//! Linux only: `setpriv` (util-linux) binds each server's life to ours, so that none survives even a SIGKILL of this process.

mod database;
mod fake_clock;
mod interrupt;
mod leftovers;
mod names;
mod servers;
mod statements;
mod wait;

pub use database::{TestDatabase, drop_databases_of};
pub use fake_clock::FakeClock;
pub use interrupt::{Interrupts, until_interrupted};
pub use leftovers::{Broom, Leftovers};
pub use names::{
    RUN_VARIABLE, free_port, names_of, nats_namespace, nats_url, random_name, redis_prefix, redis_url,
};
pub use servers::{Durability, Instance, Server, Servers};
pub use statements::prepare;
pub use wait::eventually;
