//! What a project is set to: description, safety policy, daily limits, posting times.
//!
//! Each is replaced as a whole, in the form in which the project is read. Nothing may be left out: a list that was
//! merely forgotten would end a protection.

use std::sync::Arc;

use axum::Router;
use axum::routing::put;
use chrono::{NaiveTime, Timelike, Weekday};
use chrono_tz::Tz;
use commands::project::describe::DescribeProject;
use commands::project::set_quota::SetQuota;
use commands::project::set_safety_policy::SetSafetyPolicy;
use commands::project::set_schedule::SetSchedule;
use domain::id::ProjectId;
use domain::policy::{Quota, SafetyPolicy};
use domain::risk::Limits;
use domain::schedule::{Schedule, Slot};
use domain::text::Text;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::set;
use crate::http::ApiState;
use crate::http::body::Body;
use crate::http::command_sender::{CommandResponse, CommandSender};
use crate::http::extract::Path;
use crate::http::problem::{Problem, kind};

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/projects/{id}/description", put(describe))
        .route("/api/projects/{id}/policy", put(set_policy))
        .route("/api/projects/{id}/quota", put(set_quota))
        .route("/api/projects/{id}/schedule", put(set_schedule))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DescriptionRequest {
    description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyRequest {
    low: u8,
    review: u8,
    block: u8,
    blocked_keywords: Vec<String>,
    allowed_addresses: Vec<String>,
    allowed_domains: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuotaRequest {
    suggestions_per_day: u32,
    posts_per_day: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScheduleRequest {
    time_zone: Tz,
    slots: Vec<SlotRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotRequest {
    /// `mon` to `sun`; absent: every day.
    day: Option<Weekday>,
    /// `HH:MM` in the time zone.
    #[serde(deserialize_with = "minute")]
    time: u16,
}

async fn describe(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(DescriptionRequest { description }): Body<DescriptionRequest>,
) -> Result<CommandResponse, Problem> {
    set(&sender, project, DescribeProject { project, base_description: Text::known(description) }).await
}

async fn set_policy(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(new): Body<PolicyRequest>,
) -> Result<CommandResponse, Problem> {
    // No single field is wrong when their order is: the pointer is the whole body.
    let limits = Limits::try_new(new.low, new.review, new.block).map_err(|error| {
        let detail = error.to_string();
        Problem::new(&kind::INVALID, "the limits are not in their order").at("", detail)
    })?;
    let policy = SafetyPolicy {
        limits,
        blocked_keywords: new.blocked_keywords,
        allowed_addresses: new.allowed_addresses,
        allowed_domains: new.allowed_domains,
    };
    set(&sender, project, SetSafetyPolicy { project, policy }).await
}

async fn set_quota(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(QuotaRequest { suggestions_per_day, posts_per_day }): Body<QuotaRequest>,
) -> Result<CommandResponse, Problem> {
    set(&sender, project, SetQuota { project, quota: Quota { suggestions_per_day, posts_per_day } }).await
}

async fn set_schedule(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(ScheduleRequest { time_zone, slots }): Body<ScheduleRequest>,
) -> Result<CommandResponse, Problem> {
    let slots = slots.into_iter().map(|SlotRequest { day, time }| Slot { day, minute: time }).collect();
    set(&sender, project, SetSchedule { project, schedule: Schedule { time_zone, slots } }).await
}

/// Minutes since midnight of a time of day such as `09:00`.
fn minute<'de, D: Deserializer<'de>>(json: D) -> Result<u16, D::Error> {
    let text = String::deserialize(json)?;
    let time = NaiveTime::parse_from_str(&text, "%H:%M")
        .map_err(|_| D::Error::custom("must be a time of day such as 09:00"))?;
    u16::try_from(time.num_seconds_from_midnight() / 60).map_err(D::Error::custom)
}
