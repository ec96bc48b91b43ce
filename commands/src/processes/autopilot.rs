//! Autopilot: one timer per slot of a project's schedule, each leading to the next.
//!
//! At a slot it queues the oldest approved suggestion; in `full` mode, without one, it asks for new variants
//! and queues the least risky if it is at or under the low limit.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::event::Event;
use domain::id::{JobId, ProjectId, SuggestionId};
use domain::policy::Autopilot as Mode;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::risk::Limits;
use domain::suggestion::event::SuggestionEvent;
use domain::suggestion::{Suggestion, SuggestionStatus};
use serde::{Deserialize, Serialize};

use super::Ports;
use crate::error::CommandError;
use crate::post::publish::PublishPost;
use crate::process::{Effect, Priority, ProcessManager, Verdict, Work};
use crate::suggestion::request::RequestSuggestion;

/// The process's name; suggestions that it asks for carry it.
pub const NAME: &str = "autopilot";
/// Approved suggestions tried per slot: the read model may still list some that were just queued.
const CANDIDATES: u32 = 5;
/// How many variants it asks for.
const VARIANTS: u8 = 3;
/// How long it waits for variants before it gives the slot up.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// Posts by itself.
pub struct Autopilot {
    ports: Ports,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Slot {
    project: ProjectId,
    at: DateTime<Utc>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Pick {
    project: ProjectId,
    suggestion: SuggestionId,
}

impl Autopilot {
    /// The process over its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    async fn plan(&self, project: ProjectId) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.project(project).await?.state;
        Ok(Verdict::Done(next_slot(project, &state, self.ports.clock.now()).into_iter().collect()))
    }

    async fn slot(&self, work: &Work, slot: Slot) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.project(slot.project).await?.state;
        let now = self.ports.clock.now();
        let next: Vec<Effect> = next_slot(slot.project, &state, now.max(slot.at)).into_iter().collect();
        if next.is_empty() || state.paused || !is_slot(&state, slot.at) {
            return Ok(Verdict::Done(next));
        }
        if self.queue_approved(work, slot).await? || state.autopilot != Mode::Full {
            return Ok(Verdict::Done(next));
        }
        let suggestion = SuggestionId::derived(slot.project.0, &format!("autopilot {}", slot.at));
        let (project, instruction) = (slot.project, None);
        let request =
            RequestSuggestion { suggestion, project, instruction, variants: VARIANTS, replaces: None };
        self.ports.dispatch.dispatch(work.command("request", now, request)).await?;
        Ok(Verdict::Done(next))
    }

    /// Queues the oldest approved suggestion; false when there is none.
    async fn queue_approved(&self, work: &Work, slot: Slot) -> Result<bool, Verdict> {
        for suggestion in self.ports.readings.approved(slot.project, CANDIDATES).await? {
            if self.queue(work, slot.project, suggestion, None).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Queues one suggestion for now; false when the rules say no.
    async fn queue(
        &self,
        work: &Work,
        project: ProjectId,
        suggestion: SuggestionId,
        variant: Option<u8>,
    ) -> Result<bool, Verdict> {
        let command = PublishPost { project, suggestion, variant, publish_at: None };
        let envelope = work.command(&format!("publish-{suggestion}"), self.ports.clock.now(), command);
        match self.ports.dispatch.dispatch(envelope).await {
            Ok(_) => Ok(true),
            Err(CommandError::Refused(refusal)) => {
                tracing::info!(%suggestion, %refusal, "the autopilot passes this suggestion by");
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Queues the least risky variant once all are scored. What is over the limit waits for a person.
    async fn pick(&self, work: &Work, Pick { project, suggestion }: Pick) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.suggestion(suggestion).await?.state;
        let scored = state.status == SuggestionStatus::Generated
            && state.variants.iter().all(|variant| variant.assessment.is_some());
        let now = self.ports.clock.now();
        let pending = matches!(state.status, SuggestionStatus::Requested | SuggestionStatus::Generated);
        if !scored && pending && now < work.created_at + PATIENCE {
            let until = now + TimeDelta::seconds(1);
            return Ok(Verdict::Wait { why: "the variants are being written".into(), until });
        }
        let limits = self.ports.aggregates.project(project).await?.state.policy.limits;
        if let Some(variant) = least_risky(&state, limits) {
            self.queue(work, project, suggestion, Some(variant)).await?;
        }
        Ok(Verdict::DONE)
    }
}

/// The timer of the first slot after the instant. Its id is the slot's own, so that however many changes of
/// settings lead to it there is one.
fn next_slot(project: ProjectId, state: &Project, after: DateTime<Utc>) -> Option<Effect> {
    if !state.open() || state.autopilot == Mode::Off {
        return None;
    }
    let slot = Slot { project, at: state.schedule.next_after(after)? };
    let id = JobId::derived(project.0, &format!("{NAME}/slot {}", slot.at));
    let effect = Effect::new(NAME, project.0, "slot", &slot).due(slot.at).with(Priority::Timed);
    Some(Effect { id, ..effect })
}

fn is_slot(state: &Project, at: DateTime<Utc>) -> bool {
    state.schedule.next_after(at - TimeDelta::seconds(1)) == Some(at)
}

fn least_risky(suggestion: &Suggestion, limits: Limits) -> Option<u8> {
    (1..)
        .zip(&suggestion.variants)
        .filter_map(|(number, variant)| {
            let assessment = variant.assessment.as_ref()?;
            (assessment.complete && assessment.score.get() <= limits.low())
                .then_some((assessment.score, number))
        })
        .min()
        .map(|(_, number)| number)
}

fn changes_plan(event: &ProjectEvent) -> bool {
    match event {
        ProjectEvent::ScheduleSet { .. }
        | ProjectEvent::AutopilotSet { .. }
        | ProjectEvent::PostingResumed {} => true,
        ProjectEvent::ProjectCreated { .. }
        | ProjectEvent::ProjectDescribed { .. }
        | ProjectEvent::VibeSet { .. }
        | ProjectEvent::VibeCleared {}
        | ProjectEvent::SafetyPolicySet { .. }
        | ProjectEvent::QuotaSet { .. }
        | ProjectEvent::AccountAssigned { .. }
        | ProjectEvent::PostingPaused { .. }
        | ProjectEvent::TextsForgotten { .. }
        | ProjectEvent::ProjectArchived {} => false,
    }
}

#[async_trait]
impl ProcessManager for Autopilot {
    fn name(&self) -> &'static str {
        NAME
    }

    fn react(&self, event: &Recorded) -> Vec<Effect> {
        let Some(project) = event.metadata.project_id else { return Vec::new() };
        let cause = event.event_id.0;
        match &event.event {
            Event::Project(change) if changes_plan(change) => {
                vec![Effect::new(NAME, cause, "plan", &project).with(Priority::Timed)]
            }
            Event::Suggestion(SuggestionEvent::SuggestionRequested { requested_by, .. })
                if *requested_by == Actor::process(NAME) =>
            {
                let Ok(suggestion) = event.stream.id.parse() else { return Vec::new() };
                let pick = Pick { project, suggestion };
                vec![Effect::new(NAME, cause, "pick", &pick).with(Priority::Background)]
            }
            Event::Project(_)
            | Event::Context(_)
            | Event::Suggestion(_)
            | Event::Post(_)
            | Event::Account(_)
            | Event::Member(_)
            | Event::Access(_) => Vec::new(),
        }
    }

    async fn perform(&self, work: &Work) -> Result<Verdict, Verdict> {
        match work.step.as_str() {
            "plan" => self.plan(work.request()?).await,
            "slot" => self.slot(work, work.request()?).await,
            "pick" => self.pick(work, work.request()?).await,
            step => Ok(Verdict::Fail { why: format!("unknown step {step}") }),
        }
    }
}
