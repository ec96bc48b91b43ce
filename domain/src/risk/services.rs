//! What the signals of outside services weigh: moderation, and the optional service for personal data.

use super::inputs::{Category, CategoryScore, ExternalPii, Moderation, PiiFinding};
use super::signal::{Signal, SignalName};

/// Below this weight a moderation score is noise and not listed.
const MODERATION_NOISE: u32 = 5;

/// From this likelihood (thousandths) sexual content with minors decides, flagged or not.
const MINORS_PER_MILLE: u16 = 200;

/// Below this certainty (thousandths) a finding of personal data is left out; the usual threshold in practice.
const PII_CERTAINTY: u16 = 500;

/// The moderation service's signals; `moderation` itself says that it answered, or did not.
pub(super) fn moderation_signals(moderation: &Moderation) -> Vec<Signal> {
    match moderation {
        Moderation::Scored(scores) if !scores.is_empty() => {
            let answered = Signal::present(SignalName::Moderation, 0);
            scores.iter().copied().filter_map(category_signal).chain([answered]).collect()
        }
        Moderation::Scored(_) | Moderation::Unavailable => vec![Signal::unavailable(SignalName::Moderation)],
    }
}

fn category_signal(score: CategoryScore) -> Option<Signal> {
    let (name, flagged) = category_weight(score.category);
    let is_decisive = score.category == Category::SexualMinors && score.per_mille >= MINORS_PER_MILLE;
    if score.flagged || is_decisive {
        return Some(Signal::present(name, flagged));
    }
    let weight = u32::from(flagged) * u32::from(score.per_mille.min(1000)) / 1000;
    let weight = u8::try_from(weight).ok().filter(|weight| u32::from(*weight) >= MODERATION_NOISE)?;
    Some(Signal::present(name, weight))
}

/// The signal of a category and its weight when the service calls it a violation.
fn category_weight(category: Category) -> (SignalName, u8) {
    match category {
        Category::Harassment => (SignalName::ModerationHarassment, 70),
        Category::Hate => (SignalName::ModerationHate, 85),
        Category::HarassmentThreatening | Category::HateThreatening => (SignalName::ModerationThreat, 92),
        Category::Illicit => (SignalName::ModerationIllicit, 75),
        Category::IllicitViolent => (SignalName::ModerationIllicitViolent, 92),
        Category::SelfHarm | Category::SelfHarmIntent => (SignalName::ModerationSelfHarm, 80),
        Category::SelfHarmInstructions => (SignalName::ModerationSelfHarm, 92),
        Category::Sexual => (SignalName::ModerationSexual, 75),
        Category::SexualMinors => (SignalName::ModerationSexualMinors, 98),
        Category::Violence => (SignalName::ModerationViolence, 70),
        Category::ViolenceGraphic => (SignalName::ModerationViolenceGraphic, 80),
        Category::Other => (SignalName::ModerationOther, 70),
    }
}

/// The signals of the service for personal data. Without one there is nothing to say.
pub(super) fn pii_signals(pii: &ExternalPii) -> Vec<Signal> {
    match pii {
        ExternalPii::NotConfigured => Vec::new(),
        ExternalPii::Unavailable => vec![Signal::unavailable(SignalName::PiiService)],
        ExternalPii::Found(findings) => findings.iter().filter_map(pii_signal).collect(),
    }
}

fn pii_signal(finding: &PiiFinding) -> Option<Signal> {
    if finding.per_mille < PII_CERTAINTY {
        return None;
    }
    let (name, weight) = match finding.entity.as_str() {
        "CREDIT_CARD" => (SignalName::PaymentCard, 92),
        "IBAN_CODE" => (SignalName::Iban, 90),
        "US_SSN" | "US_ITIN" | "US_PASSPORT" | "UK_NHS" => (SignalName::NationalId, 90),
        "EMAIL_ADDRESS" => (SignalName::Email, 50),
        "PHONE_NUMBER" => (SignalName::Phone, 50),
        "IP_ADDRESS" | "MAC_ADDRESS" => (SignalName::IpAddress, 25),
        "PERSON" => (SignalName::PersonName, 20),
        // no personal data in a public post, found better here, or known to mistake hashes and tickers for it
        "URL" | "DATE_TIME" | "LOCATION" | "NRP" | "CRYPTO" | "US_DRIVER_LICENSE" | "US_BANK_NUMBER" => {
            return None;
        }
        _ => (SignalName::OtherPersonalData, 35),
    };
    Some(Signal::quoting(name, weight, &finding.quote))
}
