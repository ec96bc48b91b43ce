//! Which context layers has a project, and which of them count?

mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::context::event::ContextAdded;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use domain::risk::{Assessment, RiskScore};
use domain::stream::AggregateType;
use domain::takes;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::projection::{AffectedRows, Projection, RowSelector, forgotten};
use crate::readable::{SignalRow, forget_evidence, signals, words, words_of};

pub use queries::{active_at, by_version, list};

/// The read model `context_layers`.
pub struct ContextLayers;

/// One layer of a project's context.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContextLayer {
    /// Derived from the project and the layer's version (UUID version 5).
    pub id: Uuid,
    /// The project.
    pub project_id: ProjectId,
    /// The layer's version: 1, 2, 3 … in each project.
    pub version: u32,
    /// Its words; absent once forgotten.
    pub content: Option<String>,
    /// Where it stands.
    pub status: LayerStatus,
    /// Whether it counts now.
    pub active: bool,
    /// The context versions in which it counted, oldest first.
    pub active_versions: Vec<VersionRange>,
    /// Its risk score, once scored.
    pub score: Option<RiskScore>,
    /// The reasons for the score.
    pub signals: Vec<SignalRow>,
    /// Whether every detector could look.
    pub complete: bool,
    /// Who proposed it.
    pub added_by: String,
    /// Who approved or refused it, or rolled it back.
    pub decided_by: Option<String>,
    /// Why it was refused, if a reason was given.
    pub reason: Option<String>,
    /// When it was proposed.
    pub created_at: DateTime<Utc>,
    /// When it was last decided on.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Where a layer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayerStatus {
    /// It waits for approval.
    Pending,
    /// It was approved and counts.
    Approved,
    /// It was refused.
    Rejected,
    /// It was approved, but a rollback took it out.
    RolledBack,
}

/// Context versions that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRange {
    /// The first.
    pub from: u32,
    /// The last; absent while it goes on.
    pub until: Option<u32>,
}

takes! {
    /// What the read model `context_layers` takes.
    pub enum LayersInput {
        context::{ContextAdded, ContextAssessed, ContextApproved, ContextRejected, ContextRolledBack},
        project::{TextsForgotten},
    }
}

impl Projection for ContextLayers {
    const NAME: &'static str = "context_layers";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = ContextLayer;
    type Key = Uuid;
    type Input<'a> = LayersInput<'a>;

    fn key_of(row: &ContextLayer) -> Uuid {
        row.id
    }

    fn affected_rows(event: LayersInput<'_>, recorded: &Recorded) -> AffectedRows<Uuid> {
        let project: ProjectId = recorded.stream.id.parse()?;
        let layer = match event {
            LayersInput::ContextAdded(added) => added.layer,
            LayersInput::ContextAssessed(assessed) => assessed.layer,
            LayersInput::ContextApproved(approved) => approved.layer,
            LayersInput::ContextRejected(rejected) => rejected.layer,
            LayersInput::ContextRolledBack(_) => return Ok(vec![of_project(project.to_string())]),
            LayersInput::TextsForgotten(texts) => {
                let streams = forgotten(texts, AggregateType::Context);
                return Ok(streams.map(|stream| of_project(stream.id.clone())).collect());
            }
        };
        Ok(vec![RowSelector::Key(id(project, *layer))])
    }

    fn fold(key: &Uuid, row: &mut Option<ContextLayer>, event: LayersInput<'_>, recorded: &Recorded) {
        if let LayersInput::ContextAdded(added) = event {
            *row = ContextLayer::new(*key, added, recorded);
        } else if let Some(row) = row {
            row.evolve(event, recorded);
        }
    }
}

fn of_project(id: String) -> RowSelector<Uuid> {
    RowSelector::Where("project_id", id)
}

/// The row's id of a project's layer.
pub fn id(project: ProjectId, layer: u32) -> Uuid {
    Uuid::new_v5(&project.0, format!("context-layer/{layer}").as_bytes())
}

impl ContextLayer {
    fn new(id: Uuid, added: ContextAdded<'_>, recorded: &Recorded) -> Option<Self> {
        Some(Self {
            id,
            project_id: recorded.stream.id.parse().ok()?,
            version: *added.layer,
            content: words(added.content),
            status: LayerStatus::Pending,
            active: false,
            active_versions: Vec::new(),
            score: None,
            signals: Vec::new(),
            complete: false,
            added_by: recorded.metadata.actor.to_string(),
            decided_by: None,
            reason: None,
            created_at: recorded.recorded_at,
            decided_at: None,
        })
    }

    fn evolve(&mut self, event: LayersInput<'_>, recorded: &Recorded) {
        match event {
            LayersInput::ContextAdded(_) => {}
            LayersInput::ContextAssessed(assessed) => self.assess(assessed.assessment),
            LayersInput::ContextApproved(approved) => {
                self.decided(recorded);
                self.activate(*approved.context_version);
            }
            LayersInput::ContextRejected(rejected) => {
                self.decided(recorded);
                self.status = LayerStatus::Rejected;
                self.reason = words_of(rejected.reason.as_ref());
            }
            LayersInput::ContextRolledBack(back) => {
                self.roll_back(*back.to_version, *back.context_version, recorded);
            }
            LayersInput::TextsForgotten(_) => self.forget(),
        }
    }

    fn assess(&mut self, assessment: &Assessment) {
        self.score = Some(assessment.score);
        self.signals = signals(assessment);
        self.complete = assessment.complete;
    }

    fn decided(&mut self, recorded: &Recorded) {
        self.decided_by = Some(recorded.metadata.actor.to_string());
        self.decided_at = Some(recorded.recorded_at);
    }

    fn activate(&mut self, context_version: u32) {
        self.status = LayerStatus::Approved;
        if !self.active {
            self.active = true;
            self.active_versions.push(VersionRange { from: context_version, until: None });
        }
    }

    fn roll_back(&mut self, to_version: u32, context_version: u32, recorded: &Recorded) {
        let counted = self.active_versions.iter().any(|range| range.contains(to_version));
        if counted == self.active {
            return;
        }
        self.decided(recorded);
        if counted {
            self.activate(context_version);
            return;
        }
        self.status = LayerStatus::RolledBack;
        self.active = false;
        if let Some(range) = self.active_versions.last_mut() {
            range.until = Some(context_version.saturating_sub(1));
        }
    }

    fn forget(&mut self) {
        (self.content, self.reason) = (None, None);
        forget_evidence(&mut self.signals);
    }
}

impl VersionRange {
    fn contains(self, version: u32) -> bool {
        self.from <= version && self.until.is_none_or(|until| version <= until)
    }
}
