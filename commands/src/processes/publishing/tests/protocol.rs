//! At most once, wherever the program stops or freezes and whatever X does.

use domain::post::PostStatus;
use domain::post::event::PublishFault;
use proptest::prelude::{Strategy, any, proptest};

use super::PublishingFixture;
use crate::processes::testing::x::ScriptedAnswer;
use crate::suggestion::testing::TEXT;

/// Everything that X may do with the first request.
fn answers() -> Vec<ScriptedAnswer> {
    use PublishFault::{CreditsDepleted, Duplicate, RateLimited, Refused, Unauthorised, Unreachable};
    let unknown = [None, Some(0), Some(3), Some(1000)].map(ScriptedAnswer::unknown);
    let refused = [Duplicate, Refused, Unauthorised, CreditsDepleted, RateLimited, Unreachable]
        .map(|fault| ScriptedAnswer::refused(fault, None));
    let later = [
        ScriptedAnswer::refused(RateLimited, Some(60)),
        ScriptedAnswer::refused(RateLimited, Some(24 * 3600)),
    ];
    [ScriptedAnswer::WORKS].into_iter().chain(unknown).chain(refused).chain(later).collect()
}

async fn points(answer: &ScriptedAnswer) -> usize {
    let mut fixture = PublishingFixture::start([answer.clone()]).await;
    fixture.settle().await;
    fixture.world.crash.passed()
}

async fn assert_published_once(fixture: &mut PublishingFixture) {
    let post = fixture.settle_with_people().await;
    assert_eq!(post.status, PostStatus::Published);
    assert_eq!(fixture.world.x.tweets(TEXT).len(), 1);
    let told = fixture.world.count("PostPublished") + fixture.world.count("OutcomeConfirmed");
    assert!(told >= 1, "the publication is recorded");
}

#[tokio::test]
async fn a_program_that_stops_at_any_call_publishes_at_most_once() {
    for answer in answers() {
        for point in 0..points(&answer).await {
            let mut fixture = PublishingFixture::start([answer.clone()]).await;
            fixture.world.crash.at([point]);
            assert_published_once(&mut fixture).await;
        }
    }
}

#[tokio::test]
async fn a_program_that_freezes_at_any_call_and_wakes_up_late_publishes_at_most_once() {
    for answer in answers() {
        for point in 0..points(&answer).await {
            for with_people in [false, true] {
                let mut fixture = PublishingFixture::start([answer.clone()]).await;
                fixture.world.crash.freeze_at([point]);
                if with_people {
                    assert_published_once(&mut fixture).await;
                } else {
                    fixture.settle().await;
                }
                fixture.runner.wake().await;
                assert_published_once(&mut fixture).await;
            }
        }
    }
}

/// Points where the program stops and where it freezes, and when those who froze wake up.
#[derive(Debug)]
struct FaultPlan {
    answer: usize,
    stops: Vec<usize>,
    freezes: Vec<usize>,
    wakes_early: bool,
}

fn fault_plan() -> impl Strategy<Value = FaultPlan> {
    let points = || proptest::collection::vec(0..120_usize, 0..4);
    (0..answers().len(), points(), points(), any::<bool>())
        .prop_map(|(answer, stops, freezes, wakes_early)| FaultPlan { answer, stops, freezes, wakes_early })
}

async fn survives(FaultPlan { answer, stops, freezes, wakes_early }: FaultPlan) {
    let mut fixture = PublishingFixture::start([answers()[answer].clone()]).await;
    fixture.runner.wakes_early = wakes_early;
    fixture.world.crash.freeze_at(freezes.into_iter().filter(|point| !stops.contains(point)));
    fixture.world.crash.at(stops);
    assert_published_once(&mut fixture).await;
    fixture.runner.wake().await;
    assert_published_once(&mut fixture).await;
}

proptest! {
    #[test]
    fn stops_and_freezes_in_any_number_publish_at_most_once(fault_plan in fault_plan()) {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(survives(fault_plan));
    }
}
