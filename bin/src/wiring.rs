//! The wiring: which parts run for which roles. Straight lists; nothing here decides anything.

mod external_services;
mod parts;

use std::sync::Arc;

use anyhow::{Context, ensure};
use commands::process::ProcessManager;
use commands::processes::{self, clean_up};
use edges::telegram::{OUTBOX_STEPS, UPDATE_STEPS};
use engine::consumer::Dependencies;
use engine::epoch::{DivergenceDetector, EpochMonitor, Epochs, RestartReason};
use engine::feed::{Feed, watch_head};
use engine::jobs::JobNotifier;
use engine::lease::{KnownStep, Leases};
use engine::lifecycle::Lifecycle;
use engine::nats::Nats;
use engine::unreadable::UnreadableMonitor;
use engine::versions::shown_in_another_shape;
use tokio::sync::watch;

use crate::bootstrap;
use crate::cli::Role;
use crate::core::Core;
use crate::settings::Settings;
use external_services::ExternalServices;

/// What the parts of one instance share.
struct Instance<'a> {
    settings: &'a Settings,
    roles: &'a [Role],
    lifecycle: &'a Lifecycle,
    core: Core,
    external: ExternalServices,
    nats: Nats,
    history: Arc<EpochMonitor>,
    unreadable: UnreadableMonitor,
    leases: Leases,
    notifier: JobNotifier,
    id: uuid::Uuid,
}

impl Instance<'_> {
    fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Starts the parts of the roles under the lifecycle; `previous` is why everything began anew, if it did within this
/// process. What is returned becomes something when it must begin anew again.
pub(crate) async fn start(
    settings: &Settings,
    roles: &[Role],
    lifecycle: &Lifecycle,
    previous: Option<RestartReason>,
) -> anyhow::Result<watch::Receiver<Option<RestartReason>>> {
    let core = Core::open(settings).await?;
    let epochs = Epochs::new(core.log_pool.clone());
    let epoch = epochs
        .begin()
        .await
        .context("read the epoch of the history (is the database migrated? `memebot migrate`)")?
        .number;
    let nats = Nats::connect(settings.nats.clone(), epoch).await.context("read the credentials for NATS")?;
    // Before any part starts: nothing may be sent to X on a history that was restored from an older backup.
    let detector = DivergenceDetector { epochs, nats: nats.clone(), log: core.log.clone() };
    let history = EpochMonitor::begin(detector, &settings.postgres.guard, previous).await;
    let history = history.context("look whether the history is whole")?;
    refuse_another_shape(&core).await?;
    bootstrap::grant_first_owners(&core, &settings.service.owners).await?;
    let external = ExternalServices::connect(settings, &core)?;
    let id = core.ids.next();
    let (pool, living) = (core.log_pool.clone(), core.living_readers.clone());
    let steps = known_steps(&processes::all(&external.ports(&core), &settings.service.timing));
    let instance = Instance {
        leases: Leases::announcing(pool, id, living, &steps, core.database_clock.clone(), lifecycle),
        notifier: JobNotifier::new(external.redis.clone()),
        settings,
        roles,
        lifecycle,
        core,
        external,
        nats,
        history,
        unreadable: UnreadableMonitor::default(),
        id,
    };
    instance.start_parts().await?;
    Ok(instance.history.restart_reason())
}

/// Process managers ask read models, such as how much was posted today: none may ask one that is not filled.
async fn refuse_another_shape(core: &Core) -> anyhow::Result<()> {
    let differing = shown_in_another_shape(&core.consumers, &core.readers).await;
    let differing = differing
        .context("read the builds of the read models (is the database migrated? `memebot migrate`)")?;
    ensure!(
        differing.is_empty(),
        "read models are shown in another shape than this program's; run `memebot rebuild` for {}",
        differing.join(", ")
    );
    Ok(())
}

/// Every kind of job that this program knows, whatever the roles of the instance.
fn known_steps(processes: &[Arc<dyn ProcessManager>]) -> Vec<KnownStep> {
    let steps =
        processes.iter().flat_map(|process| process.steps().iter().map(|step| (process.name(), *step)));
    let steps = steps.chain(clean_up::STEPS.map(|step| (clean_up::NAME, step)));
    let telegram = [UPDATE_STEPS, OUTBOX_STEPS].into_iter();
    steps
        .chain(telegram.flat_map(|(process, steps)| steps.iter().map(move |step| (process, *step))))
        .collect()
}

impl Instance<'_> {
    async fn start_parts(&self) -> anyhow::Result<()> {
        let sequencer = self.start_sequencer();
        let local_head = sequencer.as_ref().map(|sequencer| sequencer.head());
        // Of a sequencer in this process the head comes in memory, of another by the database.
        let head = watch_head(self.core.log.clone(), local_head, self.lifecycle);
        let feed = Feed::start(self.nats.clone(), self.core.decoder.clone(), head.clone(), self.lifecycle);
        let relay = self.start_relay(head.clone());
        self.start_history(head, relay.clone());
        self.start_clock()?;
        let (pool, clock) = (self.core.consumers.clone(), Arc::clone(&self.core.clock));
        self.unreadable.watch(pool, clock, self.external.notices.clone(), self.lifecycle);
        let dependencies = Dependencies {
            pool: self.core.consumers.clone(),
            log: self.core.log.clone(),
            feed,
            leases: self.leases.clone(),
            lifecycle: self.lifecycle.clone(),
        };
        self.start_consumers(&dependencies);
        self.start_workers();
        self.start_bot();
        if self.has(Role::Api) {
            self.start_api(sequencer.as_deref(), relay, &dependencies.feed).await?;
        }
        Ok(())
    }
}
