//! Performing one job: from the process manager's verdict to the outcome that is to be stored.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::error::CommandError;
use commands::faults::Guard;
use commands::port::clock::Clock;
use commands::process::{Job, NewJob, ProcessManager, Verdict};
use commands::retry_policy::{RetryPolicy, UNREADABLE};
use commands::unreadable::Unreadable;
use futures_util::FutureExt;
use tracing::{error, warn};
use uuid::Uuid;

use crate::consumer::panic_message;

const SHORTEST_WAIT: TimeDelta = TimeDelta::seconds(1);

/// What is to be stored about a job that was performed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum JobOutcome {
    /// It is done; these follow.
    Done(Vec<NewJob>),
    /// Once more, at this time.
    Retry { why: String, at: DateTime<Utc>, counts: CountedAs },
    /// It waits until then.
    Waiting { why: String, until: DateTime<Utc> },
    /// Another instance has what it needs.
    HandedBack { needs: String },
    /// It was given up.
    Failed { why: String },
    /// Nobody knows.
    Unknown { why: String },
}

/// What a try counts as that is followed by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountedAs {
    /// It did not succeed.
    Failed,
    /// Nobody knows whether it took effect.
    Unknown,
    /// It was none.
    Nothing,
}

/// Performs the job. Panics are caught: they count as a try.
pub(super) async fn perform(process: &dyn ProcessManager, job: &Job, clock: &dyn Clock) -> JobOutcome {
    if !process.steps().contains(&job.step.as_str()) {
        // Before anything is given up: who does not know the step does not know either what giving it up means.
        return outcome(process, job, clock, job.unknown_step()).await;
    }
    if job.attempt > process.retry_policy().attempts {
        // Only take-overs count further than the last try: without this, a job that kills its instance would be
        // performed for ever.
        return give_up(process, job, clock, "every try ended without an answer".to_owned()).await;
    }
    let verdict = match AssertUnwindSafe(process.perform(job)).catch_unwind().await {
        Ok(verdict) => verdict.unwrap_or_else(|verdict| verdict),
        Err(panic) => {
            error!(alarm = true, panic = panic_message(&*panic), "a job panicked");
            Verdict::retry(format!("panicked: {}", panic_message(&*panic)))
        }
    };
    outcome(process, job, clock, verdict).await
}

/// What is to be stored after this verdict.
async fn outcome(process: &dyn ProcessManager, job: &Job, clock: &dyn Clock, verdict: Verdict) -> JobOutcome {
    match verdict {
        Verdict::Done(new_jobs) => JobOutcome::Done(new_jobs),
        // A moment that has passed would make it run in circles.
        Verdict::Wait { why, until } => {
            JobOutcome::Waiting { why, until: until.max(clock.now() + SHORTEST_WAIT) }
        }
        Verdict::HandBack { needs } => JobOutcome::HandedBack { needs },
        Verdict::Unknown { why } => JobOutcome::Unknown { why },
        Verdict::Unreadable(what) if Guard::BlockedJobs.holds() => wait_to_read(clock, &what),
        Verdict::Unreadable(what) => give_up(process, job, clock, what.to_string()).await,
        Verdict::Fail { why } => give_up(process, job, clock, why).await,
        Verdict::Retry { why, .. } if job.attempt >= process.retry_policy().attempts => {
            give_up(process, job, clock, why).await
        }
        Verdict::Retry { why, after } => {
            JobOutcome::Retry { why, at: next_try(process, job, clock, after), counts: CountedAs::Failed }
        }
        Verdict::RetryUnknown { why, .. }
            if job.attempt + job.unknown_tries >= process.retry_policy().attempts =>
        {
            JobOutcome::Unknown { why }
        }
        Verdict::RetryUnknown { why, after } => {
            JobOutcome::Retry { why, at: next_try(process, job, clock, after), counts: CountedAs::Unknown }
        }
    }
}

/// It waits for a program that can read what it needs. What it waits for tells the watch over unclaimed jobs.
fn wait_to_read(clock: &dyn Clock, what: &Unreadable) -> JobOutcome {
    warn!(%what, "a job waits");
    JobOutcome::Waiting { why: what.to_string(), until: clock.now() + UNREADABLE.pause(0) }
}

/// Lets the process manager record the failure. If that is not possible now, the job stays to be given up.
async fn give_up(process: &dyn ProcessManager, job: &Job, clock: &dyn Clock, why: String) -> JobOutcome {
    warn!(why, "a job is given up");
    match AssertUnwindSafe(process.give_up(job, &why)).catch_unwind().await {
        Ok(Ok(())) => JobOutcome::Failed { why },
        Ok(Err(
            error @ (CommandError::Conflict { .. }
            | CommandError::Unavailable { .. }
            | CommandError::UpgradeUnderWay { .. }),
        )) => {
            let why = format!("{why}; the failure could not be recorded: {error}");
            JobOutcome::Retry { why, at: next_try(process, job, clock, None), counts: CountedAs::Nothing }
        }
        Ok(Err(CommandError::Unreadable(what))) => wait_to_read(clock, &what),
        Ok(Err(error @ (CommandError::Refused(_) | CommandError::KeyReused | CommandError::Corrupt(_)))) => {
            error!(alarm = true, %error, "the failure of a job could not be recorded");
            JobOutcome::Failed { why }
        }
        Err(panic) => {
            error!(alarm = true, panic = panic_message(&*panic), "giving up a job panicked");
            JobOutcome::Failed { why }
        }
    }
}

/// When the job is tried again: after the time given, else after the pause of its process manager's policy.
fn next_try(
    process: &dyn ProcessManager,
    job: &Job,
    clock: &dyn Clock,
    after: Option<Duration>,
) -> DateTime<Utc> {
    let pause = after.unwrap_or_else(|| backoff(process.retry_policy(), job.id.0, job.attempt - 1));
    clock.now() + TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX)
}

/// The policy's pause after this try, shortened by up to a half that differs between jobs, so that those that failed
/// together do not come back together.
fn backoff(policy: RetryPolicy, id: Uuid, tries: u32) -> Duration {
    let longest = policy.pause(tries);
    let shift = u32::from(id.as_bytes()[(tries % 16) as usize]);
    longest.saturating_sub(longest / 2 * shift / 255)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::backoff;
    use commands::retry_policy::JOB;

    #[test]
    fn pauses_grow_up_to_five_minutes() {
        let id = Uuid::nil();
        let pauses: Vec<_> = [0, 1, 2, 9, 10, 40].map(|tries| backoff(JOB, id, tries).as_millis()).into();
        assert_eq!(pauses, [500, 1000, 2000, 256_000, 300_000, 300_000]);
    }

    #[test]
    fn jitter_takes_away_half_at_most() {
        assert_eq!(backoff(JOB, Uuid::max(), 1), Duration::from_millis(500));
    }
}
