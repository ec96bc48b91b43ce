//! What was found in a text, and the assessment made of it: the parts that events remember.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::RiskScore;
use crate::text::Text;

/// The longest evidence quote, in characters.
const QUOTE_LIMIT: usize = 120;

macro_rules! signal_names {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a signal is about. The names are stored in events: add, never rename.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum SignalName {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)+
        }

        impl SignalName {
            /// Every name.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name as it is stored and shown, in kebab case.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

signal_names! {
    /// The moderation service answered (weight 0), or did not (unavailable).
    Moderation = "moderation",
    /// Moderation: harassment.
    ModerationHarassment = "moderation-harassment",
    /// Moderation: hate.
    ModerationHate = "moderation-hate",
    /// Moderation: hate or harassment with a threat.
    ModerationThreat = "moderation-threat",
    /// Moderation: help with something illicit.
    ModerationIllicit = "moderation-illicit",
    /// Moderation: help with something illicit and violent.
    ModerationIllicitViolent = "moderation-illicit-violent",
    /// Moderation: self-harm.
    ModerationSelfHarm = "moderation-self-harm",
    /// Moderation: sexual content.
    ModerationSexual = "moderation-sexual",
    /// Moderation: sexual content with minors.
    ModerationSexualMinors = "moderation-sexual-minors",
    /// Moderation: violence.
    ModerationViolence = "moderation-violence",
    /// Moderation: graphic violence.
    ModerationViolenceGraphic = "moderation-violence-graphic",
    /// Moderation: a category that this version does not know.
    ModerationOther = "moderation-other",
    /// The service for personal data did not answer.
    PiiService = "pii-service",
    /// An email address.
    Email = "email",
    /// A phone number.
    Phone = "phone",
    /// The number of a payment card.
    PaymentCard = "payment-card",
    /// A bank account number.
    Iban = "iban",
    /// A government's number of a person, such as a US social security number.
    NationalId = "national-id",
    /// An internet address of a machine.
    IpAddress = "ip-address",
    /// The name of a person.
    PersonName = "person-name",
    /// Other personal data.
    OtherPersonalData = "other-personal-data",
    /// A word that the project has blocked.
    BlockedKeyword = "blocked-keyword",
    /// A contract or wallet address that is not the project's own.
    ForeignAddress = "foreign-address",
    /// An attempt to obtain a wallet's secret or signature.
    WalletTheft = "wallet-theft",
    /// A wallet's secret is mentioned.
    WalletSecret = "wallet-secret",
    /// A promised or guaranteed profit.
    FinancialPromise = "financial-promise",
    /// An expectation of profit.
    ProfitExpectation = "profit-expectation",
    /// Somebody's alleged earnings.
    EarningsClaim = "earnings-claim",
    /// An invitation to a private conversation.
    PrivateContact = "private-contact",
    /// Pressure of time.
    Urgency = "urgency",
    /// A giveaway.
    Giveaway = "giveaway",
    /// An attempt to give the language model other instructions.
    PromptInjection = "prompt-injection",
    /// A link to a domain that the project has not allowed.
    UnlistedLink = "unlisted-link",
    /// A link that hides its target.
    OpaqueLink = "opaque-link",
    /// Many mentions of accounts.
    ManyMentions = "many-mentions",
    /// Many hashtags.
    ManyHashtags = "many-hashtags",
    /// Nearly everything in capitals.
    Shouting = "shouting",
    /// A word of several scripts, beside another signal.
    MixedScript = "mixed-script",
}

impl fmt::Display for SignalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a detector could look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignalStatus {
    /// It looked and says what it found.
    Present,
    /// It could not look: nothing is known, which is not the same as nothing found.
    Unavailable,
}

/// One reason for a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// What it is about.
    pub name: SignalName,
    /// What it contributes alone, 0 to 100. Of related signals only the strongest counts.
    pub weight: u8,
    /// The words of the text that it was found in, if it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text>,
    /// Whether the detector could look.
    pub status: SignalStatus,
}

impl Signal {
    /// A signal that needs no quote.
    pub(super) fn present(name: SignalName, weight: u8) -> Self {
        Self { name, weight, evidence: None, status: SignalStatus::Present }
    }

    /// A signal with the words that it was found in.
    pub(super) fn quoting(name: SignalName, weight: u8, quote: &str) -> Self {
        let quote: String = quote.trim().chars().take(QUOTE_LIMIT).collect();
        Self { evidence: Some(Text::known(quote)), ..Self::present(name, weight) }
    }

    /// A detector that could not look.
    pub(super) fn unavailable(name: SignalName) -> Self {
        Self { status: SignalStatus::Unavailable, ..Self::present(name, 0) }
    }
}

/// The score of one text and all reasons for it, the heaviest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The score over all signals that are present.
    pub score: RiskScore,
    /// The reasons: at most one of each name.
    pub signals: Vec<Signal>,
    /// Whether every detector could look. If not, a person must look, whatever the score.
    pub complete: bool,
}
