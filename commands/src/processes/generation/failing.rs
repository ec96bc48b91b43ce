//! Failed generation: drafts that do not come, or that cannot be used.

use domain::risk::Assessment;
use domain::suggestion::event::GenerationFault;

use super::Generation;
use crate::port::ServiceError;
use crate::port::text_generator::{Draft, GenerationError};
use crate::process::{Job, Verdict};
use crate::retry_policy;

impl Generation {
    /// Tries again what may help, and records the rest.
    pub(super) async fn failed_to_write(
        &self,
        job: &Job,
        input: Assessment,
        error: GenerationError,
    ) -> Result<Verdict, Verdict> {
        let detail = error.to_string();
        let fault = match error {
            GenerationError::Service(ServiceError::Unavailable { why, retry_after, .. }) => {
                return Ok(Verdict::Retry { why, after: retry_after });
            }
            GenerationError::Service(ServiceError::Unreadable(what)) => return Ok(what.into()),
            GenerationError::Unusable(why) if job.attempt < retry_policy::UNUSABLE_ANSWER.attempts => {
                return Ok(Verdict::retry(why));
            }
            GenerationError::Service(ServiceError::Refused { .. }) => GenerationFault::Rejected,
            GenerationError::Declined(_) => GenerationFault::ModelRefused,
            GenerationError::Unusable(_) => GenerationFault::UnusableAnswer,
        };
        self.fail(job, fault, Some(input), detail).await
    }
}

/// A draft that can be recorded: the first recorded answer stands, a refused one too.
pub(super) fn usable(draft: Draft) -> Result<Draft, GenerationError> {
    let is_blank = |text: &String| text.trim().is_empty();
    if (1..=3).contains(&draft.variants.len()) && !draft.variants.iter().any(is_blank) {
        return Ok(draft);
    }
    Err(GenerationError::Unusable(format!("{} variants, or one that says nothing", draft.variants.len())))
}
