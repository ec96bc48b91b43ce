//! The small world of one case: two projects, four people, an account and a post, with ids that no other case uses.

use chrono::{DateTime, Utc};
use commands::account::open_attempt::OpenAttempt;
use commands::account::settle_attempt::SettleAttempt;
use commands::command::Command;
use commands::context::add::AddContext;
use commands::context::approve::ApproveContext;
use commands::envelope::Envelope;
use commands::member::grant_role::GrantRole;
use commands::member::revoke_role::RevokeRole;
use commands::project::describe::DescribeProject;
use commands::project::pause::PausePosting;
use commands::project::resume::ResumePosting;
use commands::project::set_safety_policy::SetSafetyPolicy;
use domain::account::event::AttemptOutcome;
use domain::actor::Actor;
use domain::id::{AccountId, MemberId, PostId, ProjectId};
use domain::policy::SafetyPolicy;
use domain::post_text::text_hash;
use domain::risk::Limits;
use domain::role::{Role, Scope};
use domain::text::Text;
use uuid::Uuid;

use super::schedule::{Request, Schedule, What};

/// The text of the post.
pub(super) const TEXT: &str = "gm frogs";

/// The ids of one case.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// Where all other ids come from.
    pub(super) space: Uuid,
    /// The project with everything, and one beside it.
    pub(super) projects: [ProjectId; 2],
    /// An owner of everything, a publisher, an editor, a stranger.
    pub(super) people: [MemberId; 4],
    /// The X account.
    pub(super) account: AccountId,
    /// The post that waits to be sent.
    pub(super) post: PostId,
}

impl World {
    /// The world of this case of this run.
    pub(super) fn new(space: Uuid) -> Self {
        let id = |name: &str| Uuid::new_v5(&space, name.as_bytes());
        let number = (space.as_u128() >> 66).cast_signed();
        let user = |person: i64| i64::try_from(number >> 8).unwrap_or_default().abs().max(1) + person;
        Self {
            space,
            projects: ["first", "second"].map(|name| ProjectId(id(name))),
            people: [0, 1, 2, 3].map(|person| MemberId::telegram(user(person))),
            account: AccountId(user(0).to_string()),
            post: PostId(id("post")),
        }
    }

    /// The moment of all commands.
    pub(super) fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_770_000_000, 0).unwrap_or_default()
    }

    /// One of the people.
    pub(super) fn person(&self, number: u8) -> MemberId {
        self.people[usize::from(number) % self.people.len()].clone()
    }

    /// The id of a request: its own, or that of the one it borrows from.
    pub(super) fn command_id(&self, schedule: &Schedule, request: usize) -> Uuid {
        let borrowed = schedule.requests[request].borrowed.map(usize::from);
        let number = borrowed.map_or(request, |other| other % schedule.requests.len());
        Uuid::new_v5(&self.space, format!("command {number}").as_bytes())
    }

    /// The request as an envelope.
    pub(super) fn envelope(&self, schedule: &Schedule, request: usize) -> Envelope {
        let (asked, id) = (&schedule.requests[request], self.command_id(schedule, request));
        Envelope::first(id, self.actor(asked), Self::at(), self.command(asked.what))
    }

    fn actor(&self, request: &Request) -> Actor {
        match request.what {
            What::Open(_) | What::Settle(_) => Actor::process("publishing"),
            What::Grant(_) | What::Revoke(_) => Actor::Operator("proof".to_owned()),
            What::Describe(_)
            | What::Pause(_)
            | What::Resume(_)
            | What::Policy(_)
            | What::AddContext
            | What::AddTooMuch
            | What::Approve(_) => Actor::Member(self.person(request.who)),
        }
    }

    fn command(&self, what: What) -> Command {
        let project = self.projects[0];
        let either = |second: bool| self.projects[usize::from(second)];
        let (role, scope) = (Role::Publisher, Scope::Project(project));
        match what {
            What::Describe(words) => {
                DescribeProject { project, base_description: Text::known(format!("frog {words}")) }.into()
            }
            What::Pause(second) => {
                PausePosting { project: either(second), reason: None, asked_at: None }.into()
            }
            What::Resume(second) => ResumePosting { project: either(second), asked_at: None }.into(),
            What::Policy(strict) => SetSafetyPolicy { project, policy: policy(strict) }.into(),
            What::AddContext => AddContext { project, content: Text::known("Frogs") }.into(),
            What::AddTooMuch => AddContext { project, content: Text::known("x".repeat(4001)) }.into(),
            What::Approve(layer) => ApproveContext { project, layer: layer.into() }.into(),
            What::Grant(who) => GrantRole { member: self.person(who), role, scope, name: None }.into(),
            What::Revoke(who) => RevokeRole { member: self.person(who), role, scope }.into(),
            What::Open(attempt) => self.opening(attempt.into()).into(),
            What::Settle(attempt) => SettleAttempt {
                account: self.account.clone(),
                project,
                post: self.post,
                attempt: attempt.into(),
                outcome: AttemptOutcome::NotPublished,
            }
            .into(),
        }
    }

    fn opening(&self, attempt: u32) -> OpenAttempt {
        OpenAttempt {
            account: self.account.clone(),
            post: self.post,
            project: self.projects[0],
            approver: Some(self.person(1)),
            attempt,
            text_hash: text_hash(TEXT),
            newest_known: None,
        }
    }
}

/// A policy that blocks nearly everything, or the default.
pub(super) fn policy(strict: bool) -> SafetyPolicy {
    let strictest = Limits::try_new(1, 2, 3).unwrap_or_default();
    let limits = if strict { strictest } else { Limits::default() };
    SafetyPolicy { limits, ..SafetyPolicy::default() }
}
