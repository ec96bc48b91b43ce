//! Fixture: the readers that the program brings.

use std::sync::Arc;

use commands::processes;
use projections::registry;

use super::ReaderRegistry;

/// As `memebot serve` hands them to the engine.
pub fn readers() -> Arc<ReaderRegistry> {
    let (read_models, processes) = (registry::all(), processes::NAMES.to_vec());
    Arc::new(ReaderRegistry { read_models, processes, other_work: vec!["bot"] })
}
