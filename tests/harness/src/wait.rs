//! Waiting for a level instead of sleeping for a while.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

const PAUSE: Duration = Duration::from_millis(20);

/// Asks every 20 ms until there is an answer.
///
/// # Panics
/// When `timeout` has passed without one; the message says `what` was awaited.
pub async fn eventually<T>(what: &str, timeout: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + timeout;
    loop {
        let next = Instant::now() + PAUSE;
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(next < deadline, "waited {timeout:?} in vain for this: {what}");
        sleep_until(next).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::eventually;

    #[tokio::test]
    async fn returns_the_first_answer() {
        let mut asked = 0;
        let answer = eventually("a third question", Duration::from_secs(5), async || {
            asked += 1;
            (asked == 3).then_some("here")
        })
        .await;
        assert_eq!(answer, "here");
    }

    #[tokio::test]
    #[should_panic(expected = "in vain for this: the end of the rainbow")]
    async fn says_what_it_waited_for() {
        eventually::<()>("the end of the rainbow", Duration::from_millis(50), async || None).await;
    }
}
