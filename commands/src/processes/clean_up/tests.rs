//! When it runs, what it removes, and that it goes on the next day.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{JobId, ProjectId, SuggestionId};
use domain::suggestion::{Suggestion, SuggestionStatus};

use super::{CleanUp, NAME, Retention};
use crate::port::ServiceError;
use crate::port::aggregates::Aggregates;
use crate::port::clock::Clock;
use crate::port::pruner::{Pruner, Removed, RetentionTarget};
use crate::process::{ProcessManager, Verdict};
use crate::processes::testing::{World, job};
use crate::suggestion::testing::{approved, generated, requested, suggestion_id};
use crate::testing::{noon, project_id};

/// Has so many batches of everything, and shows these suggestions undecided.
#[derive(Default)]
struct Bin {
    batches: Mutex<u32>,
    removed: Mutex<Vec<(RetentionTarget, DateTime<Utc>)>>,
    counted: Mutex<u64>,
    undecided: Vec<(ProjectId, SuggestionId)>,
}

#[async_trait]
impl Pruner for Bin {
    async fn remove(
        &self,
        _job: JobId,
        target: RetentionTarget,
        before: DateTime<Utc>,
    ) -> Result<Removed, ServiceError> {
        self.removed.lock().unwrap().push((target, before));
        let mut batches = self.batches.lock().unwrap();
        *batches = batches.saturating_sub(1);
        Ok(Removed { rows: 1, more: *batches > 0 })
    }

    async fn count(&self, _job: JobId, rows: u64) -> Result<(), ServiceError> {
        *self.counted.lock().unwrap() += rows;
        Ok(())
    }

    async fn undecided(
        &self,
        _before: DateTime<Utc>,
        _limit: u32,
    ) -> Result<Vec<(ProjectId, SuggestionId)>, ServiceError> {
        Ok(self.undecided.clone())
    }
}

fn clean_up(world: &World, bin: &Arc<Bin>, keep: &[(RetentionTarget, TimeDelta)]) -> CleanUp {
    let ports = world.ports();
    let retention = Retention { hour: 3, keep: keep.iter().copied().collect() };
    CleanUp::new(bin.clone(), ports.dispatch, ports.aggregates, ports.clock, retention)
}

const DAY: TimeDelta = TimeDelta::days(1);

#[test]
fn each_kind_has_its_own_minute_after_the_hour_and_the_same_day_gives_the_same_job() {
    let world = World::new();
    let clean_up = clean_up(
        &world,
        &Arc::default(),
        &[(RetentionTarget::Suggestions, DAY), (RetentionTarget::DoneJobs, DAY)],
    );
    let runs = clean_up.next_runs(noon());
    let due: Vec<_> = runs.iter().map(|run| run.due_at.unwrap() - noon()).collect();
    assert_eq!(due, [TimeDelta::hours(15), TimeDelta::hours(15) + TimeDelta::minutes(2)]);
    assert_eq!(clean_up.next_runs(noon() + TimeDelta::hours(14)), runs, "still before the hour");
    let after = clean_up.next_runs(runs[0].due_at.unwrap());
    assert_eq!(after[0].due_at.unwrap() - runs[0].due_at.unwrap(), DAY);
    assert_eq!(after[1], runs[1], "its minute has not come");
    assert!(after[0].id != runs[0].id && runs[0].id != runs[1].id);
}

#[tokio::test]
async fn a_run_removes_batch_after_batch_and_enqueues_the_next_day() {
    let (world, bin) = (World::new(), Arc::new(Bin { batches: Mutex::new(3), ..Bin::default() }));
    let clean_up = clean_up(&world, &bin, &[(RetentionTarget::Sessions, DAY * 7)]);
    let Verdict::Done(next) = clean_up.perform(&job(NAME, "sessions", &())).await.unwrap() else {
        panic!("it is done")
    };
    let now = world.clock.now();
    assert_eq!(next, clean_up.next_runs(now));
    assert_eq!(*bin.removed.lock().unwrap(), [(RetentionTarget::Sessions, now - DAY * 7); 3]);
}

#[tokio::test]
async fn a_long_run_lets_others_go_first() {
    let (world, bin) = (World::new(), Arc::new(Bin { batches: Mutex::new(25), ..Bin::default() }));
    let clean_up = clean_up(&world, &bin, &[(RetentionTarget::Prompts, DAY)]);
    let prompts = job(NAME, "prompts", &());
    assert!(matches!(clean_up.perform(&prompts).await, Ok(Verdict::Wait { .. })));
    assert!(matches!(clean_up.perform(&prompts).await, Ok(Verdict::Done(_))));
}

#[tokio::test]
async fn what_is_kept_for_ever_is_neither_enqueued_nor_removed() {
    let (world, bin) = (World::new(), Arc::<Bin>::default());
    let clean_up = clean_up(&world, &bin, &[]);
    assert_eq!(clean_up.next_runs(noon()), []);
    for target in RetentionTarget::ALL {
        assert_eq!(clean_up.perform(&job(NAME, target.name(), &())).await, Ok(Verdict::DONE));
    }
    assert_eq!(*bin.removed.lock().unwrap(), []);
}

#[tokio::test]
async fn undecided_suggestions_expire_and_decided_ones_that_a_late_read_model_shows_do_not() {
    let world = World::with_project();
    let other = SuggestionId(uuid::Uuid::from_u128(99));
    world.store.given::<Suggestion>(suggestion_id(), &[requested()]);
    world.store.given::<Suggestion>(other, &[requested(), generated(), approved(1)]);
    let undecided = vec![(project_id(), suggestion_id()), (project_id(), other)];
    let bin = Arc::new(Bin { undecided, ..Bin::default() });
    let clean_up = clean_up(&world, &bin, &[(RetentionTarget::Suggestions, DAY)]);
    assert!(matches!(clean_up.perform(&job(NAME, "suggestions", &())).await, Ok(Verdict::Done(_))));
    let status = async |id| world.bus.suggestion(id).await.unwrap().state.status;
    assert_eq!(status(suggestion_id()).await, SuggestionStatus::Expired);
    assert!(matches!(status(other).await, SuggestionStatus::Approved { .. }));
    assert_eq!(*bin.counted.lock().unwrap(), 1);
}
