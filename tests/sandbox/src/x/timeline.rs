//! Reading: the account, one tweet, several, and the timeline page by page.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::{Path, RawQuery, State as Shelf};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::problem::{Problem, missing};
use super::tweet::Tweet;
use super::{PostFields, State, X};
use crate::clock;
use crate::wire::pairs;

type Answer = Result<Json<Value>, Problem>;

/// `GET /2/users/me`
pub(crate) async fn me(Shelf(x): Shelf<X>) -> Json<Value> {
    let (id, name) = (&x.credentials.x_user_id, &x.credentials.x_username);
    Json(json!({ "data": { "id": id, "name": "MemeBot Sandbox", "username": name } }))
}

/// `GET /2/tweets/{id}`
pub(crate) async fn one(Shelf(x): Shelf<X>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let query = Query::read(query.as_deref());
    let fields = query.fields(&x)?;
    let data = x.state.look(|state| Some(state.tweet(&id)?.json(&fields, &x.credentials.x_user_id)));
    data.map(|data| Json(json!({ "data": data }))).ok_or_else(|| Problem::not_found("tweet", &id))
}

/// `GET /2/tweets?ids=`
pub(crate) async fn several(Shelf(x): Shelf<X>, RawQuery(query): RawQuery) -> Answer {
    let query = Query::read(query.as_deref());
    let ids: Vec<&str> = query.list("ids").collect();
    if ids.is_empty() || ids.len() > 100 {
        return Err(Problem::invalid("ids", "ids: between 1 and 100 are required"));
    }
    let fields = query.fields(&x)?;
    x.state.look(|state| {
        let (found, absent): (Vec<&str>, Vec<&str>) =
            ids.into_iter().partition(|id| state.tweet(id).is_some());
        let found = found.into_iter().filter_map(|id| state.tweet(id));
        let data: Vec<Value> = found.map(|tweet| tweet.json(&fields, &x.credentials.x_user_id)).collect();
        let errors: Vec<Value> = absent.into_iter().map(|id| missing("tweet", id)).collect();
        let mut answer = json!({});
        for (name, entries) in [("data", data), ("errors", errors)] {
            if !entries.is_empty() {
                answer[name] = json!(entries);
            }
        }
        Ok(Json(answer))
    })
}

/// `GET /2/users/{id}/tweets`
pub(crate) async fn of_user(Shelf(x): Shelf<X>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    if id != x.credentials.x_user_id {
        return Err(Problem::not_found("user", &id));
    }
    let query = Query::read(query.as_deref());
    let page = Page::read(&query, query.fields(&x)?)?;
    Ok(Json(x.state.look(|state| page.answer(state, &id))))
}

/// Query parameters by name.
struct Query(BTreeMap<String, String>);

impl Query {
    fn read(query: Option<&str>) -> Self {
        Self(pairs(query.unwrap_or_default()).into_iter().collect())
    }

    fn list<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let value = self.0.get(name).map(String::as_str).unwrap_or_default();
        value.split(',').filter(|part| !part.is_empty())
    }

    /// The fields asked for, by the names that are taken now.
    fn fields(&self, x: &X) -> Result<BTreeSet<String>, Problem> {
        let (old, new) = ("tweet.fields", "post.fields");
        let taken = match x.state.look(|state| state.post_fields) {
            PostFields::Both => vec![old, new],
            PostFields::Tweet => self.only(old, new)?,
            PostFields::Post => self.only(new, old)?,
            PostFields::PostSilently => vec![new],
        };
        Ok(taken.into_iter().flat_map(|name| self.list(name)).map(str::to_owned).collect())
    }

    /// The one name, if the other is not there.
    fn only(&self, taken: &'static str, refused: &str) -> Result<Vec<&'static str>, Problem> {
        if self.0.contains_key(refused) {
            return Err(Problem::unknown_parameter(refused));
        }
        Ok(vec![taken])
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let parse = |value: &String| {
            value.parse().map_err(|_| Problem::invalid(name, &format!("{name}: [{value}] is not valid")))
        };
        self.0.get(name).map(parse).transpose()
    }
}

/// One page of the timeline, as asked for.
struct Page {
    size: usize,
    after: u64,
    before: u64,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    replies: bool,
    fields: BTreeSet<String>,
}

impl Page {
    fn read(query: &Query, fields: BTreeSet<String>) -> Result<Self, Problem> {
        let size = query.parsed("max_results")?.unwrap_or(10);
        if !(5..=100).contains(&size) {
            let reason = format!("The `max_results` query parameter value [{size}] is not between 5 and 100");
            return Err(Problem::invalid("max_results", &reason));
        }
        let until = query.parsed("until_id")?.unwrap_or(u64::MAX);
        let token = query.parsed("pagination_token")?.unwrap_or(u64::MAX);
        Ok(Self {
            size,
            after: query.parsed("since_id")?.unwrap_or_default(),
            before: until.min(token),
            from: query.parsed("start_time")?,
            to: query.parsed("end_time")?,
            replies: !query.list("exclude").any(|kind| kind == "replies"),
            fields,
        })
    }

    /// Newest first; a page that is not the last carries the token of the next.
    fn answer(&self, state: &State, author: &str) -> Value {
        let now = clock::now();
        let settled = |tweet: &Tweet| (now - tweet.created_at).to_std().unwrap_or_default() >= state.lag;
        let mut newer_first =
            state.tweets.iter().rev().filter(|tweet| !tweet.deleted && settled(tweet) && self.holds(tweet));
        let page: Vec<&Tweet> = newer_first.by_ref().take(self.size).collect();
        let (Some(newest), Some(oldest)) = (page.first(), page.last()) else {
            return json!({ "meta": { "result_count": 0 } });
        };
        let mut meta = json!({
            "result_count": page.len(),
            "newest_id": newest.id.to_string(),
            "oldest_id": oldest.id.to_string(),
        });
        if newer_first.next().is_some() {
            meta["next_token"] = json!(oldest.id.to_string());
        }
        let data: Vec<Value> = page.iter().map(|tweet| tweet.json(&self.fields, author)).collect();
        json!({ "data": data, "meta": meta })
    }

    fn holds(&self, tweet: &Tweet) -> bool {
        tweet.id > self.after
            && tweet.id < self.before
            && self.from.is_none_or(|from| tweet.created_at >= from)
            && self.to.is_none_or(|to| tweet.created_at < to)
            && (self.replies || tweet.reply_to.is_none())
    }
}
