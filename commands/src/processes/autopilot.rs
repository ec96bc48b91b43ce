//! Autopilot: one timer per slot of a project's schedule, each leading to the next.
//!
//! At a slot it queues the oldest approved suggestion; in `full` mode, without one, it asks for new variants
//! and queues the least risky if it is at or under the low limit.

mod slots;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::actor::Actor;
use domain::event::EventKind;
use domain::event_subset::EventSubset;
use domain::id::{ProjectId, SuggestionId};
use domain::policy::Autopilot as Mode;
use domain::post_text;
use domain::recorded::Recorded;
use domain::risk::{Band, Limits};
use domain::suggestion::{Suggestion, SuggestionStatus};
use domain::takes;
use serde::{Deserialize, Serialize};

use super::{Ports, Timing};
use crate::command::Command;
use crate::error::CommandError;
use crate::post::publish::PublishPost;
use crate::process::{Job, NewJob, Priority, ProcessManager, Verdict};
use crate::retry_policy::{self, RetryPolicy};
use crate::suggestion::request::RequestSuggestion;
use slots::{Plan, Slot};

/// The process's name; suggestions that it asks for carry it.
pub const NAME: &str = "autopilot";
/// Approved suggestions tried per slot: the rules may refuse some, and the read model may still list some that
/// were just queued.
const CANDIDATES: u32 = 20;
/// How many variants it asks for.
const VARIANTS: u8 = 3;
/// How long it waits for variants before it gives the slot up.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// Posts by itself.
pub struct Autopilot {
    ports: Ports,
    timing: Timing,
}

/// Something for a slot. The candidates are settled before the first is tried: a repeated try must not find
/// others and fill the slot twice.
#[derive(Clone, Serialize, Deserialize)]
struct Fill {
    slot: Slot,
    approved: Vec<SuggestionId>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Pick {
    project: ProjectId,
    suggestion: SuggestionId,
}

impl Autopilot {
    /// The process over its ports.
    pub fn new(ports: Ports, timing: Timing) -> Self {
        Self { ports, timing }
    }

    /// Queues the oldest approved suggestion; without one a full autopilot asks for new variants.
    async fn fill(&self, job: &Job, Fill { slot, approved }: Fill) -> Result<Verdict, Verdict> {
        for suggestion in approved {
            if self.queue(job, slot.project, suggestion, None).await? {
                return Ok(Verdict::DONE);
            }
        }
        let project = slot.project;
        if self.ports.aggregates.project(project).await?.state.autopilot == Mode::Full {
            // Derived from the slot, so that a repeated try asks for the same suggestion and not for another one.
            let suggestion = SuggestionId::derived(project.0, &format!("autopilot {}", slot.at));
            let (instruction, variants, replaces) = (None, VARIANTS, None);
            let request = RequestSuggestion { suggestion, project, instruction, variants, replaces };
            self.ask(job, "request", request).await?;
        }
        Ok(Verdict::DONE)
    }

    /// Queues one suggestion for now; false when the rules say no.
    async fn queue(
        &self,
        job: &Job,
        project: ProjectId,
        suggestion: SuggestionId,
        variant: Option<u8>,
    ) -> Result<bool, Verdict> {
        let command = PublishPost { project, suggestion, variant, publish_at: None };
        self.ask(job, &format!("publish-{suggestion}"), command).await
    }

    async fn ask(&self, job: &Job, ordinal: &str, command: impl Into<Command>) -> Result<bool, Verdict> {
        let envelope = job.command(ordinal, self.ports.clock.now(), command);
        match self.ports.dispatch.dispatch(envelope).await {
            Ok(_) => Ok(true),
            Err(CommandError::Refused(refusal)) => {
                // The rules may have changed since the slot was planned; a refusal is an answer and no failure.
                tracing::info!(ordinal, %refusal, "the autopilot was refused");
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Queues the least risky variant once all are scored. What is over the limit waits for a person.
    async fn pick(&self, job: &Job, Pick { project, suggestion }: Pick) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.suggestion(suggestion).await?.state;
        let scored = !state.variants.is_empty() && state.variants.iter().all(|one| one.assessment.is_some());
        let now = self.ports.clock.now();
        match state.status {
            SuggestionStatus::Requested | SuggestionStatus::Generated if !scored => {
                if job.created_at + PATIENCE <= now {
                    return Ok(Verdict::DONE);
                }
                // Looked at again rather than reacted to: only the state tells which assessment was the last.
                let until = now + TimeDelta::seconds(1);
                Ok(Verdict::Wait { why: "the variants are being written".into(), until })
            }
            SuggestionStatus::Requested | SuggestionStatus::Generated => {
                let limits = self.ports.aggregates.project(project).await?.state.policy.limits;
                if let Some(variant) = least_risky(&state, limits) {
                    self.queue(job, project, suggestion, Some(variant)).await?;
                }
                Ok(Verdict::DONE)
            }
            SuggestionStatus::Failed
            | SuggestionStatus::Approved { .. }
            | SuggestionStatus::Rejected
            | SuggestionStatus::Expired => Ok(Verdict::DONE),
        }
    }
}

/// The number of the least risky variant that may go out unseen: postable, every signal present, low.
fn least_risky(suggestion: &Suggestion, limits: Limits) -> Option<u8> {
    (1..)
        .zip(&suggestion.variants)
        .filter_map(|(number, variant)| {
            let assessment = variant.assessment.as_ref()?;
            let may_go = assessment.complete && limits.band(assessment.score) == Band::Low;
            let postable = post_text::faults(variant.text.as_str()?).is_empty();
            (may_go && postable).then_some((assessment.score, number))
        })
        .min()
        .map(|(_, number)| number)
}

takes! {
    /// What may change which slot comes next, and requests, among which are its own.
    enum AutopilotInput {
        project::{ScheduleSet, AutopilotSet, PostingResumed},
        suggestion::{SuggestionRequested},
    }
}

#[async_trait]
impl ProcessManager for Autopilot {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["plan", "slot", "fill", "pick"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        AutopilotInput::includes(kind)
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let Some(project) = event.metadata.project_id else { return Vec::new() };
        let cause = event.event_id.0;
        match AutopilotInput::of(&event.event) {
            Some(
                AutopilotInput::ScheduleSet(_)
                | AutopilotInput::AutopilotSet(_)
                | AutopilotInput::PostingResumed(_),
            ) => {
                let plan = Plan { project, since: event.recorded_at };
                vec![NewJob::new(NAME, cause, "plan", &plan).with(Priority::Timed)]
            }
            Some(AutopilotInput::SuggestionRequested(requested))
                if *requested.requested_by == Actor::process(NAME) =>
            {
                let Ok(suggestion) = event.stream.id.parse() else { return Vec::new() };
                let pick = Pick { project, suggestion };
                vec![NewJob::new(NAME, cause, "pick", &pick).with(Priority::Background)]
            }
            Some(AutopilotInput::SuggestionRequested(_)) | None => Vec::new(),
        }
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        match job.step.as_str() {
            "plan" => self.plan(job.request()?).await,
            "slot" => self.slot(job, job.request()?).await,
            "fill" => self.fill(job, job.request()?).await,
            "pick" => self.pick(job, job.request()?).await,
            _ => Ok(job.unknown_step()),
        }
    }

    fn retry_policy(&self) -> RetryPolicy {
        retry_policy::AUTOPILOT
    }
}
