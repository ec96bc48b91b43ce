//! Tests of `OpenAttempt`.

use domain::account::Account;
use domain::account::event::{AccountEvent, AttemptOutcome};
use domain::id::{AccountId, MemberId, PostId, ProjectId, TweetId};
use domain::member::Member;
use domain::policy::{Autopilot, SafetyPolicy};
use domain::post::event::{Allowance, PostEvent, PublishFault};
use domain::post::{Post, post_of};
use domain::post_text::text_hash;
use domain::project::Project;
use domain::risk::Limits;
use domain::role::{Role, Scope};
use domain::state::State;
use uuid::Uuid;

use super::OpenAttempt;
use crate::account::testing::{account_id, assigned, connected, opened};
use crate::decision::CommandHeader;
use crate::facts::DecisionFacts;
use crate::post::testing::{cleared, queued, queued_as};
use crate::refusal::Refusal;
use crate::suggestion::testing::{TEXT, suggestion_id};
use crate::testing::{as_process, given, noon, project_id};

fn open() -> OpenAttempt {
    OpenAttempt {
        account: account_id(),
        post: post_of(suggestion_id()),
        project: project_id(),
        approver: Some(MemberId::telegram(5)),
        attempt: 1,
        text_hash: text_hash(TEXT),
        newest_known: None,
    }
}

fn with_post(events: &[PostEvent]) -> DecisionFacts {
    let mut facts = assigned(as_process("publishing"));
    facts.member.roles.insert((Role::Publisher, Scope::Project(project_id())));
    DecisionFacts { post: Post::fold(events), ..facts }
}

fn ready() -> DecisionFacts {
    with_post(&[queued(20), cleared(20)])
}

fn in_project(change: impl FnOnce(&mut Project)) -> DecisionFacts {
    let mut facts = ready();
    change(&mut facts.project);
    facts
}

#[track_caller]
fn refused(before: &[AccountEvent], facts: DecisionFacts, command: OpenAttempt, refusal: Refusal) {
    let before = [connected()].into_iter().chain(before.iter().cloned());
    given::<Account>(before).when(facts, command).then_refused(refusal);
}

fn settled(outcome: AttemptOutcome) -> AccountEvent {
    AccountEvent::AttemptSettled { post: post_of(suggestion_id()), attempt: 1, outcome }
}

#[test]
fn opens_the_first_attempt_of_a_cleared_post() {
    given::<Account>([connected()]).when(ready(), open()).then([opened(1)]);
    let command = OpenAttempt { newest_known: Some(TweetId("99".into())), ..open() };
    given::<Account>([connected()]).when(ready(), command).then([AccountEvent::AttemptOpened {
        post: post_of(suggestion_id()),
        attempt: 1,
        text_hash: text_hash(TEXT),
        newest_known: Some(TweetId("99".into())),
        opened_at: noon(),
    }]);
}

#[test]
fn opens_the_next_attempt_once_the_post_knows_how_the_last_one_ended() {
    let failed = PostEvent::PostFailed { attempt: 1, fault: PublishFault::Refused, detail: "no".into() };
    let requeued = PostEvent::PostRequeued { publish_at: noon() };
    let facts = with_post(&[queued(20), cleared(20), failed, requeued, cleared(20)]);
    given::<Account>([connected(), opened(1), settled(AttemptOutcome::NotPublished)])
        .when(facts, OpenAttempt { attempt: 2, ..open() })
        .then([opened(2)]);
}

#[test]
fn refuses_every_request_while_one_is_open_even_its_own_repeat() {
    refused(&[opened(1)], ready(), open(), Refusal::AttemptOpen);
    let other = PostId(Uuid::from_u128(8));
    let of_other = AccountEvent::AttemptOpened {
        post: other,
        attempt: 1,
        text_hash: "other".into(),
        newest_known: None,
        opened_at: noon(),
    };
    refused(&[of_other], ready(), open(), Refusal::AttemptOpen);
}

#[test]
fn never_opens_an_attempt_twice_even_if_the_post_does_not_know_its_end_yet() {
    let refusal = Refusal::AlreadyDecided { what: "attempt".into(), status: "opened".into(), by: None };
    let released = AccountEvent::AccountReleased { reason: "too early".into() };
    for outcome in [AttemptOutcome::Unknown, AttemptOutcome::Published(TweetId("100".into()))] {
        let before = [opened(1), settled(outcome), released.clone()];
        refused(&before, ready(), open(), refusal.clone());
        refused(&before, ready(), OpenAttempt { attempt: 2, ..open() }, refusal.clone());
    }
    refused(
        &[],
        ready(),
        OpenAttempt { attempt: 2, ..open() },
        Refusal::invalid("attempt", "is not the post's next"),
    );
}

#[test]
fn opens_another_attempt_after_one_that_certainly_published_nothing() {
    given::<Account>([connected(), opened(1), settled(AttemptOutcome::NotPublished)])
        .when(ready(), OpenAttempt { attempt: 2, ..open() })
        .then([opened(2)]);
}

#[test]
fn refuses_a_held_account() {
    let held = AccountEvent::AccountHeld { reason: "checking".into() };
    refused(&[held], ready(), open(), Refusal::AccountHeld { reason: "checking".into() });
    let unknown = [opened(1), settled(AttemptOutcome::Unknown)];
    let reason = Account::fold(&unknown).held.unwrap();
    refused(&unknown, ready(), open(), Refusal::AccountHeld { reason });
}

#[test]
fn refuses_while_the_project_is_paused() {
    refused(&[], in_project(|project| project.paused = true), open(), Refusal::Paused);
}

#[test]
fn refuses_an_account_that_is_not_connected_or_not_the_projects_or_not_the_posts() {
    let disconnected = AccountEvent::AccountDisconnected { reason: "gone".into() };
    refused(&[disconnected], ready(), open(), Refusal::NoAccount);
    refused(&[], in_project(|project| project.account = None), open(), Refusal::NoAccount);
    let mut facts = ready();
    facts.post.account = Some(AccountId("1".into()));
    refused(&[], facts, open(), Refusal::NoAccount);
}

#[test]
fn refuses_posts_that_are_not_cleared_or_not_the_projects() {
    let status =
        |status: &str| Refusal::AlreadyDecided { what: "post".into(), status: status.into(), by: None };
    refused(&[], with_post(&[queued(20)]), open(), status("queued"));
    let cancelled = PostEvent::PostCancelled { reason: None };
    refused(&[], with_post(&[queued(20), cleared(20), cancelled]), open(), status("cancelled"));
    let mut elsewhere = ready();
    elsewhere.post.project = Some(ProjectId(Uuid::from_u128(77)));
    refused(&[], elsewhere, open(), Refusal::not_found("post"));
}

#[test]
fn refuses_any_other_text() {
    let command = OpenAttempt { text_hash: text_hash("gm toads"), ..open() };
    refused(&[], ready(), command, Refusal::invalid("text_hash", "is not that of the post"));
}

#[test]
fn refuses_when_the_approver_is_no_publisher_any_more() {
    let facts = DecisionFacts { member: Member::default(), ..ready() };
    refused(&[], facts, open(), Refusal::NotAllowed { needs: vec![Role::Publisher] });
    for approver in [None, Some(MemberId::telegram(6))] {
        let refusal = Refusal::invalid("approver", "is not that of the post");
        refused(&[], ready(), OpenAttempt { approver, ..open() }, refusal);
    }
    assert_eq!(open().reads().len(), 2);
}

#[test]
fn refuses_when_the_limits_or_the_autopilot_changed() {
    let stricter = SafetyPolicy { limits: Limits::try_new(5, 10, 20).unwrap(), ..SafetyPolicy::default() };
    let facts = in_project(|project| project.policy = stricter);
    refused(&[], facts, open(), Refusal::Blocked { score: 20, limit: 20 });

    let mut facts = with_post(&[queued_as(Allowance::Autopilot, 20), cleared(20)]);
    let command = OpenAttempt { approver: None, ..open() };
    let refusal = Refusal::NotAllowed { needs: vec![Role::Publisher] };
    refused(&[], facts.clone(), command.clone(), refusal);
    facts.project.autopilot = Autopilot::Full;
    given::<Account>([connected()]).when(facts, command).then([opened(1)]);
}
