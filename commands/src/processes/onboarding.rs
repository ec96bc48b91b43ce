//! Onboarding: a new project gets the X account that the credentials belong to.

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::event::{Event, EventKind};
use domain::id::ProjectId;
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;

use super::Ports;
use crate::account::connect::ConnectAccount;
use crate::port::ServiceError;
use crate::process::{Job, MAX_CONCURRENT_CALLS, NewJob, Priority, ProcessManager, Verdict};
use crate::project::assign_account::AssignAccount;
use crate::retry_policy::{self, RetryPolicy};

pub(super) const NAME: &str = "onboarding";

/// Connects the configured X account and assigns it to new projects.
pub struct Onboarding {
    ports: Ports,
}

impl Onboarding {
    /// The process over its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl ProcessManager for Onboarding {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["assign"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        kind == EventKind::ProjectCreated
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let (Event::Project(ProjectEvent::ProjectCreated { .. }), Some(project)) =
            (&event.event, event.metadata.project_id)
        else {
            return Vec::new();
        };
        vec![NewJob::new(NAME, event.event_id.0, "assign", &project).with(Priority::Timed)]
    }

    fn max_concurrency(&self) -> Option<usize> {
        Some(MAX_CONCURRENT_CALLS)
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        let project: ProjectId = job.request()?;
        let state = self.ports.aggregates.project(project).await?.state;
        if state.account.is_some() || !state.open() {
            return Ok(Verdict::DONE);
        }
        // A refusal, too, is worth another try: whoever set wrong credentials will set better ones.
        let user = self.ports.x.me().await.map_err(retry)?;
        let now = self.ports.clock.now();
        let account = self.ports.aggregates.account(&user.id).await?.state;
        if !account.connected || account.username != user.username {
            let connect = ConnectAccount { account: user.id.clone(), username: user.username };
            self.ports.dispatch.dispatch(job.command("connect", now, connect)).await?;
        }
        let assign = AssignAccount { project, account: user.id };
        self.ports.dispatch.dispatch(job.command("assign", now, assign)).await?;
        Ok(Verdict::DONE)
    }

    fn retry_policy(&self) -> RetryPolicy {
        retry_policy::ONBOARDING
    }
}

fn retry(error: ServiceError) -> Verdict {
    match error {
        ServiceError::Refused { .. } => Verdict::retry(error),
        ServiceError::Unavailable { .. } | ServiceError::Unreadable(_) => error.into(),
    }
}
