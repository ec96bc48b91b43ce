//! The account review: each one's timeline against every post and suggestion of the log.

use std::collections::HashMap;
use std::str::FromStr;

use commands::port::ServiceError;
use domain::id::{AccountId, PostId, ProjectId, SuggestionId, TweetId};
use domain::post::Post;
use domain::stream::AggregateType;
use domain::suggestion::Suggestion;
use serde::Serialize;

use super::tweet_matching::{AccountHistory, TweetEvidence, TweetFinding, TweetOrigin};
use super::{LostTail, Recovery, RecoveryError};
use engine::store::stored_events;

/// An account before the next epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountReview {
    /// The X user id.
    pub account: AccountId,
    /// Its name.
    pub username: String,
    /// What X shows and the log does not know.
    pub findings: Vec<TweetFinding>,
    /// Why its timeline could not be read, if so.
    pub unreadable: Option<String>,
    /// Whether it may be readable later: then the recovery waits for it.
    pub passing: bool,
    /// Posts that were on their way to X in what was lost, and that nobody can find there.
    pub missing: Vec<PostId>,
}

impl AccountReview {
    /// Why the account is held when the next epoch opens, so that a person looks first.
    pub fn hold(&self) -> Option<String> {
        if let Some(why) = &self.unreadable {
            return Some(format!("its timeline could not be compared after a restore: {why}"));
        }
        let posts: Vec<String> = self.missing.iter().map(ToString::to_string).collect();
        (!posts.is_empty()).then(|| format!("lost attempts may be on X: look for post {}", posts.join(", ")))
    }
}

impl Recovery {
    /// Reviews every connected account.
    pub(super) async fn review(&self, lost: &LostTail) -> Result<Vec<AccountReview>, RecoveryError> {
        let mut posts: Vec<(PostId, Post)> = Vec::new();
        for id in self.stream_ids(AggregateType::Post).await? {
            posts.push((id, self.aggregates.post(id).await?.state));
        }
        let mut suggestions: Vec<(SuggestionId, Suggestion)> = Vec::new();
        for id in self.stream_ids(AggregateType::Suggestion).await? {
            suggestions.push((id, self.aggregates.suggestion(id).await?.state));
        }
        let mut projects: HashMap<ProjectId, AccountId> = HashMap::new();
        for id in self.stream_ids(AggregateType::Project).await? {
            let account = self.aggregates.project(id).await?.state.account;
            projects.extend(account.map(|(account, _)| (id, account)));
        }
        let mut reviews = Vec::new();
        for id in self.stream_ids::<String>(AggregateType::Account).await?.into_iter().map(AccountId) {
            let account = self.aggregates.account(&id).await?.state;
            if account.connected {
                let (posts, suggestions, projects) = (&posts, &suggestions, &projects);
                let history = AccountHistory { id: &id, account: &account, posts, suggestions, projects };
                reviews.push(self.compare(history, lost).await);
            }
        }
        Ok(reviews)
    }

    async fn compare(&self, history: AccountHistory<'_>, lost: &LostTail) -> AccountReview {
        let (id, account) = (history.id, history.account);
        // Without any known tweet: everything that the timeline has.
        let since = account.newest_known.clone().unwrap_or_else(|| TweetId("1".to_owned()));
        let (tweets, failure) = match self.x.timeline(id, Some(&since)).await {
            Ok(tweets) => (tweets, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        // What the lost events say comes first: it names the post, which words alone may not tell apart.
        let from_lost_events = lost.published.iter().map(|(post, tweet)| TweetEvidence {
            tweet: tweet.clone(),
            comparable: tweets.iter().find(|shown| shown.id == *tweet).map(|shown| shown.comparable.clone()),
            post: Some(*post),
        });
        let from_timeline = tweets.iter().map(|tweet| TweetEvidence {
            tweet: tweet.id.clone(),
            comparable: Some(tweet.comparable.clone()),
            post: None,
        });
        let findings = history.match_tweets(from_lost_events.chain(from_timeline).collect());
        AccountReview {
            missing: missing(id, &findings, lost),
            account: id.clone(),
            username: account.username.clone(),
            findings,
            passing: matches!(failure, Some(ServiceError::Unavailable { .. })),
            unreadable: failure.map(|error| error.to_string()),
        }
    }

    /// Every stream of a kind.
    pub(super) async fn stream_ids<T: FromStr>(&self, kind: AggregateType) -> Result<Vec<T>, RecoveryError> {
        let ids = stored_events::stream_ids(self.detector.epochs.pool(), kind).await?;
        Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
    }
}

/// The account's lost attempts whose end neither the lost events nor the timeline tell.
fn missing(account: &AccountId, findings: &[TweetFinding], lost: &LostTail) -> Vec<PostId> {
    let begun = lost.attempts.iter().filter(|(other, _)| other == account).map(|(_, post)| *post);
    let is_explained = |post: &PostId| {
        lost.published.iter().any(|(published, _)| published == post)
            || findings.iter().any(|finding| match &finding.origin {
                TweetOrigin::Post { post: found, .. } => found == post,
                TweetOrigin::Approved { suggestion, .. } | TweetOrigin::Undecided { suggestion, .. } => {
                    domain::post::post_of(*suggestion) == *post
                }
                TweetOrigin::Unknown => false,
            })
    };
    begun.filter(|post| !is_explained(post)).collect()
}
