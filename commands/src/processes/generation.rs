//! Generation: score the input, ask the model, score every variant; expire what nobody decides.

mod brief;
mod failing;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::actor::Actor;
use domain::event::EventKind;
use domain::event_subset::EventSubset;
use domain::id::{ProjectId, SuggestionId};
use domain::recorded::Recorded;
use domain::risk::{Assessment, Band};
use domain::suggestion::event::GenerationFault;
use domain::suggestion::{Suggestion, SuggestionStatus};
use domain::takes;
use serde::{Deserialize, Serialize};

use super::{Ports, Timing, scoring};
use crate::error::CommandError;
use crate::process::{Job, MAX_CONCURRENT_CALLS, NewJob, Priority, ProcessManager, Verdict};
use crate::suggestion::assess::AssessVariant;
use crate::suggestion::expire::ExpireSuggestion;
use crate::suggestion::record_failure::RecordGenerationFailure;
use crate::suggestion::record_variants::RecordVariants;
use failing::usable;

/// The process's name; a suggestion's job id is derived from it.
pub const NAME: &str = "generation";
/// The step that writes the variants.
pub const GENERATE: &str = "generate";
/// The ordinal of the command that ends a request without variants.
const FAILURE: &str = "failure";

/// Writes and scores variants.
pub struct Generation {
    ports: Ports,
    timing: Timing,
}

#[derive(Serialize, Deserialize)]
struct SuggestionRef {
    project: ProjectId,
    suggestion: SuggestionId,
}

#[derive(Serialize, Deserialize)]
struct Assess {
    project: ProjectId,
    suggestion: SuggestionId,
    /// Which variants, with the revision to score.
    variants: Vec<(u8, u32)>,
}

impl Generation {
    /// The process over its ports.
    pub fn new(ports: Ports, timing: Timing) -> Self {
        Self { ports, timing }
    }

    async fn generate(&self, job: &Job) -> Result<Verdict, Verdict> {
        let SuggestionRef { project, suggestion } = job.request()?;
        let state = self.ports.aggregates.suggestion(suggestion).await?.state;
        // A repeated command would meet its receipt anyway; this saves a second, paid request to the model.
        if state.status != SuggestionStatus::Requested {
            return Ok(Verdict::DONE);
        }
        if let Some(limit) = self.spent_quota(project).await? {
            // What the process decides against is an event like any other outcome, and then the job is done.
            let detail = format!("the daily limit is {limit}");
            return self.fail(job, GenerationFault::QuotaSpent, None, detail).await;
        }
        let brief = brief::assemble(&self.ports, project, &state).await?;
        let input = self.score_input(job, project, &brief.assembled()).await?;
        let limits = self.ports.aggregates.project(project).await?.state.policy.limits;
        if limits.band(input.score) == Band::Blocked {
            let detail = too_risky(&input, limits.block());
            return self.fail(job, GenerationFault::InputBlocked, Some(input), detail).await;
        }
        match self.ports.text_generator.generate(&brief).await.and_then(usable) {
            Ok(draft) => {
                let (variants, model, usage) = (draft.variants, draft.model, draft.usage);
                let command = RecordVariants { project, suggestion, input, model, variants, usage };
                self.dispatch(job, "variants", command).await
            }
            Err(error) => self.failed_to_write(job, input, error).await,
        }
    }

    async fn fail(
        &self,
        job: &Job,
        fault: GenerationFault,
        input: Option<Assessment>,
        detail: String,
    ) -> Result<Verdict, Verdict> {
        let SuggestionRef { project, suggestion } = job.request()?;
        let command = RecordGenerationFailure { project, suggestion, fault, input, detail };
        self.dispatch(job, FAILURE, command).await
    }

    async fn score_input(&self, job: &Job, project: ProjectId, input: &str) -> Result<Assessment, Verdict> {
        let policy = self.ports.aggregates.project(project).await?.state.policy;
        let texts = [input.to_owned()];
        let moderation = scoring::moderated(&*self.ports.moderator, &texts, job).await?;
        Ok(scoring::score(input, &moderation[0], &policy))
    }

    /// The daily limit, if it is reached.
    async fn spent_quota(&self, project: ProjectId) -> Result<Option<u32>, Verdict> {
        let state = self.ports.aggregates.project(project).await?.state;
        let midnight = state.schedule.day_start(self.ports.clock.now());
        let asked = self.ports.read_models.suggestions_since(project, midnight).await?;
        let limit = state.quota.suggestions_per_day;
        Ok((asked > limit).then_some(limit))
    }

    async fn assess(&self, job: &Job) -> Result<Verdict, Verdict> {
        let Assess { project, suggestion, variants } = job.request()?;
        let state = self.ports.aggregates.suggestion(suggestion).await?.state;
        let texts = current_texts(&state, &variants);
        let words: Vec<String> = texts.iter().map(|(_, _, text)| text.clone()).collect();
        if words.is_empty() {
            return Ok(Verdict::DONE);
        }
        let moderation = scoring::moderated(&*self.ports.moderator, &words, job).await?;
        let policy = self.ports.aggregates.project(project).await?.state.policy;
        for ((variant, revision, text), moderation) in texts.into_iter().zip(&moderation) {
            // One command for each variant: after a crash between two, those that were dispatched meet their receipts.
            let assessment = scoring::score(&text, moderation, &policy);
            let command = AssessVariant { project, suggestion, variant, revision, assessment };
            self.dispatch(job, &format!("assess-{variant}-{revision}"), command).await?;
        }
        Ok(Verdict::DONE)
    }

    async fn dispatch(
        &self,
        job: &Job,
        ordinal: &str,
        command: impl Into<crate::command::Command>,
    ) -> Result<Verdict, Verdict> {
        self.ports.dispatch.dispatch(job.command(ordinal, self.ports.clock.now(), command)).await?;
        Ok(Verdict::DONE)
    }
}

/// The score with what made it, in words of ours.
fn too_risky(input: &Assessment, limit: u8) -> String {
    let counting = input.signals.iter().filter(|signal| signal.weight > 0);
    let reasons: Vec<String> = counting
        .map(|signal| format!("{} {}", signal.name.as_str().replace('-', " "), signal.weight))
        .collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
    format!("the risk is {} of 100, and from {limit} on it is blocked{reasons}", input.score)
}

/// The texts still at the revision to score.
fn current_texts(state: &Suggestion, wanted: &[(u8, u32)]) -> Vec<(u8, u32, String)> {
    wanted
        .iter()
        .filter_map(|(number, revision)| {
            let variant = state.variant(*number)?;
            let text = variant.text.as_str()?;
            (variant.revision == *revision).then(|| (*number, *revision, text.to_owned()))
        })
        .collect()
}

fn lifetime(timing: &Timing) -> TimeDelta {
    TimeDelta::from_std(timing.suggestion_lifetime).unwrap_or(TimeDelta::MAX)
}

takes! {
    /// What leads to texts to be written or scored.
    enum GenerationInput { suggestion::{SuggestionRequested, VariantsGenerated, VariantEdited} }
}

#[async_trait]
impl ProcessManager for Generation {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &[GENERATE, "assess", "expire"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        GenerationInput::includes(kind)
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let (Some(input), Some(project)) = (GenerationInput::of(&event.event), event.metadata.project_id)
        else {
            return Vec::new();
        };
        let Ok(suggestion) = event.stream.id.parse::<SuggestionId>() else { return Vec::new() };
        let new_job = |step, request: &Assess| NewJob::new(NAME, event.event_id.0, step, request);
        match input {
            GenerationInput::SuggestionRequested(requested) => {
                // Both at once: a suggestion expires whether its variants were ever written or not.
                let subject = SuggestionRef { project, suggestion };
                let priority = priority_of(requested.requested_by);
                let expires = event.recorded_at + lifetime(&self.timing);
                let expire = NewJob::new(NAME, event.event_id.0, "expire", &subject).due(expires);
                vec![
                    NewJob::new(NAME, event.event_id.0, GENERATE, &subject).with(priority),
                    expire.with(Priority::Background),
                ]
            }
            GenerationInput::VariantsGenerated(generated) => {
                let variants = (1..).zip(generated.variants).map(|(number, _)| (number, 0)).collect();
                vec![new_job("assess", &Assess { project, suggestion, variants })]
            }
            GenerationInput::VariantEdited(edited) => {
                let variants = vec![(*edited.variant, *edited.revision)];
                vec![new_job("assess", &Assess { project, suggestion, variants })]
            }
        }
    }

    fn max_concurrency(&self) -> Option<usize> {
        Some(MAX_CONCURRENT_CALLS)
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        match job.step.as_str() {
            GENERATE => self.generate(job).await,
            "assess" => self.assess(job).await,
            "expire" => {
                let SuggestionRef { project, suggestion } = job.request()?;
                self.dispatch(job, "expire", ExpireSuggestion { project, suggestion }).await
            }
            _ => Ok(job.unknown_step()),
        }
    }

    async fn give_up(&self, job: &Job, why: &str) -> Result<(), CommandError> {
        if job.step != GENERATE {
            return Ok(());
        }
        let SuggestionRef { project, suggestion } = job.request()?;
        let state = self.ports.aggregates.suggestion(suggestion).await?.state;
        if state.status != SuggestionStatus::Requested {
            return Ok(());
        }
        let (fault, input, detail) = (GenerationFault::Unavailable, None, why.to_owned());
        let command = RecordGenerationFailure { project, suggestion, fault, input, detail };
        self.ports.dispatch.dispatch(job.command(FAILURE, self.ports.clock.now(), command)).await.map(drop)
    }
}

fn priority_of(actor: &Actor) -> Priority {
    match actor {
        Actor::Member(_) | Actor::Operator(_) => Priority::Person,
        Actor::Process(_) => Priority::Background,
    }
}
