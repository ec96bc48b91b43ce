//! `Prefer: wait=N` (RFC 7240): how long a client would rather wait than ask again.

use std::time::Duration;

use axum::http::HeaderMap;

/// The longest wait that is granted.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// The header that tells which preference was honoured.
pub(super) const APPLIED: &str = "preference-applied";

/// Its value when this wait was granted.
pub(super) fn applied(wait: Duration) -> String {
    format!("wait={}", wait.as_secs())
}

/// The wait that the client asks for, cut to what is granted; `None` when none is asked for.
pub(super) fn wait(headers: &HeaderMap) -> Option<Duration> {
    let preferences = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let seconds = preferences.flat_map(|value| value.split([',', ';'])).find_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let value = value.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("wait").then(|| value.parse().ok()).flatten()
    });
    seconds.map(|seconds| Duration::from_secs(seconds).min(MAX_WAIT))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::{HeaderMap, HeaderValue};

    use super::wait;

    fn of(value: &'static str) -> Option<u64> {
        let headers = HeaderMap::from_iter([("prefer".parse().unwrap(), HeaderValue::from_static(value))]);
        wait(&headers).as_ref().map(Duration::as_secs)
    }

    #[test]
    fn reads_the_wait_among_other_preferences() {
        assert_eq!(of("respond-async, wait=10"), Some(10));
        assert_eq!(of("Wait = \"5\""), Some(5));
        assert_eq!(of("wait=3600"), Some(30));
        assert_eq!((of("respond-async"), of("wait=soon"), of("wait=-1")), (None, None, None));
    }
}
