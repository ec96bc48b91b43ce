//! Flood control, by the figures of Telegram's FAQ. Nobody is limited before it is switched on.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::problem::Problem;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// How many messages and edits a bot may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SendLimits {
    /// To all chats together, in a second.
    pub per_second: usize,
    /// To one chat, in a second.
    pub per_chat_second: usize,
    /// To one group, in a minute.
    pub per_group_minute: usize,
}

/// What the FAQ says.
impl Default for SendLimits {
    fn default() -> Self {
        Self { per_second: 30, per_chat_second: 1, per_group_minute: 20 }
    }
}

/// What was sent in the last minute.
#[derive(Default)]
pub(crate) struct Flood {
    pub(crate) limits: Option<SendLimits>,
    sent: VecDeque<(Instant, i64)>,
}

impl Flood {
    /// Counts a message or an edit, or refuses it until there is room again.
    pub(crate) fn admit(&mut self, chat: i64, now: Instant) -> Result<(), Problem> {
        let Some(limits) = self.limits else { return Ok(()) };
        self.sent.retain(|(at, _)| now.duration_since(*at) < MINUTE);
        let all = self.wait(now, SECOND, limits.per_second, |_| true);
        let same = self.wait(now, SECOND, limits.per_chat_second, |to| to == chat);
        let group = self.wait(now, MINUTE, limits.per_group_minute, |to| to == chat && chat < 0);
        if let Some(wait) = [all, same, group].into_iter().flatten().max() {
            return Err(Problem::flood(wait.as_secs() + 1));
        }
        self.sent.push_back((now, chat));
        Ok(())
    }

    /// How long until one more fits; `None` if it does.
    fn wait(
        &self,
        now: Instant,
        window: Duration,
        most: usize,
        counts: impl Fn(i64) -> bool,
    ) -> Option<Duration> {
        let counted =
            self.sent.iter().rev().filter(|(at, to)| now.duration_since(*at) < window && counts(*to));
        let (at, _) = counted.take(most).nth(most.checked_sub(1)?)?;
        Some(window.saturating_sub(now.duration_since(*at)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Flood, SendLimits};
    use std::time::Duration;
    use tokio::time::Instant;

    fn sent(flood: &mut Flood, chat: i64, at: Instant) -> bool {
        flood.admit(chat, at).is_ok()
    }

    #[test]
    fn each_limit_counts_for_itself() {
        let start = Instant::now();
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut free = Flood::default();
        assert!((0..100).all(|_| sent(&mut free, 1, start)));
        let limits = SendLimits { per_second: 3, per_chat_second: 1, per_group_minute: 2 };
        let mut flood = Flood { limits: Some(limits), ..Flood::default() };
        assert!(sent(&mut flood, 1, start) && !sent(&mut flood, 1, after(900)), "one chat");
        assert!(
            sent(&mut flood, 2, start) && sent(&mut flood, 3, start) && !sent(&mut flood, 4, start),
            "all"
        );
        assert!(sent(&mut flood, -5, after(1000)) && sent(&mut flood, -5, after(2000)), "a second later");
        assert!(!sent(&mut flood, -5, after(3000)) && sent(&mut flood, 1, after(3000)), "a group");
        assert!(sent(&mut flood, -5, after(61_000)), "a minute later");
    }
}
