//! What the audit log says of projects.

use domain::policy::SafetyPolicy;
use domain::project::event::ProjectEvent;
use serde_json::{Value, json};

use super::entry::{Entry, entry, plain};

/// A sentence and details for an event of a project.
pub(super) fn entry_of(event: &ProjectEvent) -> Entry {
    match event {
        ProjectEvent::ProjectCreated { name, .. } => {
            entry(format!("The project {name} was created."), json!({ "name": name }))
        }
        ProjectEvent::ProjectDescribed { .. } => plain("The project's description was replaced."),
        ProjectEvent::VibeSet { expires_at, .. } => {
            entry("A vibe was set.", json!({ "expires_at": expires_at }))
        }
        ProjectEvent::VibeCleared {} => plain("The vibe was removed."),
        ProjectEvent::SafetyPolicySet { policy } => {
            entry("The project's safety policy was replaced.", policy_details(policy))
        }
        ProjectEvent::ScheduleSet { schedule } => entry(
            format!("The schedule was set to {} slots in {}.", schedule.slots.len(), schedule.time_zone),
            json!(schedule),
        ),
        ProjectEvent::QuotaSet { quota } => entry(
            format!(
                "The daily limits were set to {} requests and {} posts.",
                quota.suggestions_per_day, quota.posts_per_day
            ),
            json!(quota),
        ),
        ProjectEvent::AccountAssigned { account, username } => entry(
            format!("The project posts as @{username} from now on."),
            json!({ "account": account, "username": username }),
        ),
        ProjectEvent::PostingPaused { .. } => plain("Posting was paused."),
        ProjectEvent::PostingResumed {} => plain("Posting was resumed."),
        ProjectEvent::AutopilotSet { mode } => {
            entry(format!("The autopilot was set to {}.", mode.name()), json!({ "mode": mode }))
        }
        ProjectEvent::TextsForgotten { streams } => {
            let named: Vec<String> = streams.iter().map(ToString::to_string).collect();
            entry(
                format!("The texts of {} streams were forgotten.", named.len()),
                json!({ "streams": named }),
            )
        }
        ProjectEvent::ProjectArchived {} => plain("The project was archived."),
    }
}

/// The limits, and how long the lists are: words and addresses are the project's own business.
fn policy_details(policy: &SafetyPolicy) -> Value {
    json!({
        "limits": policy.limits,
        "blocked_keywords": policy.blocked_keywords.len(),
        "allowed_addresses": policy.allowed_addresses.len(),
        "allowed_domains": policy.allowed_domains.len(),
    })
}
