//! What makes the database's clock doubtful, and what ends a hold.

use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::port::clock_hold::ClockHold;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use harness::TestDatabase;

use super::super::hold::{Cause, ClockHolds};
use super::super::monitor::{ClockComparison, ClockMonitor};
use super::super::reading::ClockReading;
use super::super::service_times::{ServiceTimes, agreed};
use super::super::{ClockConfig, DatabaseClock, Trust, lock, machine_now, since_boot};
use super::{at, boot};

#[test]
fn two_services_that_agree_tell_by_how_much_the_database_is_off() {
    let database = ClockReading::between(boot(700_000), at(0), boot(700_000));
    let times = ServiceTimes::default();
    times.note("old", at(-600_000), boot(99_999));
    times.note("one", at(-700_000), boot(100_000));
    times.note("two", at(-101_000), boot(700_000));
    let ahead = times.compare(database);
    assert_eq!(ahead, [("one", 99.5), ("two", 100.5)], "carried on by the time since boot, for ten minutes");
    assert_eq!(agreed(&ahead), Some(("one and two".to_owned(), 100.0)));
    assert_eq!(agreed(&[("one", 99.5)]), None);
    assert_eq!(agreed(&[("one", 0.0), ("two", 45.0)]), None, "whom to believe?");
    assert_eq!(
        agreed(&[("one", 45.0), ("two", 0.0), ("three", 46.0)]),
        Some(("one and three".to_owned(), 45.5))
    );
}

#[test]
fn a_jump_or_two_services_make_the_clock_doubtful_and_two_services_confirm_it() {
    let doubts = |jump: Option<f64>, services: Option<f64>| -> Vec<Cause> {
        let services = services.map(|ahead| ("X and OpenAI".to_owned(), ahead));
        ClockComparison { jump, services }.doubts().into_iter().map(|(cause, _, _)| cause).collect()
    };
    assert_eq!(doubts(None, None), []);
    assert_eq!(doubts(Some(1.9), Some(29.0)), []);
    assert_eq!(doubts(Some(-2.1), None), [Cause::Jump]);
    assert_eq!(doubts(Some(2.1), Some(29.0)), [Cause::Jump]);
    assert_eq!(doubts(None, Some(-31.0)), [Cause::Services]);
    assert_eq!(doubts(Some(45.0), Some(45.0)), [Cause::Jump, Cause::Services]);
    assert_eq!(doubts(Some(-45.0), Some(0.3)), [], "it was set right");
}

/// Remembers what owners were told.
#[derive(Default)]
struct Told(Mutex<Vec<Alarm>>);

#[async_trait]
impl OwnerAlarm for Told {
    async fn raise(&self, alarm: &Alarm) {
        let mut told = self.0.lock().unwrap();
        if told.iter().all(|before| before.subject != alarm.subject) {
            told.push(alarm.clone());
        }
    }
}

/// An instance over a database of its own, whose clock is this machine's.
struct Instance {
    database: Arc<TestDatabase>,
    config: ClockConfig,
    clock: DatabaseClock,
    monitor: ClockMonitor,
    told: Arc<Told>,
}

impl Instance {
    async fn new() -> Self {
        let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
        Self::of(Arc::new(database), ClockConfig::default())
    }

    fn of(database: Arc<TestDatabase>, config: ClockConfig) -> Self {
        let (clock, told) = (DatabaseClock::new(&config), Arc::<Told>::default());
        let monitor = ClockMonitor::new(clock.clone(), database.pool.clone(), told.clone());
        Self { database, config, clock, monitor, told }
    }

    /// The database's clock seems to have jumped by so much since the last look.
    fn jumped(&self, by: TimeDelta) {
        let before = ClockReading::between(since_boot(), machine_now() - by, since_boot());
        *lock(&self.config.trust) = Trust { reading: Some(before), is_doubted: false };
    }

    /// All services say now that the database is ahead by so much.
    fn services_say(&self, ahead: TimeDelta) {
        for service in ["X", "OpenAI"] {
            self.clock.note_service_time(service, machine_now() - ahead);
        }
    }

    /// Why nothing scheduled is published after another look.
    async fn looks(&self) -> Option<String> {
        self.monitor.look().await.unwrap();
        let held = ClockHolds::of(self.database.pool.clone(), self.clock.clone()).reason().await.unwrap();
        assert_eq!(self.clock.held(), held);
        held
    }
}

#[tokio::test]
async fn nothing_scheduled_goes_by_a_clock_that_was_never_compared() {
    let instance = Instance::new().await;
    let holds = ClockHolds::of(instance.database.pool.clone(), instance.clock.clone());
    let asked = tokio::spawn(async move { holds.reason().await });
    tokio::task::yield_now().await;
    instance.clock.services_asked();
    instance.services_say(TimeDelta::seconds(600));
    assert!(!asked.is_finished(), "services have answered, and nobody has compared");
    let held = instance.looks().await;
    assert!(held.is_some());
    assert_eq!(asked.await.unwrap().unwrap(), held);
}

#[tokio::test]
async fn a_jump_holds_until_the_clock_is_back_and_outlives_a_start_anew() {
    let instance = Instance::new().await;
    assert_eq!(instance.looks().await, None, "the first reading is compared with nothing");
    instance.jumped(TimeDelta::milliseconds(1_500));
    assert_eq!(instance.looks().await, None);
    instance.jumped(TimeDelta::seconds(45));
    let why = instance.looks().await.expect("held");
    assert_eq!(why, "nothing scheduled is published: the database's clock has jumped by +45.0 s");
    assert_eq!(instance.looks().await, Some(why.clone()), "as long as it lasts");
    let told = instance.told.0.lock().unwrap().clone();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].text.contains("jumped by +45.0 s") && told[0].text.contains("memebot clock --accept"));
    let anew = Instance::of(Arc::clone(&instance.database), instance.config.clone());
    assert_eq!(anew.looks().await, Some(why.clone()), "the process began anew");
    let other = Instance::of(Arc::clone(&instance.database), ClockConfig::default());
    assert_eq!(other.looks().await, Some(why.clone()), "another instance noticed nothing itself");
    assert_eq!(other.looks().await, Some(why), "nor does it trust what it read first");
    anew.jumped(TimeDelta::zero());
    lock(&anew.config.trust).is_doubted = true;
    assert_eq!(anew.looks().await, None, "it is back where it was");
    assert_eq!(other.looks().await, None);
}

#[tokio::test]
async fn services_hold_and_release() {
    let instance = Instance::new().await;
    instance.services_say(TimeDelta::seconds(25));
    assert_eq!(instance.looks().await, None);
    instance.services_say(TimeDelta::seconds(-600));
    let why = instance.looks().await.expect("held");
    assert!(why.contains("s behind that of OpenAI and X"), "{why}");
    let told: Vec<String> = instance.told.0.lock().unwrap().iter().map(|alarm| alarm.text.clone()).collect();
    assert_eq!(told.len(), 2, "of the hold, and of the database's clock: {told:?}");
    assert!(told[1].starts_with("The database's clock is about"), "{told:?}");
    instance.jumped(TimeDelta::seconds(600));
    instance.services_say(TimeDelta::zero());
    assert_eq!(instance.looks().await, None, "set right, which is no new doubt");
    assert_eq!(instance.looks().await, None);
}

#[tokio::test]
async fn an_operators_word_ends_a_hold_for_as_long_as_nothing_changes() {
    let instance = Instance::new().await;
    let holds = ClockHolds::new(instance.database.pool.clone());
    instance.jumped(TimeDelta::seconds(-45));
    instance.services_say(TimeDelta::seconds(-45));
    assert!(instance.looks().await.is_some());
    assert_eq!(holds.accept("alice", "the stand-ins are wrong").await.unwrap(), 2);
    assert_eq!(instance.looks().await, None);
    instance.services_say(TimeDelta::seconds(-40));
    assert_eq!(instance.looks().await, None, "the same difference");
    instance.services_say(TimeDelta::seconds(-90));
    assert!(instance.looks().await.is_some(), "another one");
    let query = "SELECT accepted_by, end_reason FROM clock_holds WHERE cause = 'jump'";
    let record: (String, String) = sqlx::query_as(query).fetch_one(&instance.database.pool).await.unwrap();
    assert_eq!(record, ("alice".to_owned(), "the stand-ins are wrong".to_owned()));
}
