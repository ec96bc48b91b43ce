//! Verdicts of failures, and ids that a repetition finds again.

use std::time::Duration;

use domain::stream::{AggregateType, StreamId};

use super::{NewJob, Priority, Verdict};
use crate::error::CommandError;
use crate::port::ServiceError;
use crate::processes::testing::job;
use crate::project::resume::ResumePosting;
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::testing::{noon, project_id};
use crate::unreadable::Unreadable;

const SOON: Duration = Duration::from_secs(3);

fn kind(verdict: impl Into<Verdict>) -> (&'static str, Option<Duration>) {
    match verdict.into() {
        Verdict::Done(_) => ("done", None),
        Verdict::Retry { after, .. } => ("retry", after),
        Verdict::Wait { .. } => ("wait", None),
        Verdict::HandBack { .. } => ("hand back", None),
        Verdict::Fail { .. } => ("fail", None),
        Verdict::Unreadable(_) => ("unreadable", None),
        Verdict::RetryUnknown { .. } => ("retry unknown", None),
        Verdict::Unknown { .. } => ("unknown", None),
    }
}

#[test]
fn a_service_that_may_come_back_is_tried_again_and_one_that_refuses_is_not() {
    let why = || "seen".to_owned();
    let gone = |retry_after| ServiceError::Unavailable { service: "X", why: why(), retry_after };
    assert_eq!(kind(gone(None)), ("retry", None));
    assert_eq!(kind(gone(Some(SOON))), ("retry", Some(SOON)));
    assert_eq!(kind(ServiceError::Refused { service: "X", why: why() }), ("fail", None));
}

#[test]
fn only_conflicts_and_an_absent_store_are_worth_another_try() {
    let stream = StreamId::new(AggregateType::Post, "1");
    assert_eq!(kind(CommandError::Conflict { stream }), ("retry", None));
    let why = || "queue full".to_owned();
    assert_eq!(kind(CommandError::Unavailable { retry_after: SOON, why: why() }), ("retry", Some(SOON)));
    assert_eq!(kind(StoreError::Unavailable { retry_after: SOON, why: why() }), ("retry", Some(SOON)));
    let refused = CommandError::Refused(Refusal::Paused);
    for error in [refused, CommandError::KeyReused, CommandError::Corrupt(why())] {
        assert_eq!(kind(error), ("fail", None));
    }
    assert_eq!(kind(StoreError::TooLarge { limit: 1 }), ("fail", None));
}

#[test]
fn a_repeated_try_issues_the_same_command_and_another_ordinal_another() {
    let (first, mut again) = (job("publishing", "send", &1), job("publishing", "send", &1));
    again.attempt = 2;
    let id = |job: &super::Job, ordinal| {
        job.command(ordinal, noon(), ResumePosting { project: project_id(), asked_at: None }).id
    };
    assert_eq!(id(&first, "a"), id(&again, "a"));
    assert_ne!(id(&first, "a"), id(&first, "b"));
}

#[test]
fn what_follows_has_its_own_stable_id() {
    let job = job("publishing", "send", &1);
    assert_eq!(job.follow("next", &1).id, job.follow("next", &2).id);
    assert_ne!(job.follow("next", &1).id, job.follow("other", &1).id);
    assert_ne!(job.follow("send", &1).id, job.id);
}

#[test]
fn what_cannot_be_read_is_waited_for_and_never_a_failure() {
    assert_eq!(job("a", "b", &7).request::<u32>(), Ok(7));
    assert_eq!(kind(job("a", "b", &"seven").request::<u32>().unwrap_err()), ("unreadable", None));
    assert_eq!(kind(job("a", "b", &7).unknown_step()), ("unreadable", None));
    let stream = || Unreadable::new("event 1 of post/1", "it is of tomorrow");
    assert_eq!(kind(CommandError::Unreadable(stream())), ("unreadable", None));
    assert_eq!(kind(StoreError::Unreadable(stream())), ("unreadable", None));
    assert_eq!(kind(ServiceError::Unreadable(stream())), ("unreadable", None));
}

#[test]
fn a_job_is_at_once_and_for_a_person_unless_said_otherwise() {
    let new_job = NewJob::new("a", uuid::Uuid::nil(), "b", &());
    assert_eq!((new_job.due_at, new_job.priority), (None, Priority::Person));
    let later = new_job.due(noon()).with(Priority::Background);
    assert_eq!((later.due_at, later.priority), (Some(noon()), Priority::Background));
}
