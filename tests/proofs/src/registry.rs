//! The proofs that there are.

use crate::clocks::Clocks;
use crate::crash_matrix::CrashMatrix;
use crate::degrade::Degrade;
use crate::doors::Doors;
use crate::drills::Drills;
use crate::interleavings::Interleavings;
use crate::isolation::Isolation;
use crate::mutants::Mutants;
use crate::proof::Proof;
use crate::secrets::Secrets;
use crate::soak::Soak;
use crate::telegram_faults::TelegramFaults;
use crate::wire_contracts::WireContracts;

/// Every proof, in the order in which they run when none is named.
pub fn all() -> Vec<Box<dyn Proof>> {
    vec![
        Box::new(Interleavings),
        Box::new(CrashMatrix::full()),
        Box::new(Drills),
        Box::new(Degrade),
        Box::new(Doors),
        Box::new(Clocks),
        Box::new(Isolation),
        Box::new(Secrets),
        Box::new(WireContracts),
        Box::new(TelegramFaults),
        Box::new(Soak),
        Box::new(Mutants),
    ]
}
