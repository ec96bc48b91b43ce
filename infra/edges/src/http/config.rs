//! The configuration section of the HTTP listeners.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::client_address::TrustedProxies;
use engine::config::{Section, Setting, SettingsReader};

const ADDR: Setting = Setting::new(
    "HTTP_ADDR",
    Some("127.0.0.1:8080"),
    "where REST, the console and health checks listen; port 0 takes a free one; TLS is the reverse proxy's part",
);
const METRICS: Setting = Setting::new(
    "METRICS_ADDR",
    None,
    "a separate address for /metrics; without it, /metrics is served at HTTP_ADDR, without a token",
);
const ADDR_FILE: Setting = Setting::new(
    "MEMEBOT_HTTP_ADDR_FILE",
    None,
    "a file that the bound address is written to, for scripts that let the system choose the port",
);
const PROXIES: Setting = Setting::new(
    "TRUSTED_PROXIES",
    None,
    "addresses and ranges of reverse proxies with commas between them: `X-Forwarded-For` counts from these alone, and \
     they may have any number of connections",
);
const PER_MINUTE: Setting = Setting::new(
    "API_REQUESTS_PER_MINUTE",
    Some("600"),
    "requests per minute and API token, or per address without one",
);
const MAX_LAG: Setting = Setting::new(
    "READY_MAX_LAG",
    Some("30"),
    "seconds that the sequencer or a consumer may be behind before /readyz says no",
);

/// Where to listen, and the limits of what is answered.
#[derive(Clone, Debug)]
pub struct HttpConfig {
    /// `HTTP_ADDR`: where to listen.
    pub addr: SocketAddr,
    /// `METRICS_ADDR`: where metrics are served, if not there too.
    pub metrics_addr: Option<SocketAddr>,
    /// `MEMEBOT_HTTP_ADDR_FILE`: where the bound address is written.
    pub addr_file: Option<PathBuf>,
    /// `TRUSTED_PROXIES`: reverse proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: TrustedProxies,
    /// The limits.
    pub limits: RequestLimits,
}

/// RequestLimits of what is answered.
#[derive(Clone, Copy, Debug)]
pub struct RequestLimits {
    /// `API_REQUESTS_PER_MINUTE`: per token, or per address for requests without a valid one.
    pub per_minute: u32,
    /// `READY_MAX_LAG`: how far behind the log its readers may be while we call ourselves ready.
    pub max_lag: Duration,
    /// The longest body in bytes.
    pub body: usize,
    /// How long a request may take; waiting that was asked for comes on top.
    pub request: Duration,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self {
            per_minute: 600,
            max_lag: Duration::from_secs(30),
            body: 64 * 1024,
            request: Duration::from_secs(30),
        }
    }
}

impl Section for HttpConfig {
    const SETTINGS: &'static [Setting] = &[ADDR, METRICS, ADDR_FILE, PROXIES, PER_MINUTE, MAX_LAG];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let addr = reader.required(&ADDR);
        let (metrics_addr, addr_file) = (reader.optional(&METRICS), reader.optional(&ADDR_FILE));
        let trusted_proxies = TrustedProxies::new(reader.list(&PROXIES));
        let per_minute: Option<u32> = reader.required(&PER_MINUTE);
        if per_minute == Some(0) {
            reader.reject(&PER_MINUTE, "must be at least 1");
        }
        let max_lag = reader.seconds(&MAX_LAG);
        let limits = RequestLimits { per_minute: per_minute?, max_lag: max_lag?, ..RequestLimits::default() };
        Some(Self { addr: addr?, metrics_addr, addr_file, trusted_proxies, limits })
    }
}

#[cfg(test)]
mod tests {
    use super::HttpConfig;
    use engine::config::{Section, SettingsReader};

    #[test]
    fn has_defaults_for_everything() {
        let config = HttpConfig::read(&mut SettingsReader::new(&|_| None)).unwrap();
        assert_eq!((config.addr.to_string().as_str(), config.limits.per_minute), ("127.0.0.1:8080", 600));
        assert!(config.metrics_addr.is_none());
    }

    #[test]
    fn reports_all_faults_together() {
        let wrong =
            |name: &str| Some(if name == "API_REQUESTS_PER_MINUTE" { "0" } else { "somewhere" }.to_owned());
        let mut reader = SettingsReader::new(&wrong);
        HttpConfig::read(&mut reader);
        assert_eq!(reader.finish().1.len(), 5);
    }
}
