//! Callback subjects: what the callback data of a button are about, as an id and up to two numbers.

use domain::id::{PostId, ProjectId, SuggestionId};
use domain::stream::{AggregateType, StreamId};
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

/// A page of what waits for a decision in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PendingPageRef {
    /// The project.
    pub(super) project: ProjectId,
    /// The page, counted from 0.
    pub(super) page: u32,
}

/// A page of a project's audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AuditPageRef {
    /// The project.
    pub(super) project: ProjectId,
    /// The page begins before this position.
    pub(super) before: u64,
}

/// A command that was delivered late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LateCommandRef {
    /// An id made of the message.
    pub(super) request: Uuid,
}

/// What an action is about, as callback data carry it.
pub(super) trait CallbackSubject: Sized {
    /// The id and the numbers of the data.
    fn parts(self) -> (Uuid, Vec<u64>);

    /// The subject of such data; `None` if the numbers are not those of one.
    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self>;

    /// The stream in which a decision about it is recorded.
    fn stream(self) -> StreamId;
}

impl CallbackSubject for LayerRef {
    fn parts(self) -> (Uuid, Vec<u64>) {
        (self.project.0, vec![self.layer.into()])
    }

    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
        let &[layer] = numbers else { return None };
        Some(Self { project: id.into(), layer: u32::try_from(layer).ok()? })
    }

    fn stream(self) -> StreamId {
        StreamId::new(AggregateType::Context, self.project)
    }
}

impl CallbackSubject for VariantRef {
    fn parts(self) -> (Uuid, Vec<u64>) {
        (self.suggestion.0, vec![self.variant.into(), self.revision.into()])
    }

    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
        let &[variant, revision] = numbers else { return None };
        let (variant, revision) = (u8::try_from(variant).ok()?, u32::try_from(revision).ok()?);
        Some(Self { suggestion: id.into(), variant, revision })
    }

    fn stream(self) -> StreamId {
        self.suggestion.stream()
    }
}

impl CallbackSubject for AttemptRef {
    fn parts(self) -> (Uuid, Vec<u64>) {
        (self.post.0, vec![self.attempt.into()])
    }

    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
        let &[attempt] = numbers else { return None };
        Some(Self { post: id.into(), attempt: u32::try_from(attempt).ok()? })
    }

    fn stream(self) -> StreamId {
        self.post.stream()
    }
}

impl CallbackSubject for PendingPageRef {
    fn parts(self) -> (Uuid, Vec<u64>) {
        (self.project.0, vec![self.page.into()])
    }

    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
        let &[page] = numbers else { return None };
        Some(Self { project: id.into(), page: u32::try_from(page).ok()? })
    }

    fn stream(self) -> StreamId {
        self.project.stream()
    }
}

impl CallbackSubject for AuditPageRef {
    fn parts(self) -> (Uuid, Vec<u64>) {
        (self.project.0, vec![self.before])
    }

    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
        let &[before] = numbers else { return None };
        Some(Self { project: id.into(), before })
    }

    fn stream(self) -> StreamId {
        self.project.stream()
    }
}

impl CallbackSubject for LateCommandRef {
    fn parts(self) -> (Uuid, Vec<u64>) {
        (self.request, Vec::new())
    }

    fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
        numbers.is_empty().then_some(Self { request: id })
    }

    // nothing is decided about the message itself
    fn stream(self) -> StreamId {
        StreamId::new(AggregateType::Access, self.request)
    }
}

/// Subjects that are an id alone, with the aggregate that the id is of.
macro_rules! subject_is_an_id {
    ($($id:ty => $aggregate:expr),+) => {
        $(impl CallbackSubject for $id {
            fn parts(self) -> (Uuid, Vec<u64>) {
                (self.0, Vec::new())
            }

            fn from_parts(id: Uuid, numbers: &[u64]) -> Option<Self> {
                numbers.is_empty().then(|| id.into())
            }

            fn stream(self) -> StreamId {
                StreamId::new($aggregate, self)
            }
        })+
    };
}

subject_is_an_id!(
    ProjectId => AggregateType::Project,
    SuggestionId => AggregateType::Suggestion,
    PostId => AggregateType::Post
);
