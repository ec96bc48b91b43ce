//! Scoring as the flows share it: moderation with a few tries, then the pure rules.

use domain::policy::SafetyPolicy;
use domain::risk::{Assessment, Category, CategoryScore, ExternalPii, Moderation, assess};

use crate::faults::Guard;
use crate::port::ServiceError;
use crate::port::moderator::Moderator;
use crate::process::{Job, Verdict};

/// Tries before a text is scored without the moderation service. The assessment then says that the signal
/// is missing, and a person must look.
const PATIENCE: u32 = 4;

/// One moderation result per text. While the service may come back soon the job is retried; after that,
/// or when it refuses us, the results are [`Moderation::Unavailable`].
pub(super) async fn moderated(
    moderator: &dyn Moderator,
    texts: &[String],
    job: &Job,
) -> Result<Vec<Moderation>, Verdict> {
    match moderator.moderate(texts).await {
        Ok(results) if results.len() == texts.len() => Ok(results),
        Ok(_) => Ok(unavailable(texts)),
        Err(ServiceError::Unavailable { why, retry_after, .. }) if job.attempt < PATIENCE => {
            Err(Verdict::Retry { why, after: retry_after })
        }
        Err(error) => {
            tracing::warn!(%error, "scoring without the moderation service");
            Ok(unavailable(texts))
        }
    }
}

/// The score of one text under the project's policy.
pub(super) fn score(text: &str, moderation: &Moderation, policy: &SafetyPolicy) -> Assessment {
    assess(text, moderation, &ExternalPii::NotConfigured, policy)
}

fn unavailable(texts: &[String]) -> Vec<Moderation> {
    let harmless = CategoryScore { category: Category::Other, per_mille: 0, flagged: false };
    let missing = || {
        if Guard::ModerationRequired.holds() {
            Moderation::Unavailable
        } else {
            Moderation::Scored(vec![harmless])
        }
    };
    texts.iter().map(|_| missing()).collect()
}
