//! The external services of an instance, and the ports over them.

use std::sync::Arc;

use anyhow::Context;
use commands::port::aggregates::Aggregates;
use commands::port::dispatch::Dispatch;
use commands::processes::Ports;
use domain::id::MemberId;
use edges::telegram::{TelegramNotices, TelegramPorts};
use engine::clock::ClockHolds;
use engine::epoch::Epochs;
use services::openai::OpenAi;
use services::read_models::PgReadModels;
use services::redis::Redis;
use services::x::XClient;

use crate::core::Core;
use crate::settings::Settings;

/// Redis, OpenAI, X and Telegram. None of them needs to be up.
pub(super) struct ExternalServices {
    pub(super) redis: Arc<Redis>,
    pub(super) openai: Arc<OpenAi>,
    pub(super) x: Arc<XClient>,
    pub(super) notices: Arc<TelegramNotices>,
}

impl ExternalServices {
    /// Makes the clients; nothing is called yet.
    pub(super) fn connect(settings: &Settings, core: &Core) -> anyhow::Result<Self> {
        let telegram = TelegramPorts {
            aggregates: Arc::clone(&core.bus) as Arc<dyn Aggregates>,
            clock: Arc::clone(&core.clock),
            pool: core.queries.clone(),
            keyring: core.keyring.clone(),
            first_owners: settings.service.owners.iter().filter_map(MemberId::telegram_user).collect(),
        };
        Ok(Self {
            redis: Arc::new(Redis::new(&settings.redis, Arc::clone(&core.clock))),
            openai: Arc::new(OpenAi::try_new(&settings.openai)?),
            x: Arc::new(XClient::try_new(&settings.x, Arc::clone(&core.clock))?),
            notices: TelegramNotices::new(&settings.telegram, telegram)
                .context("make the Telegram client")?,
        })
    }

    /// What the process managers talk to.
    pub(super) fn ports(&self, core: &Core) -> Ports {
        Ports {
            dispatch: Arc::clone(&core.bus) as Arc<dyn Dispatch>,
            aggregates: Arc::clone(&core.bus) as Arc<dyn Aggregates>,
            clock: Arc::clone(&core.clock),
            clock_hold: Arc::new(ClockHolds::of(core.consumers.clone(), core.database_clock.clone())),
            publish_hold: Arc::new(Epochs::new(core.consumers.clone())),
            text_generator: self.openai.clone(),
            moderator: self.openai.clone(),
            x: self.x.clone(),
            notices: self.notices.clone(),
            owner_alarm: self.notices.clone(),
            read_models: Arc::new(PgReadModels::new(core.queries.clone())),
            cache: self.redis.clone(),
            rate_limiter: self.redis.clone(),
            vault: Arc::new(core.keyring.clone()),
        }
    }
}
