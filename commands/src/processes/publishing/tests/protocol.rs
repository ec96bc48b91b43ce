//! At most once, wherever the program stops or freezes and whatever X does.

use domain::post::PostStatus;
use domain::post::event::PublishFault;
use proptest::prelude::{Strategy, any, proptest};

use super::Story;
use crate::processes::testing::x::Part;
use crate::suggestion::testing::TEXT;

/// Everything that X may do with the first request.
fn parts() -> Vec<Part> {
    use PublishFault::{CreditsDepleted, Duplicate, RateLimited, Refused, Unauthorised, Unreachable};
    let unknown = [None, Some(0), Some(3), Some(1000)].map(Part::unknown);
    let no = [Duplicate, Refused, Unauthorised, CreditsDepleted, RateLimited, Unreachable]
        .map(|fault| Part::no(fault, None));
    let later = [Part::no(RateLimited, Some(60)), Part::no(RateLimited, Some(24 * 3600))];
    [Part::WORKS].into_iter().chain(unknown).chain(no).chain(later).collect()
}

async fn points(part: &Part) -> usize {
    let mut story = Story::begins([part.clone()]).await;
    story.unfolds().await;
    story.world.crash.passed()
}

async fn comes_to_a_good_end(story: &mut Story) {
    let post = story.ends_with_people().await;
    assert_eq!(post.status, PostStatus::Published);
    assert_eq!(story.world.x.tweets(TEXT).len(), 1);
    let told = story.world.count("PostPublished") + story.world.count("OutcomeConfirmed");
    assert!(told >= 1, "the publication is recorded");
}

#[tokio::test]
async fn a_program_that_stops_at_any_call_publishes_at_most_once() {
    for part in parts() {
        for point in 0..points(&part).await {
            let mut story = Story::begins([part.clone()]).await;
            story.world.crash.at([point]);
            comes_to_a_good_end(&mut story).await;
        }
    }
}

#[tokio::test]
async fn a_program_that_freezes_at_any_call_and_wakes_up_late_publishes_at_most_once() {
    for part in parts() {
        for point in 0..points(&part).await {
            for with_people in [false, true] {
                let mut story = Story::begins([part.clone()]).await;
                story.world.crash.freeze_at([point]);
                if with_people {
                    comes_to_a_good_end(&mut story).await;
                } else {
                    story.unfolds().await;
                }
                story.runner.wake().await;
                comes_to_a_good_end(&mut story).await;
            }
        }
    }
}

/// Points where the program stops and where it freezes, and when those who froze wake up.
#[derive(Debug)]
struct Trouble {
    part: usize,
    stops: Vec<usize>,
    freezes: Vec<usize>,
    wakes_early: bool,
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let points = || proptest::collection::vec(0..120_usize, 0..4);
    (0..parts().len(), points(), points(), any::<bool>())
        .prop_map(|(part, stops, freezes, wakes_early)| Trouble { part, stops, freezes, wakes_early })
}

async fn survives(Trouble { part, stops, freezes, wakes_early }: Trouble) {
    let mut story = Story::begins([parts()[part].clone()]).await;
    story.runner.wakes_early = wakes_early;
    story.world.crash.freeze_at(freezes.into_iter().filter(|point| !stops.contains(point)));
    story.world.crash.at(stops);
    comes_to_a_good_end(&mut story).await;
    story.runner.wake().await;
    comes_to_a_good_end(&mut story).await;
}

proptest! {
    #[test]
    fn stops_and_freezes_in_any_number_publish_at_most_once(trouble in trouble()) {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(survives(trouble));
    }
}
