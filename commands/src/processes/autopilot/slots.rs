//! The chain of slots: every timer leads to the next one, whatever became of its own slot.

use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{JobId, ProjectId};
use domain::policy::Autopilot as Mode;
use domain::project::Project;
use serde::{Deserialize, Serialize};

use super::{Autopilot, CANDIDATES, Fill, NAME};
use crate::process::{Job, NewJob, Priority, Verdict};

/// A change of a project's settings.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) project: ProjectId,
    /// When it was recorded.
    pub(super) since: DateTime<Utc>,
}

/// One slot of a project.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Slot {
    pub(super) project: ProjectId,
    pub(super) at: DateTime<Utc>,
}

impl Autopilot {
    /// Sets the timer of the first slot since the settings changed (one that passed while nobody looked is still
    /// filled if it is not too late) and, as that one may have had its turn before, of the first from now on.
    pub(super) async fn plan(&self, Plan { project, since }: Plan) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.project(project).await?.state;
        let now = self.ports.clock.now();
        let slots = [since.min(now), now].into_iter().filter_map(|after| next_slot(project, &state, after));
        let mut slots: Vec<NewJob> = slots.collect();
        slots.dedup_by_key(|slot| slot.id);
        Ok(Verdict::Done(slots))
    }

    /// Sets the timer of the next slot, and has this one filled if it still counts.
    pub(super) async fn slot(&self, job: &Job, slot: Slot) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.project(slot.project).await?.state;
        let now = self.ports.clock.now();
        let Some(next) = next_slot(slot.project, &state, now.max(slot.at)) else { return Ok(Verdict::DONE) };
        // The next timer is stored in the statement that settles this job, so the chain cannot break between the two.
        if state.paused || !is_slot(&state, slot.at) || self.is_missed(slot, now) {
            return Ok(Verdict::Done(vec![next]));
        }
        let approved = self.ports.read_models.approved(slot.project, CANDIDATES).await?;
        let fill = job.follow("fill", &Fill { slot, approved }).with(Priority::Timed);
        Ok(Verdict::Done(vec![next, fill]))
    }

    fn is_missed(&self, slot: Slot, now: DateTime<Utc>) -> bool {
        (now - slot.at).to_std().is_ok_and(|late| late > self.timing.grace)
    }
}

/// The timer of the first slot after the instant. Its id is the slot's own, so that however many changes of
/// settings lead to it there is one.
fn next_slot(project: ProjectId, state: &Project, after: DateTime<Utc>) -> Option<NewJob> {
    if !state.open() || state.autopilot == Mode::Off {
        return None;
    }
    let slot = Slot { project, at: state.schedule.next_after(after)? };
    let id = JobId::derived(project.0, &format!("{NAME}/slot {}", slot.at));
    let new_job = NewJob::new(NAME, project.0, "slot", &slot).due(slot.at).with(Priority::Timed);
    Some(NewJob { id, ..new_job })
}

fn is_slot(state: &Project, at: DateTime<Utc>) -> bool {
    state.schedule.next_after(at - TimeDelta::seconds(1)) == Some(at)
}
