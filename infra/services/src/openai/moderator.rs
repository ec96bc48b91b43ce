//! Moderator over the moderation endpoint: all texts in one request, one result each.

use std::collections::BTreeMap;

use async_trait::async_trait;
use commands::port::ServiceError;
use commands::port::moderator::Moderator;
use domain::risk::{Category, CategoryScore, Moderation};
use serde::Deserialize;
use serde_json::{Value, json};

use super::OpenAi;
use super::failure::OpenAiFailure;

/// The part of an answer that is read; both maps may hold nulls.
#[derive(Deserialize)]
struct ModerationResponse {
    results: Vec<ModerationResult>,
}

#[derive(Deserialize)]
struct ModerationResult {
    #[serde(default)]
    categories: BTreeMap<String, Option<bool>>,
    #[serde(default)]
    category_scores: BTreeMap<String, Option<f64>>,
}

#[async_trait]
impl Moderator for OpenAi {
    async fn moderate(&self, texts: &[String]) -> Result<Vec<Moderation>, ServiceError> {
        let clients = self.clients()?;
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let request = json!({ "model": clients.settings.moderation_model, "input": texts });
        let answer: Result<Value, _> = clients.moderation.moderations().create_byot(request).await;
        Ok(results(answer.map_err(OpenAiFailure::from)?, texts.len())?)
    }
}

fn results(answer: Value, wanted: usize) -> Result<Vec<Moderation>, OpenAiFailure> {
    let Ok(ModerationResponse { results }) = serde_json::from_value(answer) else {
        return Err(OpenAiFailure::Unusable("it holds no moderation results".to_owned()));
    };
    // Results have no names, only their order: one too few and every text would get its neighbour's score.
    if results.len() != wanted {
        let why = format!("it holds {} moderation results for {wanted} texts", results.len());
        return Err(OpenAiFailure::Unusable(why));
    }
    Ok(results.iter().map(moderation).collect())
}

fn moderation(scores: &ModerationResult) -> Moderation {
    let flags = &scores.categories;
    // A category may be flagged without a score; leaving it out would read as harmless.
    let unscored = flags.keys().filter(|name| !scores.category_scores.contains_key(*name));
    let names = scores.category_scores.keys().chain(unscored);
    let scored: Vec<_> = names.filter_map(|name| category(name, scores)).collect();
    if scored.is_empty() { Moderation::Unavailable } else { Moderation::Scored(scored) }
}

/// A category without a score counts only when it is flagged, and then fully.
fn category(name: &str, scores: &ModerationResult) -> Option<CategoryScore> {
    let flagged = scores.categories.get(name).copied().flatten().unwrap_or(false);
    let score = scores.category_scores.get(name).copied().flatten();
    let per_mille = per_mille(score.or(flagged.then_some(1.0))?);
    Some(CategoryScore { category: Category::from_name(name), per_mille, flagged })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is within 0 and 1000")]
fn per_mille(score: f64) -> u16 {
    (score * 1_000.0).round().clamp(0.0, 1_000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::{per_mille, results};
    use domain::risk::{Category, CategoryScore, Moderation};
    use serde_json::json;

    #[test]
    fn nulls_and_new_categories_are_read() {
        let answer = json!({ "results": [{
            "flagged": true,
            "categories": { "hate": false, "illicit": null, "violence": true, "brand/new": true },
            "category_scores": { "hate": 0.0004, "illicit": null, "violence": 0.9051 },
        }] });
        let score = |category, per_mille, flagged| CategoryScore { category, per_mille, flagged };
        let expected = vec![
            score(Category::Hate, 0, false),
            score(Category::Violence, 905, true),
            score(Category::Other, 1_000, true),
        ];
        assert_eq!(results(answer, 1).unwrap(), [Moderation::Scored(expected)]);
    }

    #[test]
    fn a_result_without_scores_is_no_answer() {
        let answer = json!({ "results": [{ "categories": {}, "category_scores": { "hate": null } }] });
        assert_eq!(results(answer, 1).unwrap(), [Moderation::Unavailable]);
    }

    #[test]
    fn results_that_do_not_match_the_texts_are_not_used() {
        let one = json!({ "results": [{ "category_scores": { "hate": 0.1 } }] });
        for answer in [one, json!({ "results": [] }), json!({ "error": {} }), json!(7)] {
            assert!(results(answer, 2).is_err());
        }
    }

    #[test]
    fn scores_become_thousandths() {
        assert_eq!([0.0, 0.0005, 0.5, 1.0, 7.0, -1.0].map(per_mille), [0, 1, 500, 1_000, 1_000, 0]);
    }
}
