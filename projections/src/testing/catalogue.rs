//! One story with every event there is.

use domain::access::event::AccessEvent;
use domain::account::event::{AccountEvent, AttemptOutcome};
use domain::context::event::ContextEvent;
use domain::event::Event;
use domain::id::{AccountId, EventId, TokenId, TweetId};
use domain::member::event::MemberEvent;
use domain::policy::{Autopilot, Quota, SafetyPolicy};
use domain::post::event::{
    Allowance, BlockReason, Confirmation, PostEvent, PublicMetrics, PublishFault, Source,
};
use domain::project::event::ProjectEvent;
use domain::risk::RiskScore;
use domain::role::{Role, Scope};
use domain::schedule::{Schedule, Slot};
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::event::{GenerationFault, SuggestionEvent, Usage};
use uuid::Uuid;

use super::{PROJECT, Story, alice, assessment, at, known, post_id, suggestion_id};

/// Every event at least once, forgetting in the middle, and words after it.
pub(crate) fn everything() -> Story {
    let story = suggestions(context(project(Story::default())));
    let story = accesses(accounts(posts(story)));
    let story = members(story).project(forgotten());
    let story = story
        .context(ContextEvent::ContextAdded { layer: 4, content: known("after"), added_by: alice() })
        .suggestion(2, requested())
        .post(2, queued(2, "after"));
    story.project(ProjectEvent::ProjectArchived {})
}

fn project(story: Story) -> Story {
    let schedule = Schedule {
        time_zone: "Europe/Berlin".parse().unwrap(),
        slots: vec![Slot { day: None, minute: 540 }],
    };
    let policy = SafetyPolicy { blocked_keywords: vec!["rug".into()], ..SafetyPolicy::default() };
    let quota = Quota { suggestions_per_day: 5, posts_per_day: 3 };
    let account = AccountId("77".into());
    story
        .project(ProjectEvent::ProjectCreated { name: "Frog".into(), base_description: known("a frog") })
        .project(ProjectEvent::ProjectDescribed { base_description: known("a better frog") })
        .project(ProjectEvent::VibeSet { vibe: known("happy"), expires_at: at(100) })
        .project(ProjectEvent::VibeCleared {})
        .project(ProjectEvent::VibeSet { vibe: known("sad"), expires_at: at(200) })
        .project(ProjectEvent::SafetyPolicySet { policy })
        .project(ProjectEvent::ScheduleSet { schedule })
        .project(ProjectEvent::QuotaSet { quota })
        .project(ProjectEvent::AccountAssigned { account, username: "frog".into() })
        .project(ProjectEvent::PostingPaused { reason: Some(known("private trouble")), asked_at: None })
        .project(ProjectEvent::PostingResumed {})
        .project(ProjectEvent::PostingPaused { reason: Some(known("private trouble again")), asked_at: None })
        .project(ProjectEvent::AutopilotSet { mode: Autopilot::Full })
}

fn context(story: Story) -> Story {
    let added = |layer, words| ContextEvent::ContextAdded { layer, content: known(words), added_by: alice() };
    story
        .context(added(1, "one"))
        .context(ContextEvent::ContextAssessed { layer: 1, assessment: assessment(12, "one") })
        .context(ContextEvent::ContextApproved { layer: 1, context_version: 1 })
        .context(added(2, "two"))
        .context(ContextEvent::ContextApproved { layer: 2, context_version: 2 })
        .context(added(3, "three"))
        .context(ContextEvent::ContextRejected { layer: 3, reason: Some(known("too loud")) })
        .context(ContextEvent::ContextRolledBack { to_version: 1, context_version: 3 })
        .context(ContextEvent::ContextRolledBack { to_version: 2, context_version: 4 })
}

fn suggestions(story: Story) -> Story {
    let failed = SuggestionEvent::GenerationFailed {
        fault: GenerationFault::InputBlocked,
        input: Some(assessment(95, "seed")),
        detail: "the input was blocked".into(),
    };
    story
        .suggestion(1, requested())
        .suggestion(1, generated())
        .suggestion(1, assessed(1, 0, 10))
        .suggestion(1, edited())
        .suggestion(1, assessed(2, 1, 20))
        .suggestion(1, approved())
        .suggestion(3, requested())
        .suggestion(3, failed)
        .suggestion(4, requested())
        .suggestion(4, generated())
        .suggestion(4, SuggestionEvent::SuggestionRejected { reason: Some(known("dull")) })
        .suggestion(5, requested())
        .suggestion(5, SuggestionEvent::SuggestionExpired {})
}

fn posts(story: Story) -> Story {
    let confirmed = |confirmation| PostEvent::OutcomeConfirmed {
        attempt: 1,
        confirmation,
        username: Some("frog".into()),
        confirmed_by: alice(),
    };
    let blocked =
        PostEvent::PostBlocked { reason: BlockReason::Score, assessment: Some(assessment(91, "x")) };
    let unknown = PostEvent::OutcomeUnknown { attempt: 1, detail: "no answer".into() };
    let metrics = PublicMetrics { likes: 3, ..PublicMetrics::default() };
    story
        .post(1, queued(1, "gm frogs"))
        .post(1, PostEvent::PostCleared { assessment: assessment(11, "gm") })
        .post(1, published())
        .post(1, PostEvent::MetricsObserved { metrics, observed_at: at(90) })
        .post(1, PostEvent::PostDeleted {})
        .post(3, queued(13, "three"))
        .post(3, blocked)
        .post(3, PostEvent::PostCancelled { reason: Some(known("changed my mind")) })
        .post(4, queued(14, "four"))
        .post(4, failed(PublishFault::Duplicate))
        .post(4, PostEvent::PostRequeued { publish_at: at(80) })
        .post(4, unknown.clone())
        .post(4, confirmed(Confirmation::NotPublished))
        .post(4, PostEvent::PostedManually { tweet_id: Some(TweetId("900".into())) })
        .post(5, queued(15, "five"))
        .post(5, unknown)
        .post(5, confirmed(Confirmation::Published(TweetId("901".into()))))
        .post(6, queued(16, "six"))
        .post(6, PostEvent::PostMissed { due: at(70), held: None })
}

fn accounts(story: Story) -> Story {
    let opened = AccountEvent::AttemptOpened {
        post: post_id(1),
        attempt: 1,
        text_hash: "00".into(),
        newest_known: None,
        opened_at: at(60),
    };
    let settled =
        AccountEvent::AttemptSettled { post: post_id(1), attempt: 1, outcome: AttemptOutcome::Unknown };
    [
        AccountEvent::AccountConnected { username: "frog".into() },
        AccountEvent::TokensNoted { expires_at: None },
        opened,
        settled,
        AccountEvent::AccountHeld { reason: "an outcome is unknown".into() },
        AccountEvent::AccountReleased { reason: "the outcome is known".into() },
        AccountEvent::AccountDisconnected { reason: "asked for".into() },
    ]
    .into_iter()
    .fold(story, |story, event| story.event(AggregateType::Account, "77", Event::Account(event)))
}

fn accesses(story: Story) -> Story {
    let refused = AccessEvent::CommandRefused {
        command: "ApproveContext".into(),
        actor: alice(),
        stream: "context/1".into(),
        code: "not-allowed".into(),
        reason: "only owners may do this".into(),
    };
    [
        refused,
        AccessEvent::LoggedIn { actor: alice(), method: "console".into() },
        AccessEvent::DataRead { actor: alice(), what: "audit_logs".into() },
        AccessEvent::DataExported { actor: alice(), what: "posts".into(), rows: 3 },
        AccessEvent::ParkedDiscarded {
            actor: alice(),
            consumer: "posts".into(),
            key: "project/1".into(),
            events: 2,
        },
        AccessEvent::EventDiscarded {
            actor: alice(),
            position: 17,
            event: EventId(Uuid::nil()),
            stream: "post/1".into(),
            event_type: "PostQueued".into(),
            consumers: vec!["posts/1".into()],
            reason: known("by a build that was taken back"),
        },
    ]
    .into_iter()
    .fold(story, |story, event| story.event(AggregateType::Access, Uuid::nil(), Event::Access(event)))
}

fn members(story: Story) -> Story {
    let token = TokenId(Uuid::from_u128(9));
    let issued = MemberEvent::ApiTokenIssued {
        token,
        label: "private label".into(),
        secret_hash: "11".into(),
        expires_at: None,
    };
    story
        .member("telegram:1001", granted(Role::Owner, Scope::Global, Some("Alice Private")))
        .member("telegram:1002", granted(Role::Analyst, Scope::Project(PROJECT), None))
        .member("telegram:1002", granted(Role::Editor, Scope::Project(PROJECT), Some("Bob Private")))
        .member(
            "telegram:1002",
            MemberEvent::RoleRevoked { role: Role::Editor, scope: Scope::Project(PROJECT) },
        )
        .member("service:ci", granted(Role::Publisher, Scope::Global, None))
        .member("service:ci", issued)
        .member("service:ci", MemberEvent::ApiTokenRevoked { token })
}

/// A grant of a role.
pub(crate) fn granted(role: Role, scope: Scope, name: Option<&str>) -> MemberEvent {
    MemberEvent::RoleGranted { role, scope, name: name.map(known) }
}

/// A request for two variants.
pub(crate) fn requested() -> SuggestionEvent {
    SuggestionEvent::SuggestionRequested {
        project: PROJECT,
        instruction: Some(known("say gm")),
        vibe: Some(known("happy")),
        context_version: 1,
        variants: 2,
        requested_by: alice(),
        replaces: None,
    }
}

/// Two variants.
pub(crate) fn generated() -> SuggestionEvent {
    SuggestionEvent::VariantsGenerated {
        input: assessment(5, "say gm"),
        model: "frogpt".into(),
        variants: vec![known("gm"), known("good morning")],
        usage: Usage { input_tokens: 100, cached_tokens: 0, output_tokens: 20 },
    }
}

/// A score of a revision of a variant.
pub(crate) fn assessed(variant: u8, revision: u32, score: u8) -> SuggestionEvent {
    SuggestionEvent::VariantAssessed { variant, revision, assessment: assessment(score, "gm") }
}

/// The second variant's first edit.
pub(crate) fn edited() -> SuggestionEvent {
    SuggestionEvent::VariantEdited { variant: 2, revision: 1, text: known("gm frogs"), edited_by: alice() }
}

/// The approval of that edit.
pub(crate) fn approved() -> SuggestionEvent {
    SuggestionEvent::SuggestionApproved {
        variant: 2,
        revision: 1,
        text_hash: "00".into(),
        score: RiskScore::try_new(20).unwrap(),
        approved_by: alice(),
    }
}

/// A post of the suggestion of this number.
pub(crate) fn queued(number: u128, words: &str) -> PostEvent {
    PostEvent::PostQueued {
        project: PROJECT,
        account: AccountId("77".into()),
        source: Source { suggestion: suggestion_id(number), variant: 2, revision: 1, context_version: 1 },
        text: known(words),
        text_hash: "00".into(),
        score: RiskScore::try_new(20).unwrap(),
        allowance: Allowance::ApprovedBy(alice()),
        publish_at: at(50),
    }
}

/// A post reached X at its first attempt.
pub(crate) fn published() -> PostEvent {
    PostEvent::PostPublished { attempt: 1, tweet_id: TweetId("899".into()), username: "frog".into() }
}

/// A post failed at its first attempt.
pub(crate) fn failed(fault: PublishFault) -> PostEvent {
    PostEvent::PostFailed { attempt: 1, fault, detail: "X said no".into() }
}

/// The words of the project, its context, its first suggestion and post, and of two members.
pub(crate) fn forgotten() -> ProjectEvent {
    ProjectEvent::TextsForgotten {
        streams: vec![
            StreamId::new(AggregateType::Project, PROJECT),
            StreamId::new(AggregateType::Context, PROJECT),
            StreamId::new(AggregateType::Suggestion, suggestion_id(1)),
            StreamId::new(AggregateType::Suggestion, suggestion_id(4)),
            StreamId::new(AggregateType::Post, post_id(1)),
            StreamId::new(AggregateType::Post, post_id(3)),
            StreamId::new(AggregateType::Member, "telegram:1001"),
            StreamId::new(AggregateType::Member, "telegram:1002"),
        ],
    }
}
