//! The stage with a door before each service, and how services fall and rise.

use anyhow::Context;
use sandbox::faults::{Fault, Service as Outsider};
use serde_json::json;

use super::plan::{Round, Service, Way};
use crate::options::Options;
use crate::stage::Stage;
use crate::stage::door::{Door, Passage};

/// Variables that make it quick: whoever hangs is given up soon.
const QUICK: &[(&str, &str)] = &[("OPENAI_TIMEOUT", "2"), ("OPENAI_MODERATION_TIMEOUT", "1")];

/// Everything that rounds are played on.
pub(super) struct Theatre {
    pub(super) stage: Stage,
    doors: Doors,
}

struct Doors {
    postgres: Door,
    nats: Door,
    redis: Door,
    telegram: Door,
    openai: Door,
    x: Door,
}

impl Theatre {
    /// Opens it.
    pub(super) async fn open(options: &Options) -> anyhow::Result<Self> {
        let mut doors = None;
        let stage = Stage::set_behind(options, QUICK, async |variables| {
            doors = Some(Doors::before(variables).await?);
            Ok(())
        });
        let stage = stage.await?;
        Ok(Self { stage, doors: doors.context("the stage has doors")? })
    }

    /// Makes the round's service fall.
    pub(super) async fn fall(&self, round: &Round) -> anyhow::Result<()> {
        let (servers, door) = (&self.stage.servers, self.door(round.service));
        match round.way {
            Way::Silent => door.set(Passage::Silent),
            Way::Errs => self.stage.outside.sandbox.inject(outsider(round.service)?, trouble(round.service)),
            Way::Gone => {
                door.set(Passage::Shut);
                match round.service {
                    Service::Postgres => servers.postgres.private()?.abort().await?,
                    Service::Nats => servers.nats.private()?.wipe().await?,
                    Service::Redis => servers.redis.private()?.wipe().await?,
                    Service::Telegram | Service::OpenAi | Service::X => {}
                }
            }
        }
        Ok(())
    }

    /// Brings it back.
    pub(super) async fn rise(&self, round: &Round) -> anyhow::Result<()> {
        let (Stage { servers, outside, .. }, door) = (&self.stage, self.door(round.service));
        match round.service {
            Service::Postgres => servers.postgres.private()?.start().await?,
            Service::Nats => servers.nats.private()?.start().await?,
            Service::Redis => servers.redis.private()?.start().await?,
            Service::Telegram | Service::OpenAi | Service::X => {
                outside.sandbox.clear_faults(outsider(round.service)?);
            }
        }
        door.set(Passage::Open);
        Ok(())
    }

    fn door(&self, service: Service) -> &Door {
        match service {
            Service::Postgres => &self.doors.postgres,
            Service::Nats => &self.doors.nats,
            Service::Redis => &self.doors.redis,
            Service::Telegram => &self.doors.telegram,
            Service::OpenAi => &self.doors.openai,
            Service::X => &self.doors.x,
        }
    }
}

impl Doors {
    async fn before(variables: &mut [(String, String)]) -> anyhow::Result<Self> {
        let mut door = async |name: &str| {
            let found = variables.iter_mut().find(|(known, _)| known == name);
            let (_, url) = found.with_context(|| format!("{name} is set"))?;
            Door::before(url).await
        };
        Ok(Self {
            postgres: door("DATABASE_URL").await?,
            nats: door("NATS_URL").await?,
            redis: door("REDIS_URL").await?,
            telegram: door("TELEGRAM_API_URL").await?,
            openai: door("OPENAI_BASE_URL").await?,
            x: door("X_API_BASE_URL").await?,
        })
    }
}

/// The service in the sandbox.
fn outsider(service: Service) -> anyhow::Result<Outsider> {
    match service {
        Service::Telegram => Ok(Outsider::Telegram),
        Service::OpenAi => Ok(Outsider::Openai),
        Service::X => Ok(Outsider::X),
        Service::Postgres | Service::Nats | Service::Redis => {
            anyhow::bail!("{} answers with no errors of its own", service.name())
        }
    }
}

/// The error that the service answers with.
fn trouble(service: Service) -> Fault {
    match service {
        Service::OpenAi => {
            let error = json!({ "message": "down", "type": "server_error", "param": null, "code": null });
            Fault::answer(503, json!({ "error": error }))
        }
        Service::X => Fault::answer(503, json!({ "title": "Service Unavailable", "status": 503 })),
        Service::Telegram | Service::Postgres | Service::Nats | Service::Redis => {
            Fault::answer(502, json!("Bad Gateway"))
        }
    }
}
