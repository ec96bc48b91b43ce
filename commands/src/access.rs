//! Commands of an access: what is noted without a rule behind it.

pub mod note;

use domain::access::Access;

use crate::decision::commands;
use note::NoteAccess;

commands! {
    /// Any command of an access.
    AccessCommand for Access { NoteAccess }
}
