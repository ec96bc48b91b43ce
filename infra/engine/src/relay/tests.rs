//! A relay that is cut off, doubled or misled, and servers that die.

use std::time::Duration;

use async_nats::jetstream::stream::Stream;
use harness::{Durability, Servers, TestDatabase, eventually, nats_namespace, nats_url};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Relay, RelayState, RelayStatus};
use crate::consumer::testing::{Instance, Ledger, Log, PATIENCE, Started, written};
use crate::feed::{Feed, watch_head};
use crate::lifecycle::Lifecycle;
use crate::nats::tail::POSITION;
use crate::nats::{Nats, NatsConfig, StreamLimits};

async fn nats(url: &str, prefix: &str) -> Nats {
    epoch(1, url, prefix).await
}

async fn epoch(epoch: u32, url: &str, prefix: &str) -> Nats {
    let config = NatsConfig {
        addresses: vec![url.parse().unwrap()],
        credentials: None,
        prefix: prefix.to_owned(),
        limits: StreamLimits { bytes: 16 << 20, age: Duration::from_hours(1), replicas: 1 },
    };
    Nats::connect(config, epoch).await.unwrap()
}

async fn here() -> Nats {
    nats(&nats_url(), &nats_namespace()).await
}

/// A relay that runs without a lease, and what tells it the log's head.
fn relay(log: &Log, nats: &Nats, stop: &CancellationToken) -> (Relay, watch::Sender<u64>) {
    let (tell, head) = watch::channel(0);
    let relay = Relay::new(nats.clone(), log.reader.clone(), log.database.pool.clone(), head);
    let (running, stop) = (relay.clone(), stop.clone());
    tokio::spawn(async move {
        let _ = running.run(stop).await;
    });
    (relay, tell)
}

async fn stream(nats: &Nats) -> Stream {
    nats.jetstream.get_stream(&nats.stream).await.unwrap()
}

/// The positions in the stream, in its order.
async fn published(nats: &Nats) -> Vec<u64> {
    let Ok(stream) = nats.jetstream.get_stream(&nats.stream).await else { return Vec::new() };
    let state = &stream.cached_info().state;
    let mut positions = Vec::new();
    for sequence in state.first_sequence.max(1)..=state.last_sequence {
        let message = stream.get_raw_message(sequence).await.unwrap();
        positions.push(message.headers.get(POSITION).unwrap().as_str().parse().unwrap());
    }
    positions
}

async fn becomes_published(nats: &Nats, positions: impl IntoIterator<Item = u64>) {
    let wanted: Vec<u64> = positions.into_iter().collect();
    eventually("everything is published", PATIENCE, async || (published(nats).await == wanted).then_some(()))
        .await;
}

/// A ledger that runs behind a feed, on an empty log. It has subscribed before its cursors are there.
async fn ledger(log: &Log, instance: &Instance) -> Started {
    let ledger = instance.start(&Ledger::new(&log.database.pool, true).await);
    let cursors = "SELECT count(*) FROM consumer_cursors WHERE consumer = 'ledger'";
    eventually("the ledger runs", PATIENCE, async || {
        let cursors: i64 = sqlx::query_scalar(cursors).fetch_one(&log.database.pool).await.unwrap();
        (cursors == 16).then_some(())
    })
    .await;
    ledger
}

/// An instance whose consumers hear of events only through NATS.
async fn attached(log: &Log, nats: &Nats) -> Instance {
    let (lifecycle, (tell, head)) = (Lifecycle::new(), watch::channel(0));
    let feed = Feed::start(nats.clone(), log.decoder.clone(), head, &lifecycle);
    eventually("the feed is attached", PATIENCE, async || feed.is_attached().then_some(())).await;
    Instance::with(log, tell, feed, lifecycle)
}

#[tokio::test]
async fn events_reach_consumers_through_nats_alone() {
    let (log, nats, stop) = (Log::new().await, here().await, CancellationToken::new());
    let (_, tell) = relay(&log, &nats, &stop);
    let instance = attached(&log, &nats).await;
    let ledger = ledger(&log, &instance).await;
    let head = log.record(&[("a", 1), ("b", 2), ("c", 1)]).await;
    tell.send_replace(head);
    ledger.reaches(head).await;
    assert_eq!(written(&log, None).await, [1, 2, 3]);
    stop.cancel();
    instance.stop().await;
}

#[tokio::test]
async fn a_new_relay_goes_on_where_the_stream_ends() {
    let (log, nats) = (Log::new().await, here().await);
    for round in 1..=3 {
        let stop = CancellationToken::new();
        let (relay, tell) = relay(&log, &nats, &stop);
        // the first finds an empty log and would begin at its head
        let mut status = relay.status.subscribe();
        status.wait_for(|status| status.state == RelayState::Running).await.unwrap();
        let head = log.record(&[("a", 1), ("b", 2)]).await;
        tell.send_replace(head);
        becomes_published(&nats, 1..=2 * round).await;
        stop.cancel();
    }
}

#[tokio::test]
async fn an_empty_stream_begins_at_the_lowest_cursor() {
    let (log, nats, stop) = (Log::new().await, here().await, CancellationToken::new());
    let head = log.record(&[("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]).await;
    sqlx::query(
        "INSERT INTO consumer_cursors (consumer, version, partition, position)
         VALUES ('ahead', 1, -1, 4), ('behind', 1, 0, 3), ('behind', 1, 1, 0)",
    )
    .execute(&log.database.pool)
    .await
    .unwrap();
    let (_, tell) = relay(&log, &nats, &stop);
    tell.send_replace(head);
    becomes_published(&nats, 4..=5).await;
    stop.cancel();
}

#[tokio::test]
async fn a_second_relay_by_mistake_publishes_nothing_twice() {
    let (log, nats, stop) = (Log::new().await, here().await, CancellationToken::new());
    let relays = [relay(&log, &nats, &stop), relay(&log, &nats, &stop)];
    for (relay, _) in &relays {
        let mut status = relay.status.subscribe();
        status.wait_for(|status| status.state == RelayState::Running).await.unwrap();
    }
    let mut head = 0;
    for _ in 0..30 {
        head = log.record(&[("x", 1); 10]).await;
        for (_, tell) in &relays {
            tell.send_replace(head);
        }
    }
    becomes_published(&nats, 1..=head).await;
    stop.cancel();
}

#[tokio::test]
async fn a_stream_that_is_deleted_comes_back() {
    let (log, nats, stop) = (Log::new().await, here().await, CancellationToken::new());
    let (_, tell) = relay(&log, &nats, &stop);
    let instance = attached(&log, &nats).await;
    let ledger = ledger(&log, &instance).await;
    let head = log.record(&[("a", 1)]).await;
    tell.send_replace(head);
    ledger.reaches(head).await;
    nats.jetstream.delete_stream(&nats.stream).await.unwrap();
    eventually("events come through NATS again", PATIENCE, async || {
        tell.send_replace(log.record(&[("b", 1)]).await);
        let head = log.reader.head().await.unwrap();
        ledger.reaches_within(head, Duration::from_millis(500)).await
    })
    .await;
    stop.cancel();
    instance.stop().await;
}

#[tokio::test]
async fn a_stream_that_was_emptied_is_gone_on_with() {
    let (log, nats, stop) = (Log::new().await, here().await, CancellationToken::new());
    let (_, tell) = relay(&log, &nats, &stop);
    let instance = attached(&log, &nats).await;
    let ledger = ledger(&log, &instance).await;
    for _ in 0..2 {
        let head = log.record(&[("a", 1), ("b", 2)]).await;
        tell.send_replace(head);
        ledger.reaches(head).await;
        stream(&nats).await.purge().await.unwrap();
    }
    stop.cancel();
    instance.stop().await;
}

/// Somebody else writes into the stream, without headers, as an event of ours that is none, and beside our events.
async fn write_foreign(nats: &Nats) {
    let subject = nats.subject(0, "toy", "Made");
    let mut headers = async_nats::HeaderMap::new();
    headers.insert(POSITION, "not a number");
    for headers in [async_nats::HeaderMap::new(), headers] {
        let sent = nats.jetstream.publish_with_headers(subject.clone(), headers, "gm".into()).await.unwrap();
        sent.await.unwrap();
    }
}

/// The positions of our events in the stream, in its order.
async fn ours(nats: &Nats) -> Vec<u64> {
    let stream = stream(nats).await;
    let mut positions = Vec::new();
    for sequence in 1..=stream.cached_info().state.last_sequence {
        positions.extend(nats.envelope_at(&stream, sequence).await.unwrap().map(|event| event.position));
    }
    positions
}

#[tokio::test]
async fn messages_of_others_behind_the_last_event_are_stepped_over_and_counted() {
    let (log, nats) = (Log::new().await, here().await);
    let mut head = 0;
    // a relay that starts behind them, and one that meets them while it runs
    for round in 1..=2 {
        let stop = CancellationToken::new();
        let (relay, tell) = relay(&log, &nats, &stop);
        let mut status = relay.status.subscribe();
        status.wait_for(|status| status.state == RelayState::Running).await.unwrap();
        for _ in 0..2 {
            head = log.record(&[("a", 1), ("b", 2)]).await;
            tell.send_replace(head);
            eventually("ours are published, each once", PATIENCE, async || {
                (ours(&nats).await == (1..=head).collect::<Vec<_>>()).then_some(())
            })
            .await;
            write_foreign(&nats).await;
        }
        assert_eq!(status.borrow().foreign, if round == 1 { 2 } else { 4 });
        stop.cancel();
    }
    assert_eq!(super::published(&nats).await.unwrap(), Some(head));
}

#[tokio::test]
async fn what_a_message_of_another_form_does_not_say_is_read_from_postgres() {
    let (log, nats) = (Log::new().await, here().await);
    nats.jetstream.create_stream(nats.stream_config()).await.unwrap();
    let instance = attached(&log, &nats).await;
    let ledger = ledger(&log, &instance).await;
    let head = log.record(&[("a", 1)]).await;
    write_foreign(&nats).await;
    instance.tell(head);
    ledger.reaches(head).await;
    assert_eq!(written(&log, None).await, [1]);
    instance.stop().await;
}

#[tokio::test]
async fn a_stream_with_nothing_of_ours_is_gone_on_with() {
    let (log, nats, stop) = (Log::new().await, here().await, CancellationToken::new());
    nats.jetstream.create_stream(nats.stream_config()).await.unwrap();
    write_foreign(&nats).await;
    let (relay, tell) = relay(&log, &nats, &stop);
    let mut status = relay.status.subscribe();
    status.wait_for(|status| status.state == RelayState::Running).await.unwrap();
    tell.send_replace(log.record(&[("a", 1)]).await);
    eventually("ours is published", PATIENCE, async || (ours(&nats).await == [1]).then_some(())).await;
    stop.cancel();
}

#[tokio::test]
async fn two_histories_stop_the_relay() {
    let (log, other, nats) = (Log::new().await, Log::new().await, here().await);
    for (log, expected) in [(&log, None), (&other, Some("the stream ends with event"))] {
        let stop = CancellationToken::new();
        let (relay, tell) = relay(log, &nats, &stop);
        let mut status = relay.status.subscribe();
        let Some(expected) = expected else {
            status.wait_for(|status| status.state == RelayState::Running).await.unwrap();
            tell.send_replace(log.record(&[("a", 1)]).await);
            becomes_published(&nats, 1..=1).await;
            stop.cancel();
            continue;
        };
        let stopped = status
            .wait_for(|status| matches!(status.state, RelayState::Stopped { .. }))
            .await
            .unwrap()
            .clone();
        assert!(matches!(stopped.state, RelayState::Stopped { reason } if reason.contains(expected)));
    }
}

#[tokio::test]
async fn the_next_epoch_retires_the_streams_before_and_never_a_later_one() {
    let (log, prefix, stop) = (Log::new().await, nats_namespace(), CancellationToken::new());
    let (before, next) = (nats(&nats_url(), &prefix).await, epoch(2, &nats_url(), &prefix).await);
    before.jetstream.create_stream(before.stream_config()).await.unwrap();
    let (relay, _tell) = relay(&log, &next, &stop);
    let mut status = relay.status.subscribe();
    status.wait_for(|status| status.state == RelayState::Running).await.unwrap();
    assert_eq!(next.epochs().await.unwrap(), [2]);
    // an instance of the epoch before leaves the newer stream alone
    assert!(before.retire_earlier_epochs().await.unwrap().is_empty());
    assert_eq!(before.epochs().await.unwrap(), [2]);
    stop.cancel();
}

/// A whole instance on servers of its own.
struct Machine {
    servers: Servers,
    log: Log,
    nats: Nats,
    instance: Instance,
    ledger: Started,
    relay: watch::Receiver<RelayStatus>,
}

impl Machine {
    async fn start() -> Self {
        let servers = Servers::private(Durability::Fast).await.unwrap();
        let migrations = std::path::Path::new("../../migrations");
        let database = TestDatabase::create_migrated_on(servers.postgres.url(), migrations).await.unwrap();
        let (log, nats) = (Log::on(database).await, nats(servers.nats.url(), "test").await);
        let lifecycle = Lifecycle::new();
        let head = watch_head(log.reader.clone(), None, &lifecycle);
        let feed = Feed::start(nats.clone(), log.decoder.clone(), head.clone(), &lifecycle);
        let instance = Instance::with(&log, watch::Sender::new(0), feed, lifecycle.clone());
        let relay = Relay::new(nats.clone(), log.reader.clone(), log.database.pool.clone(), head);
        let relay = relay.start(instance.dependencies.leases.clone(), &lifecycle);
        let ledger = ledger(&log, &instance).await;
        Self { servers, log, nats, instance, ledger, relay }
    }

    /// Records two events and waits until they are applied.
    async fn goes_on(&self) -> u64 {
        let head = self.log.record(&[("a", 1), ("b", 2)]).await;
        self.ledger.reaches(head).await;
        head
    }

    async fn has_published(&self, head: u64) {
        let mut relay = self.relay.clone();
        let published = relay.wait_for(|status| status.position == head);
        tokio::time::timeout(PATIENCE, published).await.expect("the relay goes on").unwrap();
    }
}

#[tokio::test]
async fn nats_may_die_and_come_back_with_nothing() {
    let machine = Machine::start().await;
    let server = machine.servers.nats.private().unwrap();
    for wipe in [false, true] {
        machine.goes_on().await;
        if wipe {
            server.wipe().await.unwrap();
        } else {
            server.kill().await.unwrap();
        }
        let head = machine.goes_on().await;
        server.start().await.unwrap();
        machine.has_published(head).await;
    }
    // the new stream begins where all consumers were
    let last = machine.goes_on().await;
    becomes_published(&machine.nats, [last - 1, last]).await;
    assert_eq!(written(&machine.log, None).await.len(), 10);
    machine.instance.stop().await;
}

#[tokio::test]
async fn postgres_may_die_and_come_back() {
    let machine = Machine::start().await;
    let server = machine.servers.postgres.private().unwrap();
    for _ in 0..2 {
        machine.goes_on().await;
        server.kill().await.unwrap();
        server.start().await.unwrap();
        eventually("Postgres answers", PATIENCE, async || machine.log.reader.head().await.ok()).await;
    }
    let head = machine.goes_on().await;
    machine.has_published(head).await;
    assert_eq!(written(&machine.log, None).await.len(), 6);
    machine.instance.stop().await;
}
