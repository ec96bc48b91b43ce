//! `SetSchedule`: replace the slots that the project posts in.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::schedule::Schedule;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

/// The most slots of one project.
const MOST_SLOTS: usize = 50;
const MINUTES_OF_A_DAY: u16 = 24 * 60;

command! {
    /// Replace the slots that the project posts in.
    pub struct SetSchedule for Project(project) in project by [Publisher] {
        /// The project.
        pub project: ProjectId,
        /// The new slots (at most 50) and their time zone.
        pub schedule: Schedule,
    }
}

impl Decision for SetSchedule {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        if self.schedule.slots.len() > MOST_SLOTS {
            return Err(Refusal::invalid("schedule", format!("has more than {MOST_SLOTS} slots")));
        }
        if self.schedule.slots.iter().any(|slot| slot.minute >= MINUTES_OF_A_DAY) {
            return Err(Refusal::invalid("schedule", "has a slot after the end of its day"));
        }
        if state.schedule == self.schedule {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::ScheduleSet { schedule: self.schedule.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::SetSchedule;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::schedule::{Schedule, Slot};

    fn schedule(minute: u16, slots: usize) -> Schedule {
        Schedule { slots: vec![Slot { day: None, minute }; slots], ..Schedule::default() }
    }

    fn set(schedule: Schedule) -> SetSchedule {
        SetSchedule { project: project_id(), schedule }
    }

    #[test]
    fn a_publisher_replaces_the_slots() {
        given::<Project>([created()])
            .when(as_role(Role::Publisher), set(schedule(1439, 50)))
            .then([ProjectEvent::ScheduleSet { schedule: schedule(1439, 50) }]);
    }

    #[test]
    fn the_same_slots_change_nothing() {
        given::<Project>([created()]).when(as_role(Role::Owner), set(Schedule::default())).then_nothing();
    }

    #[test]
    fn refuses_a_fifty_first_slot_and_minutes_past_midnight() {
        for (wrong, reason) in [
            (schedule(0, 51), "has more than 50 slots"),
            (schedule(1440, 1), "has a slot after the end of its day"),
        ] {
            given::<Project>([created()])
                .when(as_role(Role::Publisher), set(wrong))
                .then_refused(Refusal::invalid("schedule", reason));
        }
    }
}
