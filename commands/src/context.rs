//! Commands of a project's context: layers are proposed, scored, decided and rolled back.

pub mod add;
pub mod approve;
pub mod assess;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod reject;
pub mod roll_back;

use domain::context::{Context, Layer, LayerStatus};

use crate::decision::commands;
use crate::refusal::Refusal;

commands! {
    /// Any command of a project's context.
    ContextCommand for Context {
        add::AddContext,
        assess::AssessContext,
        approve::ApproveContext,
        reject::RejectContext,
        roll_back::RollbackContext,
    }
}

const LAYER: &str = "context layer";

fn layer_of(context: &Context, layer: u32) -> Result<&Layer, Refusal> {
    context.layers.get(&layer).ok_or_else(|| Refusal::not_found(LAYER))
}

fn undecided(layer: &Layer) -> Result<(), Refusal> {
    if layer.status == LayerStatus::Pending {
        return Ok(());
    }
    let (what, status) = (LAYER.to_owned(), layer.status.name().to_owned());
    Err(Refusal::AlreadyDecided { what, status, by: None })
}
