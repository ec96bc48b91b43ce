//! The reader registry: which readers of the log the program brings. The engine knows none of them by itself.

#[cfg(any(test, feature = "testing"))]
pub mod testing;

use std::sync::Arc;

use projections::projector::Projector;

/// What reads the log, handed to the engine at the start.
#[derive(Clone)]
pub struct ReaderRegistry {
    /// Every read model, in the shape that the program names.
    pub read_models: Vec<Arc<dyn Projector>>,
    /// The names of all process managers, whichever of them this instance runs.
    pub processes: Vec<&'static str>,
    /// Leases of other work. The status shows one once somebody held it.
    pub other_work: Vec<&'static str>,
}

impl ReaderRegistry {
    /// The shape of the read model that the program reads and writes; 0 for whatever is no read model.
    pub fn shape_of(&self, name: &str) -> u32 {
        let read_model = self.read_models.iter().find(|projector| projector.name() == name);
        read_model.map_or(0, |projector| projector.shape())
    }

    /// The names and shapes of the read models, for a statement.
    pub(crate) fn read_models(&self) -> (Vec<&'static str>, Vec<i32>) {
        let read_models = self.read_models.iter();
        read_models.map(|projector| (projector.name(), projector.shape().cast_signed())).unzip()
    }
}
