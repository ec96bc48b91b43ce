//! Process managers: the counterpart of aggregates. Events in, jobs and commands out.
//!
//! Reacting is pure and happens in the transaction that moves the cursor; performing a job talks to the
//! outside, may be repeated after a crash, and ends with an explicit [`Verdict`].

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::event::EventKind;
use domain::id::{CommandId, CorrelationId, EventId, JobId, ProjectId};
use domain::recorded::Recorded;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::command::Command;
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::port::ServiceError;
use crate::retry_policy::{self, RetryPolicy};
use crate::unreadable::Unreadable;

/// Who goes first when workers are scarce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(i16)]
pub enum Priority {
    /// A person waits for it.
    Person = 0,
    /// It has a time to keep.
    Timed = 10,
    /// Nobody waits.
    Background = 20,
}

/// A job to enqueue: one thing that a process manager wants done, once.
///
/// It names things by id and never holds text of people: its request is stored readable. What must hold some is sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// Its id: the same cause and step give the same id, so a job is never stored twice.
    pub id: JobId,
    /// The kind of job, e.g. `generate`.
    pub step: &'static str,
    /// Its parameters.
    pub request: Value,
    /// Not before this instant; `None`: at once. A timer is a job with a due time.
    pub due_at: Option<DateTime<Utc>>,
    /// Who goes first.
    pub priority: Priority,
    /// The process manager that performs it, if it is not the one that asks for it.
    pub performer: Option<&'static str>,
    /// Jobs of one key are performed one after another, in the order stored. A job that fails for good lets the next one
    /// begin; one that is tried again or waits does not.
    pub ordering_key: Option<String>,
    /// Parameters that hold texts of people, sealed for this job; they are emptied when it ends.
    pub sealed: Option<Vec<u8>>,
}

impl NewJob {
    /// The job of a step that a cause (an event, or a job before it) asks for.
    pub fn new(process: &str, cause: Uuid, step: &'static str, request: &impl Serialize) -> Self {
        Self {
            id: Self::id_of(process, cause, step),
            step,
            request: serde_json::to_value(request).expect("job requests are plain data"),
            due_at: None,
            priority: Priority::Person,
            performer: None,
            ordering_key: None,
            sealed: None,
        }
    }

    /// The id that [`Self::new`] gives.
    pub fn id_of(process: &str, cause: Uuid, step: &str) -> JobId {
        JobId::derived(cause, &format!("{process}/{step}"))
    }

    /// The same, not before the instant.
    #[must_use]
    pub fn due(mut self, at: DateTime<Utc>) -> Self {
        self.due_at = Some(at);
        self
    }

    /// The same, after all jobs of the key that are stored already.
    #[must_use]
    pub fn in_order_of(mut self, key: impl Into<String>) -> Self {
        self.ordering_key = Some(key.into());
        self
    }

    /// The same, performed by another process manager.
    #[must_use]
    pub fn performed_by(mut self, process: &'static str) -> Self {
        self.performer = Some(process);
        self
    }

    /// The same, with another priority.
    #[must_use]
    pub fn with(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }
}

/// A job being performed, by the worker that holds its lease.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The process manager's name.
    pub process: String,
    /// The kind of job.
    pub step: String,
    /// Its parameters.
    pub request: Value,
    /// Parameters that hold texts of people, sealed for this job.
    pub sealed: Option<Vec<u8>>,
    /// Which try this is, from 1; those whose effect is unknown are not counted, but where an instance died.
    pub attempt: u32,
    /// Tries before this one of which nobody knows whether they took effect.
    pub unknown_tries: u32,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// The event that caused it.
    pub event_id: EventId,
    /// Shared with the request it all came from.
    pub correlation_id: CorrelationId,
    /// The project concerned.
    pub project: Option<ProjectId>,
    /// The Telegram chat that the request came from.
    pub chat: Option<i64>,
    /// The topic of that chat, if it is a forum's.
    pub topic: Option<i32>,
}

impl Job {
    /// The parameters, typed.
    ///
    /// # Errors
    /// When they have not the expected shape: another version of the program knows it.
    pub fn request<T: DeserializeOwned>(&self) -> Result<T, Box<Unreadable>> {
        T::deserialize(&self.request).map_err(|error| {
            Unreadable::new(format_args!("the request of step {} of {}", self.step, self.process), error)
        })
    }

    /// The answer to a step that this program does not know: another version of it does.
    pub fn unknown_step(&self) -> Verdict {
        let what = format!("step {} of {}", self.step, self.process);
        Verdict::Unreadable(Unreadable::new(what, "another version of the program asks for it"))
    }

    /// A command of this job. Its id is derived from the job and the ordinal, so that a repeated try
    /// issues the same command and the first receipt stands.
    pub fn command(&self, ordinal: &str, at: DateTime<Utc>, command: impl Into<Command>) -> Envelope {
        Envelope {
            id: CommandId::derived(self.id.0, ordinal),
            actor: Actor::process(&self.process),
            at,
            correlation_id: self.correlation_id,
            causation_id: Some(self.event_id),
            chat: self.chat,
            topic: self.topic,
            trace: None,
            command: command.into(),
        }
    }

    /// A job that follows from this one.
    pub fn follow(&self, step: &'static str, request: &impl Serialize) -> NewJob {
        NewJob::new(&self.process, self.id.0, step, request)
    }
}

/// How a try ended, said by the process manager, which knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is done; these follow from it.
    Done(Vec<NewJob>),
    /// Try again: after the time given, else with backoff and jitter.
    Retry {
        /// Why.
        why: String,
        /// When, if somebody said so.
        after: Option<Duration>,
    },
    /// Try again, although this try may have taken effect: it is counted apart from those that failed.
    RetryUnknown {
        /// What was seen.
        why: String,
        /// When, if somebody said so.
        after: Option<Duration>,
    },
    /// It waits for a moment or a person, without counting as a failed try.
    Wait {
        /// For what.
        why: String,
        /// When to look again.
        until: DateTime<Utc>,
    },
    /// This instance lacks what the job needs: it is left to one that has it, without counting as a try.
    HandBack {
        /// What is lacking, as [`ProcessManager::provides`] names it.
        needs: String,
    },
    /// It needs what this program cannot read: it waits, people are told, and it is looked at again, without counting as a
    /// failed try.
    Unreadable(Box<Unreadable>),
    /// It will not work: a person was or must be told.
    Fail {
        /// Why.
        why: String,
    },
    /// It may or may not have happened, and is not repeated.
    Unknown {
        /// What was seen.
        why: String,
    },
}

impl Verdict {
    /// Done, and nothing follows.
    pub const DONE: Self = Self::Done(Vec::new());

    /// Try again with backoff.
    pub fn retry(why: impl std::fmt::Display) -> Self {
        Self::Retry { why: why.to_string(), after: None }
    }
}

impl From<ServiceError> for Verdict {
    fn from(error: ServiceError) -> Self {
        let why = error.to_string();
        match error {
            ServiceError::Unavailable { retry_after, .. } => Self::Retry { why, after: retry_after },
            ServiceError::Refused { .. } => Self::Fail { why },
            ServiceError::Unreadable(what) => Self::Unreadable(what),
        }
    }
}

impl From<CommandError> for Verdict {
    fn from(error: CommandError) -> Self {
        let why = error.to_string();
        match error {
            // A repetition would meet the same answer. A conflict is different: it is decided anew, on newer facts.
            CommandError::Refused(_) | CommandError::KeyReused | CommandError::Corrupt(_) => {
                Self::Fail { why }
            }
            CommandError::Conflict { .. } => Self::Retry { why, after: None },
            CommandError::Unavailable { retry_after, .. } => Self::Retry { why, after: Some(retry_after) },
            // Nothing of ours is at fault, however long the older instance runs.
            CommandError::UpgradeUnderWay { event } => {
                let reason = "an instance of an older version still runs and does not know it";
                Self::Unreadable(Unreadable::new(event, reason))
            }
            CommandError::Unreadable(what) => Self::Unreadable(what),
        }
    }
}

impl From<Box<Unreadable>> for Verdict {
    fn from(what: Box<Unreadable>) -> Self {
        Self::Unreadable(what)
    }
}

impl From<crate::store::StoreError> for Verdict {
    fn from(error: crate::store::StoreError) -> Self {
        CommandError::from(error).into()
    }
}

/// Jobs at a time of a process manager that calls an outside service.
pub const MAX_CONCURRENT_CALLS: usize = 6;

/// A process manager.
#[async_trait]
pub trait ProcessManager: Send + Sync {
    /// Its name, stable for ever: cursors, job ids and command ids depend on it.
    fn name(&self) -> &'static str;

    /// The kinds of jobs that it asks for and performs ([`NewJob::step`]): one of another kind is of another version of the
    /// program.
    fn steps(&self) -> &'static [&'static str];

    /// Whether it may react to events of this kind. One that cannot be read, and that it does not take, is no business of its.
    fn takes(&self, _kind: EventKind) -> bool {
        true
    }

    /// Whether events of this kind are answered at once although an event before them on their stream waits.
    fn overtakes(&self, _kind: EventKind) -> bool {
        false
    }

    /// What an event asks for. Pure.
    fn react(&self, event: &Recorded) -> Vec<NewJob>;

    /// Performs one job. `Err` carries the same verdicts as `Ok`, so that `?` can be used.
    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict>;

    /// What this instance has that not every one has, and that jobs may need: those that need something else are left to
    /// others. `None`: it may have anything, and finds out when it performs one.
    fn provides(&self) -> Option<Vec<String>> {
        Some(Vec::new())
    }

    /// How many of its jobs one instance performs at a time, if fewer than its share of the workers: what the
    /// outside services that they call are asked to bear.
    fn max_concurrency(&self) -> Option<usize> {
        None
    }

    /// How often a job that keeps asking to be retried is tried before it is given up.
    fn retry_policy(&self) -> RetryPolicy {
        retry_policy::JOB
    }

    /// What to do when a job is given up: a chance to record the failure by a command.
    async fn give_up(&self, _job: &Job, _why: &str) -> Result<(), CommandError> {
        Ok(())
    }
}
