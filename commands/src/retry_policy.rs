//! Retry policies: who tries again, how often, after which pauses (exponential backoff), and what ends it. Every retry of the
//! program takes its numbers from this table, which `docs/ARCHITECTURE.md` shows; a guard holds the two equal.
//!
//! A call of an outside service is repeated in one place alone, by the job that makes it. Polling, leases and permits are
//! no retries: their numbers stand where they are used.

use std::time::Duration;

/// One row: somebody who tries again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// What is tried again.
    pub what: &'static str,
    /// Tries in all, the first included; [`FOR_EVER`] where it never gives up.
    pub attempts: u32,
    /// The pause after the first try; each further one is twice as long.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// What ends it, or what follows after the last try.
    pub end: &'static str,
}

/// More tries than anybody makes.
pub const FOR_EVER: u32 = u32::MAX;

impl RetryPolicy {
    /// The pause after this many pauses, before jitter.
    pub fn pause(&self, pauses: u32) -> Duration {
        // 2^20 times any first pause of ours is past its longest
        self.first_pause.saturating_mul(1 << pauses.min(20)).min(self.longest_pause)
    }
}

/// Declares the rows and the table of all, so that none can be missing from it.
macro_rules! retry_policies {
    ($($name:ident = $what:literal, $attempts:expr, $first:expr => $longest:expr, $end:literal;)+) => {
        $(
            #[doc = $what]
            pub const $name: RetryPolicy = RetryPolicy {
                what: $what,
                attempts: $attempts,
                first_pause: $first,
                longest_pause: $longest,
                end: $end,
            };
        )+

        /// Every policy, in the order of the document.
        pub const ALL: &[RetryPolicy] = &[$($name),+];
    };
}

const NONE: Duration = Duration::ZERO;

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

// Jobs: the worker pool keeps the pauses, and shortens each by up to a half.
retry_policies! {
    JOB = "a job of a process manager without a row of its own", 12, ms(500) => s(300),
        "it is given up, which a command may record; the job is failed";
    // The database may be away for a day; the news wait.
    ANNOUNCING = "a job of `announcing`", 500, ms(500) => s(300), "it is given up; nobody is told";
    // What waits is sent in order, so the first of each chat alone asks whether Telegram is back.
    TELEGRAM_OUTBOX = "a job of `telegram-outbox`; longer if Telegram asks", 6000, ms(500) => s(30),
        "it is given up after two days; the message is not sent";
    // X may be down, or its credentials missing, for hours after a project was made.
    ONBOARDING = "a job of `onboarding`", 1000, ms(500) => s(300), "it is given up; the project has no account";
    // A slot that is given up would be the last of its chain.
    AUTOPILOT = "a job of `autopilot`", 1000, ms(500) => s(300), "it is given up; the chain of slots ends";
    // A run that was given up would never enqueue the next one.
    CLEAN_UP = "a job of `clean-up`", FOR_EVER, ms(500) => s(300), "success";
    // Fixed: whoever mends it waits for nothing else, and a look costs one round trip.
    UNREADABLE = "a job that needs what this program cannot read, or of a step that it does not know", FOR_EVER, s(30) => s(30),
        "success; owners are told, and nothing counts as a failed try";
    UNUSABLE_ANSWER = "`generate` after a model's answer of the wrong shape", 3, ms(500) => s(300),
        "`GenerationFailed` is recorded";
    SERVICE_CALL = "a request to OpenAI or X", 1, NONE => NONE, "the verdict of the job that makes it";

    COMMAND = "a command after a version conflict, with a random part of the pause", 8, ms(2) => ms(128),
        "`Conflict` to the caller";
    LOST_APPEND = "an append whose connection broke, with jitter", FOR_EVER, ms(2) => ms(500),
        "nobody waits for it any more: the caller was told `Unavailable`";
    CONTENDED_APPEND = "an append that lost to another instance's, with jitter, after one more at once", 3, ms(2) => ms(500),
        "the batch is split; a command that is alone gets `VersionConflict` or `Unavailable`";
    LOAD = "loading streams over a connection that broke, with jitter", 5, ms(5) => ms(40),
        "`Unavailable` to the caller";
    OUTCOME = "storing the outcome of a job", 5, s(1) => s(1), "its claim expires; the job is performed again";
    PARKED_KEY = "the first event of a parked key, at the start and then", FOR_EVER, s(30) => s(300),
        "it is applied, and what waits behind it";
    REBUILD_SWITCH = "the switch of a rebuilt read model that meets locks", 5, NONE => NONE,
        "the command fails; nothing is switched";

    SEQUENCER = "the sequencer's loop", FOR_EVER, ms(500) => ms(500), "success; a damaged log stops it with an alarm";
    CONSUMER = "the loop of a consumer", FOR_EVER, ms(100) => s(5),
        "success; a wrong master key or an altered log stops it with an alarm";
    RELAY = "the relay's loop", FOR_EVER, ms(100) => s(5), "success; a stream of another history stops it with an alarm";
    NATS = "connecting to NATS", FOR_EVER, ms(50) => s(2), "success; consumers read from Postgres until then";
    FEED = "subscribing to the feed", FOR_EVER, s(1) => s(1), "success; consumers read from Postgres until then";
    CLEAN_UP_SCHEDULE = "enqueuing the next clean-up", FOR_EVER, s(5) => s(5), "success";
    REDIS = "Redis after a failure", FOR_EVER, s(1) => s(1), "success; callers go on without it until then";
    TELEGRAM_UPDATES = "polling Telegram for updates, after a failure or an end at once without news; longer if Telegram asks", FOR_EVER, ms(500) => s(30), "success";
    TELEGRAM_TAKEN = "polling Telegram while another instance gets the updates", FOR_EVER, s(5) => s(5), "success";
    TELEGRAM_ANSWER = "answering a press while Telegram is busy; longer if Telegram asks", FOR_EVER, s(1) => s(15),
        "the press is 15 s old, and nobody waits for the answer any more";
}

#[cfg(test)]
mod tests {
    use super::{ALL, NATS};

    #[test]
    fn pauses_double_up_to_the_longest() {
        assert_eq!([0, 1, 2, 40].map(|pauses| NATS.pause(pauses).as_millis()), [50, 100, 200, 2000]);
    }

    #[test]
    fn every_policy_has_tries_and_its_pauses_in_order() {
        for policy in ALL {
            assert!(policy.attempts > 0 && policy.first_pause <= policy.longest_pause, "{}", policy.what);
        }
    }
}
