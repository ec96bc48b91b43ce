//! Event in, jobs out.

use chrono::TimeDelta;
use domain::account::event::AccountEvent;
use domain::actor::Actor;
use domain::event::Event;
use domain::post::event::{Allowance, BlockReason, Confirmation, PostEvent};
use domain::stream::AggregateType;
use serde_json::{Value, json};

use super::Publishing;
use crate::account::testing::{account_id, connected};
use crate::post::testing::{cleared, failed, post_id, published, queued, queued_as, tweet, unknown};
use crate::process::{NewJob, Priority, ProcessManager};
use crate::processes::Timing;
use crate::processes::testing::{World, recorded, steps};
use crate::testing::{member, noon, project_id};

fn reaction(event: PostEvent) -> Vec<NewJob> {
    let publishing = Publishing::new(World::new().ports(), Timing::default());
    publishing.react(&recorded(AggregateType::Post, post_id(), Event::Post(event)))
}

fn subject() -> Value {
    json!({ "project": project_id(), "post": post_id() })
}

fn clear(at_once: bool) -> Value {
    json!({ "project": project_id(), "post": post_id(), "at_once": at_once })
}

#[test]
fn a_queued_post_is_checked_when_it_is_due() {
    let allowances =
        [(Allowance::ApprovedBy(member(5)), Priority::Person), (Allowance::Autopilot, Priority::Timed)];
    for (allowance, priority) in allowances {
        let new_jobs = reaction(queued_as(allowance, 0));
        assert_eq!(steps(&new_jobs), [("clear", clear(false))]);
        assert_eq!((new_jobs[0].due_at, new_jobs[0].priority), (Some(noon()), priority));
    }
    let new_jobs = reaction(PostEvent::PostRequeued { publish_at: noon() });
    assert_eq!((steps(&new_jobs), new_jobs[0].due_at), (vec![("clear", clear(false))], Some(noon())));
}

#[test]
fn only_what_a_person_wants_now_needs_no_clock() {
    let publishing = Publishing::new(World::new().ports(), Timing::default());
    for (actor, seconds, at_once) in [
        (member(5), 2, true),
        (member(5), 3, false),
        (Actor::Operator("root".to_owned()), 0, true),
        (Actor::process("autopilot"), 0, false),
    ] {
        let requeued = PostEvent::PostRequeued { publish_at: noon() + TimeDelta::seconds(seconds) };
        let mut event = recorded(AggregateType::Post, post_id(), Event::Post(requeued));
        event.metadata.actor = actor.clone();
        assert_eq!(steps(&publishing.react(&event)), [("clear", clear(at_once))], "{actor:?} {seconds}");
    }
}

#[test]
fn a_cleared_post_is_sent_and_an_unknown_one_looked_up() {
    assert_eq!(steps(&reaction(cleared(0))), [("send", subject())]);
    let request = json!({ "project": project_id(), "post": post_id(), "attempt": 2, "reads": 0 });
    assert_eq!(steps(&reaction(unknown(2))), [("reconcile", request)]);
}

#[test]
fn whatever_makes_an_outcome_known_may_let_the_account_go() {
    let confirmed = PostEvent::OutcomeConfirmed {
        attempt: 1,
        confirmation: Confirmation::NotPublished,
        username: None,
        confirmed_by: member(5),
    };
    for event in [confirmed, published(1), failed(1)] {
        assert_eq!(steps(&reaction(event)), [("release", subject())]);
    }
}

#[test]
fn everything_else_asks_for_nothing() {
    for event in [
        PostEvent::PostBlocked { reason: BlockReason::Score, assessment: None },
        PostEvent::PostCancelled { reason: None },
        PostEvent::PostMissed { due: noon(), held: None },
        PostEvent::PostedManually { tweet_id: Some(tweet()) },
        PostEvent::PostDeleted {},
        PostEvent::MetricsObserved {
            metrics: domain::post::event::PublicMetrics::default(),
            observed_at: noon(),
        },
    ] {
        assert_eq!(reaction(event), []);
    }
    let publishing = Publishing::new(World::new().ports(), Timing::default());
    let event: AccountEvent = connected();
    assert_eq!(publishing.react(&recorded(AggregateType::Account, account_id(), Event::Account(event))), []);
}

#[test]
fn the_same_event_always_means_the_same_job() {
    assert_eq!(reaction(queued(0))[0].id, reaction(queued(0))[0].id);
    assert_ne!(reaction(queued(0))[0].id, reaction(cleared(0))[0].id);
}
