//! Timeline pages: the response of X, parsed.

use chrono::{DateTime, Utc};
use commands::port::ServiceError;
use commands::port::account::Tweet;
use domain::id::TweetId;
use domain::post_text::{LinkExpansion, comparable};
use serde::Deserialize;

use super::unreadable;

/// One page, newest first.
pub(super) struct TimelinePage {
    /// Its posts.
    pub(super) tweets: Vec<Tweet>,
    /// The token of the next page.
    pub(super) next: Option<String>,
}

/// The answer: no `data` when the page is empty; fields that X is renaming are not used.
#[derive(Deserialize)]
pub(super) struct TimelineResponse {
    data: Option<Vec<TimelinePost>>,
    meta: Option<TimelineMeta>,
}

#[derive(Deserialize)]
struct TimelineMeta {
    result_count: u64,
    next_token: Option<String>,
}

#[derive(Deserialize)]
struct TimelinePost {
    id: String,
    text: String,
    created_at: Option<String>,
    entities: Option<Entities>,
}

#[derive(Deserialize)]
struct Entities {
    urls: Option<Vec<Link>>,
}

#[derive(Deserialize)]
struct Link {
    url: String,
    expanded_url: Option<String>,
}

impl TimelinePage {
    /// Absence of posts is believed only where X says that there are none: it is evidence for a person to act on.
    pub(super) fn read(answer: TimelineResponse) -> Result<Self, ServiceError> {
        // Without the count nobody can tell an empty page from one whose posts X failed to send.
        let Some(meta) = answer.meta else { return Err(unreadable("page of a timeline")) };
        match answer.data {
            None if meta.result_count > 0 => Err(unreadable("posts, although it counts some")),
            posts => {
                let tweets = posts.unwrap_or_default().into_iter().map(Tweet::from).collect();
                Ok(Self { tweets, next: meta.next_token })
            }
        }
    }
}

impl From<TimelinePost> for Tweet {
    fn from(post: TimelinePost) -> Self {
        let links = post.entities.and_then(|entities| entities.urls).unwrap_or_default();
        let expansions: Vec<_> = links
            .iter()
            .filter_map(|link| {
                Some(LinkExpansion { short: &link.url, expanded: link.expanded_url.as_deref()? })
            })
            .collect();
        let created_at = post.created_at.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        Self {
            id: TweetId(post.id),
            comparable: comparable(&post.text, &expansions),
            created_at: created_at.map(|at| at.with_timezone(&Utc)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TimelinePage;
    use commands::port::ServiceError;
    use serde_json::{Value, json};

    fn read(answer: Value) -> Result<TimelinePage, ServiceError> {
        TimelinePage::read(serde_json::from_value(answer).unwrap())
    }

    #[test]
    fn links_are_expanded_and_entities_decoded() {
        let page = read(json!({
            "data": [{
                "id": "7", "text": "a &lt; b https://t.co/abc", "created_at": "2026-08-01T10:00:00.000Z",
                "entities": { "urls": [{ "url": "https://t.co/abc", "expanded_url": "https://otter.example/x" }] },
            }, { "id": "6", "text": "plain", "entities": { "hashtags": [] } }],
            "meta": { "result_count": 2, "next_token": "t" },
        }))
        .unwrap();
        assert_eq!(page.tweets[0].comparable, "a < b otter.example/x");
        assert_eq!(page.tweets[0].created_at.unwrap().timestamp(), 1_785_578_400);
        assert_eq!((page.tweets[1].comparable.as_str(), page.tweets[1].created_at), ("plain", None));
        assert_eq!(page.next.as_deref(), Some("t"));
    }

    #[test]
    fn an_empty_page_must_say_that_it_is_empty() {
        assert!(read(json!({ "meta": { "result_count": 0 } })).unwrap().tweets.is_empty());
        assert!(read(json!({ "meta": { "result_count": 3 } })).is_err());
        assert!(read(json!({ "errors": [{ "title": "Not authorized" }] })).is_err());
    }
}
