//! A request failure: why a request was not carried out, and the sentence that says so and what to do.

use commands::error::CommandError;
use commands::port::ServiceError;
use commands::refusal::Refusal;
use commands::store::StoreError;
use commands::unreadable::Unreadable;

use super::history::unavailable;
use super::html::sentence;
use super::name_cache::NameCache;
use super::reply::Reply;

/// Why a request was not carried out.
#[derive(Debug)]
pub(super) enum RequestFailure {
    /// The bus refused or failed.
    Command(CommandError),
    /// Something that it needs is away.
    Service(ServiceError),
    /// The request itself is not complete; the reply says what to do.
    Incomplete(Box<Reply>),
}

/// What a handler returns: a reply, or what else it makes.
pub(super) type HandlerResult<T = Reply> = Result<T, RequestFailure>;

impl RequestFailure {
    /// A reply in plain words.
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Reply::text(text.as_ref()).into()
    }

    /// A refusal of the rules.
    pub(super) fn refused(refusal: Refusal) -> Self {
        Self::Command(CommandError::Refused(refusal))
    }

    /// The reply for whoever asked.
    pub(super) async fn reply(self, names: &NameCache) -> Reply {
        match self {
            Self::Incomplete(reply) => *reply,
            Self::Command(error) => Reply::text(&explain(&error, names).await),
            Self::Service(ServiceError::Unreadable(what)) => Reply::text(&explain_unreadable(&what)),
            Self::Service(error) => Reply::text(&explain_outage(&error)),
        }
    }

    /// The same in plain words, for a notice over a button.
    pub(super) async fn notice(&self, names: &NameCache) -> String {
        match self {
            Self::Incomplete(reply) => super::html::plain(&reply.blocks.join(" ")),
            Self::Command(error) => explain(error, names).await,
            Self::Service(ServiceError::Unreadable(what)) => explain_unreadable(what),
            Self::Service(error) => explain_outage(error),
        }
    }
}

impl From<Reply> for RequestFailure {
    fn from(reply: Reply) -> Self {
        Self::Incomplete(Box::new(reply))
    }
}

impl From<CommandError> for RequestFailure {
    fn from(error: CommandError) -> Self {
        Self::Command(error)
    }
}

impl From<StoreError> for RequestFailure {
    fn from(error: StoreError) -> Self {
        Self::Command(error.into())
    }
}

impl From<ServiceError> for RequestFailure {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<sqlx::Error> for RequestFailure {
    fn from(error: sqlx::Error) -> Self {
        Self::Service(unavailable(error))
    }
}

fn explain_outage(error: &ServiceError) -> String {
    tracing::warn!(%error, "a request could not be answered");
    "I cannot look that up right now. Nothing was changed; try again in a moment.".to_owned()
}

fn explain_unreadable(what: &Unreadable) -> String {
    tracing::warn!(%what, "a request needs what cannot be read");
    format!(
        "This rests on something that I {what}. Nothing was changed and everything else works. The owners are told; once it \
         can be read again, try again."
    )
}

async fn explain(error: &CommandError, names: &NameCache) -> String {
    match error {
        CommandError::Refused(refusal) => explain_refusal(refusal, names).await,
        CommandError::Conflict { .. } => {
            "Others are changing the same thing at this moment. Nothing was changed; try again.".to_owned()
        }
        CommandError::KeyReused => {
            "I received this before and carried it out then. /status and /pending show how things stand."
                .to_owned()
        }
        CommandError::Unavailable { .. } => {
            tracing::warn!(%error, "a command was not carried out");
            "I cannot save anything right now. Nothing was changed; try again in a moment.".to_owned()
        }
        CommandError::UpgradeUnderWay { .. } => {
            tracing::warn!(%error, "a command was not carried out");
            "I am being upgraded, and this has to wait until it is done. Nothing was changed; try again in a few minutes."
                .to_owned()
        }
        CommandError::Unreadable(what) => explain_unreadable(what),
        CommandError::Corrupt(_) => {
            tracing::error!(alarm = true, %error, "a command met damaged data");
            "I cannot read what is stored about this. The operator has to look at the logs.".to_owned()
        }
    }
}

async fn explain_refusal(refusal: &Refusal, names: &NameCache) -> String {
    let said = match refusal {
        Refusal::AlreadyDecided { what, status, by: Some(by) } => {
            sentence(&format!("this {what} is already {status} by {}", names.name_of(by).await))
        }
        Refusal::AlreadyDecided { by: None, .. }
        | Refusal::NotAllowed { .. }
        | Refusal::NotFound { .. }
        | Refusal::AlreadyExists { .. }
        | Refusal::Invalid { .. }
        | Refusal::Stale { .. }
        | Refusal::NotScored { .. }
        | Refusal::Blocked { .. }
        | Refusal::NeedsSecondPerson { .. }
        | Refusal::Paused
        | Refusal::Archived
        | Refusal::NoAccount
        | Refusal::QuotaSpent { .. }
        | Refusal::AttemptOpen
        | Refusal::AccountHeld { .. } => sentence(&refusal.to_string()),
    };
    let advice = advice(refusal);
    if advice.is_empty() { said } else { format!("{said} {advice}") }
}

/// What to do about a refusal, where its sentence does not say.
fn advice(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotAllowed { .. } => "An owner can give it with /grant.",
        Refusal::NotFound { .. } => "/status, /pending and /context_list show what there is.",
        Refusal::Stale { .. } => "Read the new text and press its buttons.",
        Refusal::NeedsSecondPerson { .. } => "Ask a colleague to look.",
        Refusal::NoAccount => "It gets one by itself as soon as X accepts the configured credentials.",
        Refusal::QuotaSpent { .. } => "The count begins anew at midnight in the project's time zone.",
        Refusal::AttemptOpen => "Try again in a few seconds.",
        Refusal::AccountHeld { .. } => "Say under that post whether it is live.",
        Refusal::AlreadyExists { .. }
        | Refusal::Invalid { .. }
        | Refusal::AlreadyDecided { .. }
        | Refusal::NotScored { .. }
        | Refusal::Blocked { .. }
        | Refusal::Paused
        | Refusal::Archived => "",
    }
}
