//! The Telegram edge over the wire: the sandbox's Telegram on one side, the bus over a real database on the other.

mod alarm;
mod answers;
mod conversation;
mod delivery;
mod identity;
mod late_commands;
mod lateness;
mod listing;
mod publishing;
mod roles;
mod sending;
mod showing;
mod topics;
mod webhook;
mod words;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use commands::bus::Bus;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::member::grant_role::GrantRole;
use commands::port::aggregates::Aggregates;
use commands::port::clock::{Clock, Ids};
use commands::port::dispatch::Dispatch;
use commands::port::notice::{NoticeSubject, OUTBOX, ShowNotice};
use commands::process::{Job, ProcessManager, Verdict};
use commands::suggestion::assess::AssessVariant;
use commands::suggestion::record_variants::RecordVariants;
use domain::actor::Actor;
use domain::id::{CorrelationId, EventId, JobId, MemberId, ProjectId, SuggestionId};
use domain::policy::SafetyPolicy;
use domain::risk::{Assessment, Category, CategoryScore, ExternalPii, Moderation, assess};
use domain::role::{Role, Scope};
use domain::suggestion::event::Usage;
use harness::TestDatabase;
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use sandbox::telegram::ChatMessage;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{
    Inbox, Outbox, Poller, SendLimits, TelegramConfig, TelegramNotices, TelegramPorts, UpdateHandler,
    notice_copies,
};
use engine::clock::{DatabaseClock, SystemIds};
use engine::config::{Section, SettingsReader};
use engine::freshness::Lag;
use engine::jobs::{Enqueuer, JobNotifier, NoStatusCache, Workers, WorkersConfig};
use engine::lifecycle::Lifecycle;
use engine::store::keys::Keyring;
use engine::store::{AppendLimits, AppendSignal, MasterKey, PgEventStore};

/// Named in the configuration, and in no role.
const FIRST_OWNER: i64 = 1099;
const ALICE: i64 = 1001;
const BOB: i64 = 1002;
const MALLORY: i64 = 1999;
const SOON: Duration = Duration::from_secs(20);

/// More than any test sends.
const UNLIMITED: SendLimits =
    SendLimits { per_second: 10_000, per_chat_second: 10_000, per_group_minute: 10_000 };

/// A bot, its Telegram and its store. Alice is a global owner.
struct TelegramTest {
    sandbox: Sandbox,
    database: TestDatabase,
    bus: Arc<Bus<PgEventStore>>,
    notices: Arc<TelegramNotices>,
}

/// A poller and the workers that handle what it stores, stopped with their handle.
struct RunningPoller {
    stop: CancellationToken,
    task: JoinHandle<()>,
    workers: Lifecycle,
}

impl RunningPoller {
    async fn stop(self) {
        self.stop.cancel();
        self.task.await.expect("the poller ends in order");
        self.workers.stop(SOON).await;
    }

    /// Ends it as a crash would.
    async fn crash(self) {
        self.task.abort();
        self.task.await.expect_err("the poller was cut off");
        self.workers.hard().cancel();
        self.workers.stop(Duration::ZERO).await;
    }
}

impl TelegramTest {
    async fn new() -> Self {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
        let keyring = Keyring::open(database.pool.clone(), &MasterKey::from_bytes([7; 32])).await.unwrap();
        let signal = AppendSignal::new();
        let store = PgEventStore::start(&database.pool, keyring.clone(), AppendLimits::default(), &signal);
        let bus = Arc::new(Bus::new(store, Arc::new(SystemIds), 100));
        let ports = TelegramPorts {
            aggregates: bus.clone(),
            clock: Arc::new(DatabaseClock::default()),
            pool: database.pool.clone(),
            keyring: keyring.clone(),
            first_owners: vec![FIRST_OWNER],
        };
        let notices = TelegramNotices::new(&config(&sandbox), ports).unwrap();
        let world = Self { sandbox, database, bus, notices };
        world.grant(ALICE, Role::Owner, Scope::Global).await;
        world
    }

    /// A world with a bot that listens.
    async fn listening() -> (Self, RunningPoller) {
        let world = Self::new().await;
        let running = world.listen();
        (world, running)
    }

    fn listen(&self) -> RunningPoller {
        self.listen_with(None)
    }

    fn listen_with(&self, lag: Option<Arc<dyn Lag>>) -> RunningPoller {
        let (workers, notifier) = self.perform(lag);
        let enqueuer = Enqueuer::new(&self.database.pool, Arc::new(DatabaseClock::default()), notifier);
        let poller = Poller::new(&self.notices, Inbox::new(&self.notices, enqueuer));
        let stop = CancellationToken::new();
        let task = tokio::spawn({
            let stop = stop.clone();
            async move { poller.run(stop).await }
        });
        RunningPoller { stop, task, workers }
    }

    /// Starts the workers that handle what is stored, until their lifecycle ends.
    fn perform(&self, lag: Option<Arc<dyn Lag>>) -> (Lifecycle, JobNotifier) {
        let (workers, notifier) = (Lifecycle::new(), JobNotifier::new(Arc::new(NoStatusCache)));
        let handler = UpdateHandler::new(&self.notices, self.bus.clone(), lag);
        let performing = Workers {
            pool: self.database.pool.clone(),
            processes: vec![handler, self.outbox()],
            clock: Arc::new(DatabaseClock::default()),
            instance: SystemIds.next(),
            notifier: notifier.clone(),
            config: WorkersConfig { concurrency: 32 },
        };
        performing.start(&workers);
        (workers, notifier)
    }

    fn outbox(&self) -> Arc<Outbox> {
        Outbox::new(self.notices.clone(), UNLIMITED)
    }

    /// The verdict on a job of the outbox that shows a subject.
    async fn show_in(&self, subject: &NoticeSubject, chat: i64, topic: Option<i32>) -> Verdict {
        let show = ShowNotice { subject: subject.clone(), chat, topic, anew: false };
        let new = show.job(JobId(SystemIds.next()));
        let job = Job {
            id: new.id,
            process: OUTBOX.to_owned(),
            step: new.step.to_owned(),
            request: new.request,
            sealed: None,
            attempt: 1,
            unknown_tries: 0,
            created_at: DatabaseClock::default().now(),
            event_id: EventId(uuid::Uuid::nil()),
            correlation_id: CorrelationId(new.id.0),
            project: Some(subject.project()),
            chat: Some(chat),
            topic,
        };
        self.outbox().perform(&job).await.unwrap_or_else(|verdict| verdict)
    }

    /// Carries out a command of the system or of its operator.
    async fn execute(&self, actor: Actor, command: impl Into<Command>) {
        let envelope = Envelope::first(SystemIds.next(), actor, DatabaseClock::default().now(), command);
        self.bus.dispatch(envelope).await.unwrap();
    }

    async fn grant(&self, user: i64, role: Role, scope: Scope) {
        let command = GrantRole { member: MemberId::telegram(user), role, scope, name: None };
        self.execute(Actor::Operator("test".into()), command).await;
    }

    /// Says something in a private chat and returns the bot's next message there.
    async fn send(&self, user: i64, text: &str) -> ChatMessage {
        let said = self.sandbox.telegram().user_says(user, text, None).unwrap();
        self.next(user, said).await
    }

    /// The bot's first message after the one of this number.
    async fn next(&self, chat: i64, after: i64) -> ChatMessage {
        let fits = |message: &ChatMessage| message.from_bot && message.id > after;
        self.sandbox.telegram().wait_for_message(chat, SOON, fits).await.unwrap()
    }

    /// Presses a button and returns what the press was answered with: the notice, and whether it is an alert.
    async fn press(&self, user: i64, message: &ChatMessage, button: &str) -> (String, bool) {
        let query = self.sandbox.telegram().user_presses(user, message.id, button).unwrap();
        self.answer_to(message, &query).await
    }

    /// Presses a button that is not there any more.
    async fn press_old(&self, user: i64, message: &ChatMessage, data: &str) -> (String, bool) {
        let query = self.sandbox.telegram().user_forges_press(user, message.id, data).unwrap();
        self.answer_to(message, &query).await
    }

    async fn answer_to(&self, message: &ChatMessage, query: &str) -> (String, bool) {
        let answered = |seen: &ChatMessage| seen.answers.iter().any(|answer| answer.query == query);
        let seen = self.sandbox.telegram().wait_for_message(message.chat, SOON, answered).await.unwrap();
        let answer = seen.answers.into_iter().find(|answer| answer.query == query).unwrap();
        (answer.text.unwrap_or_default(), answer.alert)
    }

    /// The message as soon as it fits.
    async fn seen(&self, message: &ChatMessage, fits: impl Fn(&ChatMessage) -> bool) -> ChatMessage {
        let fits = |seen: &ChatMessage| seen.id == message.id && fits(seen);
        self.sandbox.telegram().wait_for_message(message.chat, SOON, fits).await.unwrap()
    }

    /// Shows a subject to Alice and returns the message that shows it.
    async fn show(&self, subject: &NoticeSubject) -> ChatMessage {
        assert_eq!(self.show_in(subject, ALICE, None).await, Verdict::DONE);
        let copy =
            notice_copies::find(&self.database.pool, subject, ALICE).await.unwrap().expect("it is shown");
        let messages = self.sandbox.telegram().messages(ALICE, i64::from(copy.message) - 1);
        messages.into_iter().next().expect("the message is there")
    }

    /// Waits until everything that people sent was taken and handled.
    async fn handled(&self) {
        assert!(self.sandbox.telegram().wait_until_heard(SOON).await);
        self.performed().await;
    }

    /// Waits until nothing is left to do.
    async fn performed(&self) {
        let left = "SELECT count(*) FROM effects WHERE status IN ('queued', 'running', 'waiting')";
        harness::eventually("everything is performed", SOON, async || {
            let left: i64 = sqlx::query_scalar(left).fetch_one(&self.database.pool).await.unwrap();
            (left == 0).then_some(())
        })
        .await;
    }

    async fn events(&self, kind: &str) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = $1")
            .bind(kind)
            .fetch_one(&self.database.pool)
            .await
            .unwrap()
    }

    async fn only(&self, aggregate: &str) -> uuid::Uuid {
        let ids = "SELECT DISTINCT aggregate_id FROM events WHERE aggregate_type = $1";
        let ids: Vec<String> =
            sqlx::query_scalar(ids).bind(aggregate).fetch_all(&self.database.pool).await.unwrap();
        assert_eq!(ids.len(), 1, "one {aggregate}");
        ids[0].parse().unwrap()
    }

    /// Alice begins a project, and works on it in her private chat.
    async fn project(&self) -> ProjectId {
        let reply = self.send(ALICE, "/project_new Frogs & Co | A calm <green> frog").await;
        assert!(reply.text.starts_with("Project Frogs & Co is made"), "{}", reply.text);
        ProjectId(self.only("project").await)
    }

    /// Alice begins a second project and works on that one then.
    async fn another_project(&self) -> ProjectId {
        let reply = self.send(ALICE, "/project_new Toads | Louder").await;
        assert!(reply.text.starts_with("Project Toads is made"), "{}", reply.text);
        self.newest_project().await
    }

    async fn newest_project(&self) -> ProjectId {
        let newest =
            "SELECT aggregate_id FROM events WHERE event_type = 'ProjectCreated' ORDER BY ingest_seq DESC";
        let newest: Vec<String> = sqlx::query_scalar(newest).fetch_all(&self.database.pool).await.unwrap();
        newest[0].parse().unwrap()
    }

    /// Alice asks for variants, and the system writes and scores these.
    async fn suggestion(&self, project: ProjectId, variants: &[&str]) -> SuggestionId {
        self.send(ALICE, "/suggest_post good morning").await;
        self.written(project, variants).await
    }

    /// The system writes and scores these variants of the suggestion that was asked for.
    async fn written(&self, project: ProjectId, variants: &[&str]) -> SuggestionId {
        let suggestion = SuggestionId(self.only("suggestion").await);
        self.write(project, suggestion, variants).await;
        suggestion
    }

    /// The system writes and scores these variants of a suggestion.
    async fn write(&self, project: ProjectId, suggestion: SuggestionId, variants: &[&str]) {
        let process = || Actor::process("generation");
        let command = RecordVariants {
            suggestion,
            project,
            input: assessed("good morning"),
            model: "test".into(),
            variants: variants.iter().map(|text| (*text).to_owned()).collect(),
            usage: Usage::default(),
        };
        self.execute(process(), command).await;
        for (variant, text) in (1..).zip(variants) {
            let assessment = assessed(text);
            self.execute(process(), AssessVariant { suggestion, project, variant, revision: 0, assessment })
                .await;
        }
    }

    async fn suggestion_state(&self, id: SuggestionId) -> domain::suggestion::Suggestion {
        self.bus.suggestion(id).await.unwrap().state
    }
}

fn config(sandbox: &Sandbox) -> TelegramConfig {
    let look_up = |name: &str| match name {
        "TELEGRAM_BOT_TOKEN" => Some(sandbox.credentials().telegram_token.clone()),
        "TELEGRAM_API_URL" => Some(sandbox.telegram_url().to_owned()),
        _ => None,
    };
    TelegramConfig::read(&mut SettingsReader::new(&look_up)).expect("the sandbox's values are valid")
}

fn assessed(text: &str) -> Assessment {
    let clean = CategoryScore { category: Category::Hate, per_mille: 0, flagged: false };
    assess(text, &Moderation::Scored(vec![clean]), &ExternalPii::NotConfigured, &SafetyPolicy::default())
}

/// The labels of a message's buttons.
fn labels(message: &ChatMessage) -> Vec<&str> {
    message.buttons.iter().flatten().map(|button| button.text.as_str()).collect()
}

/// The data of a button.
fn data(message: &ChatMessage, label: &str) -> String {
    let button = message.buttons.iter().flatten().find(|button| button.text == label);
    button.and_then(|button| button.data.clone()).expect("the button is there")
}
