//! Tests of `PublishPost`.

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::policy::{Autopilot, SafetyPolicy};
use domain::post::Post;
use domain::post::event::{Allowance, PostEvent};
use domain::project::Project;
use domain::risk::{Assessment, Limits};
use domain::role::Role;
use domain::state::State;
use domain::suggestion::Suggestion;
use domain::suggestion::event::SuggestionEvent;
use domain::text::Text;

use super::PublishPost;
use crate::account::testing::assigned;
use crate::facts::DecisionFacts;
use crate::post::testing::{already, published, publishers_only, queued, queued_as};
use crate::refusal::Refusal;
use crate::suggestion::testing::{
    approved, assessed, assessment, generated, requested, requested_by, suggestion_id,
};
use crate::testing::{as_process, as_role, given, noon, project_id};

fn publish() -> PublishPost {
    PublishPost { project: project_id(), suggestion: suggestion_id(), variant: None, publish_at: None }
}

/// Facts with the account assigned and the suggestion's events.
fn about(facts: DecisionFacts, events: &[SuggestionEvent]) -> DecisionFacts {
    DecisionFacts { suggestion: Suggestion::fold(events), ..assigned(facts) }
}

fn publisher(score: u8) -> DecisionFacts {
    let events = [requested(), generated(), assessed(assessment(score)), approved(score)];
    about(as_role(Role::Publisher), &events)
}

/// The autopilot with a suggestion of its own that nobody decided.
fn autopilot(mode: Autopilot, assessment: Assessment) -> DecisionFacts {
    let asked = requested_by(Actor::process("autopilot"));
    let facts = about(as_process("autopilot"), &[asked, generated(), assessed(assessment)]);
    DecisionFacts { project: Project { autopilot: mode, ..facts.project }, ..facts }
}

fn first() -> PublishPost {
    PublishPost { variant: Some(1), ..publish() }
}

#[track_caller]
fn refused(facts: DecisionFacts, command: PublishPost, refusal: Refusal) {
    given::<Post>([]).when(facts, command).then_refused(refusal);
}

#[test]
fn queues_the_approved_text_for_now() {
    given::<Post>([]).when(publisher(20), publish()).then([queued(20)]);
    given::<Post>([]).when(publisher(85), first()).then([queued(85)]);
}

#[test]
fn people_may_queue_while_posting_is_paused() {
    let mut facts = publisher(20);
    facts.project.paused = true;
    given::<Post>([]).when(facts, publish()).then([queued(20)]);
}

#[test]
fn keeps_the_time_unless_it_has_passed_or_is_too_far() {
    let year = TimeDelta::days(365);
    let at = |time| PublishPost { publish_at: Some(time), ..publish() };
    given::<Post>([]).when(publisher(20), at(noon() - year)).then([queued(20)]);
    let PostEvent::PostQueued { project, account, source, text, text_hash, score, allowance, .. } =
        queued(20)
    else {
        panic!("queued is an event of that kind")
    };
    let publish_at = noon() + year;
    let queued =
        PostEvent::PostQueued { project, account, source, text, text_hash, score, allowance, publish_at };
    given::<Post>([]).when(publisher(20), at(publish_at)).then([queued]);
    let refusal = Refusal::invalid("publish_at", "is more than 365 days ahead");
    refused(publisher(20), at(publish_at + TimeDelta::seconds(1)), refusal);
}

#[test]
fn a_suggestion_becomes_one_post_at_most() {
    given::<Post>([queued(20)]).when(publisher(20), publish()).then_refused(already("queued"));
    given::<Post>([queued(20), published(1)])
        .when(publisher(20), publish())
        .then_refused(already("published"));
}

#[test]
fn refuses_what_nobody_approved() {
    let facts = |events: &[_]| about(as_role(Role::Owner), events);
    for events in [vec![requested()], vec![requested(), generated(), assessed(assessment(0))]] {
        refused(facts(&events), first(), Refusal::invalid("suggestion", "is not approved yet"));
    }
    let rejected = SuggestionEvent::SuggestionRejected { reason: None };
    let refusal = Refusal::AlreadyDecided { what: "suggestion".into(), status: "rejected".into(), by: None };
    refused(facts(&[requested(), generated(), rejected]), first(), refusal);
    let second = PublishPost { variant: Some(2), ..publish() };
    refused(publisher(20), second, Refusal::invalid("variant", "is not the approved one"));
}

#[test]
fn refuses_what_todays_limits_block_and_what_was_forgotten() {
    let mut facts = publisher(20);
    let limits = Limits::try_new(5, 10, 20).unwrap();
    facts.project.policy = SafetyPolicy { limits, ..SafetyPolicy::default() };
    refused(facts, publish(), Refusal::Blocked { score: 20, limit: 20 });
    let mut facts = publisher(20);
    facts.suggestion.variants[0].text = Text::Erased;
    refused(facts, publish(), Refusal::invalid("text", "was forgotten"));
}

#[test]
fn refuses_without_an_account() {
    let mut facts = publisher(20);
    facts.project.account = None;
    refused(facts, publish(), Refusal::NoAccount);
}

#[test]
fn a_full_autopilot_queues_a_low_one_of_its_own() {
    let facts = autopilot(Autopilot::Full, assessment(30));
    given::<Post>([]).when(facts, first()).then([queued_as(Allowance::Autopilot, 30)]);
}

#[test]
fn a_full_autopilot_leaves_risk_and_missing_signals_to_people() {
    let incomplete = Assessment { complete: false, ..assessment(0) };
    for assessment in [assessment(31), incomplete] {
        refused(autopilot(Autopilot::Full, assessment), first(), publishers_only());
    }
    refused(autopilot(Autopilot::Full, assessment(95)), first(), Refusal::Blocked { score: 95, limit: 90 });
    let second = PublishPost { variant: Some(2), ..publish() };
    let refusal = Refusal::NotScored { what: "variant".into() };
    refused(autopilot(Autopilot::Full, assessment(0)), second, refusal);
    let refusal = Refusal::invalid("variant", "must be named");
    refused(autopilot(Autopilot::Full, assessment(0)), publish(), refusal);
}

#[test]
fn a_full_autopilot_does_not_decide_what_people_asked_for() {
    let mut facts = autopilot(Autopilot::Full, assessment(0));
    facts.suggestion = Suggestion::fold(&[requested(), generated(), assessed(assessment(0))]);
    refused(facts, first(), Refusal::invalid("suggestion", "is not approved yet"));
}

#[test]
fn an_autopilot_for_approved_ones_queues_only_those() {
    let mut facts = autopilot(Autopilot::Approved, assessment(0));
    refused(facts.clone(), first(), Refusal::invalid("suggestion", "is not approved yet"));
    facts.suggestion = publisher(20).suggestion;
    given::<Post>([]).when(facts.clone(), publish()).then([queued(20)]);
    facts.project.paused = true;
    refused(facts.clone(), publish(), Refusal::Paused);
    facts.project.autopilot = Autopilot::Off;
    refused(facts, publish(), publishers_only());
}
