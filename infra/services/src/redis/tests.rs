//! Redis as it is, wiped, stopped and back.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use commands::port::cache::{ActiveContext, CachedInputs, CachedVibe, ProjectCache};
use commands::port::clock::Clock;
use commands::port::rate_limiter::RateLimiter;
use domain::id::{JobId, ProjectId};
use harness::{Durability, Servers, eventually, redis_prefix, redis_url};
use redis::AsyncTypedCommands;
use uuid::Uuid;

use super::lookups::{CONTEXT, JOB, VIBE};
use super::{Redis, RedisConfig};
use engine::jobs::{JobState, JobStatusCache, JobView};

const SOON: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

struct TestClock(Mutex<DateTime<Utc>>);

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn database_now(&self) -> DateTime<Utc> {
        self.now()
    }

    fn since_boot(&self) -> Duration {
        Duration::ZERO
    }
}

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock(Mutex::new("2026-08-01T10:00:00Z".parse().unwrap())))
}

fn open(url: &str, prefix: &str) -> Redis {
    Redis::new(&RedisConfig { address: url.parse().unwrap(), prefix: prefix.to_owned() }, clock())
}

fn project() -> ProjectId {
    ProjectId::derived(Uuid::NAMESPACE_OID, "otter")
}

fn context(version: u32) -> ActiveContext {
    ActiveContext { version, layers: vec!["Otters hold hands.".to_owned()] }
}

fn vibe(redis: &Redis, left: TimeDelta) -> CachedVibe {
    CachedVibe { vibe: "calm".to_owned(), expires_at: redis.clock.now() + left }
}

/// What the cache has of the context at this version.
async fn cached_context(redis: &Redis, version: u32) -> Option<ActiveContext> {
    redis.prompt_inputs(project(), version, None).await.context
}

/// What the cache has of the vibe that the tests set.
async fn cached_vibe(redis: &Redis) -> Option<CachedVibe> {
    redis.prompt_inputs(project(), 0, Some("calm")).await.vibe
}

/// Hits and misses of a cache.
fn lookups(redis: &Redis, cache: &'static str) -> (u64, u64) {
    (redis.lookups.counter(cache, true).get(), redis.lookups.counter(cache, false).get())
}

/// Whether a time is at most so long, and not much shorter.
fn nearly(left: Duration, expected: Duration) -> bool {
    left <= expected && left + SOON > expected
}

/// What a key still has to live, as Redis itself says.
async fn lifetime(url: &str, key: &str) -> Duration {
    let client = redis::Client::open(url).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let left: i64 = redis::cmd("PTTL").arg(key).query_async(&mut connection).await.unwrap();
    Duration::from_millis(u64::try_from(left).unwrap_or_else(|_| panic!("{key} has no lifetime: {left}")))
}

#[tokio::test]
async fn caches_keep_the_names_and_lifetimes_of_the_blueprint() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let redis = open(&url, &prefix);
    assert_eq!(cached_context(&redis, 3).await, None);
    redis.put_context(project(), &context(3)).await;
    assert_eq!(cached_context(&redis, 3).await, Some(context(3)));
    let left = lifetime(&url, &format!("{prefix}context:project:{}:active", project())).await;
    assert!(nearly(left, HOUR), "{left:?}");

    let key = format!("{prefix}vibe:project:{}", project());
    for (days, expected) in [(30, 7 * DAY), (2, 2 * DAY)] {
        let calm = vibe(&redis, TimeDelta::days(days));
        redis.put_vibe(project(), &calm).await;
        assert_eq!(cached_vibe(&redis).await, Some(calm));
        let left = lifetime(&url, &key).await;
        assert!(nearly(left, expected), "{left:?}");
    }
    redis.drop_context(project()).await;
    redis.drop_vibe(project()).await;
    let dropped = redis.prompt_inputs(project(), 3, Some("calm")).await;
    assert_eq!(dropped, CachedInputs::default());
    assert_eq!(redis.check().await.unwrap(), "Redis answers");
}

#[tokio::test]
async fn an_expired_vibe_is_neither_kept_nor_shown() {
    let clock = clock();
    let config = RedisConfig { address: redis_url().parse().unwrap(), prefix: redis_prefix() };
    let redis = Redis::new(&config, clock.clone());
    redis.put_vibe(project(), &vibe(&redis, TimeDelta::seconds(-1))).await;
    assert_eq!(cached_vibe(&redis).await, None);
    redis.put_vibe(project(), &vibe(&redis, TimeDelta::hours(1))).await;
    assert!(cached_vibe(&redis).await.is_some());
    *clock.0.lock().unwrap() += TimeDelta::hours(2);
    assert_eq!(cached_vibe(&redis).await, None);
}

#[tokio::test]
async fn a_hit_is_what_was_asked_for_and_everything_else_is_a_miss() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let redis = open(&url, &prefix);
    redis.put_context(project(), &context(3)).await;
    redis.put_vibe(project(), &vibe(&redis, TimeDelta::hours(1))).await;
    let both = redis.prompt_inputs(project(), 3, Some("calm")).await;
    assert!(both.context.is_some() && both.vibe.is_some(), "{both:?}");
    let stale = redis.prompt_inputs(project(), 4, Some("wild")).await;
    assert_eq!(stale, CachedInputs::default(), "another version, another vibe");
    let without_vibe = redis.prompt_inputs(project(), 3, None).await;
    assert_eq!((without_vibe.context, without_vibe.vibe), (Some(context(3)), None));
    assert_eq!((lookups(&redis, CONTEXT), lookups(&redis, VIBE)), ((2, 1), (1, 1)));

    let mut registry = prometheus_client::registry::Registry::default();
    redis.register(&mut registry);
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
    for line in [
        r#"cache_requests_total{cache="context",result="hit"} 2"#,
        r#"cache_requests_total{cache="job",result="miss"} 0"#,
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
}

#[tokio::test]
async fn a_value_of_another_shape_is_a_miss() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let mut plain =
        redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    let (project, job) = (project(), job().id);
    let keys = [
        format!("context:project:{project}:active"),
        format!("vibe:project:{project}"),
        format!("job:{job}:status"),
    ];
    for key in keys {
        plain.set(format!("{prefix}{key}"), "{\"old\":1}").await.unwrap();
    }
    let redis = open(&url, &prefix);
    assert_eq!(redis.prompt_inputs(project, 1, Some("calm")).await, CachedInputs::default());
    assert_eq!(redis.ended(job).await, None);
    assert_eq!([CONTEXT, VIBE, JOB].map(|cache| lookups(&redis, cache)), [(0, 1); 3]);
}

#[tokio::test]
async fn a_key_of_another_type_costs_nobody_else_anything_and_heals() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let mut plain =
        redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    let (project, job) = (project(), JobView { status: JobState::Done, ..job() });
    let job_key = format!("{prefix}job:{}:status", job.id);
    let context_key = format!("{prefix}context:project:{project}:active");
    for key in [&job_key, &context_key] {
        plain.rpush(key, "not ours").await.unwrap();
    }
    let redis = open(&url, &prefix);
    assert_eq!(redis.ended(job.id).await, None);
    assert_eq!(cached_context(&redis, 3).await, None);
    redis.put_context(project, &context(3)).await;
    assert_eq!(cached_context(&redis, 3).await, Some(context(3)), "the others go on at once");
    assert!(!plain.exists(&job_key).await.unwrap());
    redis.status_changed(job.clone()).await;
    assert_eq!(redis.ended(job.id).await, Some(job));
    assert_eq!(redis.connection.foreign_keys().get(), 1);
}

#[tokio::test]
async fn no_permit_is_granted_for_a_window_where_something_else_stands_under_its_key() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let mut plain =
        redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    let redis = open(&url, &prefix);
    let key = |who: &str| format!("{prefix}ratelimit:x:{who}");
    plain.rpush(key("list"), "not ours").await.unwrap();
    plain.set(key("words"), "gm").await.unwrap();
    plain.set(key("negative"), "-100").await.unwrap();
    for who in ["list", "words", "negative"] {
        let wait = redis.acquire("x", who, 5, HOUR).await.expect("nothing is granted");
        assert!(nearly(wait, HOUR), "{wait:?}");
        assert!(nearly(lifetime(&url, &key(who)).await, HOUR), "{who} is forgotten after the window");
        assert_eq!(redis.acquire("x", "other", 100, HOUR).await, None, "others are granted theirs");
    }
    assert_eq!(redis.connection.foreign_keys().get(), 3);
    let short = Duration::from_millis(50);
    eventually("the counting begins anew", SOON, async || {
        redis.acquire("x", "list", 1, short).await.is_none().then_some(())
    })
    .await;
}

#[tokio::test]
async fn permits_are_counted_across_instances_until_the_window_ends() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let (one, other) = (open(&url, &prefix), open(&url, &prefix));
    let window = Duration::from_mins(15);
    assert_eq!(one.acquire("x", "42", 2, window).await, None);
    assert_eq!(other.acquire("x", "42", 2, window).await, None);
    let wait = one.acquire("x", "42", 2, window).await.expect("both are taken");
    assert!(nearly(wait, window), "{wait:?}");
    assert_eq!(one.acquire("x", "43", 2, window).await, None);
    let key = format!("{prefix}ratelimit:x:42");
    assert!(lifetime(&url, &key).await <= window);
    let mut plain =
        redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    assert_eq!(plain.get(&key).await.unwrap().as_deref(), Some("2"), "a refusal is not counted");

    plain.persist(&key).await.unwrap();
    assert_eq!(one.acquire("x", "42", 2, window).await, Some(window), "a counter never stays for ever");
    assert!(lifetime(&url, &key).await <= window);

    let short = Duration::from_millis(50);
    assert_eq!(one.acquire("x", "44", 1, short).await, None);
    eventually("a new window", SOON, async || one.acquire("x", "44", 1, short).await.is_none().then_some(()))
        .await;
}

#[tokio::test]
async fn concurrent_permits_are_never_more_than_allowed() {
    let redis = Arc::new(open(&redis_url(), &redis_prefix()));
    let tries = (0..40).map(|_| {
        let redis = Arc::clone(&redis);
        tokio::spawn(async move { redis.acquire("x", "1", 7, HOUR).await.is_none() })
    });
    let granted = futures_util::future::join_all(tries).await;
    assert_eq!(granted.into_iter().filter(|granted| *granted.as_ref().unwrap()).count(), 7);
}

fn job() -> JobView {
    let at = "2026-08-01T10:00:00Z".parse().unwrap();
    JobView {
        id: JobId::derived(Uuid::NAMESPACE_OID, "job"),
        process: "generation".to_owned(),
        step: "generate".to_owned(),
        status: JobState::Waiting,
        attempts: 2,
        due_at: at,
        last_error: Some("busy".to_owned()),
        created_at: at,
        updated_at: at,
        project_id: Some(project()),
    }
}

#[tokio::test]
async fn the_status_of_a_job_is_kept_for_a_day_and_read_once_it_has_ended() {
    let (url, prefix) = (redis_url(), redis_prefix());
    let redis = open(&url, &prefix);
    assert_eq!(redis.ended(job().id).await, None);
    redis.status_changed(job()).await;
    assert_eq!(redis.ended(job().id).await, None, "what is still to be done is read from the database");
    let done = JobView { status: JobState::Done, ..job() };
    redis.status_changed(done.clone()).await;
    assert_eq!(redis.ended(job().id).await, Some(done));
    assert_eq!(lookups(&redis, JOB), (1, 2));
    let left = lifetime(&url, &format!("{prefix}job:{}:status", job().id)).await;
    assert!(nearly(left, DAY), "{left:?}");
}

#[tokio::test]
async fn without_redis_everything_is_granted_and_costs_next_to_nothing() {
    let redis = open(&format!("redis://127.0.0.1:{}", harness::free_port()), "");
    assert_eq!(redis.acquire("x", "42", 0, HOUR).await, None);
    let started = Instant::now();
    for _ in 0..1_000 {
        redis.put_context(project(), &context(1)).await;
        assert_eq!(cached_context(&redis, 1).await, None);
    }
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(lookups(&redis, CONTEXT), (0, 1_000));
    let complaint = redis.check().await.unwrap_err();
    assert!(complaint.starts_with("Redis does not answer: "), "{complaint}");
}

#[tokio::test]
async fn a_redis_that_accepts_and_never_answers_is_given_up_quickly() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let redis = open(&format!("redis://{}", silent.local_addr().unwrap()), "");
    let started = Instant::now();
    for _ in 0..20 {
        assert_eq!(cached_context(&redis, 1).await, None);
    }
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
}

/// False where servers are given instead of installed: there is nothing to stop then.
fn installed() -> bool {
    let programs = "PATH=$PATH:/usr/local/sbin:/usr/sbin; command -v nats-server && command -v redis-server \
                    && { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }";
    let found = std::process::Command::new("sh").arg("-c").arg(programs).output().unwrap().status.success();
    if !found {
        eprintln!("skipped: not all three servers are installed here");
    }
    found
}

async fn back(redis: &Redis) {
    eventually("Redis is used again", SOON, async || {
        redis.put_vibe(project(), &vibe(redis, TimeDelta::hours(1))).await;
        cached_vibe(redis).await.map(|_| ())
    })
    .await;
}

#[tokio::test]
async fn it_heals_after_a_kill_a_wipe_and_a_restart_and_never_shows_what_was_dropped_meanwhile() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.unwrap();
    let server = servers.redis.private().unwrap();
    let redis = open(server.url(), "");
    redis.put_context(project(), &context(1)).await;

    server.kill().await.unwrap();
    server.start().await.unwrap();
    assert_eq!(
        cached_context(&redis, 1).await,
        Some(context(1)),
        "a restart between two calls is not noticed"
    );

    server.kill().await.unwrap();
    redis.drop_context(project()).await;
    assert_eq!(redis.acquire("x", "42", 0, HOUR).await, None);
    server.start().await.unwrap();
    back(&redis).await;
    assert_eq!(cached_context(&redis, 1).await, None, "what was dropped does not come back with Redis");

    server.wipe().await.unwrap();
    server.start().await.unwrap();
    back(&redis).await;
    assert_eq!(redis.acquire("x", "42", 1, HOUR).await, None);
    assert!(redis.acquire("x", "42", 1, HOUR).await.is_some());
}
