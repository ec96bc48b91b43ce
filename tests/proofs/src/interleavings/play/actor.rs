//! Whose step it is when everybody runs freely.

use crate::interleavings::schedule::Step;

/// Somebody who does one step after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Actor {
    Instance(u8),
    Writer(bool),
    Killer,
    Sequencer(bool),
    Runner { projector: bool, second: bool },
}

impl Actor {
    /// Whose step it is.
    pub(super) fn of(step: &Step) -> Self {
        match step {
            Step::Ask(asked) => Self::Instance(asked.instance),
            Step::AtOnce { asked, .. } => Self::Instance(asked[0].instance),
            Step::Begin { writer, .. } | Step::End { writer, .. } => Self::Writer(*writer),
            Step::KillAppends => Self::Killer,
            Step::Sequence { second, .. } => Self::Sequencer(*second),
            Step::SequenceBoth => Self::Sequencer(false),
            Step::Deliver { projector, second, .. }
            | Step::CatchUp { projector, second }
            | Step::Restart { projector, second } => Self::Runner { projector: *projector, second: *second },
            Step::DeliverBoth { projector, .. } => Self::Runner { projector: *projector, second: false },
        }
    }
}
