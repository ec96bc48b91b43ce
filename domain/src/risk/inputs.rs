//! What other services say about a text. Scores are integers: thousandths.

use serde::de::IntoDeserializer;
use serde::de::value::Error as NameError;
use serde::{Deserialize, Serialize};

/// The answer of the moderation service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moderation {
    /// It answered, with a score for each of its categories. An empty list counts as no answer.
    Scored(Vec<CategoryScore>),
    /// It did not answer.
    Unavailable,
}

/// The score of one category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryScore {
    /// The category.
    pub category: Category,
    /// How likely, in thousandths (0 to 1000).
    pub per_mille: u16,
    /// Whether the service itself calls it a violation.
    pub flagged: bool,
}

/// The categories of OpenAI's `omni-moderation` models, under its own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Harassing language.
    Harassment,
    /// Harassment with a threat.
    #[serde(rename = "harassment/threatening")]
    HarassmentThreatening,
    /// Hate against a group.
    Hate,
    /// Hate with a threat.
    #[serde(rename = "hate/threatening")]
    HateThreatening,
    /// Advice on wrongdoing.
    Illicit,
    /// Advice on violent wrongdoing.
    #[serde(rename = "illicit/violent")]
    IllicitViolent,
    /// Promotes or depicts self-harm.
    SelfHarm,
    /// The speaker intends self-harm.
    #[serde(rename = "self-harm/intent")]
    SelfHarmIntent,
    /// Instructs in self-harm.
    #[serde(rename = "self-harm/instructions")]
    SelfHarmInstructions,
    /// Sexual content.
    Sexual,
    /// Sexual content with someone under 18.
    #[serde(rename = "sexual/minors")]
    SexualMinors,
    /// Depicts death, violence or injury.
    Violence,
    /// Depicts them graphically.
    #[serde(rename = "violence/graphic")]
    ViolenceGraphic,
    /// A category added since this was written.
    #[serde(other)]
    Other,
}

impl Category {
    /// The category of the service's name for it; a name not known here is [`Category::Other`].
    pub fn from_name(name: &str) -> Self {
        let name: serde::de::value::StrDeserializer<'_, NameError> = name.into_deserializer();
        Self::deserialize(name).unwrap_or(Self::Other)
    }
}

/// The answer of a service for personal data (Presidio), which is optional: the built-in detectors always run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExternalPii {
    /// This installation has none. Nothing is missing.
    NotConfigured,
    /// It answered.
    Found(Vec<PiiFinding>),
    /// It did not answer.
    Unavailable,
}

/// One place that looks like personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PiiFinding {
    /// The service's name of the kind, such as `EMAIL_ADDRESS`.
    pub entity: String,
    /// How certain, in thousandths (0 to 1000).
    pub per_mille: u16,
    /// The words found.
    pub quote: String,
}
