//! Tweet matching: where a tweet comes from that the log does not know. A pure comparison of what X shows with the log.

use std::collections::HashMap;

use domain::account::Account;
use domain::id::{AccountId, PostId, ProjectId, SuggestionId, TweetId};
use domain::post::{Post, PostStatus, post_of};
use domain::post_text::comparable;
use domain::suggestion::{Suggestion, SuggestionStatus};
use domain::text::Text;
use serde::Serialize;

/// Where a tweet comes from, as far as the log can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TweetOrigin {
    /// It is this post, which the log believes not to be on X: it is recorded as published.
    Post {
        /// The post.
        post: PostId,
        /// Its project.
        project: ProjectId,
        /// The attempt that it is recorded for.
        attempt: u32,
    },
    /// It has the approved words of this suggestion, which is no post yet: it becomes one, published.
    Approved {
        /// The suggestion.
        suggestion: SuggestionId,
        /// Its project.
        project: ProjectId,
    },
    /// It has words of this suggestion, which nobody has decided: it is rejected, so that nobody approves them again.
    Undecided {
        /// The suggestion.
        suggestion: SuggestionId,
        /// Its project.
        project: ProjectId,
    },
    /// Nothing in the log has its words: somebody wrote it by hand, or what it came from is lost.
    Unknown,
}

/// A tweet that the log does not know, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TweetFinding {
    /// Its id.
    pub tweet: TweetId,
    /// What it is.
    #[serde(rename = "means")]
    pub origin: TweetOrigin,
}

/// What is known of a tweet: its words from the timeline, or its post from what was lost.
pub(super) struct TweetEvidence {
    pub(super) tweet: TweetId,
    pub(super) comparable: Option<String>,
    pub(super) post: Option<PostId>,
}

/// The log's side of the comparison.
pub(super) struct AccountHistory<'a> {
    pub(super) id: &'a AccountId,
    pub(super) account: &'a Account,
    pub(super) posts: &'a [(PostId, Post)],
    pub(super) suggestions: &'a [(SuggestionId, Suggestion)],
    /// The account of each project that has one.
    pub(super) projects: &'a HashMap<ProjectId, AccountId>,
}

impl AccountHistory<'_> {
    /// What each tweet is, without those that the log knows. No post is found twice.
    pub(super) fn match_tweets(&self, seen: Vec<TweetEvidence>) -> Vec<TweetFinding> {
        let mut findings: Vec<TweetFinding> = Vec::new();
        for seen in seen {
            if self.knows(&seen.tweet) || findings.iter().any(|finding| finding.tweet == seen.tweet) {
                continue;
            }
            let taken: Vec<&TweetOrigin> = findings.iter().map(|finding| &finding.origin).collect();
            let origin = self.origin(&seen, &taken);
            findings.push(TweetFinding { tweet: seen.tweet, origin });
        }
        findings
    }

    fn knows(&self, tweet: &TweetId) -> bool {
        self.posts.iter().any(|(_, post)| post.tweet_id.as_ref() == Some(tweet))
    }

    fn origin(&self, seen: &TweetEvidence, taken: &[&TweetOrigin]) -> TweetOrigin {
        let candidates =
            self.posts.iter().filter(|(id, post)| self.is_open(post) && is_post(seen, *id, post));
        let posts = candidates.filter_map(|(id, post)| self.post(*id, post));
        let suggestions =
            self.suggestions.iter().filter_map(|(id, suggestion)| self.suggestion(seen, *id, suggestion));
        // Each post explains one tweet: of two tweets with the same words, the second comes from another post
        // or from none.
        let all = posts.chain(suggestions).filter(|(_, origin)| !taken.contains(&origin));
        all.min_by_key(|(rank, _)| *rank).map_or(TweetOrigin::Unknown, |(_, origin)| origin)
    }

    /// Whether the log believes that it is not on X, and that it would go to this account.
    fn is_open(&self, post: &Post) -> bool {
        post.account.as_ref() == Some(self.id) && !post.is_on_x() && post.status != PostStatus::Deleted
    }

    fn post(&self, id: PostId, post: &Post) -> Option<(u8, TweetOrigin)> {
        let account = self.account;
        let next = account.next_attempt(id, post.attempts);
        // The tweet came from an attempt that has begun, if there was one; else from the attempt that was lost.
        let attempt = if account.may_have_sent(id, post.attempts) || post.status == PostStatus::Unknown {
            next - 1
        } else {
            next
        };
        let rank = if account.is_sending(id) { 0 } else { rank(post.status) };
        Some((rank, TweetOrigin::Post { post: id, project: post.project?, attempt }))
    }

    /// Suggestions come after all posts; those that nobody decided last.
    fn suggestion(
        &self,
        seen: &TweetEvidence,
        id: SuggestionId,
        state: &Suggestion,
    ) -> Option<(u8, TweetOrigin)> {
        let project = state.project?;
        let elsewhere = self.projects.get(&project).is_some_and(|account| account != self.id);
        if elsewhere || self.posts.iter().any(|(post, _)| *post == post_of(id)) {
            return None;
        }
        let same_post = seen.post == Some(post_of(id));
        match &state.status {
            SuggestionStatus::Approved { variant, .. } => {
                let text = state.variant(*variant).map(|variant| &variant.text);
                let fits = same_post || has_words(seen, text);
                fits.then_some((10, TweetOrigin::Approved { suggestion: id, project }))
            }
            SuggestionStatus::Requested | SuggestionStatus::Generated => {
                let fits =
                    same_post || state.variants.iter().any(|variant| has_words(seen, Some(&variant.text)));
                fits.then_some((11, TweetOrigin::Undecided { suggestion: id, project }))
            }
            SuggestionStatus::Failed | SuggestionStatus::Rejected | SuggestionStatus::Expired => None,
        }
    }
}

fn is_post(seen: &TweetEvidence, id: PostId, post: &Post) -> bool {
    seen.post == Some(id) || has_words(seen, post.text.as_ref())
}

fn has_words(seen: &TweetEvidence, text: Option<&Text>) -> bool {
    let words = text.and_then(Text::as_str).map(|words| comparable(words, &[]));
    words.is_some() && words == seen.comparable
}

/// Of several posts with the same words, the one that is most likely to have been sent.
fn rank(status: PostStatus) -> u8 {
    match status {
        PostStatus::Unknown => 1,
        PostStatus::Cleared => 2,
        PostStatus::Queued => 3,
        PostStatus::Failed | PostStatus::Missed => 4,
        PostStatus::Blocked(_)
        | PostStatus::Cancelled
        | PostStatus::Published
        | PostStatus::PostedManually
        | PostStatus::Deleted => 5,
    }
}

#[cfg(test)]
mod tests;
