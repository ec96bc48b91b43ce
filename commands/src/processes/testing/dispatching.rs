//! The bus with fault injection: points where the program may stop, and hooks where another command may come first.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::account::Account;
use domain::context::Context;
use domain::id::{AccountId, MemberId, PostId, ProjectId, SuggestionId};
use domain::member::Member;
use domain::post::Post;
use domain::project::Project;
use domain::suggestion::Suggestion;

use super::crash::Crash;
use crate::bus::Bus;
use crate::envelope::Envelope;
use crate::error::CommandError;
use crate::port::aggregates::Aggregates;
use crate::port::dispatch::{Dispatch, Dispatched};
use crate::store::memory::Memory;
use crate::store::{StoreError, Versioned};

type Hook = (&'static str, Box<dyn FnOnce() + Send>);

/// The bus as the process managers see it.
pub(crate) struct Dispatching {
    bus: Arc<Bus<Memory>>,
    crash: Arc<Crash>,
    before: Mutex<Vec<Hook>>,
    after: Mutex<Vec<Hook>>,
    failures: Mutex<Vec<(&'static str, CommandError)>>,
}

impl Dispatching {
    pub(crate) fn new(bus: Arc<Bus<Memory>>, crash: Arc<Crash>) -> Self {
        Self { bus, crash, before: Mutex::default(), after: Mutex::default(), failures: Mutex::default() }
    }

    /// Something happens just before the next command of this name is decided.
    pub(crate) fn before(&self, command: &'static str, happens: impl FnOnce() + Send + 'static) {
        self.before.lock().unwrap().push((command, Box::new(happens)));
    }

    /// Something happens just after the next command of this name was recorded.
    pub(crate) fn after(&self, command: &'static str, happens: impl FnOnce() + Send + 'static) {
        self.after.lock().unwrap().push((command, Box::new(happens)));
    }

    /// The next command of this name comes to nothing.
    pub(crate) fn fails(&self, command: &'static str, error: CommandError) {
        self.failures.lock().unwrap().push((command, error));
    }
}

fn take<T>(list: &Mutex<Vec<(&'static str, T)>>, name: &str) -> Option<T> {
    let mut list = list.lock().unwrap();
    let index = list.iter().position(|(command, _)| *command == name)?;
    Some(list.remove(index).1)
}

#[async_trait]
impl Dispatch for Dispatching {
    async fn dispatch(&self, envelope: Envelope) -> Result<Dispatched, CommandError> {
        let name = envelope.command.name();
        self.crash.point().await;
        if let Some(error) = take(&self.failures, name) {
            return Err(error);
        }
        if let Some(happens) = take(&self.before, name) {
            happens();
        }
        let dispatched = self.bus.dispatch(envelope).await;
        if let Some(happens) = take(&self.after, name) {
            happens();
        }
        self.crash.point().await;
        dispatched
    }
}

#[async_trait]
impl Aggregates for Dispatching {
    async fn project(&self, id: ProjectId) -> Result<Versioned<Project>, StoreError> {
        self.crash.around(self.bus.project(id)).await
    }

    async fn context(&self, id: ProjectId) -> Result<Versioned<Context>, StoreError> {
        self.crash.around(self.bus.context(id)).await
    }

    async fn suggestion(&self, id: SuggestionId) -> Result<Versioned<Suggestion>, StoreError> {
        self.crash.around(self.bus.suggestion(id)).await
    }

    async fn post(&self, id: PostId) -> Result<Versioned<Post>, StoreError> {
        self.crash.around(self.bus.post(id)).await
    }

    async fn account(&self, id: &AccountId) -> Result<Versioned<Account>, StoreError> {
        self.crash.around(self.bus.account(id)).await
    }

    async fn member(&self, id: &MemberId) -> Result<Versioned<Member>, StoreError> {
        self.crash.around(self.bus.member(id)).await
    }
}
