//! Which rounds there are: what falls, how and when.

use std::time::Duration;

use commands::faults::Guard;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::expected::Flow;

/// In the middle of a flow: so many milliseconds after its first step, at most.
const MIDDLE: u64 = 400;
/// Letters of words that no other round uses; `o` ends them.
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";

/// What falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    Postgres,
    Nats,
    Redis,
    Telegram,
    OpenAi,
    X,
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It refuses connections: Postgres is stopped at once, NATS and Redis are killed and wiped.
    Gone,
    /// Connections stand, and nothing comes through them.
    Silent,
    /// It answers every request with an error of its own.
    Errs,
}

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// Before the flow's first step.
    Before,
    /// So long after it.
    Middle(Duration),
}

/// One outage and every flow in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    pub(super) number: usize,
    pub(super) seed: u64,
    pub(super) service: Service,
    pub(super) way: Way,
    pub(super) moment: Moment,
}

/// All rounds; those that last longest first.
pub(super) fn rounds(seed: u64) -> Vec<Round> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut rounds = Vec::new();
    for middle in [true, false] {
        for service in Service::ALL {
            for way in service.ways() {
                let delay = Duration::from_millis(random.random_range(0..MIDDLE));
                let moment = if middle { Moment::Middle(delay) } else { Moment::Before };
                rounds.push(Round { number: rounds.len(), seed, service, way: *way, moment });
            }
        }
    }
    rounds
}

impl Round {
    /// Who falls how and when, in a few words.
    pub(super) fn name(&self) -> String {
        let moment = match self.moment {
            Moment::Before => "before",
            Moment::Middle(_) => "in the middle",
        };
        format!("{} {} {moment}", self.service.name(), self.fault())
    }

    /// What is done to the service.
    pub(super) fn fault(&self) -> &'static str {
        match (self.way, self.service) {
            (Way::Silent, _) => "silent",
            (Way::Errs, _) => "answers with errors",
            (Way::Gone, Service::Postgres) => "stopped at once",
            (Way::Gone, Service::Nats | Service::Redis) => "killed and wiped",
            (Way::Gone, Service::Telegram | Service::OpenAi | Service::X) => "refuses connections",
        }
    }

    /// A word that no other flow and round uses.
    pub(super) fn word(&self, flow: Flow) -> String {
        let (mut rest, mut word) = (self.number + 1, flow.root().to_owned());
        while rest > 0 {
            word.push(char::from(LETTERS[rest % LETTERS.len()]));
            rest /= LETTERS.len();
        }
        word + "o"
    }

    /// Whether the guard matters to this round.
    pub(super) fn concerns(&self, guard: Guard) -> bool {
        guard == Guard::ModerationRequired && self.service == Service::OpenAi && self.moment == Moment::Before
    }
}

impl Service {
    const ALL: [Self; 6] = [Self::X, Self::OpenAi, Self::Nats, Self::Postgres, Self::Telegram, Self::Redis];

    /// Its name for people, as `doctor` and `status` have it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Nats => "NATS",
            Self::Redis => "Redis",
            Self::Telegram => "Telegram",
            Self::OpenAi => "OpenAI",
            Self::X => "X",
        }
    }

    fn ways(self) -> &'static [Way] {
        match self {
            Self::Postgres | Self::Nats | Self::Redis => &[Way::Gone, Way::Silent],
            Self::Telegram | Self::OpenAi | Self::X => &[Way::Errs, Way::Silent, Way::Gone],
        }
    }
}
