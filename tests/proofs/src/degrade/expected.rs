//! The flows, and what is expected of each while a service is away.

use super::plan::Service;

/// A flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Context,
    Suggestion,
    Edit,
    Button,
    Publish,
    Scheduled,
    Command,
    After,
    Chat,
    CatchUp,
    Relay,
    CommandLine,
    Readiness,
}

/// What a flow is expected to do while the service is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meanwhile {
    /// It comes to its end.
    GoesOn,
    /// It waits, and whoever looks is told why.
    Waits,
    /// Whoever asks is refused, and told to ask again.
    Refused,
}

impl Flow {
    pub(super) const ALL: [Self; 13] = [
        Self::Context,
        Self::Suggestion,
        Self::Edit,
        Self::Button,
        Self::Publish,
        Self::Scheduled,
        Self::Command,
        Self::After,
        Self::Chat,
        Self::CatchUp,
        Self::Relay,
        Self::CommandLine,
        Self::Readiness,
    ];

    /// Its name in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Context => "context: propose, score, approve",
            Self::Suggestion => "suggestion: ask, write, score, show",
            Self::Edit => "edit, score, approve",
            Self::Button => "approve by a button",
            Self::Publish => "publish now",
            Self::Scheduled => "publish at a time",
            Self::Command => "REST command",
            Self::After => "REST query with ?after",
            Self::Chat => "command in the chat",
            Self::CatchUp => "catch-up of the audit log",
            Self::Relay => "sequencer and relay",
            Self::CommandLine => "status, doctor, replay",
            Self::Readiness => "readiness",
        }
    }

    /// What its words begin with.
    pub(super) fn root(self) -> &'static str {
        match self {
            Self::Context => "drizzle",
            Self::Suggestion => "puddle",
            Self::Edit => "pond",
            Self::Button => "willow",
            Self::Publish => "river",
            Self::Scheduled => "lily",
            Self::Command => "moss",
            Self::After => "fern",
            Self::Chat => "cloud",
            Self::CatchUp => "mist",
            Self::Relay => "reed",
            Self::CommandLine => "dew",
            Self::Readiness => "fog",
        }
    }

    /// What it does while the service is away.
    pub(super) fn meanwhile(self, service: Service) -> Meanwhile {
        match (service, self) {
            (Service::Postgres, _) => Meanwhile::Refused,
            (Service::OpenAi, Self::Suggestion)
            | (Service::X, Self::Publish | Self::Scheduled)
            | (Service::Telegram, Self::Chat | Self::Button)
            | (Service::Nats, Self::Relay) => Meanwhile::Waits,
            (Service::Nats | Service::Redis | Service::Telegram | Service::OpenAi | Service::X, _) => {
                Meanwhile::GoesOn
            }
        }
    }

    /// The same in words, with what follows when the service is back.
    pub(super) fn expected(self, service: Service) -> &'static str {
        match (service, self) {
            (Service::Postgres | Service::Nats | Service::Redis, Self::Readiness) => {
                "/readyz names the service while it is away, and is ready afterwards"
            }
            (Service::Telegram | Service::OpenAi | Service::X, Self::Readiness) => "/readyz stays ready",
            (_, Self::CommandLine) => {
                "status and doctor name the service, replay works without it; then all is well"
            }
            (Service::Postgres, _) => "refused with advice, carried out by a repeat afterwards, once",
            (Service::OpenAi, Self::Context | Self::Edit) => {
                "scored without the signal and marked so: an owner decides"
            }
            (Service::OpenAi, Self::Publish | Self::Scheduled) => {
                "blocked without the signal, people are told; after their retry on X once"
            }
            (Service::OpenAi, Self::Suggestion) => "waits and says why; afterwards it ends by itself, once",
            (Service::X, Self::Publish | Self::Scheduled) => {
                "waits and says why; afterwards it is on X once, and people are told"
            }
            (Service::Telegram, Self::Suggestion | Self::Publish | Self::Scheduled) => {
                "goes on; people are told afterwards"
            }
            (Service::Telegram, Self::Chat | Self::Button) => "not answered; done and answered afterwards",
            (Service::Nats, Self::Relay) => "positions are given; the stream catches up afterwards",
            (Service::Nats | Service::Redis | Service::Telegram | Service::OpenAi | Service::X, _) => {
                "goes on as if nothing had happened, once"
            }
        }
    }
}
