//! Events of a project.

use chrono::{DateTime, Utc};

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
        },
        /// Its description was replaced.
        ProjectDescribed = "1.0" {
            /// The new description.
            base_description: Text,
        },
        /// A short-lived mood was set.
        VibeSet = "1.0" {
            /// The mood.
            vibe: Text,
            /// When it stops to count.
            expires_at: DateTime<Utc>,
        },
        /// The mood was removed before its time.
        VibeCleared = "1.0" {},
        /// What it allows, and its limits, were replaced.
        SafetyPolicySet = "1.0" {
            /// The new policy.
            policy: SafetyPolicy,
        },
        /// Its slots were replaced.
        ScheduleSet = "1.0" {
            /// The new slots and their time zone.
            schedule: Schedule,
        },
        /// Its daily limits were replaced.
        QuotaSet = "1.0" {
            /// The new limits.
            quota: Quota,
        },
        /// It posts as this X account from now on.
        AccountAssigned = "1.0" {
            /// The X user id.
            account: AccountId,
            /// The account's name at that time, without `@`.
            username: String,
        },
        /// Nothing may be sent to X from now on.
        PostingPaused = "1.0" {
            /// Why, if a reason was given.
            reason: Option<Text>,
        },
        /// Sending is allowed again.
        PostingResumed = "1.0" {},
        /// How much it does by itself was set.
        AutopilotSet = "1.0" {
            /// The new mode.
            mode: Autopilot,
        },
        /// The texts of these streams are to be forgotten: their keys are destroyed.
        TextsForgotten = "1.0" {
            /// Whose texts.
            streams: Vec<StreamId>,
        },
        /// The project ended; its history stays.
        ProjectArchived = "1.0" {},
    }
}
