//! The configuration section of Telegram.

use std::num::NonZeroU32;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::webhook::WEBHOOK_PATH;
use engine::config::{Section, Setting, SettingsReader};

const TOKEN: Setting = Setting::secret(
    "TELEGRAM_BOT_TOKEN",
    "the bot's token as @BotFather gave it, `<bot id>:<secret>`; one bot per installation, another one for trials",
);
const API_URL: Setting = Setting::new(
    "TELEGRAM_API_URL",
    Some("https://api.telegram.org"),
    "base address of the Bot API, without a path",
);

const WEBHOOK_URL: Setting = Setting::new(
    "TELEGRAM_WEBHOOK_URL",
    None,
    "public https address to which Telegram posts updates, ending in `/telegram/updates`, which a reverse proxy hands to \
     HTTP_ADDR (role `api`); without it updates are polled",
);

const RATE: Setting = Setting::new(
    "TELEGRAM_RATE",
    Some("30"),
    "messages and edits in a second, to all chats together; Telegram sells more",
);

const CHAT_RATE: Setting =
    Setting::new("TELEGRAM_CHAT_RATE", Some("1"), "messages and edits in a second, to one chat");

const GROUP_RATE: Setting =
    Setting::new("TELEGRAM_GROUP_RATE", Some("20"), "messages and edits in a minute, to one group");

/// How much may be sent, by all instances together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendLimits {
    /// `TELEGRAM_RATE`: to all chats, in a second.
    pub per_second: u32,
    /// `TELEGRAM_CHAT_RATE`: to one chat, in a second.
    pub per_chat_second: u32,
    /// `TELEGRAM_GROUP_RATE`: to one group, in a minute.
    pub per_group_minute: u32,
}

/// Which bot, and where. Not printable: it holds the token.
#[derive(Clone)]
pub struct TelegramConfig {
    /// `TELEGRAM_BOT_TOKEN`
    pub token: SecretString,
    /// The bot's user id, the token's first part.
    pub bot_id: u64,
    /// `TELEGRAM_API_URL`
    pub api_url: Url,
    /// `TELEGRAM_WEBHOOK_URL`
    pub webhook_url: Option<Url>,
    /// How much is sent at most.
    pub limits: SendLimits,
}

impl Section for TelegramConfig {
    const SETTINGS: &'static [Setting] = &[TOKEN, API_URL, WEBHOOK_URL, RATE, CHAT_RATE, GROUP_RATE];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let token = reader.required_secret(&TOKEN);
        let api_url = reader.required(&API_URL);
        let webhook_url: Option<Url> = reader.optional(&WEBHOOK_URL);
        if webhook_url.as_ref().is_some_and(|url| !is_postable(url)) {
            reader
                .reject(&WEBHOOK_URL, "must be `https://…/telegram/updates`: Telegram posts to nothing else");
        }
        let limits = limits(reader);
        let token = token?;
        let Some(bot_id) = bot_id(token.expose_secret()) else {
            reader.reject(&TOKEN, "is no bot token: it looks like `<bot id>:<secret>`");
            return None;
        };
        Some(Self { token, bot_id, api_url: api_url?, webhook_url, limits: limits? })
    }
}

fn limits(reader: &mut SettingsReader<'_>) -> Option<SendLimits> {
    let [per_second, per_chat_second, per_group_minute] = [&RATE, &CHAT_RATE, &GROUP_RATE].map(|setting| {
        let rate: Option<NonZeroU32> = reader.required(setting);
        rate.map(NonZeroU32::get)
    });
    Some(SendLimits {
        per_second: per_second?,
        per_chat_second: per_chat_second?,
        per_group_minute: per_group_minute?,
    })
}

/// Plain HTTP is for trials on one machine; Telegram itself refuses it.
fn is_postable(url: &Url) -> bool {
    let is_local = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    (url.scheme() == "https" || is_local) && url.path().ends_with(WEBHOOK_PATH)
}

fn bot_id(token: &str) -> Option<u64> {
    let (id, secret) = token.split_once(':')?;
    if secret.is_empty() { None } else { id.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::TelegramConfig;
    use engine::config::{Section, SettingsReader};

    fn read(token: &'static str) -> (Option<TelegramConfig>, Vec<String>) {
        let look_up = |name: &str| (name == "TELEGRAM_BOT_TOKEN").then(|| token.to_owned());
        let mut reader = SettingsReader::new(&look_up);
        let config = TelegramConfig::read(&mut reader);
        (config, reader.finish().1.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_token_names_the_bot() {
        let config = read("7000000001:secret").0.unwrap();
        assert_eq!(config.bot_id, 7_000_000_001);
        assert_eq!(config.api_url.as_str(), "https://api.telegram.org/");
    }

    #[test]
    fn a_webhook_is_an_address_that_telegram_posts_to() {
        for (url, good) in [
            ("https://bot.example.org/telegram/updates", true),
            ("https://example.org:8443/memebot/telegram/updates", true),
            ("http://127.0.0.1:8080/telegram/updates", true),
            ("http://bot.example.org/telegram/updates", false),
            ("https://bot.example.org/", false),
        ] {
            let look_up = |name: &str| match name {
                "TELEGRAM_BOT_TOKEN" => Some("7000000001:secret".to_owned()),
                "TELEGRAM_WEBHOOK_URL" => Some(url.to_owned()),
                _ => None,
            };
            let mut reader = SettingsReader::new(&look_up);
            TelegramConfig::read(&mut reader);
            assert_eq!(reader.finish().1.is_empty(), good, "{url}");
        }
    }

    #[test]
    fn a_bad_token_is_reported_and_never_quoted() {
        for token in ["bad-secret", ":bad-secret", "7000000001:"] {
            let (config, faults) = read(token);
            assert!(config.is_none());
            assert_eq!(faults.len(), 1);
            assert!(!faults[0].contains("bad-secret"), "{faults:?}");
        }
    }
}
