//! Events in, counts per day out.

use domain::id::ProjectId;
use domain::post::event::PublishFault;
use uuid::Uuid;

use super::{DailyActivity, Day, Totals, totals};
use crate::testing::{
    PROJECT, Story, approved, at, everything, failed, generated, projected, published, queued, requested,
    rows,
};

#[test]
fn events_count_on_the_day_on_which_they_were_recorded() {
    let before_midnight = Story::default()
        .suggestion(1, requested())
        .suggestion(1, generated())
        .suggestion(1, approved())
        .post(1, queued(1, "gm"))
        .post(1, published());
    let late = (6..=23).fold(before_midnight, |story, number| story.post(number, queued(number, "gm")));
    let days = rows::<DailyActivity>(&late.post(2, failed(PublishFault::Refused)));
    let (first, second) = (at(1).date_naive(), at(24).date_naive());
    let expected = [
        Day {
            suggestions_requested: 1,
            variants_generated: 2,
            approvals: 1,
            posts_published: 1,
            ..Day::new(PROJECT, first)
        },
        Day { posts_failed: 1, ..Day::new(PROJECT, second) },
    ];
    assert_eq!(days, expected);
}

#[tokio::test]
async fn totals_sum_up_days_and_projects() {
    let database = projected(&everything()).await;
    let expected = Totals {
        active_projects: 1,
        suggestions_requested: 5,
        variants_generated: 4,
        approvals: 1,
        rejections: 1,
        context_updates: 4,
        posts_published: 3,
        posts_failed: 2,
    };
    let since = at(0).date_naive();
    assert_eq!(totals(&database.pool, None, since).await.unwrap(), expected);
    assert_eq!(totals(&database.pool, Some(PROJECT), since).await.unwrap(), expected);
    let nobody = Some(ProjectId(Uuid::nil()));
    assert_eq!(totals(&database.pool, nobody, since).await.unwrap(), Totals::default());
    assert_eq!(totals(&database.pool, None, at(9000).date_naive()).await.unwrap(), Totals::default());
}
