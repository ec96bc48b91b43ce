//! The rows of the contract, an aggregate after the other.

use domain::access::Access;
use domain::account::Account;
use domain::account::event::AttemptOutcome;
use domain::context::Context;
use domain::id::{MemberId, TokenId};
use domain::member::Member;
use domain::member::event::MemberEvent;
use domain::policy::{Autopilot, Quota, SafetyPolicy};
use domain::post::Post;
use domain::post::event::{BlockReason, Confirmation, PublicMetrics, PublishFault};
use domain::post_text::text_hash;
use domain::project::Project;
use domain::role::Role::{self, Editor, Owner, Publisher};
use domain::role::Scope;
use domain::schedule::Schedule;
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::Suggestion;
use domain::suggestion::event::{GenerationFault, Usage};
use domain::text::Text;
use uuid::Uuid;

use super::{Contract, Row, Who, by, by_process};
use crate::access::note::{NoteAccess, Occurrence};
use crate::access::request::RequestAccess;
use crate::account::connect::ConnectAccount;
use crate::account::disconnect::DisconnectAccount;
use crate::account::hold::HoldAccount;
use crate::account::note_tokens::NoteTokens;
use crate::account::open_attempt::OpenAttempt;
use crate::account::release::ReleaseAccount;
use crate::account::settle_attempt::SettleAttempt;
use crate::account::testing::{account_id, connected, opened};
use crate::context::add::AddContext;
use crate::context::approve::ApproveContext;
use crate::context::assess::AssessContext;
use crate::context::fixtures::{added, assessed as scored};
use crate::context::reject::RejectContext;
use crate::context::roll_back::RollbackContext;
use crate::decision::AggregateState;
use crate::member::grant_role::GrantRole;
use crate::member::issue_api_token::IssueApiToken;
use crate::member::revoke_api_token::RevokeApiToken;
use crate::member::revoke_role::RevokeRole;
use crate::post::block::BlockPost;
use crate::post::cancel::CancelPost;
use crate::post::clear::ClearPost;
use crate::post::confirm_outcome::ConfirmOutcome;
use crate::post::delete::DeletePost;
use crate::post::mark_missed::MarkMissed;
use crate::post::publish::PublishPost;
use crate::post::record_failure::RecordFailure;
use crate::post::record_manual::RecordManualPost;
use crate::post::record_metrics::RecordMetrics;
use crate::post::record_published::RecordPublished;
use crate::post::record_unknown::RecordUnknownOutcome;
use crate::post::retry::RetryPost;
use crate::post::testing::{failed, post_id, published, queued, tweet, unknown};
use crate::project::archive::ArchiveProject;
use crate::project::assign_account::AssignAccount;
use crate::project::clear_vibe::ClearVibe;
use crate::project::create::CreateProject;
use crate::project::describe::DescribeProject;
use crate::project::forget_texts::ForgetTexts;
use crate::project::pause::PausePosting;
use crate::project::resume::ResumePosting;
use crate::project::set_autopilot::SetAutopilot;
use crate::project::set_quota::SetQuota;
use crate::project::set_safety_policy::SetSafetyPolicy;
use crate::project::set_schedule::SetSchedule;
use crate::project::set_vibe::SetVibe;
use crate::suggestion::approve::ApproveSuggestion;
use crate::suggestion::assess::AssessVariant;
use crate::suggestion::edit::EditVariant;
use crate::suggestion::expire::ExpireSuggestion;
use crate::suggestion::record_failure::RecordGenerationFailure;
use crate::suggestion::record_variants::RecordVariants;
use crate::suggestion::reject::RejectSuggestion;
use crate::suggestion::request::RequestSuggestion;
use crate::suggestion::testing::{
    TEXT, assessed, assessment, generated, other_project, requested, suggestion_id,
};
use crate::testing::{noon, project_id};

/// Every row.
pub(super) fn all() -> Vec<Box<dyn Contract>> {
    let mut rows = Vec::new();
    add(&mut rows, projects());
    add(&mut rows, contexts());
    add(&mut rows, suggestions());
    add(&mut rows, posts_of_people());
    add(&mut rows, posts_of_processes());
    add(&mut rows, accounts());
    add(&mut rows, members());
    add(&mut rows, accesses());
    rows
}

fn add<S: AggregateState>(rows: &mut Vec<Box<dyn Contract>>, more: Vec<Row<S>>) {
    rows.extend(more.into_iter().map(|row| Box::new(row) as Box<dyn Contract>));
}

fn words() -> Text {
    Text::known("Frogs")
}

fn projects() -> Vec<Row<Project>> {
    let (project, account) = (project_id(), account_id());
    let create = CreateProject { project, name: "Froglet".to_owned(), base_description: words() };
    let texts_of = StreamId::new(AggregateType::Context, project);
    vec![
        Row::new(by(&[Owner]).everywhere(), [], create).in_any_project(),
        Row::of_project(by(&[Owner]), DescribeProject { project, base_description: words() }),
        Row::of_project(by(&[Editor, Publisher]), SetVibe { project, vibe: words(), lasts: None }),
        Row::of_project(by(&[Editor, Publisher]), ClearVibe { project }),
        Row::of_project(by(&[Owner]), SetSafetyPolicy { project, policy: SafetyPolicy::default() }),
        Row::of_project(by(&[Publisher]), SetSchedule { project, schedule: Schedule::default() }),
        Row::of_project(by(&[Owner]), SetQuota { project, quota: Quota::default() }),
        Row::of_project(by(&[Owner]).or_process(), AssignAccount { project, account }),
        Row::of_project(
            by(&[Publisher]).or_process(),
            PausePosting { project, reason: None, asked_at: None },
        ),
        Row::of_project(by(&[Publisher]), ResumePosting { project, asked_at: None }),
        Row::of_project(by(&[Owner]), SetAutopilot { project, mode: Autopilot::Off }),
        Row::of_project(by(&[Owner]), ForgetTexts { project, texts_of }).though_archived(),
        Row::of_project(by(&[Owner]), ArchiveProject { project }).though_archived(),
    ]
}

fn contexts() -> Vec<Row<Context>> {
    let project = project_id();
    let assess = AssessContext { project, layer: 1, assessment: assessment(0) };
    vec![
        Row::new(by(&[Editor, Publisher]), [], AddContext { project, content: words() }),
        Row::new(by_process(), [added(1)], assess),
        Row::new(by(&[Publisher]), [added(1), scored(1, 0, true)], ApproveContext { project, layer: 1 }),
        Row::new(by(&[Publisher]), [added(1)], RejectContext { project, layer: 1, reason: None }),
        Row::new(by(&[Publisher]), [], RollbackContext { project, to_version: 0 }),
    ]
}

fn suggestions() -> Vec<Row<Suggestion>> {
    let (suggestion, project, variant, revision) = (suggestion_id(), project_id(), 1, 0);
    let request = RequestSuggestion { suggestion, project, instruction: None, variants: 2, replaces: None };
    let record = RecordVariants {
        suggestion,
        project,
        input: assessment(0),
        model: "model-1".to_owned(),
        variants: vec![TEXT.to_owned()],
        usage: Usage::default(),
    };
    let (fault, detail) = (GenerationFault::ModelRefused, "declined".to_owned());
    let fail = RecordGenerationFailure { suggestion, project, fault, input: None, detail };
    let assess = AssessVariant { suggestion, project, variant, revision, assessment: assessment(0) };
    let edit = EditVariant { suggestion, project, variant, revision, text: "gm".to_owned() };
    let approve = ApproveSuggestion { suggestion, project, variant, revision };
    let reject = RejectSuggestion { suggestion, project, reason: None };
    let expire = ExpireSuggestion { suggestion, project };
    let (project, what) = (other_project(), "suggestion");
    let scored = || [requested(), generated(), assessed(assessment(0))];
    vec![
        Row::new(by(&[Editor, Publisher]).or_process(), [], request),
        Row::new(by_process(), [requested()], record.clone())
            .in_any_project()
            .elsewhere(RecordVariants { project, ..record }, what),
        Row::new(by_process(), [requested()], fail.clone())
            .in_any_project()
            .elsewhere(RecordGenerationFailure { project, ..fail }, what),
        Row::new(by_process(), scored(), assess.clone())
            .in_any_project()
            .elsewhere(AssessVariant { project, ..assess }, what),
        Row::new(by(&[Editor, Publisher]), scored(), edit.clone())
            .elsewhere(EditVariant { project, ..edit }, what),
        Row::new(by(&[Publisher]), scored(), approve.clone())
            .elsewhere(ApproveSuggestion { project, ..approve }, what),
        Row::new(by(&[Editor, Publisher]), scored(), reject.clone())
            .in_any_project()
            .elsewhere(RejectSuggestion { project, ..reject }, what),
        Row::new(by_process(), scored(), expire.clone())
            .in_any_project()
            .elsewhere(ExpireSuggestion { project, ..expire }, what),
    ]
}

fn posts_of_people() -> Vec<Row<Post>> {
    let (post, project, account) = (post_id(), project_id(), account_id());
    let publish = PublishPost { project, suggestion: suggestion_id(), variant: None, publish_at: None };
    let confirm = ConfirmOutcome {
        post,
        project,
        attempt: 1,
        confirmation: Confirmation::NotPublished,
        username: None,
    };
    let retry = RetryPost { post, project, publish_at: None };
    let cancel = CancelPost { post, project, account: account.clone(), reason: None };
    let by_hand = RecordManualPost { post, project, account, tweet_id: None };
    let delete = DeletePost { post, project };
    let project = other_project();
    vec![
        Row::new(by(&[Publisher]).or_process(), [], publish.clone())
            .elsewhere(PublishPost { project, ..publish }, "suggestion"),
        Row::new(by(&[Publisher]).or_process(), [queued(0), unknown(1)], confirm.clone())
            .in_any_project()
            .elsewhere(ConfirmOutcome { project, ..confirm }, "post"),
        Row::new(by(&[Publisher]).or_process(), [queued(0), failed(1)], retry.clone())
            .elsewhere(RetryPost { project, ..retry }, "post"),
        Row::new(by(&[Publisher]), [queued(0)], cancel.clone())
            .in_any_project()
            .elsewhere(CancelPost { project, ..cancel }, "post"),
        Row::new(by(&[Publisher]), [queued(0)], by_hand.clone())
            .in_any_project()
            .elsewhere(RecordManualPost { project, ..by_hand }, "post"),
        Row::new(by(&[Publisher]), [queued(0), published(1)], delete.clone())
            .in_any_project()
            .elsewhere(DeletePost { project, ..delete }, "post"),
    ]
}

fn posts_of_processes() -> Vec<Row<Post>> {
    let (post, project, attempt, detail) = (post_id(), project_id(), 1, "timeout".to_owned());
    let clear = ClearPost { post, project, suggestion: suggestion_id(), assessment: assessment(0) };
    let block = BlockPost { post, project, reason: BlockReason::Score, assessment: None };
    let username = "froglet".to_owned();
    let publish = RecordPublished { post, project, attempt, tweet_id: tweet(), username };
    let fail = RecordFailure { post, project, attempt, fault: PublishFault::Refused, detail: detail.clone() };
    let lose = RecordUnknownOutcome { post, project, attempt, detail };
    let miss = MarkMissed { post, project, held: None };
    let (metrics, observed_at) = (PublicMetrics::default(), noon());
    let count = RecordMetrics { post, project, metrics, observed_at };
    let (project, what) = (other_project(), "post");
    vec![
        Row::new(by_process(), [queued(0)], clear.clone()).elsewhere(ClearPost { project, ..clear }, what),
        Row::new(by_process(), [queued(0)], block.clone()).elsewhere(BlockPost { project, ..block }, what),
        Row::new(by_process(), [queued(0)], publish.clone())
            .elsewhere(RecordPublished { project, ..publish }, what),
        Row::new(by_process(), [queued(0)], fail.clone()).elsewhere(RecordFailure { project, ..fail }, what),
        Row::new(by_process(), [queued(0)], lose.clone())
            .elsewhere(RecordUnknownOutcome { project, ..lose }, what),
        Row::new(by_process(), [queued(0)], miss.clone()).elsewhere(MarkMissed { project, ..miss }, what),
        Row::new(by_process(), [queued(0), published(1)], count.clone())
            .elsewhere(RecordMetrics { project, ..count }, what),
    ]
    .into_iter()
    .map(Row::in_any_project)
    .collect()
}

fn accounts() -> Vec<Row<Account>> {
    let (account, post, attempt, here) = (account_id(), post_id(), 1, project_id());
    let (project, reason) = (Some(here), "checking".to_owned());
    let anywhere = by(&[Owner]).everywhere().or_process();
    let open = OpenAttempt {
        account: account.clone(),
        post,
        project: here,
        approver: Some(MemberId::telegram(5)),
        attempt,
        text_hash: text_hash(TEXT),
        newest_known: None,
    };
    let outcome = AttemptOutcome::NotPublished;
    let settle = SettleAttempt { account: account.clone(), project: here, post, attempt, outcome };
    let connect = ConnectAccount { account: account.clone(), username: "toadlet".to_owned() };
    let disconnect = DisconnectAccount { account: account.clone(), reason: reason.clone() };
    let note = NoteTokens { account: account.clone(), expires_at: None };
    let hold = HoldAccount { account: account.clone(), project, reason: reason.clone() };
    let release = ReleaseAccount { account, project, reason };
    vec![
        Row::new(anywhere, [], connect).in_any_project(),
        Row::new(anywhere, [connected()], disconnect).in_any_project(),
        Row::new(by_process(), [connected()], note).in_any_project(),
        Row::new(by_process(), [connected()], open),
        Row::new(by_process(), [connected(), opened(1)], settle).in_any_project(),
        Row::new(by(&[Publisher]).or_process(), [connected()], hold)
            .in_any_project()
            .missing_to_members("account"),
        Row::new(by(&[Publisher]).or_process(), [connected()], release)
            .in_any_project()
            .missing_to_members("account"),
    ]
}

fn members() -> Vec<Row<Member>> {
    let (member, role, scope) = (MemberId::telegram(7), Publisher, Scope::Project(project_id()));
    let token = TokenId(Uuid::nil());
    let (label, secret_hash) = ("nightly".to_owned(), "0a".repeat(32));
    let granted = || MemberEvent::RoleGranted { role, scope, name: None };
    let issued = MemberEvent::ApiTokenIssued {
        token,
        label: label.clone(),
        secret_hash: secret_hash.clone(),
        expires_at: None,
    };
    let grant = GrantRole { member: member.clone(), role, scope, name: None };
    let revoke = RevokeRole { member: member.clone(), role, scope };
    let issue = IssueApiToken { member: member.clone(), token, label, secret_hash, expires_at: None };
    vec![
        Row::new(by(&[Owner]), [], grant).though_archived(),
        Row::new(by(&[Owner]), [granted()], revoke).in_any_project(),
        Row::new(by(&[Owner]).everywhere(), [granted()], issue).in_any_project(),
        Row::new(by(&[Owner]).everywhere(), [issued], RevokeApiToken { member, token }).in_any_project(),
    ]
}

fn accesses() -> Vec<Row<Access>> {
    let occurrence = Occurrence::Login { method: "console".to_owned() };
    let request = RequestAccess { id: Uuid::nil(), attempt: "RequestAccess", project: Some(project_id()) };
    vec![
        // an edge notes what somebody has done, in that person's name
        Row::new(Who { anybody: true, ..Who::default() }, [], NoteAccess { id: Uuid::nil(), occurrence })
            .in_any_project(),
        Row::new(by(&Role::ALL), [], request).in_any_project(),
    ]
}
