//! Authentication: whose API token came with a request, and what they may see.
//!
//! The member's stream says whether the token counts, so a revocation holds from the next request on. Requests are
//! counted per token; those without a valid one per address, so that nobody can guess at leisure.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use commands::access::request::RequestAccess;
use commands::envelope::Envelope;
use commands::error::CommandError;
use domain::actor::Actor;
use domain::id::{MemberId, ProjectId};
use domain::member::Member;
use domain::role::{Role, Scope};

use super::ApiState;
use super::client_address::{ClientAddress, counted_as};
use super::problem::{Problem, kind};
use crate::tokens::ApiToken;

const WINDOW: Duration = Duration::from_mins(1);
/// Under which name refused reading is recorded.
const READ_ATTEMPT: &str = "GET /api";

/// A member who proved to be one.
pub(super) struct Caller {
    api: Arc<ApiState>,
    id: MemberId,
    member: Member,
}

impl FromRequestParts<Arc<ApiState>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<ApiState>) -> Result<Self, Problem> {
        let Some(token) = bearer(parts) else {
            let detail = "this needs an API token: `Authorization: Bearer <token>`";
            return Err(unauthenticated(api, parts, detail).await);
        };
        // The stream is asked on every request and no cache of sessions exists, so that a revocation cannot be late.
        let member = api.aggregates.member(token.member()).await?.state;
        if !token.counts(&member, api.clock.now()) {
            return Err(unauthenticated(api, parts, "the API token does not count, or not any more").await);
        }
        take_permit(api, &token.id().to_string()).await?;
        Ok(Self { api: Arc::clone(api), id: token.member().clone(), member })
    }
}

impl Caller {
    /// As whom they act.
    pub(super) fn actor(&self) -> Actor {
        Actor::Member(self.id.clone())
    }

    /// Whether they hold any role in the project.
    pub(super) fn sees(&self, project: ProjectId) -> bool {
        self.member.roles.iter().any(|(_, scope)| scope.covers(Some(project)))
    }

    /// Says that there is no such thing if it belongs to a project in which they hold no role.
    ///
    /// # Errors
    /// [`Problem`]: not found; the attempt is recorded.
    pub(super) async fn must_see(&self, project: ProjectId, what: &str) -> Result<(), Problem> {
        if self.sees(project) {
            return Ok(());
        }
        self.note_refused(Some(project)).await?;
        Err(Problem::not_found(what))
    }

    /// Asks for what belongs to no single project.
    ///
    /// # Errors
    /// [`Problem`]: not allowed for whoever is no auditor of everything; the attempt is recorded.
    pub(super) async fn must_audit_everything(&self) -> Result<(), Problem> {
        if self.member.holds(Role::Auditor, None) {
            return Ok(());
        }
        self.note_refused(None).await?;
        Err(Problem::new(&kind::NOT_ALLOWED, "only global auditors may; name a project with `?project=`"))
    }

    /// Reading needs no command, so one is made that the bus refuses and remembers.
    async fn note_refused(&self, project: Option<ProjectId>) -> Result<(), Problem> {
        let id = self.api.ids.next();
        // A command that is always refused: the bus records the attempt in the same way as every other refusal.
        let request = RequestAccess { id, attempt: READ_ATTEMPT, project };
        let envelope = Envelope::first(id, self.actor(), self.api.clock.now(), request);
        match self.api.dispatch.dispatch(envelope).await {
            Ok(_) | Err(CommandError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The projects they hold a role in; `None`: in all.
    pub(super) fn projects(&self) -> Option<Vec<ProjectId>> {
        // Collecting options into one: a single global role makes the whole `None`, that is, every project.
        let scopes = self.member.roles.iter().map(|(_, scope)| match scope {
            Scope::Global => None,
            Scope::Project(project) => Some(*project),
        });
        scopes.collect()
    }
}

fn bearer(parts: &Parts) -> Option<ApiToken> {
    let (scheme, token) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { token.trim().parse().ok() } else { None }
}

async fn unauthenticated(api: &ApiState, parts: &Parts, detail: &str) -> Problem {
    let address = address(parts).map_or_else(|| "unknown".to_owned(), |address| address.to_string());
    // Wrong tokens are counted by address: by token, whoever guesses would have a new budget for every guess.
    match take_permit(api, &address).await {
        Ok(()) => Problem::new(&kind::UNAUTHENTICATED, detail),
        Err(too_many) => too_many,
    }
}

fn address(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get().map(|ClientAddress(client)| counted_as(*client))
}

async fn take_permit(api: &ApiState, identifier: &str) -> Result<(), Problem> {
    match api.rate_limiter.acquire("api", identifier, api.limits.per_minute, WINDOW).await {
        None => Ok(()),
        Some(wait) => {
            let detail = format!("more than {} requests within a minute", api.limits.per_minute);
            Err(Problem::new(&kind::RATE_LIMITED, detail).after(wait))
        }
    }
}
