//! Rate limiter with a fixed window: a counter per service and identifier that expires with its window.
//!
//! The window begins with its first permit and is timed by Redis, so the instances' clocks do not matter.

use std::time::Duration;

use async_trait::async_trait;
use commands::port::rate_limiter::RateLimiter;

use super::Redis;

/// Takes one permit and answers 0, or answers the milliseconds until the window ends. A counter that lost its
/// expiry gets a new one: otherwise it would refuse for ever.
const ACQUIRE: &str = "
local key, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local left = redis.call('PTTL', key)
if (tonumber(redis.call('GET', key)) or 0) < limit then
  redis.call('INCR', key)
  if left < 0 then redis.call('PEXPIRE', key, window) end
  return 0
end
if left < 0 then
  redis.call('PEXPIRE', key, window)
  left = window
end
return math.max(left, 1)";

#[async_trait]
impl RateLimiter for Redis {
    async fn acquire(
        &self,
        service: &str,
        identifier: &str,
        limit: u32,
        window: Duration,
    ) -> Option<Duration> {
        let key = self.key(&format!("ratelimit:{service}:{identifier}"));
        let milliseconds = u64::try_from(window.as_millis()).unwrap_or(u64::MAX);
        let mut acquire = redis::cmd("EVAL");
        acquire.arg(ACQUIRE).arg(1).arg(key).arg(limit).arg(milliseconds);
        // A script, because a counter that is read and raised in two commands lets two instances take the last permit.
        // Without Redis everybody is let in: a limit is worth less than the service.
        let wait: u64 = self.connection.query(&acquire).await?;
        (wait > 0).then(|| Duration::from_millis(wait))
    }
}
