//! Readings and business time by hand, and the database's own clock.

mod hold;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::clock::Clock;
use harness::TestDatabase;

use super::business_time::BusinessTime;
use super::reading::{CLOCK, ClockReading};
use super::{ClockConfig, DatabaseClock, difference, lock, since_boot};

fn at(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_800_000_000_000 + milliseconds).unwrap()
}

const fn boot(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn the_shortest_round_trip_counts_and_its_middle() {
    let (slow, quick) = (
        ClockReading::between(boot(0), at(0), boot(400)),
        ClockReading::between(boot(500), at(510), boot(504)),
    );
    assert_eq!(slow.better(quick), quick);
    assert_eq!(quick.better(slow), quick);
    assert_eq!(quick.boot(), boot(502));
    assert_eq!((quick.time_at(boot(502)), quick.time_at(boot(1502))), (at(510), at(1510)));
    assert_eq!(quick.time_at(boot(2)), at(10));
}

#[test]
fn business_time_slows_down_instead_of_going_back() {
    let mut time = BusinessTime::default();
    assert_eq!(time.tell(at(1000), boot(0)), at(1000));
    assert_eq!(time.tell(at(200), boot(0)), at(1000), "corrected by 0.8 s");
    assert_eq!(time.tell(at(600), boot(400)), at(1200));
    assert_eq!(time.tell(at(1000), boot(800)), at(1400));
    assert_eq!(time.tell(at(1800), boot(1600)), at(1800), "caught up");
    assert_eq!(time.tell(at(1900), boot(1700)), at(1900));
    assert_eq!(time.tell(at(2700), boot(1700)), at(2700), "forward at once");
    assert_eq!(time.tell(at(1700), boot(1700)), at(1700), "a whole second is a jump");
    assert_eq!(time.tell(at(700_000), boot(1700)), at(700_000));
}

#[test]
fn a_file_offsets_business_time_alone() {
    let file = std::env::temp_dir().join(format!("memebot-clock-{}", std::process::id()));
    std::fs::write(&file, "3600\n").unwrap();
    let clock =
        DatabaseClock::new(&ClockConfig { offset_file: Some(file.clone()), ..ClockConfig::default() });
    let ahead = clock.now() - clock.database_now();
    std::fs::remove_file(&file).unwrap();
    assert!(ahead > TimeDelta::minutes(59) && ahead <= TimeDelta::minutes(60), "{ahead}");
}

/// A clock that has read a database which differs from this machine by so much.
fn differing(by: TimeDelta) -> DatabaseClock {
    let clock = DatabaseClock::default();
    let machine = super::machine_now();
    *lock(&clock.0.reading) = Some(ClockReading::between(since_boot(), machine + by, since_boot()));
    clock
}

impl DatabaseClock {
    /// A clock that has read a database which this machine is ahead of.
    pub(crate) fn ahead_of_the_database(seconds: i64) -> Self {
        differing(TimeDelta::seconds(-seconds))
    }
}

#[test]
fn a_wrong_machine_is_told_of_with_the_figure_and_changes_no_time() {
    for (by, told) in [
        (TimeDelta::zero(), None),
        (TimeDelta::milliseconds(1_900), None),
        (TimeDelta::seconds(240), Some("the machine's clock is 240.0 s behind the database's")),
        (TimeDelta::hours(-1), Some("the machine's clock is 3600.0 s ahead of the database's")),
    ] {
        let clock = differing(by);
        assert_eq!(clock.fault().as_deref(), told);
        for time in [clock.now(), clock.database_now()] {
            let difference = time - super::machine_now() - by;
            assert!(difference.abs() < TimeDelta::milliseconds(100), "{difference}");
        }
    }
    assert_eq!(difference(-0.02), "the machine's clock is 0.0 s behind the database's");
}

#[tokio::test]
async fn the_database_is_read_over_whatever_the_machine_says() {
    let database = TestDatabase::create().await;
    let clock = differing(TimeDelta::hours(1));
    clock.synchronise(&database.pool).await.unwrap();
    assert_eq!(clock.fault(), None, "the test's database runs on this machine");
    let read =
        async || -> DateTime<Utc> { sqlx::query_scalar(CLOCK).fetch_one(&database.pool).await.unwrap() };
    let (before, told, after) = (read().await, clock.database_now(), read().await);
    let slack = TimeDelta::milliseconds(100);
    assert!(before - slack <= told && told <= after + slack, "{before} {told} {after}");
}
