//! Appends that must fail without failing what travels with them.

use commands::store::{Append, Appended, StoreError};
use domain::id::ProjectId;
use domain::project::event::ProjectEvent;
use domain::text::Text;
use uuid::Uuid;

use super::notes::Poisoned;
use super::schedule::Poison;
use super::setup::careless;
use super::world::World;

/// The `number`th poisoned append.
pub(super) fn append(world: &World, poison: Poison, number: u64) -> Append {
    let nowhere = ProjectId(Uuid::new_v5(&world.space, format!("nowhere {number}").as_bytes()));
    let mut append = match poison {
        Poison::Gap => careless(world, nowhere, 5, &ProjectEvent::VibeCleared {}),
        Poison::Double => careless(world, world.projects[0], 1, &ProjectEvent::VibeCleared {}),
        Poison::Huge => {
            let base_description = Text::known("x".repeat(70_000));
            careless(world, nowhere, 1, &ProjectEvent::ProjectDescribed { base_description })
        }
    };
    append.receipt.command_id.0 = Uuid::new_v5(&nowhere.0, b"poison");
    append.metadata.command_id = append.receipt.command_id;
    append
}

/// What is noted of it.
pub(super) fn noted(poison: Poison, append: &Append, answer: Result<Appended, StoreError>) -> Poisoned {
    Poisoned { poison, command: append.receipt.command_id.0, answer }
}

impl Poisoned {
    /// What is wrong with the answer, if anything is.
    pub(super) fn fault(&self) -> Option<String> {
        let expected = match (self.poison, &self.answer) {
            (Poison::Gap, Err(StoreError::Corrupt(why))) => why.contains("does not follow"),
            (Poison::Double, Ok(Appended::VersionConflict)) => true,
            (Poison::Huge, Err(StoreError::TooLarge { .. })) => true,
            (Poison::Gap | Poison::Double | Poison::Huge, _) => false,
        };
        (!expected).then(|| format!("a poisoned append ({:?}) was answered: {:?}", self.poison, self.answer))
    }
}
