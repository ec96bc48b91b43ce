//! Text generator over the Responses API: one request for one to three texts, as structured output.

use async_openai::Client;
use async_trait::async_trait;
use commands::port::text_generator::{Brief, Draft, GenerationError, TextGenerator};
use domain::post_text::faults;
use domain::suggestion::event::Usage;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::client::Endpoint;
use super::failure::OpenAiFailure;
use super::prompt::{INSTRUCTIONS, message};
use super::{OpenAi, SERVICE};

/// A bound on the cost of one answer; three posts need a tenth of it, a model that thinks first needs more.
const MAX_OUTPUT_TOKENS: u32 = 8_000;

#[async_trait]
impl TextGenerator for OpenAi {
    async fn generate(&self, brief: &Brief) -> Result<Draft, GenerationError> {
        let clients = self.clients()?;
        let (client, settings) = (&clients.generation, &clients.settings);
        let failure = match ask(client, &settings.model, brief).await {
            Ok(draft) => return Ok(draft),
            Err(failure) => failure,
        };
        // Once, and only where the model is the reason: an answer that is unusable would be unusable there, too, and
        // paid for twice.
        let Some(model) = settings.fallback().filter(|_| failure.another_model_may_help()) else {
            return Err(failure.into());
        };
        tracing::warn!(service = SERVICE, error = %failure, model, "asking the fallback model");
        ask(client, model, brief).await.map_err(|second| failure.or(second).into())
    }
}

async fn ask(client: &Client<Endpoint>, model: &str, brief: &Brief) -> Result<Draft, OpenAiFailure> {
    let answer: Value = client.responses().create_byot(request(model, brief)).await?;
    let answer: ModelResponse = serde_json::from_value(answer)
        .map_err(|_| OpenAiFailure::Unusable("it is no response".to_owned()))?;
    let variants = usable(&answer.text()?, brief.variants)?;
    let model = answer.model.unwrap_or_else(|| model.to_owned());
    Ok(Draft { variants, model, usage: answer.usage.unwrap_or_default().into() })
}

/// The same beginning for every request of a project: the schema does not depend on how many texts are asked for.
fn request(model: &str, brief: &Brief) -> Value {
    let variant = json!({
        "type": "object",
        "properties": { "text": { "type": "string" } },
        "required": ["text"],
        "additionalProperties": false,
    });
    let schema = json!({
        "type": "object",
        "properties": { "variants": { "type": "array", "items": variant, "minItems": 1, "maxItems": 3 } },
        "required": ["variants"],
        "additionalProperties": false,
    });
    json!({
        "model": model,
        // Nothing is kept there: what projects write is theirs.
        "store": false,
        "instructions": INSTRUCTIONS,
        "input": [{ "role": "user", "content": message(brief) }],
        "text": { "format": { "type": "json_schema", "name": "variants", "strict": true, "schema": schema } },
        "max_output_tokens": MAX_OUTPUT_TOKENS,
        // Requests of one project share their beginning; the key brings them to the same cache.
        "prompt_cache_key": format!("memebot-{}", brief.project),
        "safety_identifier": hex::encode(Sha256::digest(brief.project.to_string())),
    })
}

/// The part of a response that is read. The shapes of the crate are stricter than the service.
#[derive(Deserialize)]
struct ModelResponse {
    #[serde(default)]
    status: String,
    model: Option<String>,
    #[serde(default)]
    error: Value,
    #[serde(default)]
    incomplete_details: Value,
    #[serde(default)]
    output: Vec<OutputItem>,
    usage: Option<TokenUsage>,
}

#[derive(Deserialize)]
struct OutputItem {
    content: Option<Vec<ContentPart>>,
}

#[derive(Deserialize)]
struct ContentPart {
    #[serde(rename = "type")]
    kind: String,
    text: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TokenUsage {
    #[serde(rename = "input_tokens")]
    input: u64,
    #[serde(rename = "input_tokens_details")]
    details: Option<CachedTokens>,
    #[serde(rename = "output_tokens")]
    output: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CachedTokens {
    #[serde(rename = "cached_tokens")]
    cached: u64,
}

#[derive(Deserialize)]
struct GeneratedVariants {
    variants: Vec<GeneratedVariant>,
}

#[derive(Deserialize)]
struct GeneratedVariant {
    text: String,
}

impl ModelResponse {
    /// What the model said, if it finished and did not refuse.
    fn text(&self) -> Result<String, OpenAiFailure> {
        match self.status.as_str() {
            "completed" => {}
            "incomplete" => return Err(self.incomplete()),
            "failed" => return Err(self.failed()),
            "" => return Err(OpenAiFailure::Unusable("it has no status".to_owned())),
            status => return Err(OpenAiFailure::Unusable(format!("its status is `{status}`"))),
        }
        let parts = || self.output.iter().filter_map(|item| item.content.as_ref()).flatten();
        if parts().any(|part| part.kind == "refusal") {
            return Err(OpenAiFailure::Declined("it refused to write this".to_owned()));
        }
        let texts = parts().filter(|part| part.kind == "output_text").filter_map(|part| part.text.as_deref());
        Ok(texts.collect())
    }

    fn incomplete(&self) -> OpenAiFailure {
        match self.incomplete_details["reason"].as_str() {
            Some("content_filter") => OpenAiFailure::Declined("the content filter stopped it".to_owned()),
            Some("max_output_tokens") => {
                OpenAiFailure::Unusable("it was cut at the most tokens allowed".to_owned())
            }
            Some(_) | None => OpenAiFailure::Unusable("it was cut short".to_owned()),
        }
    }

    fn failed(&self) -> OpenAiFailure {
        match self.error["code"].as_str().unwrap_or("no code") {
            "invalid_prompt" => OpenAiFailure::Declined("the service does not take the prompt".to_owned()),
            code => OpenAiFailure::busy(format!("the model failed ({code})")),
        }
    }
}

/// The texts that can be posts, each once, as many as were asked for.
fn usable(text: &str, wanted: u8) -> Result<Vec<String>, OpenAiFailure> {
    let Ok(GeneratedVariants { variants }) = serde_json::from_str(text) else {
        return Err(OpenAiFailure::Unusable("it is not of the agreed shape".to_owned()));
    };
    let mut usable: Vec<String> = Vec::new();
    let mut last_fault = "there is no text in it".to_owned();
    for text in variants.iter().map(|variant| variant.text.trim()) {
        // The schema cannot say how X counts characters, so the limit is checked here and not trusted to the model.
        match faults(text).first() {
            Some(fault) => last_fault = fault.to_string(),
            None if !usable.iter().any(|earlier| earlier == text) => usable.push(text.to_owned()),
            None => {}
        }
    }
    usable.truncate(usize::from(wanted.clamp(1, 3)));
    if usable.is_empty() { Err(OpenAiFailure::Unusable(last_fault)) } else { Ok(usable) }
}

impl From<TokenUsage> for Usage {
    fn from(tokens: TokenUsage) -> Self {
        let narrow = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            input_tokens: narrow(tokens.input),
            cached_tokens: narrow(tokens.details.unwrap_or_default().cached),
            output_tokens: narrow(tokens.output),
        }
    }
}
