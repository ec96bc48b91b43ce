//! Response body: a project.

use chrono::{DateTime, Utc, Weekday};
use domain::id::ProjectId;
use domain::schedule::Slot;
use projections::projects::Project;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ProjectResponse {
    id: ProjectId,
    name: String,
    description: Option<String>,
    posting_enabled: bool,
    paused_reason: Option<String>,
    autopilot: &'static str,
    vibe: Option<VibeResponse>,
    time_zone: String,
    slots: Vec<SlotResponse>,
    policy: PolicyResponse,
    quota: QuotaResponse,
    account: Option<AccountResponse>,
    context_version: u32,
    archived: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct VibeResponse {
    text: String,
    expires_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct SlotResponse {
    /// `mon` to `sun`; absent: every day.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<&'static str>,
    /// `HH:MM` in the project's time zone.
    time: String,
}

#[derive(Serialize)]
struct PolicyResponse {
    low: u8,
    review: u8,
    block: u8,
    blocked_keywords: Vec<String>,
    allowed_addresses: Vec<String>,
    allowed_domains: Vec<String>,
}

#[derive(Serialize)]
struct QuotaResponse {
    suggestions_per_day: u32,
    posts_per_day: u32,
}

#[derive(Serialize)]
struct AccountResponse {
    id: String,
    username: Option<String>,
}

impl From<Project> for ProjectResponse {
    fn from(row: Project) -> Self {
        let limits = row.policy.limits;
        let expires_at = row.vibe_expires_at;
        Self {
            id: row.id,
            name: row.name,
            description: row.base_description,
            posting_enabled: row.posting_enabled,
            paused_reason: row.paused_reason,
            autopilot: row.autopilot.name(),
            vibe: row.vibe.map(|text| VibeResponse { text, expires_at }),
            time_zone: row.time_zone,
            slots: row.slots.into_iter().map(SlotResponse::from).collect(),
            policy: PolicyResponse {
                low: limits.low(),
                review: limits.review(),
                block: limits.block(),
                blocked_keywords: row.policy.blocked_keywords,
                allowed_addresses: row.policy.allowed_addresses,
                allowed_domains: row.policy.allowed_domains,
            },
            quota: QuotaResponse {
                suggestions_per_day: row.quota.suggestions_per_day,
                posts_per_day: row.quota.posts_per_day,
            },
            account: row.account_id.map(|id| AccountResponse { id: id.0, username: row.username }),
            context_version: row.context_version,
            archived: row.archived,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Slot> for SlotResponse {
    fn from(slot: Slot) -> Self {
        let time = format!("{:02}:{:02}", slot.minute / 60, slot.minute % 60);
        Self { day: slot.day.map(short), time }
    }
}

fn short(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}
