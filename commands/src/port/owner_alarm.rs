//! The owners' alarm: what people must be told at once, because work waits for them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::ProjectId;

/// People are told once in each such span of seconds of what still stands: in each quarter of a UTC day.
const TOLD_AGAIN: i64 = 6 * 3600;

/// What is told, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The occasion: of one subject everybody is told once, whichever instance raises it.
    pub subject: String,
    /// Beside the owners of the installation, those who publish in this project are told.
    pub project: Option<ProjectId>,
    /// A stream, as `<type>/<id>`, whose trouble it is: where several projects share it, those of each of them are told.
    pub stream: Option<String>,
    /// What happened and what to do about it: whole sentences, no markup.
    pub text: String,
}

impl Alarm {
    /// Something that stands until a person mends it: told once in each quarter of a UTC day.
    pub fn standing(what: &str, now: DateTime<Utc>, project: Option<ProjectId>, text: String) -> Self {
        Self { subject: format!("{what}-{}", now.timestamp() / TOLD_AGAIN), project, stream: None, text }
    }

    /// Publishing is held in this epoch: why, after which moment the history goes on, and what the operator has to do.
    pub fn publishing_held(epoch: u32, why: &str, last_event: Option<DateTime<Utc>>, advice: &str) -> Self {
        let end = last_event.map_or_else(String::new, |at| {
            format!(" The history goes on after {}.", at.format("%Y-%m-%d %H:%M:%S UTC"))
        });
        let text = format!(
            "Publishing is held: {why}.{end} What was done later may be missing here, also what is on X since. \
             Everything else works; posts wait. The operator has to {advice} on the server."
        );
        Self { subject: format!("epoch-{epoch}"), project: None, stream: None, text }
    }
}

/// Reaches the owners of the installation.
#[async_trait]
pub trait OwnerAlarm: Send + Sync {
    /// Tells everybody concerned who was not told of this subject yet. Who cannot be reached now is told when it is raised
    /// again: raise it for as long as the reason stands.
    async fn raise(&self, alarm: &Alarm);
}
