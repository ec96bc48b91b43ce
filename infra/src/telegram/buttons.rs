//! What a button carries: an action, ids and the revision that was seen, in at most 64 bytes.
//!
//! `va:<uuid in base64url, 22 characters>:1:0`. Nothing is ever read from the text of a message: it may be old or
//! not accessible. Data can be made up by a client; whether the presser may is decided by the bus.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{PostId, ProjectId, SuggestionId};
use uuid::Uuid;

/// One revision of a variant, as somebody saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VariantRef {
    /// The suggestion.
    pub(super) suggestion: SuggestionId,
    /// The variant's number.
    pub(super) variant: u8,
    /// The revision.
    pub(super) revision: u32,
}

/// A post whose attempt has an unknown outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AttemptRef {
    /// The post.
    pub(super) post: PostId,
    /// The attempt.
    pub(super) attempt: u32,
}

/// A layer of a project's context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LayerRef {
    /// The project.
    pub(super) project: ProjectId,
    /// The layer's version.
    pub(super) layer: u32,
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Approve a layer.
    ApproveLayer(LayerRef),
    /// Reject a layer.
    RejectLayer(LayerRef),
    /// Send a layer's notice again.
    ShowLayer(LayerRef),
    /// Approve a variant.
    ApproveVariant(VariantRef),
    /// Approve a variant if needed and publish it now.
    PublishVariant(VariantRef),
    /// Publish the approved variant in the next slot.
    QueueVariant(VariantRef),
    /// Ask for a new text of a variant.
    EditVariant(VariantRef),
    /// Reject a suggestion.
    RejectSuggestion(SuggestionId),
    /// Ask for other variants in place of a suggestion.
    Regenerate(SuggestionId),
    /// Send a suggestion's notices again.
    ShowSuggestion(SuggestionId),
    /// Take a post back.
    CancelPost(PostId),
    /// Try a post again.
    RetryPost(PostId),
    /// Somebody put a post on X by hand: ask for its link.
    PostedByHand(PostId),
    /// A post of unknown outcome is on X: ask for its link.
    ConfirmLive(AttemptRef),
    /// A post of unknown outcome is not on X: publish it again.
    PublishAgain(AttemptRef),
    /// A post of unknown outcome is not on X: leave it.
    DropPost(AttemptRef),
    /// Work on a project.
    ChooseProject(ProjectId),
    /// A page of what waits for a decision.
    PendingPage(ProjectId, u32),
    /// The audit log before a position.
    AuditPage(ProjectId, u64),
}

impl Action {
    /// The data of a button.
    pub(super) fn encode(self) -> String {
        let (code, id, numbers) = self.parts();
        let mut parts = vec![code.to_owned(), URL_SAFE_NO_PAD.encode(id.as_bytes())];
        parts.extend(numbers.iter().map(ToString::to_string));
        parts.join(":")
    }

    /// The action of a button's data; `None` for data that no button of today has.
    pub(super) fn decode(data: &str) -> Option<Self> {
        let mut parts = data.split(':');
        let (code, id) = (parts.next()?, parts.next()?);
        let id = Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
        let numbers: Vec<u64> = parts.map(|number| number.parse().ok()).collect::<Option<_>>()?;
        Self::of(code, id, &numbers)
    }

    fn parts(self) -> (&'static str, Uuid, Vec<u64>) {
        let layer = |code, at: LayerRef| (code, at.project.0, vec![at.layer.into()]);
        let seen =
            |code, at: VariantRef| (code, at.suggestion.0, vec![at.variant.into(), at.revision.into()]);
        let attempted = |code, at: AttemptRef| (code, at.post.0, vec![at.attempt.into()]);
        match self {
            Self::ApproveLayer(at) => layer("la", at),
            Self::RejectLayer(at) => layer("lr", at),
            Self::ShowLayer(at) => layer("ls", at),
            Self::ApproveVariant(at) => seen("va", at),
            Self::PublishVariant(at) => seen("vp", at),
            Self::QueueVariant(at) => seen("vq", at),
            Self::EditVariant(at) => seen("ve", at),
            Self::RejectSuggestion(id) => ("sr", id.0, Vec::new()),
            Self::Regenerate(id) => ("sg", id.0, Vec::new()),
            Self::ShowSuggestion(id) => ("ss", id.0, Vec::new()),
            Self::CancelPost(id) => ("pc", id.0, Vec::new()),
            Self::RetryPost(id) => ("pr", id.0, Vec::new()),
            Self::PostedByHand(id) => ("pm", id.0, Vec::new()),
            Self::ConfirmLive(at) => attempted("pl", at),
            Self::PublishAgain(at) => attempted("pa", at),
            Self::DropPost(at) => attempted("pd", at),
            Self::ChooseProject(id) => ("cp", id.0, Vec::new()),
            Self::PendingPage(id, page) => ("np", id.0, vec![page.into()]),
            Self::AuditPage(id, before) => ("ap", id.0, vec![before]),
        }
    }

    fn of(code: &str, id: Uuid, numbers: &[u64]) -> Option<Self> {
        let layer = |layer: u64| Some(LayerRef { project: id.into(), layer: u32::try_from(layer).ok()? });
        let attempted =
            |attempt: u64| Some(AttemptRef { post: id.into(), attempt: u32::try_from(attempt).ok()? });
        let seen = |variant: u64, revision: u64| {
            let (variant, revision) = (u8::try_from(variant).ok()?, u32::try_from(revision).ok()?);
            Some(VariantRef { suggestion: id.into(), variant, revision })
        };
        match (code, numbers) {
            ("la", &[number]) => layer(number).map(Self::ApproveLayer),
            ("lr", &[number]) => layer(number).map(Self::RejectLayer),
            ("ls", &[number]) => layer(number).map(Self::ShowLayer),
            ("va", &[variant, revision]) => seen(variant, revision).map(Self::ApproveVariant),
            ("vp", &[variant, revision]) => seen(variant, revision).map(Self::PublishVariant),
            ("vq", &[variant, revision]) => seen(variant, revision).map(Self::QueueVariant),
            ("ve", &[variant, revision]) => seen(variant, revision).map(Self::EditVariant),
            ("sr", &[]) => Some(Self::RejectSuggestion(id.into())),
            ("sg", &[]) => Some(Self::Regenerate(id.into())),
            ("ss", &[]) => Some(Self::ShowSuggestion(id.into())),
            ("pc", &[]) => Some(Self::CancelPost(id.into())),
            ("pr", &[]) => Some(Self::RetryPost(id.into())),
            ("pm", &[]) => Some(Self::PostedByHand(id.into())),
            ("pl", &[attempt]) => attempted(attempt).map(Self::ConfirmLive),
            ("pa", &[attempt]) => attempted(attempt).map(Self::PublishAgain),
            ("pd", &[attempt]) => attempted(attempt).map(Self::DropPost),
            ("cp", &[]) => Some(Self::ChooseProject(id.into())),
            ("np", &[page]) => Some(Self::PendingPage(id.into(), u32::try_from(page).ok()?)),
            ("ap", &[before]) => Some(Self::AuditPage(id.into(), before)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, AttemptRef, LayerRef, VariantRef};
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
            Action::PendingPage(id.into(), u32::MAX),
            Action::AuditPage(id.into(), u64::MAX),
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
