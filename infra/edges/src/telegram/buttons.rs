//! The button table: one row per action of an inline button, from which its callback data and its name follow.
//!
//! Callback data carry an action, an id and the revision that was seen, in at most 64 bytes:
//! `va:<uuid in base64url, 22 characters>:1:0`. Nothing is ever read from the text of a message: it may be old or
//! not accessible. Data can be made up by a client; whether the presser may is decided by the bus.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{PostId, ProjectId, SuggestionId};
use domain::stream::StreamId;
use uuid::Uuid;

use super::callback_subjects::{
    AttemptRef, AuditPageRef, CallbackSubject, LateCommandRef, LayerRef, PendingPageRef, VariantRef,
};

/// Declares [`Action`] from its rows: variant and subject, the code in callback data, and the name under which a refused
/// attempt is recorded.
// The handlers are not in the rows: the handlers make buttons themselves, so this file would depend on them and they on
// it. The callback handler's match names them, and the compiler asks for an arm.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident($subject:ty) $code:literal $name:literal;)+) => {
        /// The code of every button, with which its callback data begin.
        pub const BUTTON_CODES: &[&str] = &[$($code),+];

        /// What a pressed button asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Action {
            $($(#[$doc])* $variant($subject),)+
        }

        impl Action {
            /// What is attempted, as people know it: the name under which a refused attempt is recorded.
            pub(super) fn name(self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)+ }
            }

            /// The stream in which a decision about its subject is recorded.
            pub(super) fn stream(self) -> StreamId {
                match self { $(Self::$variant(subject) => subject.stream(),)+ }
            }


            fn parts(self) -> (&'static str, Uuid, Vec<u64>) {
                match self {
                    $(Self::$variant(subject) => {
                        let (id, numbers) = subject.parts();
                        ($code, id, numbers)
                    })+
                }
            }

            fn from_parts(code: &str, id: Uuid, numbers: &[u64]) -> Option<Self> {
                match code {
                    $($code => <$subject>::from_parts(id, numbers).map(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

actions! {
    /// Approve a layer.
    ApproveLayer(LayerRef) "la" "button approve";
    /// Reject a layer.
    RejectLayer(LayerRef) "lr" "button reject";
    /// Send a layer's notice again.
    ShowLayer(LayerRef) "ls" "button show";
    /// Approve a variant.
    ApproveVariant(VariantRef) "va" "button approve";
    /// Approve a variant if needed and publish it now.
    PublishVariant(VariantRef) "vp" "button publish now";
    /// Publish the approved variant in the next slot.
    QueueVariant(VariantRef) "vq" "button queue";
    /// Ask for a new text of a variant.
    EditVariant(VariantRef) "ve" "button edit";
    /// Reject a suggestion.
    RejectSuggestion(SuggestionId) "sr" "button reject";
    /// Ask for other variants in place of a suggestion.
    Regenerate(SuggestionId) "sg" "button regenerate";
    /// Send a suggestion's notices again.
    ShowSuggestion(SuggestionId) "ss" "button show";
    /// Take a post back.
    CancelPost(PostId) "pc" "button cancel";
    /// Try a post again.
    RetryPost(PostId) "pr" "button retry";
    /// Somebody put a post on X by hand: ask for its link.
    PostedByHand(PostId) "pm" "button posted by hand";
    /// A post of unknown outcome is on X: ask for its link.
    ConfirmLive(AttemptRef) "pl" "button it is live";
    /// A post of unknown outcome is not on X: publish it again.
    PublishAgain(AttemptRef) "pa" "button publish again";
    /// A post of unknown outcome is not on X: leave it.
    DropPost(AttemptRef) "pd" "button drop";
    /// Work on a project.
    ChooseProject(ProjectId) "cp" "button project";
    /// A page of what waits for a decision.
    PendingPage(PendingPageRef) "np" "button pending";
    /// The audit log before a position.
    AuditPage(AuditPageRef) "ap" "button audit";
    /// Carry out a command that was delivered late.
    LateCommand(LateCommandRef) "co" "button carry out";
}

impl Action {
    /// The callback data of a button.
    pub(super) fn encode(self) -> String {
        let (code, id, numbers) = self.parts();
        let mut parts = vec![code.to_owned(), URL_SAFE_NO_PAD.encode(id.as_bytes())];
        parts.extend(numbers.iter().map(ToString::to_string));
        parts.join(":")
    }

    /// The action of callback data; `None` for data that no button of today has.
    pub(super) fn decode(data: &str) -> Option<Self> {
        let mut parts = data.split(':');
        let (code, id) = (parts.next()?, parts.next()?);
        let id = Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
        let numbers: Vec<u64> = parts.map(|number| number.parse().ok()).collect::<Option<_>>()?;
        Self::from_parts(code, id, &numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, AttemptRef, AuditPageRef, LateCommandRef, LayerRef, PendingPageRef, VariantRef};
    use uuid::Uuid;

    /// Every action with the largest numbers it can carry.
    fn all() -> Vec<Action> {
        let id = Uuid::max();
        let layer = LayerRef { project: id.into(), layer: u32::MAX };
        let seen = VariantRef { suggestion: id.into(), variant: u8::MAX, revision: u32::MAX };
        let attempted = AttemptRef { post: id.into(), attempt: u32::MAX };
        vec![
            Action::ApproveLayer(layer),
            Action::RejectLayer(layer),
            Action::ShowLayer(layer),
            Action::ApproveVariant(seen),
            Action::PublishVariant(seen),
            Action::QueueVariant(seen),
            Action::EditVariant(seen),
            Action::RejectSuggestion(id.into()),
            Action::Regenerate(id.into()),
            Action::ShowSuggestion(id.into()),
            Action::CancelPost(id.into()),
            Action::RetryPost(id.into()),
            Action::PostedByHand(id.into()),
            Action::ConfirmLive(attempted),
            Action::PublishAgain(attempted),
            Action::DropPost(attempted),
            Action::ChooseProject(id.into()),
            Action::PendingPage(PendingPageRef { project: id.into(), page: u32::MAX }),
            Action::AuditPage(AuditPageRef { project: id.into(), before: u64::MAX }),
            Action::LateCommand(LateCommandRef { request: id }),
        ]
    }

    #[test]
    fn every_action_fits_into_64_bytes_and_comes_back() {
        for action in all() {
            let data = action.encode();
            assert!(data.len() <= 64, "{data}");
            assert_eq!(Action::decode(&data), Some(action));
        }
    }

    #[test]
    fn the_data_reads_as_documented() {
        let seen = VariantRef { suggestion: Uuid::nil().into(), variant: 1, revision: 0 };
        assert_eq!(Action::ApproveVariant(seen).encode(), "va:AAAAAAAAAAAAAAAAAAAAAA:1:0");
    }

    #[test]
    fn other_data_is_no_action() {
        let id = "AAAAAAAAAAAAAAAAAAAAAA";
        let forged = [
            "",
            "va",
            "va:x:1:0",
            "zz",
            &format!("zz:{id}"),
            &format!("va:{id}:1"),
            &format!("va:{id}:1:0:0"),
        ]
        .map(str::to_owned);
        for data in forged.into_iter().chain([format!("va:{id}:256:0"), format!("la:{id}:-1")]) {
            assert_eq!(Action::decode(&data), None, "{data}");
        }
    }
}
