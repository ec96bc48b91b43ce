//! The post aggregate: one text on its way to X, and the rule of what may go there.

pub mod event;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, MemberId, PostId, ProjectId, SuggestionId, TweetId};
use crate::policy::Autopilot;
use crate::risk::{Assessment, Band, Limits, RiskScore, SignalName, SignalStatus};
use crate::state::State;
use crate::stream::AggregateType;
use crate::text::Text;
use event::{Allowance, BlockReason, Confirmation, PostEvent, PublicMetrics, Source};

/// Where a post stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostStatus {
    /// It waits for its time and its final safety check.
    #[default]
    Queued,
    /// The final safety check passed.
    Cleared,
    /// The final safety check stopped it.
    Blocked(BlockReason),
    /// It is on X.
    Published,
    /// It is certainly not on X.
    Failed,
    /// Nobody knows yet whether it is on X.
    Unknown,
    /// A person took it back.
    Cancelled,
    /// Its time passed.
    Missed,
    /// A person published it by hand.
    PostedManually,
    /// It was on X and was removed from there.
    Deleted,
}

impl PostStatus {
    /// The status in words that continue the sentence "this post is …".
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Cleared => "cleared",
            Self::Blocked(_) => "blocked",
            Self::Published => "published",
            Self::Failed => "failed",
            Self::Unknown => "of unknown outcome",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
            Self::PostedManually => "posted by hand",
            Self::Deleted => "deleted",
        }
    }
}

/// A post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The project; none before it was queued.
    pub project: Option<ProjectId>,
    /// The X account it will appear on.
    pub account: Option<AccountId>,
    /// Where its text came from.
    pub source: Option<Source>,
    /// Its text.
    pub text: Option<Text>,
    /// SHA-256 (hex) of the text's comparable form.
    pub text_hash: String,
    /// Its score when it was queued: what its allowance was given for.
    pub score: RiskScore,
    /// What allows it.
    pub allowance: Option<Allowance>,
    /// When it is due.
    pub publish_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub status: PostStatus,
    /// Score and signals of the final safety check that passed, since it was last queued.
    pub cleared: Option<Assessment>,
    /// The highest attempt whose end is recorded here; 0 for none.
    pub attempts: u32,
    /// Whether the outcome of any attempt was ever unknown, even if somebody looked since.
    pub ever_unknown: bool,
    /// Its id on X, if it is or was there and the id is known.
    pub tweet_id: Option<TweetId>,
    /// Its public counts when they were last read.
    pub metrics: Option<PublicMetrics>,
}

impl Post {
    /// Whether it was ever queued.
    pub fn exists(&self) -> bool {
        self.project.is_some()
    }

    /// Whether it was queued for the project.
    pub fn belongs_to(&self, project: ProjectId) -> bool {
        self.project == Some(project)
    }

    /// Whether its way to X has not begun and nothing has stopped it.
    pub fn is_waiting(&self) -> bool {
        matches!(self.status, PostStatus::Queued | PostStatus::Cleared)
    }

    /// Whether it is on X, as far as is known.
    pub fn is_on_x(&self) -> bool {
        matches!(self.status, PostStatus::Published | PostStatus::PostedManually)
    }

    /// The member whose approval allows it; none when the autopilot or the operator of the machine does.
    pub fn approver(&self) -> Option<&MemberId> {
        match self.allowance.as_ref()? {
            Allowance::ApprovedBy(actor) => actor.member(),
            Allowance::Autopilot => None,
        }
    }

    fn ended(&mut self, attempt: u32, status: PostStatus) {
        self.attempts = self.attempts.max(attempt);
        self.status = status;
    }

    fn appeared(&mut self, attempt: u32, tweet: &TweetId) {
        self.tweet_id = Some(tweet.clone());
        self.ended(attempt, PostStatus::Published);
    }
}

/// The id of the post of a suggestion: there is one at most, so publishing twice meets the same stream.
pub fn post_of(suggestion: SuggestionId) -> PostId {
    PostId::derived(suggestion.0, "post")
}

/// Whether what once allowed a text still covers it, by today's score, limits and autopilot.
///
/// A person's approval covers scores under the block limit in no higher band than the score `approved`,
/// both by today's limits: a limit that was moved since does not take the decision back, unless it blocks.
/// Whether a signal has gone missing since is asked by [`newly_missing`]. The autopilot's allowance lasts while
/// it is `full`, for a complete assessment at or under the low limit.
///
/// # Errors
/// Why it does not.
pub fn allowance_covers(
    allowance: &Allowance,
    approved: RiskScore,
    now: &Assessment,
    limits: Limits,
    autopilot: Autopilot,
) -> Result<(), BlockReason> {
    let band = limits.band(now.score);
    match allowance {
        Allowance::ApprovedBy(_) if band == Band::Blocked || band > limits.band(approved) => {
            Err(BlockReason::Score)
        }
        Allowance::ApprovedBy(_) => Ok(()),
        Allowance::Autopilot if autopilot != Autopilot::Full => Err(BlockReason::NoLongerAllowed),
        Allowance::Autopilot if !now.complete => Err(BlockReason::MissingSignal),
        Allowance::Autopilot if band != Band::Low => Err(BlockReason::Score),
        Allowance::Autopilot => Ok(()),
    }
}

/// Whether a signal is missing now that the person who approved had before them.
pub fn newly_missing(approved: &Assessment, now: &Assessment) -> bool {
    let was_missing = |name| missing(approved).any(|known| known == name);
    !now.complete && (approved.complete || !missing(now).all(was_missing))
}

fn missing(assessment: &Assessment) -> impl Iterator<Item = SignalName> {
    let unavailable = assessment.signals.iter().filter(|signal| signal.status == SignalStatus::Unavailable);
    unavailable.map(|signal| signal.name)
}

impl State for Post {
    type Event = PostEvent;
    const KIND: AggregateType = AggregateType::Post;

    fn evolve(&mut self, event: &PostEvent) {
        match event {
            PostEvent::PostQueued {
                project,
                account,
                source,
                text,
                text_hash,
                score,
                allowance,
                publish_at,
            } => {
                *self = Self {
                    project: Some(*project),
                    account: Some(account.clone()),
                    source: Some(source.clone()),
                    text: Some(text.clone()),
                    text_hash: text_hash.clone(),
                    score: *score,
                    allowance: Some(allowance.clone()),
                    publish_at: Some(*publish_at),
                    ..Self::default()
                };
            }
            PostEvent::PostCleared { assessment } => {
                self.cleared = Some(assessment.clone());
                self.status = PostStatus::Cleared;
            }
            PostEvent::PostBlocked { reason, assessment: _ } => self.status = PostStatus::Blocked(*reason),
            PostEvent::PostPublished { attempt, tweet_id, username: _ } => self.appeared(*attempt, tweet_id),
            PostEvent::PostFailed { attempt, .. } => self.ended(*attempt, PostStatus::Failed),
            PostEvent::OutcomeUnknown { attempt, detail: _ } => {
                self.ever_unknown = true;
                self.ended(*attempt, PostStatus::Unknown);
            }
            PostEvent::OutcomeConfirmed { attempt, confirmation, .. } => match confirmation {
                Confirmation::Published(tweet) => self.appeared(*attempt, tweet),
                Confirmation::NotPublished => self.ended(*attempt, PostStatus::Failed),
            },
            PostEvent::PostRequeued { publish_at } => {
                self.publish_at = Some(*publish_at);
                self.cleared = None;
                self.status = PostStatus::Queued;
            }
            PostEvent::PostCancelled { reason: _ } => self.status = PostStatus::Cancelled,
            PostEvent::PostMissed { due: _, held: _ } => self.status = PostStatus::Missed,
            PostEvent::PostedManually { tweet_id } => {
                self.tweet_id.clone_from(tweet_id);
                self.status = PostStatus::PostedManually;
            }
            PostEvent::PostDeleted {} => self.status = PostStatus::Deleted,
            PostEvent::MetricsObserved { metrics, observed_at: _ } => self.metrics = Some(*metrics),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::event::{Allowance, BlockReason, Confirmation, PostEvent, PublishFault, Source};
    use super::{Post, PostStatus, allowance_covers, newly_missing};
    use crate::actor::Actor;
    use crate::id::{AccountId, MemberId, ProjectId, SuggestionId, TweetId};
    use crate::policy::Autopilot;
    use crate::risk::{Assessment, Limits, RiskScore, Signal, SignalName, SignalStatus};
    use crate::state::State;
    use crate::text::Text;
    use uuid::Uuid;

    fn score(score: u8) -> RiskScore {
        RiskScore::try_new(score).unwrap()
    }

    fn covers(
        allowance: &Allowance,
        approved: u8,
        now: (u8, bool),
        autopilot: Autopilot,
    ) -> Result<(), BlockReason> {
        let now = Assessment { score: score(now.0), signals: Vec::new(), complete: now.1 };
        allowance_covers(allowance, score(approved), &now, Limits::default(), autopilot)
    }

    #[test]
    fn an_approval_covers_no_higher_band_and_never_a_block() {
        let approved = Allowance::ApprovedBy(Actor::process("somebody"));
        let check = |was, now| covers(&approved, was, (now, false), Autopilot::Off);
        assert_eq!(check(31, 69), Ok(()));
        assert_eq!(check(85, 20), Ok(()));
        for (was, now) in [(30, 31), (69, 70), (95, 90)] {
            assert_eq!(check(was, now), Err(BlockReason::Score), "{was} then {now}");
        }
    }

    #[test]
    fn the_autopilot_covers_only_complete_low_scores_while_it_is_full() {
        let check = |now, complete, mode| covers(&Allowance::Autopilot, 0, (now, complete), mode);
        assert_eq!(check(30, true, Autopilot::Full), Ok(()));
        assert_eq!(check(31, true, Autopilot::Full), Err(BlockReason::Score));
        assert_eq!(check(0, false, Autopilot::Full), Err(BlockReason::MissingSignal));
        assert_eq!(check(0, true, Autopilot::Approved), Err(BlockReason::NoLongerAllowed));
    }

    #[test]
    fn only_a_signal_that_the_approver_had_counts_as_newly_missing() {
        let lacking = |names: &[SignalName]| Assessment {
            score: score(0),
            signals: names.iter().copied().map(unavailable).collect(),
            complete: names.is_empty(),
        };
        let (none, moderation) = (lacking(&[]), lacking(&[SignalName::Moderation]));
        let both = lacking(&[SignalName::Moderation, SignalName::PiiService]);
        for (approved, now) in [(&none, &moderation), (&moderation, &both)] {
            assert!(newly_missing(approved, now));
        }
        for (approved, now) in [(&none, &none), (&moderation, &none), (&both, &moderation)] {
            assert!(!newly_missing(approved, now));
        }
    }

    fn unavailable(name: SignalName) -> Signal {
        Signal { name, weight: 0, evidence: None, status: SignalStatus::Unavailable }
    }

    fn queued(allowance: Allowance) -> Post {
        let publish_at = "2026-01-09T12:00:00Z".parse().unwrap();
        Post::fold(&[PostEvent::PostQueued {
            project: ProjectId(Uuid::nil()),
            account: AccountId("42".into()),
            source: Source {
                suggestion: SuggestionId(Uuid::nil()),
                variant: 1,
                revision: 0,
                context_version: 0,
            },
            text: Text::known("gm"),
            text_hash: "hash".into(),
            score: score(0),
            allowance,
            publish_at,
        }])
    }

    #[test]
    fn it_exists_for_one_project_and_waits_once_it_was_queued() {
        let (nothing, post) = (Post::default(), queued(Allowance::Autopilot));
        assert!(post.exists() && post.belongs_to(ProjectId(Uuid::nil())) && post.is_waiting());
        assert!(!nothing.exists() && !nothing.belongs_to(ProjectId(Uuid::nil())));
        assert!(!post.belongs_to(ProjectId(Uuid::from_u128(1))) && !post.is_on_x());
    }

    #[test]
    fn only_a_member_is_an_approver() {
        let approver = |allowance| queued(allowance).approver().cloned();
        let (ada, process) = (MemberId::telegram(1), Actor::process("autopilot"));
        assert_eq!(approver(Allowance::ApprovedBy(Actor::Member(ada.clone()))), Some(ada));
        assert_eq!(approver(Allowance::ApprovedBy(process)), None);
        assert_eq!(approver(Allowance::Autopilot), None);
    }

    #[test]
    fn every_status_reads_as_the_end_of_a_sentence() {
        let statuses = [
            (PostStatus::Queued, "queued"),
            (PostStatus::Cleared, "cleared"),
            (PostStatus::Blocked(BlockReason::Score), "blocked"),
            (PostStatus::Published, "published"),
            (PostStatus::Failed, "failed"),
            (PostStatus::Unknown, "of unknown outcome"),
            (PostStatus::Cancelled, "cancelled"),
            (PostStatus::Missed, "missed"),
            (PostStatus::PostedManually, "posted by hand"),
            (PostStatus::Deleted, "deleted"),
        ];
        for (status, name) in statuses {
            assert_eq!(status.name(), name);
        }
    }

    #[test]
    fn counts_attempts_and_believes_a_late_success() {
        let tweet_id = TweetId("100".into());
        let mut post = Post::fold(&[
            PostEvent::OutcomeUnknown { attempt: 1, detail: "timeout".into() },
            PostEvent::OutcomeConfirmed {
                attempt: 1,
                confirmation: Confirmation::NotPublished,
                username: None,
                confirmed_by: Actor::process("publishing"),
            },
            PostEvent::PostRequeued { publish_at: "2026-01-09T12:00:00Z".parse().unwrap() },
            PostEvent::PostFailed { attempt: 2, fault: PublishFault::Refused, detail: "no".into() },
        ]);
        assert_eq!((post.attempts, post.status, post.ever_unknown), (2, PostStatus::Failed, true));
        post.evolve(&PostEvent::PostPublished { attempt: 1, tweet_id, username: "frog".into() });
        assert_eq!((post.attempts, post.status), (2, PostStatus::Published));
        assert!(post.is_on_x() && !post.is_waiting());
    }
}
