//! Rate limiter with a fixed window: a counter per service and identifier that expires with its window.
//!
//! The window begins with its first permit and is timed by Redis, so the instances' clocks do not matter.
//!
//! Where something else stands under a counter's key, nobody knows how many permits were taken: none is granted for one
//! window, after which Redis forgets the key and the counting begins anew.

use std::time::Duration;

use async_trait::async_trait;
use commands::port::rate_limiter::RateLimiter;

use super::Redis;

/// Takes one permit and answers 0, or answers the milliseconds until the window ends. A counter that lost its
/// expiry gets a new one: otherwise it would refuse for ever. What is no counter gets one too, and the answer is negative.
const ACQUIRE: &str = "
local key, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local left = redis.call('PTTL', key)
local kind = redis.call('TYPE', key).ok
if kind ~= 'none' and (kind ~= 'string' or not string.match(redis.call('GET', key), '^%d+$')) then
  if left < 0 or left > window then
    redis.call('PEXPIRE', key, window)
    left = window
  end
  return -math.max(left, 1)
end
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
        acquire.arg(ACQUIRE).arg(1).arg(&key).arg(limit).arg(milliseconds);
        // A script, because a counter that is read and raised in two commands lets two instances take the last permit.
        // Without Redis everybody is let in: a limit is worth less than the service.
        let wait: i64 = self.connection.query(&acquire).await?;
        if wait < 0 {
            self.connection.note_foreign_key(&key);
        }
        (wait != 0).then(|| Duration::from_millis(wait.unsigned_abs()))
    }
}
