//! A random schedule: what a few writers, sequencers and runners do, step by step. Everything in it is a small number,
//! so that it shrinks and reads well; numbers are taken modulo what there is.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

/// One case.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// Commands that are asked for, once or several times; each has an id.
    pub(super) requests: Vec<Request>,
    /// What happens.
    pub(super) steps: Vec<Step>,
    /// Whether the writers, sequencers and runners go on by themselves instead of taking turns.
    pub(super) free: bool,
}

/// A command with its id.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// What is asked.
    pub(super) what: What,
    /// Who asks, where that may be anybody.
    pub(super) who: u8,
    /// Another request whose id this one uses by mistake.
    pub(super) borrowed: Option<u8>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Replace the description with one of three.
    Describe(u8),
    /// Pause posting, in the first or second project.
    Pause(bool),
    /// Resume posting, in the first or second project.
    Resume(bool),
    /// A policy that blocks nearly everything, or the default.
    Policy(bool),
    /// Propose a layer of context.
    AddContext,
    /// Propose one that is too long.
    AddTooMuch,
    /// Approve a layer: depends on role, policy and whether the project is archived.
    Approve(u8),
    /// Make somebody a publisher (the operator asks).
    Grant(u8),
    /// Take that back (the operator asks).
    Revoke(u8),
    /// Open an attempt to publish: depends on pause, policy and the approver's role (a process asks).
    Open(u8),
    /// Settle it (a process asks).
    Settle(u8),
}

/// What is recorded by a transaction of its own, beside any bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Posting is paused.
    Paused,
    /// Posting is resumed.
    Resumed,
    /// A policy that blocks nearly everything, or the default.
    Policy(bool),
    /// A person loses the publisher's role.
    Revoked(u8),
    /// A person gets it.
    Granted(u8),
}

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is committed.
    Commit,
    /// It is rolled back.
    RollBack,
    /// Its session is killed by the server.
    Kill,
}

/// What is wrong with an append that must fail alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Poison {
    /// Its event does not follow its predecessor.
    Gap,
    /// Its event exists already and no guard shows it.
    Double,
    /// Its event is too large.
    Huge,
}

/// How the feed mistreats what it brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mangle {
    /// Not at all.
    Nothing,
    /// Last first.
    Backwards,
    /// Everything twice.
    Doubled,
    /// One is lost.
    Without(u8),
    /// Two change places.
    Swapped(u8, u8),
}

/// One delivery of the feed: some of the events that have positions, from anywhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delivery {
    /// The first of them.
    pub(super) first: u8,
    /// How many.
    pub(super) count: u8,
    /// What becomes of them on the way.
    pub(super) mangle: Mangle,
}

/// One asking: a request through an instance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// The instance.
    pub(super) instance: u8,
    /// The request.
    pub(super) request: u8,
}

/// One step.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A command, awaited.
    Ask(Asked),
    /// Several at the same time, with a poisoned append among them, while the connections are killed.
    AtOnce { asked: Vec<Asked>, poison: Option<Poison>, kill: bool },
    /// A transaction begins and inserts.
    Begin { writer: bool, change: Change },
    /// It ends.
    End { writer: bool, how: End },
    /// The server kills every connection that appends.
    KillAppends,
    /// One of two sequencers gives positions, so many times.
    Sequence { second: bool, times: u8 },
    /// Both sequencers at the same time.
    SequenceBoth,
    /// A runner of a consumer gets something from the feed.
    Deliver { projector: bool, second: bool, delivery: Delivery },
    /// Both runners of a consumer get something at the same time.
    DeliverBoth { projector: bool, first: Delivery, second: Delivery },
    /// A runner reads from Postgres what it misses.
    CatchUp { projector: bool, second: bool },
    /// A runner starts anew.
    Restart { projector: bool, second: bool },
}

/// Any case; one in eight runs freely.
pub(super) fn schedules() -> impl Strategy<Value = Schedule> {
    let free = prop_oneof![7 => Just(false), 1 => Just(true)];
    // what comes first is made smaller first
    (vec(step(), 4..=20), vec(request(), 1..=6), free).prop_map(|(steps, requests, free)| Schedule {
        requests,
        steps,
        free,
    })
}

fn request() -> impl Strategy<Value = Request> {
    (what(), 0..4u8, weighted(0.05, 0..6u8)).prop_map(|(what, who, borrowed)| Request { what, who, borrowed })
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        1 => (0..3u8).prop_map(What::Describe),
        2 => any::<bool>().prop_map(What::Pause),
        1 => any::<bool>().prop_map(What::Resume),
        2 => any::<bool>().prop_map(What::Policy),
        1 => Just(What::AddContext),
        1 => Just(What::AddTooMuch),
        2 => (1..3u8).prop_map(What::Approve),
        1 => (0..4u8).prop_map(What::Grant),
        2 => (0..4u8).prop_map(What::Revoke),
        3 => (1..3u8).prop_map(What::Open),
        1 => (1..3u8).prop_map(What::Settle),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => Just(Change::Paused),
        1 => Just(Change::Resumed),
        2 => any::<bool>().prop_map(Change::Policy),
        2 => (0..4u8).prop_map(Change::Revoked),
        1 => (0..4u8).prop_map(Change::Granted),
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    (0..3u8, 0..6u8).prop_map(|(instance, request)| Asked { instance, request })
}

fn delivery() -> impl Strategy<Value = Delivery> {
    let mangle = prop_oneof![
        2 => Just(Mangle::Nothing),
        1 => Just(Mangle::Backwards),
        1 => Just(Mangle::Doubled),
        2 => any::<u8>().prop_map(Mangle::Without),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(one, other)| Mangle::Swapped(one, other)),
    ];
    (0..24u8, 1..16u8, mangle).prop_map(|(first, count, mangle)| Delivery { first, count, mangle })
}

fn step() -> impl Strategy<Value = Step> {
    let at_once = (vec(asked(), 2..=5), weighted(0.3, poison()), proptest::bool::weighted(0.08));
    let end = prop_oneof![3 => Just(End::Commit), 2 => Just(End::RollBack), 1 => Just(End::Kill)];
    let (any_bool, both) = (any::<bool>(), (any::<bool>(), any::<bool>()));
    prop_oneof![
        6 => asked().prop_map(Step::Ask),
        4 => at_once.prop_map(|(asked, poison, kill)| Step::AtOnce { asked, poison, kill }),
        3 => (any_bool, change()).prop_map(|(writer, change)| Step::Begin { writer, change }),
        3 => (any_bool, end).prop_map(|(writer, how)| Step::End { writer, how }),
        20 => sequencing_and_feeding(both),
    ]
}

fn poison() -> impl Strategy<Value = Poison> {
    prop_oneof![Just(Poison::Gap), Just(Poison::Double), Just(Poison::Huge)]
}

fn sequencing_and_feeding(
    both: (impl Strategy<Value = bool> + Clone + 'static, impl Strategy<Value = bool> + Clone + 'static),
) -> impl Strategy<Value = Step> {
    let delivered = (both.clone(), delivery());
    prop_oneof![
        8 => (any::<bool>(), 1..6u8).prop_map(|(second, times)| Step::Sequence { second, times }),
        2 => Just(Step::SequenceBoth),
        7 => delivered.prop_map(|((projector, second), delivery)| Step::Deliver { projector, second, delivery }),
        2 => (any::<bool>(), delivery(), delivery())
            .prop_map(|(projector, first, second)| Step::DeliverBoth { projector, first, second }),
        1 => both.clone().prop_map(|(projector, second)| Step::CatchUp { projector, second }),
        1 => both.prop_map(|(projector, second)| Step::Restart { projector, second }),
        1 => prop_oneof![9 => Just(Step::SequenceBoth), 1 => Just(Step::KillAppends)],
    ]
}
