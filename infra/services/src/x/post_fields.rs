//! Query parameter for the fields of a post, which X is renaming: tried under both names, the right one remembered.

use std::sync::atomic::{AtomicUsize, Ordering};

use commands::port::ServiceError;
use reqwest::StatusCode;
use tracing::warn;

use super::client::{SigningClient, XResponse};
use super::unreadable;

/// What it has been called, and what the specification has called it since version 2.167.
const NAMES: [&str; 2] = ["tweet.fields", "post.fields"];
/// What is asked for: when a post was made, and where its shortened links lead.
const FIELDS: &str = "created_at,entities";

/// The parameter by the name that X took last.
#[derive(Default)]
pub(super) struct PostFieldsParameter {
    /// Which of [`NAMES`]. Of this process only: after a restart it is found out with one more request.
    taken: AtomicUsize,
}

impl PostFieldsParameter {
    /// Reads posts with their fields. A name that X does not take is replaced by the other one, once: what is then
    /// still refused has another reason, and the first answer tells it.
    pub(super) async fn get(
        &self,
        client: &SigningClient,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<XResponse, ServiceError> {
        let with = |name: usize| {
            let query: Vec<_> = query.iter().copied().chain([(NAMES[name], FIELDS)]).collect();
            async move { client.get(path, &query).await }
        };
        let taken = self.taken.load(Ordering::Relaxed);
        let answer = with(taken).await?;
        if is_taken(&answer) {
            return Ok(answer);
        }
        let other = NAMES.len() - 1 - taken;
        match with(other).await {
            Ok(better) if better.status.is_success() && is_taken(&better) => {
                warn!(before = NAMES[taken], now = NAMES[other], "X has renamed a parameter");
                self.taken.store(other, Ordering::Relaxed);
                Ok(better)
            }
            // A refusal tells its reason. Posts without their fields must not pass for the timeline: one that is there would
            // be missed in it, and sent again.
            Ok(_) if answer.status.is_success() => Err(unreadable("the fields of posts")),
            Err(error) if answer.status.is_success() => Err(error),
            Ok(_) | Err(_) => Ok(answer),
        }
    }
}

/// Whether X understood the name: it neither refused the request nor left the fields out. Without them a link in a post
/// cannot be compared, and a post that is there would not be found.
fn is_taken(answer: &XResponse) -> bool {
    let posts = answer.body["data"].as_array().map(Vec::as_slice).unwrap_or_default();
    let without_fields = !posts.is_empty() && posts.iter().all(|post| post["created_at"].is_null());
    answer.status != StatusCode::BAD_REQUEST && !without_fields
}
