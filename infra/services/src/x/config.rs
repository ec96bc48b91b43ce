//! The configuration section of X.

use std::time::Duration;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::http_client::Timeouts;
use engine::config::{Section, Setting, SettingsReader};

const BASE_URL: Setting = Setting::new(
    "X_API_BASE_URL",
    Some("https://api.x.com"),
    "the X API, without a path; another address is of use for the sandbox only",
);
const CONSUMER_KEY: Setting = Setting::secret(
    "X_CONSUMER_KEY",
    "OAuth 1.0a API key of the X app; without the four keys nothing is posted",
);
const CONSUMER_SECRET: Setting =
    Setting::secret("X_CONSUMER_SECRET", "OAuth 1.0a API key secret of the X app");
const ACCESS_TOKEN: Setting = Setting::secret(
    "X_ACCESS_TOKEN",
    "OAuth 1.0a access token of the account, with read and write permission",
);
const ACCESS_SECRET: Setting =
    Setting::secret("X_ACCESS_SECRET", "OAuth 1.0a access token secret of the account");
const TIMEOUT: Setting = Setting::new(
    "X_TIMEOUT",
    Some("10"),
    "seconds for one request to X; a post without an answer by then has an unknown outcome",
);

/// Whether there is an account to post with.
#[derive(Clone, Debug)]
pub enum XConfig {
    /// No keys: every call is refused.
    Disabled,
    /// All four keys.
    Enabled(XSettings),
}

/// Where X is and how to speak for the account.
#[derive(Clone, Debug)]
pub struct XSettings {
    /// `X_API_BASE_URL`: the API's address, without a path.
    pub base_url: Url,
    /// The four keys.
    pub keys: XKeys,
    /// `X_TIMEOUT`; 10 s, of which 3 s for connecting.
    pub timeouts: Timeouts,
}

/// OAuth 1.0a keys of one app and one account. They do not expire.
#[derive(Clone, Debug)]
pub struct XKeys {
    /// `X_CONSUMER_KEY`
    pub consumer_key: SecretString,
    /// `X_CONSUMER_SECRET`
    pub consumer_secret: SecretString,
    /// `X_ACCESS_TOKEN`
    pub access_token: SecretString,
    /// `X_ACCESS_SECRET`
    pub access_secret: SecretString,
}

impl XSettings {
    /// How long a request may take when nothing is said.
    pub const DEFAULT_TIMEOUTS: Timeouts =
        Timeouts { request: Duration::from_secs(10), connect: Duration::from_secs(3) };
}

impl XKeys {
    /// The id of the account: X begins its access tokens with it.
    pub(super) fn owner(&self) -> Option<&str> {
        let (owner, _) = self.access_token.expose_secret().split_once('-')?;
        (!owner.is_empty() && owner.bytes().all(|byte| byte.is_ascii_digit())).then_some(owner)
    }
}

impl Section for XConfig {
    const SETTINGS: &'static [Setting] =
        &[BASE_URL, CONSUMER_KEY, CONSUMER_SECRET, ACCESS_TOKEN, ACCESS_SECRET, TIMEOUT];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let base_url = reader.required(&BASE_URL);
        let keys = [CONSUMER_KEY, CONSUMER_SECRET, ACCESS_TOKEN, ACCESS_SECRET]
            .map(|setting| (setting, reader.secret(&setting)));
        let request = reader.seconds(&TIMEOUT);
        if keys.iter().all(|(_, key)| key.is_none()) {
            return Some(Self::Disabled);
        }
        // Three keys of four are a mistake, not a wish for no account: it would show itself at the first post.
        for (setting, _) in keys.iter().filter(|(_, key)| key.is_none()) {
            reader.reject(setting, "is missing, while other keys of X are set: give all four or none");
        }
        let [consumer_key, consumer_secret, access_token, access_secret] = keys.map(|(_, key)| key);
        let keys = XKeys {
            consumer_key: consumer_key?,
            consumer_secret: consumer_secret?,
            access_token: access_token?,
            access_secret: access_secret?,
        };
        let timeouts = Timeouts { request: request?, ..XSettings::DEFAULT_TIMEOUTS };
        Some(Self::Enabled(XSettings { base_url: base_url?, keys, timeouts }))
    }
}
