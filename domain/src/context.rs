//! The context aggregate: a project's layers, and which of them were active at every version.

pub mod event;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::risk::Assessment;
use crate::state::State;
use crate::stream::AggregateType;
use crate::text::Text;
use event::ContextEvent;

/// What was decided about a layer. A rollback may leave an approved layer inactive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerStatus {
    /// Nothing yet.
    Pending,
    /// It became part of the context.
    Approved,
    /// It was refused.
    Rejected,
}

impl LayerStatus {
    /// The status as people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

/// One layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its words.
    pub content: Text,
    /// Who proposed it.
    pub added_by: Actor,
    /// What was decided about it.
    pub status: LayerStatus,
    /// Its latest score and signals, once there are any.
    pub assessment: Option<Assessment>,
}

/// A project's context.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Every layer by its version, from 1.
    pub layers: BTreeMap<u32, Layer>,
    /// The active layers of context version 1, 2, 3 …, each in ascending order.
    pub versions: Vec<Vec<u32>>,
}

impl Context {
    /// The current context version; 0 before the first approval.
    pub fn version(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(u32::MAX)
    }

    /// The layers that are active now, in order.
    pub fn active(&self) -> Vec<u32> {
        self.versions.last().cloned().unwrap_or_default()
    }

    /// The layers that were active at a context version (0: none); `None` when there is no such version.
    pub fn active_at(&self, version: u32) -> Option<Vec<u32>> {
        match version.checked_sub(1) {
            None => Some(Vec::new()),
            Some(index) => self.versions.get(index as usize).cloned(),
        }
    }

    /// The words of the layers that were active at a context version, in order, without forgotten ones.
    pub fn words_at(&self, version: u32) -> Vec<String> {
        let layers = self.active_at(version).unwrap_or_default();
        let words = layers.iter().filter_map(|layer| self.layers.get(layer)?.content.as_str());
        words.map(str::to_owned).collect()
    }

    /// The version that the next layer gets.
    pub fn next_layer(&self) -> u32 {
        self.layers.last_key_value().map_or(1, |(last, _)| last + 1)
    }

    fn set_status(&mut self, layer: u32, status: LayerStatus) {
        if let Some(layer) = self.layers.get_mut(&layer) {
            layer.status = status;
        }
    }
}

impl State for Context {
    type Event = ContextEvent;
    const KIND: AggregateType = AggregateType::Context;

    fn evolve(&mut self, event: &ContextEvent) {
        match event {
            ContextEvent::ContextAdded { layer, content, added_by } => {
                let (content, added_by) = (content.clone(), added_by.clone());
                let added = Layer { content, added_by, status: LayerStatus::Pending, assessment: None };
                self.layers.insert(*layer, added);
            }
            ContextEvent::ContextAssessed { layer, assessment } => {
                if let Some(layer) = self.layers.get_mut(layer) {
                    layer.assessment = Some(assessment.clone());
                }
            }
            ContextEvent::ContextApproved { layer, context_version: _ } => {
                self.set_status(*layer, LayerStatus::Approved);
                let mut active = self.active();
                active.push(*layer);
                active.sort_unstable();
                self.versions.push(active);
            }
            ContextEvent::ContextRejected { layer, reason: _ } => {
                self.set_status(*layer, LayerStatus::Rejected);
            }
            ContextEvent::ContextRolledBack { to_version, context_version: _ } => {
                self.versions.push(self.active_at(*to_version).unwrap_or_default());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::event::ContextEvent;
    use super::{Context, LayerStatus};
    use crate::actor::Actor;
    use crate::state::State;
    use crate::text::Text;

    fn added(layer: u32) -> ContextEvent {
        ContextEvent::ContextAdded { layer, content: Text::known("frogs"), added_by: Actor::process("test") }
    }

    fn approved(layer: u32, context_version: u32) -> ContextEvent {
        ContextEvent::ContextApproved { layer, context_version }
    }

    #[test]
    fn every_version_keeps_its_layers_in_order() {
        let rolled_back = ContextEvent::ContextRolledBack { to_version: 1, context_version: 3 };
        let context = Context::fold(&[
            added(1),
            added(2),
            added(3),
            approved(2, 1),
            approved(1, 2),
            rolled_back,
            approved(3, 4),
        ]);
        assert_eq!((context.version(), context.next_layer()), (4, 4));
        let active: Vec<_> = (0..=5).map(|version| context.active_at(version)).collect();
        let expected = [Some(vec![]), Some(vec![2]), Some(vec![1, 2]), Some(vec![2]), Some(vec![2, 3]), None];
        assert_eq!(active, expected);
        assert_eq!(context.active(), [2, 3]);
    }

    #[test]
    fn forgotten_words_are_left_out() {
        let content = Text::Erased;
        let forgotten = ContextEvent::ContextAdded { layer: 1, content, added_by: Actor::process("test") };
        let context = Context::fold(&[forgotten, added(2), approved(1, 1), approved(2, 2)]);
        assert_eq!(context.words_at(2), ["frogs"]);
        assert_eq!(context.words_at(1), Vec::<String>::new());
    }

    #[test]
    fn before_the_first_approval_nothing_is_active() {
        let rejected = ContextEvent::ContextRejected { layer: 1, reason: None };
        let context = Context::fold(&[added(1), rejected]);
        assert_eq!((context.version(), context.active(), context.next_layer()), (0, vec![], 2));
        assert_eq!(context.layers[&1].status, LayerStatus::Rejected);
    }
}
