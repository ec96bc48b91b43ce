//! The wiring: which parts run for which roles. Straight lists; nothing here decides anything.

mod outside;
mod parts;

use anyhow::Context;
use infra::consumer::Surroundings;
use infra::effects::Jobs;
use infra::feed::{Feed, watch_head};
use infra::lease::Leases;
use infra::lifecycle::Lifecycle;
use infra::nats::Nats;

use crate::bootstrap;
use crate::cli::Role;
use crate::core::Core;
use crate::settings::Settings;
use outside::Outside;

/// Names the history that the stream carries; a restored database opens the next one.
const EPOCH: u32 = 1;

/// What the parts of one instance share.
struct Instance<'a> {
    settings: &'a Settings,
    roles: &'a [Role],
    lifecycle: &'a Lifecycle,
    core: Core,
    outside: Outside,
    nats: Nats,
    leases: Leases,
    jobs: Jobs,
    id: uuid::Uuid,
}

impl Instance<'_> {
    fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Starts the parts of the roles under the lifecycle.
pub(crate) async fn start(settings: &Settings, roles: &[Role], lifecycle: &Lifecycle) -> anyhow::Result<()> {
    let core = Core::open(settings).await?;
    bootstrap::grant_first_owners(&core, &settings.service.owners).await?;
    let nats = Nats::connect(settings.nats.clone(), EPOCH).await.context("read the credentials for NATS")?;
    let outside = Outside::connect(settings, &core)?;
    let id = core.ids.next();
    let instance = Instance {
        leases: Leases::start(core.log_pool.clone(), id, lifecycle),
        jobs: Jobs::new(outside.redis.clone()),
        settings,
        roles,
        lifecycle,
        core,
        outside,
        nats,
        id,
    };
    instance.start_parts().await
}

impl Instance<'_> {
    async fn start_parts(&self) -> anyhow::Result<()> {
        let sequencer = self.start_sequencer();
        let word = sequencer.as_ref().map(|sequencer| sequencer.head());
        let head = watch_head(self.core.log.clone(), word, self.lifecycle);
        let feed = Feed::start(self.nats.clone(), self.core.opener.clone(), head.clone(), self.lifecycle);
        let relay = self.start_relay(head);
        let around = Surroundings {
            pool: self.core.consumers.clone(),
            log: self.core.log.clone(),
            opener: self.core.opener.clone(),
            feed,
            leases: self.leases.clone(),
            lifecycle: self.lifecycle.clone(),
        };
        self.start_consumers(&around);
        self.start_workers();
        self.start_bot();
        if self.has(Role::Api) {
            self.start_api(sequencer.as_deref(), relay).await?;
        }
        Ok(())
    }
}
