//! What a build reads that announces nothing: the events that there were before instances announced what they read, each in
//! the version that it had then. Nothing is ever added; it may go when no such build can run beside this one any more.

use crate::event::EventKind;

const VERSION: &str = "1.0";

/// Without `TextsForgotten`: such a build would carry the forgetting out and leave no tombstones, and what it forgot would
/// count as damaged.
const KINDS: [EventKind; 54] = [
    EventKind::AccountAssigned,
    EventKind::AutopilotSet,
    EventKind::PostingPaused,
    EventKind::PostingResumed,
    EventKind::ProjectArchived,
    EventKind::ProjectCreated,
    EventKind::ProjectDescribed,
    EventKind::QuotaSet,
    EventKind::SafetyPolicySet,
    EventKind::ScheduleSet,
    EventKind::VibeCleared,
    EventKind::VibeSet,
    EventKind::ContextAdded,
    EventKind::ContextApproved,
    EventKind::ContextAssessed,
    EventKind::ContextRejected,
    EventKind::ContextRolledBack,
    EventKind::GenerationFailed,
    EventKind::SuggestionApproved,
    EventKind::SuggestionExpired,
    EventKind::SuggestionRejected,
    EventKind::SuggestionRequested,
    EventKind::VariantAssessed,
    EventKind::VariantEdited,
    EventKind::VariantsGenerated,
    EventKind::MetricsObserved,
    EventKind::OutcomeConfirmed,
    EventKind::OutcomeUnknown,
    EventKind::PostBlocked,
    EventKind::PostCancelled,
    EventKind::PostCleared,
    EventKind::PostDeleted,
    EventKind::PostFailed,
    EventKind::PostMissed,
    EventKind::PostPublished,
    EventKind::PostQueued,
    EventKind::PostRequeued,
    EventKind::PostedManually,
    EventKind::AccountConnected,
    EventKind::AccountDisconnected,
    EventKind::AccountHeld,
    EventKind::AccountReleased,
    EventKind::AttemptOpened,
    EventKind::AttemptSettled,
    EventKind::TokensNoted,
    EventKind::ApiTokenIssued,
    EventKind::ApiTokenRevoked,
    EventKind::RoleGranted,
    EventKind::RoleRevoked,
    EventKind::CommandRefused,
    EventKind::DataExported,
    EventKind::DataRead,
    EventKind::LoggedIn,
    EventKind::ParkedDiscarded,
];

/// Whether a build from before announcements reads what is written of this kind today.
pub fn reads(kind: EventKind) -> bool {
    kind.version == VERSION && KINDS.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::reads;
    use crate::event::EventKind;

    #[test]
    fn an_older_build_reads_no_newer_version() {
        assert!(reads(EventKind::VibeSet));
        assert!(!reads(EventKind { version: "1.1", ..EventKind::VibeSet }));
        assert!(!reads(EventKind { name: "NeverHeardOf", ..EventKind::VibeSet }));
    }
}
