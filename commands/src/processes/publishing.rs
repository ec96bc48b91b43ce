//! Publishing (write-ahead intent, at most once): final safety check, one attempt at a time, and reconciliation when
//! nobody knows the outcome.
//!
//! The intent (`AttemptOpened` on the account's stream) is committed before the request to X. Whatever is
//! found open after a crash is unknown; an unknown outcome is looked up on the account's timeline and never
//! blindly repeated.

mod check;
mod give_up;
mod open_attempts;
mod outcome;
mod reconcile;
mod send;
#[cfg(test)]
mod tests;
mod timeline;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::event::EventKind;
use domain::event_subset::EventSubset;
use domain::id::{AccountId, PostId, ProjectId};
use domain::post::Post;
use domain::post::event::Allowance;
use domain::recorded::Recorded;
use domain::takes;
use serde::{Deserialize, Serialize};

use self::open_attempts::OpenAttempts;
use super::{Ports, Timing};
use crate::command::Command;
use crate::error::CommandError;
use crate::port::dispatch::Dispatched;
use crate::process::{Job, MAX_CONCURRENT_CALLS, NewJob, Priority, ProcessManager, Verdict};

pub(super) const NAME: &str = "publishing";

/// What was asked for at once is due when it was asked for, which is shortly before it is recorded.
const AT_ONCE: TimeDelta = TimeDelta::seconds(2);

/// Brings posts to X.
pub struct Publishing {
    ports: Ports,
    timing: Timing,
    open_attempts: OpenAttempts,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct PostRef {
    project: ProjectId,
    post: PostId,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Clear {
    #[serde(flatten)]
    subject: PostRef,
    /// Whether a person asked for it to be published at once: then no clock says when it is due.
    #[serde(default)]
    at_once: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct Reconcile {
    project: ProjectId,
    post: PostId,
    attempt: u32,
    /// How many times the timeline was read already.
    reads: usize,
}

/// One request to X on its way, or ended.
#[derive(Clone, Debug)]
struct Attempt {
    account: AccountId,
    /// Its number for the post, from 1.
    number: u32,
}

impl Publishing {
    /// The process over its ports.
    pub fn new(ports: Ports, timing: Timing) -> Self {
        Self { ports, timing, open_attempts: OpenAttempts::default() }
    }

    async fn dispatch(
        &self,
        job: &Job,
        ordinal: &str,
        command: impl Into<Command>,
    ) -> Result<Dispatched, Verdict> {
        let envelope = job.command(ordinal, self.ports.clock.now(), command);
        self.ports.dispatch.dispatch(envelope).await.map_err(Verdict::from)
    }

    /// Looks again a little later, without counting a failed try.
    fn wait(&self, why: &str) -> Verdict {
        self.wait_for(why, self.timing.look_again)
    }

    fn wait_for(&self, why: &str, time: Duration) -> Verdict {
        Verdict::Wait { why: why.to_owned(), until: later(self.ports.clock.now(), time) }
    }

    /// Whether the instant is after the post's time and the grace period.
    fn is_too_late(&self, post: &Post, at: DateTime<Utc>) -> bool {
        post.publish_at.is_some_and(|due| later(due, self.timing.grace) < at)
    }
}

fn later(at: DateTime<Utc>, time: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(time)
        .ok()
        .and_then(|time| at.checked_add_signed(time))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn words(post: &Post) -> Option<&str> {
    post.text.as_ref()?.as_str()
}

takes! {
    /// What leads to a check, to a request to X, or to the end of an attempt.
    enum PublishingInput {
        post::{
            PostQueued, PostRequeued, PostCleared, OutcomeUnknown, OutcomeConfirmed, PostPublished, PostFailed,
        },
    }
}

/// Whether a person, not a process manager, queued a post for the moment at which it was recorded.
fn is_asked_for_now(event: &Recorded, due: DateTime<Utc>) -> bool {
    !matches!(event.metadata.actor, Actor::Process(_)) && due <= event.recorded_at + AT_ONCE
}

#[async_trait]
impl ProcessManager for Publishing {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["clear", "send", "reconcile", "release"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        PublishingInput::includes(kind)
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let (Some(input), Some(project)) = (PublishingInput::of(&event.event), event.metadata.project_id)
        else {
            return Vec::new();
        };
        let Ok(post) = event.stream.id.parse::<PostId>() else { return Vec::new() };
        let subject = PostRef { project, post };
        let new_job = |step| NewJob::new(NAME, event.event_id.0, step, &subject);
        let clear = |due: DateTime<Utc>| {
            let request = Clear { subject, at_once: is_asked_for_now(event, due) };
            NewJob::new(NAME, event.event_id.0, "clear", &request).due(due)
        };
        match input {
            PublishingInput::PostQueued(queued) => {
                let priority = match queued.allowance {
                    Allowance::ApprovedBy(_) => Priority::Person,
                    Allowance::Autopilot => Priority::Timed,
                };
                vec![clear(*queued.publish_at).with(priority)]
            }
            PublishingInput::PostRequeued(requeued) => vec![clear(*requeued.publish_at)],
            PublishingInput::PostCleared(_) => vec![new_job("send")],
            PublishingInput::OutcomeUnknown(unknown) => {
                let request = Reconcile { project, post, attempt: *unknown.attempt, reads: 0 };
                vec![NewJob::new(NAME, event.event_id.0, "reconcile", &request)]
            }
            // An answer may come after the attempt was already given up as unknown.
            PublishingInput::OutcomeConfirmed(_)
            | PublishingInput::PostPublished(_)
            | PublishingInput::PostFailed(_) => vec![new_job("release").with(Priority::Timed)],
        }
    }

    fn provides(&self) -> Option<Vec<String>> {
        self.signs_for()
    }

    fn max_concurrency(&self) -> Option<usize> {
        Some(MAX_CONCURRENT_CALLS)
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        match job.step.as_str() {
            "clear" => self.clear(job, job.request()?).await,
            "send" => self.send(job, job.request()?).await,
            "reconcile" => self.reconcile(job, job.request()?).await,
            "release" => self.release(job, job.request()?).await,
            _ => Ok(job.unknown_step()),
        }
    }

    async fn give_up(&self, job: &Job, why: &str) -> Result<(), CommandError> {
        match job.step.as_str() {
            "clear" | "send" => self.abandon(job, why).await,
            _ => Ok(()),
        }
    }
}
