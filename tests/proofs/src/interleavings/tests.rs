//! A short form of the proof.

use futures_util::future::join_all;

use super::lane::Lane;

/// As many as fit in a few seconds, half of them in either kind of lane.
const CASES: u64 = 120;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_random_interleavings_hold() {
    let url = std::env::var("DATABASE_URL").expect("the tests run beside a server");
    let lanes = [0, 1].map(async |number| {
        let mut lane = Lane::open(&url, number).await.unwrap();
        for case in 0..CASES / 2 {
            let played = lane.case(2 * case + number as u64).await.unwrap();
            assert!(played.faults.is_empty(), "{:#?}\n{:#?}", played.schedule, played.faults);
        }
    });
    join_all(lanes).await;
}
