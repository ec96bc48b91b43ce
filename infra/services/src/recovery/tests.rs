//! Recoveries on real clusters: an older dump, a newer JetStream, and an X that shows what the log does not know.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use commands::bus::Bus;
use commands::port::ServiceError;
use commands::port::account::{Credentials, PostAnswer, Tweet, XAccounts, XUser};
use commands::port::aggregates::Aggregates;
use commands::port::cache::{ActiveContext, CachedInputs, CachedVibe, ProjectCache};
use commands::receipt::{Outcome, Receipt};
use commands::store::{Append, Appended, EventStore, ExpectedVersion, NewEvent};
use domain::account::event::{AccountEvent, AttemptOutcome};
use domain::actor::Actor;
use domain::event::{DomainEvent, Metadata};
use domain::id::{AccountId, CommandId, CorrelationId, EventId, ProjectId, SuggestionId, TweetId};
use domain::post::event::PostEvent;
use domain::post::{PostStatus, post_of};
use domain::post_text::text_hash;
use domain::project::event::ProjectEvent;
use domain::risk::{Assessment, RiskScore};
use domain::stream::{AggregateType, StreamId};
use domain::suggestion::event::{SuggestionEvent, Usage};
use domain::text::Text;
use harness::{Durability, Instance, Servers, nats_namespace};

use super::{Recovery, RecoveryError, TweetOrigin};
use engine::clock::{DatabaseClock, SystemIds};
use engine::epoch::testing::{nats, publish, restored};
use engine::epoch::{DivergenceDetector, DivergenceKind, Epochs};
use engine::nats::Nats;
use engine::store::testing::{Fixture, any_id, any_project};
use engine::store::{AppendLimits, PgEventStore};

const WORDS: &str = "gm frogs";

/// X and the caches, as they are after the restore.
#[derive(Default)]
struct Outside {
    shows: Mutex<Vec<Tweet>>,
    away: Mutex<bool>,
}

#[async_trait]
impl XAccounts for Outside {
    fn credentials(&self) -> Credentials {
        Credentials::Unasked
    }

    async fn me(&self) -> Result<XUser, ServiceError> {
        Ok(XUser { id: account(), username: "froglet".to_owned() })
    }

    async fn timeline(&self, _: &AccountId, _: Option<&TweetId>) -> Result<Vec<Tweet>, ServiceError> {
        if *self.away.lock().unwrap() {
            return Err(ServiceError::Unavailable {
                service: "X",
                why: "over capacity".into(),
                retry_after: None,
            });
        }
        Ok(self.shows.lock().unwrap().clone())
    }

    async fn post(&self, _: &AccountId, _: &str, _: Duration) -> PostAnswer {
        panic!("a recovery publishes nothing")
    }

    fn request_timeout(&self) -> Duration {
        Duration::ZERO
    }
}

#[async_trait]
impl ProjectCache for Outside {
    async fn prompt_inputs(&self, _: ProjectId, _: u32, _: Option<&str>) -> CachedInputs {
        CachedInputs::default()
    }
    async fn put_context(&self, _: ProjectId, _: &ActiveContext) {}
    async fn drop_context(&self, _: ProjectId) {}
    async fn put_vibe(&self, _: ProjectId, _: &CachedVibe) {}
    async fn drop_vibe(&self, _: ProjectId) {}
}

fn account() -> AccountId {
    AccountId("7".to_owned())
}

fn tweet() -> TweetId {
    TweetId("100".to_owned())
}

fn assessment() -> Assessment {
    Assessment { score: RiskScore::default(), signals: Vec::new(), complete: true }
}

/// A project with an account and an approved suggestion, backed up, and going on in another cluster.
struct Story {
    before: Fixture,
    nats: Nats,
    project: ProjectId,
    suggestion: SuggestionId,
    outside: Arc<Outside>,
    cluster: Instance,
}

/// What the story's database is after the restore.
struct After {
    fixture: Fixture,
    recovery: Recovery,
}

impl Story {
    async fn begins() -> Self {
        let (before, project) = (Fixture::start().await, any_project());
        let (prefix, suggestion) = (nats_namespace(), SuggestionId(any_id()));
        let story = Self {
            nats: nats(&prefix, 1).await,
            cluster: Servers::another_postgres(Durability::Fast).await.unwrap(),
            outside: Arc::default(),
            before,
            project,
            suggestion,
        };
        Epochs::new(story.before.database.pool.clone()).begin().await.unwrap();
        let created = ProjectEvent::ProjectCreated {
            name: "Froglet".to_owned(),
            base_description: Text::known("a frog"),
        };
        let assigned = ProjectEvent::AccountAssigned { account: account(), username: "froglet".to_owned() };
        story.happens(AggregateType::Project, &project.to_string(), 0, &[created, assigned]).await;
        let connected = AccountEvent::AccountConnected { username: "froglet".to_owned() };
        story.happens(AggregateType::Account, "7", 0, &[connected]).await;
        let approved = story.approved();
        story.happens(AggregateType::Suggestion, &suggestion.to_string(), 0, &approved).await;
        story
    }

    fn approved(&self) -> [SuggestionEvent; 4] {
        let by = Actor::Operator("test".to_owned());
        [
            SuggestionEvent::SuggestionRequested {
                project: self.project,
                instruction: None,
                vibe: None,
                context_version: 0,
                variants: 1,
                requested_by: by.clone(),
                replaces: None,
            },
            SuggestionEvent::VariantsGenerated {
                input: assessment(),
                model: "model".to_owned(),
                variants: vec![Text::known(WORDS)],
                usage: Usage::default(),
            },
            SuggestionEvent::VariantAssessed { variant: 1, revision: 0, assessment: assessment() },
            SuggestionEvent::SuggestionApproved {
                variant: 1,
                revision: 0,
                text_hash: text_hash(WORDS),
                score: RiskScore::default(),
                approved_by: by,
            },
        ]
    }

    async fn happens(&self, kind: AggregateType, id: &str, after: u64, events: &[impl DomainEvent]) {
        record(&self.before.store, (self.project, StreamId::new(kind, id)), after, events).await;
    }

    /// The attempt on the account's stream; the outcome, if it was recorded.
    async fn attempts(&self, outcome: Option<AttemptOutcome>) {
        let post = post_of(self.suggestion);
        let opened = AccountEvent::AttemptOpened {
            post,
            attempt: 1,
            text_hash: text_hash(WORDS),
            newest_known: None,
            opened_at: chrono::DateTime::UNIX_EPOCH,
        };
        let settled = outcome.map(|outcome| AccountEvent::AttemptSettled { post, attempt: 1, outcome });
        let events: Vec<_> = [opened].into_iter().chain(settled).collect();
        self.happens(AggregateType::Account, "7", 1, &events).await;
    }

    /// Everything so far is published, and X shows the words, if it does.
    async fn is_told(&self, shows: bool) {
        self.before.sequence().await;
        publish(&self.before.log, &self.before.database.pool, &self.nats).await;
        let shown = Tweet { id: tweet(), comparable: WORDS.to_owned(), created_at: None };
        self.outside.shows.lock().unwrap().extend(shows.then_some(shown));
    }

    /// The database as it is now, in another cluster.
    async fn backup(&self) -> After {
        self.before.sequence().await;
        let database = restored(&self.before.database, self.cluster.url()).await;
        let fixture = Fixture::on(database, AppendLimits::default()).await;
        let bus = Arc::new(Bus::new(fixture.another_store(), Arc::new(SystemIds), 100));
        let epochs = Epochs::new(fixture.database.pool.clone());
        let recovery = Recovery {
            detector: DivergenceDetector { epochs, nats: self.nats.clone(), log: fixture.log.clone() },
            aggregates: Arc::clone(&bus) as Arc<dyn Aggregates>,
            dispatch: bus,
            clock: Arc::new(DatabaseClock::default()),
            ids: Arc::new(SystemIds),
            x: Arc::clone(&self.outside) as Arc<dyn XAccounts>,
            vault: Arc::new(fixture.keyring.clone()),
            cache: Arc::clone(&self.outside) as Arc<dyn ProjectCache>,
            operator: "tester".to_owned(),
        };
        After { fixture, recovery }
    }
}

async fn record(
    store: &PgEventStore,
    (project, stream): (ProjectId, StreamId),
    after: u64,
    events: &[impl DomainEvent],
) {
    let events: Vec<NewEvent> = (after + 1..)
        .zip(events)
        .map(|(sequence, event)| NewEvent {
            id: EventId(any_id()),
            stream: stream.clone(),
            sequence,
            kind: event.kind(),
            payload: serde_json::to_value(event).unwrap(),
        })
        .collect();
    let (command_id, actor) = (CommandId(any_id()), Actor::Operator("test".to_owned()));
    let receipt = Receipt {
        command_id,
        outcome: Outcome::Applied,
        stream: stream.clone(),
        first_sequence: after + 1,
        last_sequence: after + events.len() as u64,
        event_ids: events.iter().map(|event| event.id).collect(),
    };
    let metadata = Metadata {
        command_id,
        actor,
        correlation_id: CorrelationId(command_id.0),
        causation_id: None,
        project_id: Some(project),
        chat: None,
        topic: None,
        trace: None,
    };
    let expected_versions = vec![ExpectedVersion { stream, version: after }];
    let append = Append { receipt, request_hash: [1; 32], events, metadata, expected_versions };
    assert_eq!(store.append(append).await, Ok(Appended::Recorded));
}

#[tokio::test]
async fn the_next_epoch_knows_what_was_published_forgets_again_and_goes_on_densely() {
    let story = Story::begins().await;
    let after = story.backup().await;
    let published = AttemptOutcome::Published(tweet());
    story.attempts(Some(published)).await;
    let project = StreamId::new(AggregateType::Project, story.project);
    let forgotten = ProjectEvent::TextsForgotten { streams: vec![project] };
    story.happens(AggregateType::Project, &story.project.to_string(), 2, &[forgotten]).await;
    story.is_told(true).await;

    let After { fixture, recovery } = after;
    let found = recovery.diagnose().await.unwrap();
    let kinds: Vec<DivergenceKind> = found.divergences.iter().map(|divergence| divergence.kind).collect();
    assert_eq!((kinds, found.next), (vec![DivergenceKind::Identity, DivergenceKind::Stream], 2));
    let lost: Vec<_> =
        found.lost.events.iter().map(|event| (event.position, event.event_type.as_str())).collect();
    assert_eq!(lost, [(8, "AttemptOpened"), (9, "AttemptSettled"), (10, "TextsForgotten")]);
    let origin = TweetOrigin::Approved { suggestion: story.suggestion, project: story.project };
    assert_eq!(found.accounts[0].findings[0].origin, origin);
    assert_eq!(found.accounts[0].hold(), None);
    assert!(recovery.detector.epochs.hold_reason().await.unwrap().is_some());

    let done = recovery.recover(&found, false).await.unwrap();
    assert_eq!(done.len(), 4, "{done:?}");
    let post = recovery.aggregates.post(post_of(story.suggestion)).await.unwrap().state;
    assert_eq!((post.status, post.tweet_id), (PostStatus::Published, Some(tweet())));
    assert_eq!(
        fixture.count("text_keys JOIN events USING (event_id) WHERE aggregate_type = 'project'").await,
        0
    );
    assert!(recovery.detector.nats.epochs().await.unwrap().is_empty());
    assert_eq!(recovery.detector.epochs.hold_reason().await.unwrap(), None);

    // the same positions are given once more, to other events, and a stream of its own carries them
    let head = fixture.sequence().await;
    assert_eq!(head, 7 + 3);
    let next = story.nats.at_epoch(2);
    publish(&fixture.log, &fixture.database.pool, &next).await;
    let detector = DivergenceDetector { nats: next, ..recovery.detector.clone() };
    let again = Recovery { detector, ..recovery };
    let whole = again.diagnose().await.unwrap();
    assert!(whole.is_whole(), "{whole:?}");
    assert!(again.recover(&whole, false).await.unwrap().is_empty());
    let report = engine::audit::verify(&fixture.database.pool, &|_, _| {}).await.unwrap();
    assert_eq!((report.verified, report.discrepancies), (head, Vec::new()));
}

#[tokio::test]
async fn a_post_that_is_on_x_is_recorded_whatever_became_of_it_here() {
    let story = Story::begins().await;
    let queued = PostEvent::PostQueued {
        project: story.project,
        account: account(),
        source: domain::post::event::Source {
            suggestion: story.suggestion,
            variant: 1,
            revision: 0,
            context_version: 0,
        },
        text: Text::known(WORDS),
        text_hash: text_hash(WORDS),
        score: RiskScore::default(),
        allowance: domain::post::event::Allowance::Autopilot,
        publish_at: chrono::DateTime::UNIX_EPOCH,
    };
    let missed = PostEvent::PostMissed { due: chrono::DateTime::UNIX_EPOCH, held: None };
    let post = post_of(story.suggestion);
    story.happens(AggregateType::Post, &post.to_string(), 0, &[queued, missed]).await;
    story.is_told(true).await;
    let After { recovery, .. } = &story.backup().await;
    *story.outside.away.lock().unwrap() = true;
    let found = recovery.diagnose().await.unwrap();
    assert!(
        matches!(recovery.recover(&found, false).await, Err(RecoveryError::Needs(why)) if why.contains("@froglet"))
    );
    *story.outside.away.lock().unwrap() = false;
    let found = recovery.diagnose().await.unwrap();
    recovery.recover(&found, false).await.unwrap();
    let post = recovery.aggregates.post(post).await.unwrap().state;
    assert_eq!((post.status, post.attempts), (PostStatus::Published, 1));
}

#[tokio::test]
async fn a_lost_attempt_that_nobody_finds_holds_the_account() {
    let story = Story::begins().await;
    let after = story.backup().await;
    story.attempts(None).await;
    story.is_told(false).await;
    let found = after.recovery.diagnose().await.unwrap();
    assert_eq!(found.accounts[0].missing, [post_of(story.suggestion)]);
    after.recovery.recover(&found, false).await.unwrap();
    let account = after.recovery.aggregates.account(&account()).await.unwrap().state;
    assert!(account.held.is_some_and(|why| why.contains("may be on X")));
}
