//! Which cases there are: what dies, where or when.

use commands::faults::{CrashPoint, Guard};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Passages of a point at which the process dies: the first belong to its start.
const PASSAGES: [u64; 4] = [1, 2, 5, 9];
/// How often each server dies, and the binary at any moment.
const MOMENTS: usize = 8;
/// The load takes about that long, in milliseconds, when nothing happens.
const LOAD: u64 = 1_500;

/// What dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The binary, at the nth passage of a point.
    Point(CrashPoint, u64),
    /// The binary, while its request to X is on the wire; whether X has taken it by then.
    Wire { took_effect: bool },
    /// The binary, after so many milliseconds.
    Moment(u64),
    /// A server, after so many milliseconds.
    Server(Server, u64),
}

/// A server and how it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Server {
    /// SIGKILL, and its data are wiped.
    Nats,
    /// SIGKILL, and its data are wiped.
    Redis,
    /// Immediate shutdown.
    PostgresAborted,
    /// SIGKILL of its first process.
    PostgresKilled,
}

/// A case before it is played.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) number: usize,
    pub(super) seed: u64,
    pub(super) fault: Fault,
}

/// All of them, in an order that keeps cases of one kind apart.
pub(super) fn full(seed: u64) -> Vec<Plan> {
    let points = PASSAGES.iter().flat_map(|passage| CrashPoint::ALL.iter().map(|point| at(*point, *passage)));
    let wire = [false, true].map(|took_effect| Fault::Wire { took_effect });
    let mut random = StdRng::seed_from_u64(seed);
    let mut moment = move || random.random_range(50..LOAD);
    let moments: Vec<Fault> = (0..MOMENTS)
        .flat_map(|round| {
            let postgres = if round % 2 == 0 { Server::PostgresAborted } else { Server::PostgresKilled };
            let servers = [Server::Nats, Server::Redis, postgres];
            let servers = servers.map(|server| Fault::Server(server, moment()));
            [Fault::Moment(moment())].into_iter().chain(servers)
        })
        .collect();
    planned(seed, points.chain([wire, wire].concat()).chain(moments))
}

/// A few of every kind.
pub(super) fn short(seed: u64) -> Vec<Plan> {
    let points = [
        CrashPoint::AppendAfter,
        CrashPoint::SequenceAfterCommit,
        CrashPoint::PublishAfter,
        CrashPoint::ApplyInside,
        CrashPoint::EffectAfter,
        CrashPoint::AttemptAnswered,
        CrashPoint::AttemptRecorded,
    ];
    let points = points.into_iter().map(|point| at(point, 3));
    let servers = [Server::Nats, Server::Redis, Server::PostgresAborted];
    let servers = servers.map(|server| Fault::Server(server, 400));
    planned(seed, points.chain(servers).chain([Fault::Wire { took_effect: true }, Fault::Moment(300)]))
}

/// There is one attempt in a case, so its points are always passed for the first time.
fn at(point: CrashPoint, passage: u64) -> Fault {
    Fault::Point(point, if point.name().starts_with("attempt.") { 1 } else { passage })
}

fn planned(seed: u64, faults: impl Iterator<Item = Fault>) -> Vec<Plan> {
    faults.enumerate().map(|(number, fault)| Plan { number, seed, fault }).collect()
}

impl Plan {
    /// The row of the table.
    pub(super) fn group(&self) -> String {
        match self.fault {
            Fault::Point(point, _) => point.name().to_owned(),
            Fault::Wire { .. } => "attempt.on-the-wire".to_owned(),
            Fault::Moment(_) => "memebot at any moment".to_owned(),
            Fault::Server(server, _) => server.name().to_owned(),
        }
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.number + 1, self.crash_point().unwrap_or_else(|| self.fault()))
    }

    /// What is done to the system, in words.
    pub(super) fn fault(&self) -> String {
        match self.fault {
            Fault::Point(..) => "SIGKILL of memebot".to_owned(),
            Fault::Wire { took_effect: true } => "SIGKILL of memebot once X took its request".to_owned(),
            Fault::Wire { took_effect: false } => "SIGKILL of memebot before X took its request".to_owned(),
            Fault::Moment(after) => format!("SIGKILL of memebot after {after} ms"),
            Fault::Server(server, after) => format!("{} after {after} ms", server.name()),
        }
    }

    /// The point and its passage.
    pub(super) fn crash_point(&self) -> Option<String> {
        match self.fault {
            Fault::Point(point, passage) => Some(format!("{}:{passage}", point.name())),
            Fault::Wire { .. } => Some("attempt.on-the-wire:1".to_owned()),
            Fault::Moment(_) | Fault::Server(..) => None,
        }
    }

    /// A word that no other case uses.
    pub(super) fn word(&self) -> String {
        let letters = b"bcdfghjklmnpqrstvwxz";
        let mut rest = self.number + 1;
        let mut word = String::from("splash");
        while rest > 0 {
            word.push(char::from(letters[rest % letters.len()]));
            rest /= letters.len();
        }
        word
    }

    /// Whether the guard matters to this case.
    pub(super) fn concerns(&self, guard: Guard) -> bool {
        let Fault::Point(point, _) = self.fault else { return false };
        (guard == Guard::CommandId && point == CrashPoint::AppendAfter)
            || (guard == Guard::OpenAttempt && point == CrashPoint::AttemptAnswered)
    }
}

impl Server {
    fn name(self) -> &'static str {
        match self {
            Self::Nats => "NATS killed and wiped",
            Self::Redis => "Redis killed and wiped",
            Self::PostgresAborted => "Postgres stopped at once",
            Self::PostgresKilled => "Postgres killed",
        }
    }
}
