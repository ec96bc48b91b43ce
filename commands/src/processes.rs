//! The process managers, one file per flow.

pub mod announcing;
pub mod autopilot;
pub mod caching;
pub mod clean_up;
pub mod context_assessment;
pub mod forgetting;
pub mod generation;
pub mod onboarding;
pub mod publishing;
mod scoring;
#[cfg(test)]
pub(crate) mod testing;

use std::sync::Arc;
use std::time::Duration;

use crate::port::account::XAccounts;
use crate::port::aggregates::Aggregates;
use crate::port::cache::ProjectCache;
use crate::port::clock::Clock;
use crate::port::clock_hold::ClockHold;
use crate::port::dispatch::Dispatch;
use crate::port::moderator::Moderator;
use crate::port::notice::Notices;
use crate::port::owner_alarm::OwnerAlarm;
use crate::port::publish_hold::PublishHold;
use crate::port::rate_limiter::RateLimiter;
use crate::port::read_models::ReadModels;
use crate::port::text_generator::TextGenerator;
use crate::port::vault::Vault;
use crate::process::ProcessManager;

/// Everything that the process managers talk to.
#[derive(Clone)]
pub struct Ports {
    /// The command bus.
    pub dispatch: Arc<dyn Dispatch>,
    /// Current states.
    pub aggregates: Arc<dyn Aggregates>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// Whether the history is the one that it was, and the project's is read.
    pub publish_hold: Arc<dyn PublishHold>,
    /// Whether the clock that says what is due can be trusted.
    pub clock_hold: Arc<dyn ClockHold>,
    /// The language model.
    pub text_generator: Arc<dyn TextGenerator>,
    /// The moderation service.
    pub moderator: Arc<dyn Moderator>,
    /// X.
    pub x: Arc<dyn XAccounts>,
    /// Telegram, for notices.
    pub notices: Arc<dyn Notices>,
    /// The people who must act when a service refuses us.
    pub owner_alarm: Arc<dyn OwnerAlarm>,
    /// The read models.
    pub read_models: Arc<dyn ReadModels>,
    /// The context and vibe caches.
    pub cache: Arc<dyn ProjectCache>,
    /// Shared rate permits.
    pub rate_limiter: Arc<dyn RateLimiter>,
    /// The keys of sealed texts.
    pub vault: Arc<dyn Vault>,
}

/// Times that the flows keep.
#[derive(Clone, Debug)]
pub struct Timing {
    /// How long a suggestion waits for a decision.
    pub suggestion_lifetime: Duration,
    /// How late a post may still be sent.
    pub grace: Duration,
    /// After an unknown outcome the account's timeline is read at once, and again after each of these pauses.
    pub reconcile_after: Vec<Duration>,
    /// How often a waiting post looks again whether it may go.
    pub look_again: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            suggestion_lifetime: Duration::from_hours(72),
            grace: Duration::from_hours(1),
            reconcile_after: [2, 15, 60, 300].map(Duration::from_secs).to_vec(),
            look_again: Duration::from_secs(2),
        }
    }
}

/// The names of all process managers.
pub const NAMES: [&str; 8] = [
    context_assessment::NAME,
    generation::NAME,
    publishing::NAME,
    autopilot::NAME,
    announcing::NAME,
    caching::NAME,
    forgetting::NAME,
    onboarding::NAME,
];

/// Every process manager.
pub fn all(ports: &Ports, timing: &Timing) -> Vec<Arc<dyn ProcessManager>> {
    vec![
        Arc::new(context_assessment::ContextAssessment::new(ports.clone())),
        Arc::new(generation::Generation::new(ports.clone(), timing.clone())),
        Arc::new(publishing::Publishing::new(ports.clone(), timing.clone())),
        Arc::new(autopilot::Autopilot::new(ports.clone(), timing.clone())),
        Arc::new(announcing::Announcing::new(ports.clone())),
        Arc::new(caching::Caching::new(ports.clone())),
        Arc::new(forgetting::Forgetting::new(ports.clone())),
        Arc::new(onboarding::Onboarding::new(ports.clone())),
    ]
}

#[cfg(test)]
mod tests {
    use super::testing::World;
    use super::testing::job;
    use super::{NAMES, Timing, all};
    use crate::process::Verdict;

    #[test]
    fn every_process_manager_is_named() {
        let all = all(&World::new().ports(), &Timing::default());
        assert_eq!(all.iter().map(|process| process.name()).collect::<Vec<_>>(), NAMES);
    }

    #[tokio::test]
    async fn a_step_that_nobody_knows_waits_and_every_known_one_is_performed() {
        for process in all(&World::new().ports(), &Timing::default()) {
            for step in process.steps().iter().copied().chain(["of tomorrow"]) {
                let job = job(process.name(), step, &"of tomorrow");
                let verdict = process.perform(&job).await.unwrap_or_else(|verdict| verdict);
                let Verdict::Unreadable(what) = verdict else { panic!("{step}: {verdict:?}") };
                let unknown = what.what.starts_with("step ");
                assert_eq!(unknown, step == "of tomorrow" && process.steps().len() > 1, "{what}");
            }
        }
    }
}
