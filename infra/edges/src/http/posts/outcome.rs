//! Outcomes that a person reports from X: of a post whose outcome is unknown, of a post made by hand.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use commands::post::confirm_outcome::ConfirmOutcome;
use commands::post::record_manual::RecordManualPost;
use domain::id::{PostId, TweetId};
use domain::post::event::Confirmation;
use serde::Deserialize;

use super::WHAT;
use crate::http::ApiState;
use crate::http::body::{Body, OptionalBody};
use crate::http::command_sender::{CommandResponse, CommandSender, command_response};
use crate::http::extract::Path;
use crate::http::problem::{Problem, kind};

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/posts/{id}/confirm", post(confirm))
        .route("/api/posts/{id}/manual", post(record_manual))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmOutcomeRequest {
    /// Whether it is on X.
    live: bool,
    /// Its id there: with `live` only, and then needed.
    tweet_id: Option<TweetId>,
    /// The `attempts` of the post when the person looked; absent: those of now.
    attempt: Option<u32>,
}

impl ConfirmOutcomeRequest {
    fn confirmation(self) -> Result<Confirmation, Problem> {
        match (self.live, self.tweet_id) {
            (true, Some(tweet)) => Ok(Confirmation::Published(tweet)),
            (false, None) => Ok(Confirmation::NotPublished),
            (true, None) => Err(wrong_id("a post that is live has an id", "is missing")),
            (false, Some(_)) => Err(wrong_id("a post that is not live has no id", "is not taken")),
        }
    }
}

fn wrong_id(detail: &str, fault: &str) -> Problem {
    Problem::new(&kind::INVALID, detail).at("/tweet_id", fault)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManualPostRequest {
    tweet_id: Option<TweetId>,
}

async fn confirm(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(post): Path<PostId>,
    Body(request): Body<ConfirmOutcomeRequest>,
) -> Result<CommandResponse, Problem> {
    let attempt = request.attempt;
    let confirmation = request.confirmation()?;
    let state = api.aggregates.post(post).await?.state;
    let (Some(project), Some(account)) = (state.project, state.account) else {
        return Err(Problem::not_found(WHAT));
    };
    // Without the attempt that the person looked at, the present one is meant: a decision about an older one is
    // refused by the command.
    let attempt = attempt.unwrap_or(state.attempts);
    // The name makes the link to the post, so it is needed only where there is one.
    let username = match confirmation {
        Confirmation::Published(_) => Some(api.aggregates.account(&account).await?.state.username),
        Confirmation::NotPublished => None,
    };
    let command = ConfirmOutcome { post, project, attempt, confirmation, username };
    let receipt = sender.execute(project, WHAT, command).await?;
    Ok(command_response(post.0, &receipt))
}

async fn record_manual(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(post): Path<PostId>,
    OptionalBody(ManualPostRequest { tweet_id }): OptionalBody<ManualPostRequest>,
) -> Result<CommandResponse, Problem> {
    let state = api.aggregates.post(post).await?.state;
    let (Some(project), Some(account)) = (state.project, state.account) else {
        return Err(Problem::not_found(WHAT));
    };
    let receipt =
        sender.execute(project, WHAT, RecordManualPost { post, project, account, tweet_id }).await?;
    Ok(command_response(post.0, &receipt))
}
