//! Events of a project.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::audit_line::{line, plain};
use crate::event::events;
use crate::id::AccountId;
use crate::policy::{Autopilot, Quota, SafetyPolicy};
use crate::schedule::Schedule;
use crate::stream::StreamId;
use crate::text::Text;

events! {
    /// What can happen to a project.
    ProjectEvent of Project {
        /// A project began.
        ProjectCreated = "1.0" {
            /// Its public name, e.g. of the brand; 1 to 60 characters.
            name: String,
            /// What it is about, the ground of every prompt.
            base_description: Text,
        } => line(format!("The project {name} was created."), json!({ "name": name })),
        /// Its description was replaced.
        ProjectDescribed = "1.0" {
            /// The new description.
            base_description: Text,
        } => plain("The project's description was replaced."),
        /// A short-lived mood was set.
        VibeSet = "1.0" {
            /// The mood.
            vibe: Text,
            /// When it stops to count.
            expires_at: DateTime<Utc>,
        } => line("A vibe was set.", json!({ "expires_at": expires_at })),
        /// The mood was removed before its time.
        VibeCleared = "1.0" {} => plain("The vibe was removed."),
        /// What it allows, and its limits, were replaced.
        SafetyPolicySet = "1.0" {
            /// The new policy.
            policy: SafetyPolicy,
        } => line(
            "The project's safety policy was replaced.",
            // How long the lists are: words and addresses are the project's own business.
            json!({
                "limits": policy.limits,
                "blocked_keywords": policy.blocked_keywords.len(),
                "allowed_addresses": policy.allowed_addresses.len(),
                "allowed_domains": policy.allowed_domains.len(),
            }),
        ),
        /// Its slots were replaced.
        ScheduleSet = "1.0" {
            /// The new slots and their time zone.
            schedule: Schedule,
        } => line(
            format!("The schedule was set to {} slots in {}.", schedule.slots.len(), schedule.time_zone),
            json!(schedule),
        ),
        /// Its daily limits were replaced.
        QuotaSet = "1.0" {
            /// The new limits.
            quota: Quota,
        } => line(
            format!(
                "The daily limits were set to {} requests and {} posts.",
                quota.suggestions_per_day, quota.posts_per_day
            ),
            json!(quota),
        ),
        /// It posts as this X account from now on.
        AccountAssigned = "1.0" {
            /// The X user id.
            account: AccountId,
            /// The account's name at that time, without `@`.
            username: String,
        } => line(
            format!("The project posts as @{username} from now on."),
            json!({ "account": account, "username": username }),
        ),
        /// Nothing may be sent to X from now on.
        PostingPaused = "1.0" {
            /// Why, if a reason was given.
            reason: Option<Text>,
            /// When somebody asked for it; it may have waited. Unknown of processes, and before there was this field.
            asked_at: Option<DateTime<Utc>>,
        } => plain("Posting was paused."),
        /// Sending is allowed again.
        PostingResumed = "1.0" {} => plain("Posting was resumed."),
        /// How much it does by itself was set.
        AutopilotSet = "1.0" {
            /// The new mode.
            mode: Autopilot,
        } => line(format!("The autopilot was set to {}.", mode.name()), json!({ "mode": mode })),
        /// The texts of these streams are to be forgotten: their keys are destroyed.
        TextsForgotten = "1.0" {
            /// Whose texts.
            streams: Vec<StreamId>,
        } => line(
            format!("The texts of {} streams were forgotten.", streams.len()),
            json!({ "streams": streams.iter().map(ToString::to_string).collect::<Vec<_>>() }),
        ),
        /// The project ended; its history stays.
        ProjectArchived = "1.0" {} => plain("The project was archived."),
    }
}
