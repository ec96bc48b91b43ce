//! The fixture of the API's tests: the real bus on a real database, a manual clock, read models brought up on demand.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use commands::bus::Bus;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::member::grant_role::GrantRole;
use commands::port::clock::{Clock, Ids};
use commands::port::dispatch::Dispatch;
use commands::port::rate_limiter::RateLimiter;
use commands::receipt::Receipt;
use domain::actor::Actor;
use domain::id::{MemberId, ProjectId, TokenId};
use domain::recorded::Recorded;
use domain::risk::{Assessment, RiskScore};
use domain::role::{Role, Scope};
use harness::TestDatabase;
use projections::registry;
use projections::target::Target;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use uuid::Uuid;

use super::{ApiState, HttpMetrics, RequestLimits};
use crate::tokens::ApiToken;
use engine::clock::SystemIds;
use engine::jobs::NoStatusCache;
use engine::log::LogReader;
use engine::metrics::Metrics;
use engine::reader_registry::testing::readers;
use engine::sequencer::Sequencer;
use engine::store::codec::EventDecoder;
use engine::store::keys::Keyring;
use engine::store::{AppendLimits, AppendSignal, MasterKey, PgEventStore};
use engine::unreadable::UnreadableMonitor;

/// Everything that a test of the API needs.
pub(super) struct ApiFixture {
    pub(super) bus: Arc<Bus<PgEventStore>>,
    pub(super) clock: Arc<ManualClock>,
    pub(super) database: TestDatabase,
    log: LogReader,
    sequencer: Sequencer,
    applied: tokio::sync::Mutex<u64>,
}

impl ApiFixture {
    pub(super) async fn new() -> Self {
        let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
        let keyring = Keyring::open(database.pool.clone(), &MasterKey::from_bytes([7; 32])).await.unwrap();
        let (pool, signal) = (database.pool.clone(), AppendSignal::new());
        let store = PgEventStore::start(&pool, keyring.clone(), AppendLimits::default(), &signal);
        Self {
            bus: Arc::new(Bus::new(store, Arc::new(SystemIds), 100)),
            clock: Arc::new(ManualClock(Mutex::new("2026-01-09T12:00:00Z".parse().unwrap()))),
            log: LogReader::new(pool.clone(), EventDecoder::new(keyring)),
            sequencer: Sequencer::new(pool, signal),
            applied: tokio::sync::Mutex::new(0),
            database,
        }
    }

    /// The API as it is.
    pub(super) fn api(&self) -> ApiState {
        let pool = self.database.pool.clone();
        let requests = HttpMetrics::default();
        let metrics = Metrics::new(pool.clone(), readers()).with_pool("tests", pool.clone());
        let metrics = metrics.with(|registry| requests.register(registry));
        ApiState {
            dispatch: self.bus.clone(),
            aggregates: self.bus.clone(),
            clock: self.clock.clone(),
            ids: Arc::new(SystemIds),
            rate_limiter: Arc::new(CountingRateLimiter::default()),
            queries: pool,
            readers: readers(),
            job_status: Arc::new(NoStatusCache),
            unreadable: UnreadableMonitor::default(),
            requests,
            metrics: Arc::new(metrics),
            health_checks: Vec::new(),
            guests: Vec::new(),
            limits: RequestLimits::default(),
            stop: CancellationToken::new(),
        }
    }

    pub(super) fn router(&self) -> Router {
        router(self.api())
    }

    /// A member with the role, and a token of theirs.
    pub(super) async fn token(&self, role: Role, scope: Scope) -> String {
        let member = MemberId(format!("service:{role}-{}", &SystemIds.next().simple().to_string()[20..]));
        self.operator(GrantRole { member: member.clone(), role, scope, name: None }).await;
        self.token_of(member, None).await.text().expose_secret().to_owned()
    }

    pub(super) async fn owner(&self) -> String {
        self.token(Role::Owner, Scope::Global).await
    }

    pub(super) async fn token_of(&self, member: MemberId, expires_at: Option<DateTime<Utc>>) -> ApiToken {
        let token = ApiToken::mint(member, TokenId(SystemIds.next()));
        self.operator(token.issue("tests".into(), expires_at)).await;
        token
    }

    pub(super) async fn operator(&self, command: impl Into<Command>) -> Receipt {
        self.act(Actor::Operator("test".into()), command).await
    }

    pub(super) async fn process(&self, command: impl Into<Command>) -> Receipt {
        self.act(Actor::process("generation"), command).await
    }

    async fn act(&self, actor: Actor, command: impl Into<Command>) -> Receipt {
        let envelope = Envelope::first(SystemIds.next(), actor, self.clock.now(), command);
        self.bus.dispatch(envelope).await.unwrap().receipt
    }

    /// Brings every read model up to everything that is committed.
    pub(super) async fn settle(&self) {
        let mut applied = self.applied.lock().await;
        while self.sequencer.step().await.unwrap().numbered > 0 {}
        let events = self.log.range(*applied, 10_000, None).await.unwrap();
        let Some(last) = events.last().map(|event| event.position) else { return };
        let events: Vec<Arc<Recorded>> = events.into_iter().map(Arc::new).collect();
        let mut transaction = engine::postgres::begin(&self.database.pool).await.unwrap();
        for projector in registry::all() {
            projector.apply(&mut transaction, &Target::live(), &events).await.unwrap();
        }
        transaction.commit().await.unwrap();
        *applied = last;
    }

    /// Moves the cursors of every read model to the end of the log, as its runner would.
    pub(super) async fn follow(&self) {
        for projector in registry::all() {
            sqlx::query(
                "INSERT INTO consumer_cursors (consumer, version, partition, position)
                 SELECT $1, $2, p, CASE p WHEN -1 THEN last_position ELSE partition_heads[p + 1] END
                   FROM sequencer_state, generate_series(CASE WHEN $3 THEN 0 ELSE -1 END, CASE WHEN $3 THEN 15 ELSE -1 END) p
                     ON CONFLICT (consumer, version, partition) DO UPDATE SET position = excluded.position",
            )
            .bind(projector.name())
            .bind(projector.build().cast_signed())
            .bind(projector.partitioned())
            .execute(&self.database.pool)
            .await
            .unwrap();
        }
    }

    /// A project, with its read models.
    pub(super) async fn project(&self) -> ProjectId {
        let project = ProjectId(SystemIds.next());
        let (name, base_description) = ("Froglet".into(), domain::text::Text::known("A frog"));
        self.operator(commands::project::create::CreateProject { project, name, base_description }).await;
        self.settle().await;
        project
    }
}

pub(super) fn router(api: ApiState) -> Router {
    let api = Arc::new(api);
    api.router().merge(api.metrics_router())
}

/// An assessment of this score with every signal present.
pub(super) fn assessment(score: u8) -> Assessment {
    Assessment { score: RiskScore::try_new(score).unwrap(), signals: Vec::new(), complete: true }
}

/// A request.
pub(super) struct TestRequest {
    request: axum::http::request::Builder,
    body: Body,
}

impl TestRequest {
    pub(super) fn get(path: impl AsRef<str>) -> Self {
        Self::new("GET", path.as_ref())
    }

    pub(super) fn post(path: impl AsRef<str>, body: &Value) -> Self {
        Self::new("POST", path.as_ref()).json(body)
    }

    pub(super) fn put(path: impl AsRef<str>, body: &Value) -> Self {
        Self::new("PUT", path.as_ref()).json(body)
    }

    fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").raw(body.to_string())
    }

    pub(super) fn new(method: &str, path: &str) -> Self {
        Self { request: Request::builder().method(method).uri(path), body: Body::empty() }
    }

    pub(super) fn raw(self, body: impl Into<Body>) -> Self {
        Self { body: body.into(), ..self }
    }

    pub(super) fn by(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(super) fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    pub(super) async fn to(self, router: &Router) -> TestResponse {
        let response = router.clone().oneshot(self.request.body(self.body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let json = serde_json::from_str(&text).unwrap_or_else(|_| json!(text));
        TestResponse { status: parts.status, headers: parts.headers, json }
    }
}

/// What came back.
#[derive(Debug)]
pub(super) struct TestResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) json: Value,
}

impl TestResponse {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The string at this pointer; empty when there is none.
    pub(super) fn text(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn id(&self) -> Uuid {
        self.text("/id").parse().unwrap()
    }

    /// Expects a problem of this status and code, in the agreed form.
    #[track_caller]
    pub(super) fn is_problem(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status.as_u16(), self.text("/type")),
            (status, &*format!("/problems/{code}")),
            "{self:?}"
        );
        assert_eq!(self.json["status"], status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert!(!self.text("/title").is_empty() && !self.text("/detail").is_empty(), "{self:?}");
        assert!(!self.header("x-request-id").is_empty(), "{self:?}");
    }

    #[track_caller]
    pub(super) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self
    }
}

/// A clock that stands still.
pub(super) struct ManualClock(Mutex<DateTime<Utc>>);

impl ManualClock {
    pub(super) fn forward(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for ManualClock {
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

/// Permits of one window that never ends.
#[derive(Default)]
struct CountingRateLimiter(Mutex<HashMap<String, u32>>);

#[async_trait]
impl RateLimiter for CountingRateLimiter {
    async fn acquire(
        &self,
        service: &str,
        identifier: &str,
        limit: u32,
        window: Duration,
    ) -> Option<Duration> {
        let mut counts = self.0.lock().unwrap();
        let count = counts.entry(format!("{service}:{identifier}")).or_default();
        *count += 1;
        (*count > limit).then_some(window)
    }
}
