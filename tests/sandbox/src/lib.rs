//! Stand-ins for Telegram, OpenAI and X that speak their wire formats and can misbehave.
//!
//! [`Sandbox::start`] binds four servers on the loopback interface: one per service and one for control (an HTTP
//! interface to everything the handle can do, and a page for people). They live until the handle is dropped, so
//! that the bot under test can be killed and started again while the world around it goes on.

mod clock;
mod control;
pub mod faults;
mod gate;
pub mod journal;
pub mod openai;
pub mod options;
mod serving;
mod shared;
pub mod telegram;
mod wire;
pub mod x;

use std::io;
use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::control::Desk;
use crate::faults::{Fault, Service};
use crate::journal::Recorded;
use crate::openai::OpenAi;
use crate::options::{SandboxCredentials, SandboxOptions};
use crate::serving::listen;
use crate::telegram::Telegram;
use crate::x::X;

/// The running stand-ins; dropping it closes every server and connection.
pub struct Sandbox {
    desk: Desk,
    _stop: DropGuard,
}

/// Where the servers are and what opens them: also the line that the binary prints.
#[derive(Debug, Clone, Serialize)]
pub struct Access {
    /// Base address of the Telegram Bot API, without a path.
    pub telegram_url: String,
    /// Base address of the OpenAI API; ends with `/v1`.
    pub openai_url: String,
    /// Base address of the X API, without a path.
    pub x_url: String,
    /// Address of the control endpoints and of the page.
    pub control_url: String,
    /// Where MemeBot's own HTTP interface is, if anybody said.
    pub memebot_url: Option<String>,
    /// What the servers accept.
    #[serde(flatten)]
    pub credentials: SandboxCredentials,
}

impl Sandbox {
    /// Binds the four servers and serves them in the background; fails only if a port cannot be bound.
    pub async fn start(options: SandboxOptions) -> io::Result<Self> {
        let telegram_listener = listen(options.ports.telegram).await?;
        let openai_listener = listen(options.ports.openai).await?;
        let x_listener = listen(options.ports.x).await?;
        let control_listener = listen(options.ports.control).await?;
        let desk = Desk {
            telegram: Telegram::new(&options.credentials.telegram_token, options.first_number),
            openai: OpenAi::new(&options.credentials.openai_key),
            x: X::new(&options),
            access: Access {
                telegram_url: telegram_listener.url(),
                openai_url: format!("{}/v1", openai_listener.url()),
                x_url: x_listener.url(),
                control_url: control_listener.url(),
                memebot_url: options.memebot_url,
                credentials: options.credentials,
            },
        };
        let stop = CancellationToken::new();
        telegram_listener.serve(desk.telegram.router(), &stop);
        tokio::spawn(desk.telegram.clone().deliver(stop.clone()));
        openai_listener.serve(desk.openai.router(), &stop);
        x_listener.serve(desk.x.router(), &stop);
        control_listener.serve(control::router(desk.clone()), &stop);
        Ok(Self { desk, _stop: stop.drop_guard() })
    }

    /// Addresses and credentials in one piece.
    pub fn access(&self) -> &Access {
        &self.desk.access
    }

    /// Base address of the Telegram Bot API, without a path.
    pub fn telegram_url(&self) -> &str {
        &self.access().telegram_url
    }

    /// Base address of the OpenAI API; ends with `/v1`.
    pub fn openai_url(&self) -> &str {
        &self.access().openai_url
    }

    /// Base address of the X API, without a path.
    pub fn x_url(&self) -> &str {
        &self.access().x_url
    }

    /// Address of the control endpoints and of the page.
    pub fn control_url(&self) -> &str {
        &self.access().control_url
    }

    /// What the servers accept.
    pub fn credentials(&self) -> &SandboxCredentials {
        &self.access().credentials
    }

    /// The Telegram users' side: speak, press, read.
    pub fn telegram(&self) -> &Telegram {
        &self.desk.telegram
    }

    /// What the language model is to say next.
    pub fn openai(&self) -> &OpenAi {
        &self.desk.openai
    }

    /// The X account: its timeline, its lag, its limits.
    pub fn x(&self) -> &X {
        &self.desk.x
    }

    /// Makes requests that match misbehave until the fault is used up or cleared.
    pub fn inject(&self, service: Service, fault: Fault) {
        self.desk.gate(service).inject(fault);
    }

    /// Removes every fault of one service.
    pub fn clear_faults(&self, service: Service) {
        self.desk.gate(service).clear_faults();
    }

    /// Puts a service's own clock ahead by so many seconds: its `Date`, and what X accepts of signatures.
    pub fn set_time_ahead(&self, service: Service, seconds: i64) {
        self.desk.gate(service).set_ahead(seconds);
    }

    /// Keeps the answers to one service's requests from now on, beside the requests.
    pub fn keep_answers(&self, service: Service) {
        self.desk.gate(service).keep_answers();
    }

    /// Requests that arrived at one service, oldest first, those that met a fault included.
    pub fn requests(&self, service: Service) -> Vec<Recorded> {
        self.desk.gate(service).requests(0)
    }

    /// Those with a higher number than this.
    pub fn requests_after(&self, service: Service, number: u64) -> Vec<Recorded> {
        self.desk.gate(service).requests(number)
    }

    /// Waits until a request that fits has been answered (or cut off) and returns the first such.
    pub async fn wait_for_request(
        &self,
        service: Service,
        within: Duration,
        fits: impl Fn(&Recorded) -> bool,
    ) -> Option<Recorded> {
        self.desk.gate(service).wait_for(within, fits).await
    }

    /// Forgets conversations, tweets, faults and recorded requests; numbers go on growing, as they do outside.
    pub fn reset(&self) {
        self.desk.reset();
    }
}
