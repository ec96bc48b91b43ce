//! Plays a schedule against a database. Steps take turns, and a command that has to wait for an open transaction is left
//! waiting while the others go on; or everybody runs freely.

mod actor;
mod asking;
mod writing;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use commands::store::{Appended, EventStore};
use domain::recorded::Recorded;
use futures_util::future::{join_all, try_join_all};
use tokio::task::JoinHandle;

use super::feed::Feed;
use super::house::House;
use super::notes::{Notes, Tick};
use super::schedule::{Delivery, End, Schedule, Step};
use super::setup;
use super::world::World;
use actor::Actor;
use writing::Open;

/// One case while it is played.
pub(super) struct Play<'a> {
    house: &'a House,
    world: &'a World,
    schedule: &'a Schedule,
    clock: Arc<AtomicU64>,
    notes: Arc<Mutex<Notes>>,
    /// What was sent and is not awaited yet.
    sent: Mutex<Vec<JoinHandle<()>>>,
    /// Transactions that are open, by writer.
    open: [tokio::sync::Mutex<Option<Open>>; 2],
    feed: Feed,
}

/// Plays the schedule in the world and returns what was seen; everything has a position and was delivered then.
pub(super) async fn play(house: &House, world: &World, schedule: &Schedule) -> Result<Notes> {
    let head = house.log.head().await?;
    let play = Play {
        house,
        world,
        schedule,
        clock: Arc::default(),
        notes: Arc::default(),
        sent: Mutex::default(),
        open: Default::default(),
        feed: Feed::after(head),
    };
    play.set_up().await?;
    if schedule.free {
        play.freely().await?;
    } else {
        play.in_turns().await?;
    }
    play.finish().await?;
    let notes = std::mem::take(&mut *play.notes());
    Ok(notes)
}

impl Play<'_> {
    fn tick(&self) -> Tick {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, what: impl Into<String>) {
        self.notes().faults.push(what.into());
    }

    async fn set_up(&self) -> Result<()> {
        self.tick();
        let store = &self.house.instances[0].store;
        for outcome in join_all(setup::appends(self.world).map(|append| store.append(append))).await {
            if outcome != Ok(Appended::Recorded) {
                self.fault(format!("the world could not be made: {outcome:?}"));
            }
        }
        Ok(())
    }

    async fn in_turns(&self) -> Result<()> {
        for step in &self.schedule.steps {
            self.step(step).await?;
        }
        Ok(())
    }

    /// Everybody does their own steps in order, and nobody waits for anybody else.
    async fn freely(&self) -> Result<()> {
        let mut actors: BTreeMap<Actor, Vec<&Step>> = BTreeMap::new();
        for step in &self.schedule.steps {
            actors.entry(Actor::of(step)).or_default().push(step);
        }
        let playing = actors.into_iter().map(|(actor, steps)| async move {
            for step in steps {
                self.step(step).await?;
            }
            // somebody may wait for what this writer has left open
            if let Actor::Writer(writer) = actor {
                self.end(usize::from(writer), End::RollBack).await
            } else {
                Ok(())
            }
        });
        try_join_all(playing).await.map(drop)
    }

    async fn step(&self, step: &Step) -> Result<()> {
        match step {
            Step::Ask(asked) => self.ask(&[*asked], None, false).await,
            Step::AtOnce { asked, poison, kill } => self.ask(asked, *poison, *kill).await,
            Step::Begin { writer, change } => self.begin(usize::from(*writer), *change).await,
            Step::End { writer, how } => self.end(usize::from(*writer), *how).await,
            Step::KillAppends => self.kill_appends().await,
            Step::Sequence { second, times } => {
                for _ in 0..*times {
                    self.sequence(usize::from(*second)).await;
                }
                self.feed.learn(&self.house.log).await
            }
            Step::SequenceBoth => {
                tokio::join!(self.sequence(0), self.sequence(1));
                self.feed.learn(&self.house.log).await
            }
            Step::Deliver { projector, second, delivery } => {
                self.deliver(*projector, *second, *delivery).await;
                Ok(())
            }
            Step::DeliverBoth { projector, first, second } => {
                tokio::join!(
                    self.deliver(*projector, false, *first),
                    self.deliver(*projector, true, *second)
                );
                Ok(())
            }
            Step::CatchUp { projector, second } => self.catch_up(*projector, *second).await.map(drop),
            Step::Restart { projector, second } => {
                self.house.rivals(*projector)[usize::from(*second)].lock().await.restart();
                Ok(())
            }
        }
    }

    async fn kill_appends(&self) -> Result<()> {
        self.notes().kills += 1;
        self.house.kill_appends().await
    }

    async fn sequence(&self, which: usize) -> u64 {
        match self.house.sequencers[which].step().await {
            Ok(step) => step.numbered,
            Err(error) => {
                let source = std::error::Error::source(&error).map(|source| format!(": {source}"));
                self.fault(format!("the sequencer stopped: {error}{}", source.unwrap_or_default()));
                0
            }
        }
    }

    async fn deliver(&self, projector: bool, second: bool, delivery: Delivery) {
        let events: Vec<Arc<Recorded>> = self.feed.delivers(delivery);
        self.notes().deliveries += 1;
        let mut runner = self.house.rivals(projector)[usize::from(second)].lock().await;
        match runner.deliver(&events).await {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => self.notes().broken_off += 1,
            Err(error) => self.fault(format!("a consumer stopped: {error}")),
        }
    }

    async fn catch_up(&self, projector: bool, second: bool) -> Result<ControlFlow<()>> {
        let head = self.house.log.head().await?;
        let mut runner = self.house.rivals(projector)[usize::from(second)].lock().await;
        Ok(runner.catch_up(head).await.unwrap_or_else(|error| {
            self.fault(format!("a consumer stopped: {error}"));
            ControlFlow::Continue(())
        }))
    }

    /// Ends what is open, gives everything its position, and lets one runner of each consumer catch up.
    async fn finish(&self) -> Result<()> {
        for writer in 0..2 {
            self.end(writer, End::RollBack).await?;
        }
        self.await_sent().await?;
        // either of them must be enough by itself
        let alone = self.schedule.steps.len() % 2;
        while self.sequence(alone).await > 0 {}
        let waiting: i64 =
            sqlx::query_scalar("SELECT count(*) FROM event_pending").fetch_one(&self.house.pool).await?;
        if waiting > 0 {
            self.fault(format!("sequencer {alone} leaves {waiting} committed events without a position"));
        }
        while self.sequence(1 - alone).await > 0 {}
        for projector in [false, true] {
            while self.catch_up(projector, false).await?.is_break() {}
        }
        Ok(())
    }
}
