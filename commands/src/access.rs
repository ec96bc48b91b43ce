//! Commands of an access: what is noted without a rule behind it, and who may look.

pub mod note;
pub mod request;

use domain::access::Access;

use crate::decision::commands;

commands! {
    /// Any command of an access.
    AccessCommand for Access {
        note::NoteAccess,
        request::RequestAccess,
    }
}
