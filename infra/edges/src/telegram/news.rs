//! News among polled updates. A server that answers at once without any is asked again after pauses that grow: each poll
//! would follow the last without a break, for ever.

use std::collections::BTreeSet;
use std::time::Duration;

use commands::retry_policy::TELEGRAM_UPDATES;
use serde_json::Value;
use tracing::{info, warn};

/// A poll that ends sooner than this without news did not wait for any.
const AT_ONCE: Duration = Duration::from_secs(1);

/// What polls have brought.
#[derive(Default)]
pub(super) struct News {
    /// The numbers of the newest batch.
    seen: BTreeSet<i32>,
    /// Polls in a row that ended at once without news.
    idle: u32,
}

impl News {
    /// The updates that were not in the batch before; the error is the pause before the next poll if there are none.
    pub(super) fn of(&mut self, updates: Vec<Value>, waited: Duration) -> Result<Vec<Value>, Duration> {
        let numbers = updates.iter().filter_map(number).collect();
        let is_new = |update: &Value| number(update).is_none_or(|number| !self.seen.contains(&number));
        let news: Vec<Value> = updates.into_iter().filter(is_new).collect();
        if !news.is_empty() {
            self.end_of_idling();
            self.seen = numbers;
            return Ok(news);
        }
        if waited >= AT_ONCE {
            self.end_of_idling();
            return Err(Duration::ZERO);
        }
        self.idle += 1;
        if self.idle == 2 {
            warn!(
                "Telegram ends polls at once without news: does TELEGRAM_API_URL lead to a server that long-polls?"
            );
        }
        Err(TELEGRAM_UPDATES.pause(self.idle - 1))
    }

    fn end_of_idling(&mut self) {
        if std::mem::take(&mut self.idle) > 1 {
            info!("Telegram waits for news again");
        }
    }
}

/// The number of an update.
pub(super) fn number(update: &Value) -> Option<i32> {
    i32::try_from(update.get("update_id")?.as_i64()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{News, number};
    use serde_json::Value;
    use std::time::Duration;

    const NO_TIME: Duration = Duration::ZERO;

    fn update(number: i32) -> Value {
        serde_json::json!({ "update_id": number })
    }

    #[test]
    fn polls_that_end_at_once_without_news_are_followed_by_growing_pauses() {
        let mut news = News::default();
        let pauses = [(); 9].map(|()| news.of(Vec::new(), NO_TIME).unwrap_err().as_millis());
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!(news.of(vec![update(7)], NO_TIME).unwrap().len(), 1);
        assert_eq!(news.of(Vec::new(), NO_TIME).unwrap_err().as_millis(), 500, "news end the growth");
    }

    #[test]
    fn the_same_update_again_is_no_news() {
        let mut news = News::default();
        assert_eq!(news.of(vec![update(7), update(8)], NO_TIME).unwrap().len(), 2);
        assert_eq!(news.of(vec![update(7), update(8)], NO_TIME).unwrap_err().as_millis(), 500);
        let numbers = news.of(vec![update(8), update(3)], NO_TIME).unwrap();
        assert_eq!(numbers.iter().filter_map(number).collect::<Vec<_>>(), [3], "a number drawn anew");
    }

    #[test]
    fn a_poll_that_waited_is_followed_by_the_next_at_once() {
        let mut news = News::default();
        for _ in 0..5 {
            assert_eq!(news.of(Vec::new(), Duration::from_secs(25)).unwrap_err(), NO_TIME);
        }
    }
}
