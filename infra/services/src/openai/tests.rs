//! Text generator and moderator against the OpenAI stand-in, with every way in which a call can fail.

use std::time::Duration;

use commands::port::ServiceError;
use commands::port::moderator::Moderator;
use commands::port::text_generator::{Brief, Draft, GenerationError, TextGenerator};
use domain::id::ProjectId;
use domain::risk::{Category, Moderation};
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, FaultKind, Service};
use sandbox::openai::Scripted;
use sandbox::options::SandboxOptions;
use serde_json::{Value, json};

use super::{OpenAi, OpenAiConfig, OpenAiSettings};
use crate::http_client::Timeouts;
use engine::config::{Section, SettingsReader};

const PATIENT: Duration = Duration::from_secs(10);
const HASTY: Duration = Duration::from_millis(300);

async fn sandbox() -> Sandbox {
    Sandbox::start(SandboxOptions::default()).await.unwrap()
}

fn settings(sandbox: &Sandbox) -> OpenAiSettings {
    let timeouts = Timeouts { request: PATIENT, connect: PATIENT };
    OpenAiSettings {
        api_key: sandbox.credentials().openai_key.clone().into(),
        base_url: sandbox.openai_url().parse().unwrap(),
        model: "gpt-5-mini".to_owned(),
        fallback_model: "gpt-5-mini".to_owned(),
        moderation_model: "omni-moderation-latest".to_owned(),
        timeouts,
        moderation_timeouts: timeouts,
    }
}

fn client(settings: OpenAiSettings) -> OpenAi {
    OpenAi::try_new(&OpenAiConfig::Enabled(Box::new(settings))).unwrap()
}

fn brief(variants: u8) -> Brief {
    Brief {
        project: ProjectId::derived(uuid::Uuid::NAMESPACE_OID, "otter"),
        name: "Otter Coin".to_owned(),
        base_description: "A community that likes otters.".to_owned(),
        context: vec!["Otters hold hands while they sleep.".to_owned()],
        vibe: Some("calm".to_owned()),
        instruction: Some("Write about the summer meetup".to_owned()),
        recent_posts: vec!["Good morning otters.".to_owned()],
        variants,
    }
}

async fn generate(sandbox: &Sandbox) -> Result<Draft, GenerationError> {
    client(settings(sandbox)).generate(&brief(3)).await
}

async fn generate_with(sandbox: &Sandbox, fault: Fault) -> GenerationError {
    sandbox.inject(Service::Openai, fault.on("/responses").times(1));
    generate(sandbox).await.unwrap_err()
}

/// A completed response that says this.
fn said(text: &str) -> Value {
    let reasoning = json!({ "type": "reasoning", "summary": [], "content": null });
    let message = json!({ "type": "message", "content": [{ "type": "output_text", "text": text }] });
    json!({ "status": "completed", "model": "m", "output": [reasoning, message], "usage": {
        "input_tokens": 1_200, "input_tokens_details": { "cached_tokens": 1_024 }, "output_tokens": 70 } })
}

#[tokio::test]
async fn variants_come_as_asked_with_model_and_usage() {
    let sandbox = sandbox().await;
    let draft = generate(&sandbox).await.unwrap();
    assert_eq!((draft.variants.len(), draft.model.as_str()), (3, "gpt-5-mini"));
    assert!(draft.variants.iter().all(|text| text.to_lowercase().contains("summer meetup")), "{draft:?}");
    assert!(draft.usage.input_tokens > 100 && draft.usage.output_tokens > 10, "{draft:?}");
    assert_eq!(client(settings(&sandbox)).generate(&brief(1)).await.unwrap().variants.len(), 1);
}

#[tokio::test]
async fn the_request_is_not_stored_names_its_project_and_begins_with_what_is_stable() {
    let sandbox = sandbox().await;
    generate(&sandbox).await.unwrap();
    let body = sandbox.requests(Service::Openai)[0].body.clone();
    assert_eq!(body["store"], json!(false));
    assert_eq!(body["text"]["format"]["strict"], json!(true));
    assert_eq!(body["safety_identifier"].as_str().unwrap().len(), 64);
    assert!(body["prompt_cache_key"].as_str().unwrap().ends_with(&brief(1).project.to_string()));
    let message = body["input"][0]["content"].as_str().unwrap();
    let order = [
        "<project>",
        "<base_description>",
        "<context>",
        "<recent_posts>",
        "<vibe>",
        "<instruction>",
        "<count>",
    ];
    let places: Vec<_> = order.iter().map(|tag| message.find(tag).unwrap()).collect();
    assert!(places.is_sorted(), "{message}");
}

#[tokio::test]
async fn only_texts_that_can_be_posts_are_kept_each_once_and_no_more_than_asked_for() {
    let sandbox = sandbox().await;
    let texts = ["", " first ", "first", &"x".repeat(281), "$GM and $GN", "second", "third", "fourth"];
    let variants: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
    let answer = said(&json!({ "variants": variants }).to_string());
    sandbox.inject(Service::Openai, Fault::answer(200, answer));
    let draft = generate(&sandbox).await.unwrap();
    assert_eq!(draft.variants, ["first", "second", "third"]);
    assert_eq!(
        (draft.usage.input_tokens, draft.usage.cached_tokens, draft.usage.output_tokens),
        (1_200, 1_024, 70)
    );
}

#[tokio::test]
async fn refusals_are_declined_and_cut_answers_are_unusable() {
    let sandbox = sandbox().await;
    for (scripted, declined) in [
        (Scripted::Refusal("I cannot help with that.".to_owned()), true),
        (Scripted::Incomplete("content_filter".to_owned()), true),
        (Scripted::Failed("invalid_prompt".to_owned()), true),
        (Scripted::Incomplete("max_output_tokens".to_owned()), false),
        (Scripted::Texts(vec!["x".repeat(300)]), false),
    ] {
        sandbox.openai().answer_next(scripted.clone());
        let error = generate(&sandbox).await.unwrap_err();
        assert_eq!(matches!(error, GenerationError::Declined(_)), declined, "{scripted:?}: {error}");
        assert_eq!(matches!(error, GenerationError::Unusable(_)), !declined, "{scripted:?}: {error}");
    }
    for text in ["no json", "{}", r#"{"variants":[]}"#, r#"{"variants":["bare"]}"#] {
        let error = generate_with(&sandbox, Fault::answer(200, said(text))).await;
        assert!(matches!(error, GenerationError::Unusable(_)), "{text}: {error}");
    }
    let error =
        generate_with(&sandbox, Fault::answer(200, json!({ "status": "queued", "output": [] }))).await;
    assert!(matches!(error, GenerationError::Unusable(_)), "{error}");
}

fn retry_after(error: &GenerationError) -> Option<Duration> {
    let GenerationError::Service(ServiceError::Unavailable { retry_after, .. }) = error else {
        panic!("{error}")
    };
    *retry_after
}

#[tokio::test]
async fn what_may_pass_is_unavailable_and_is_not_repeated_here() {
    let sandbox = sandbox().await;
    let limited = json!({ "error": { "message": "slow", "type": "tokens", "code": "rate_limit_exceeded" } });
    let limited = Fault::answer(429, limited).header("retry-after", "20");
    assert_eq!(retry_after(&generate_with(&sandbox, limited).await), Some(Duration::from_secs(20)));
    let overloaded = json!({ "error": { "code": "server_is_overloaded", "message": "busy" } });
    for fault in [
        Fault::answer(503, overloaded),
        Fault::answer(500, json!("<html>oops</html>")),
        Fault::breakage(Breakage::DropBefore),
        Fault::breakage(Breakage::DropAfter),
        Fault::breakage(Breakage::Garbage),
    ] {
        assert_eq!(retry_after(&generate_with(&sandbox, fault).await), None);
    }
    sandbox.openai().answer_next(Scripted::Failed("server_error".to_owned()));
    assert_eq!(retry_after(&generate(&sandbox).await.unwrap_err()), None);
    assert_eq!(sandbox.requests(Service::Openai).len(), 7);
}

#[tokio::test]
async fn a_late_or_absent_service_is_unavailable() {
    let sandbox = sandbox().await;
    sandbox
        .inject(Service::Openai, Fault::always(FaultKind::Delay { delay_ms: 60_000, after_effect: false }));
    let mut hasty = settings(&sandbox);
    hasty.timeouts.request = HASTY;
    hasty.moderation_timeouts.request = HASTY;
    let openai = client(hasty);
    let error = openai.generate(&brief(1)).await.unwrap_err();
    assert!(error.to_string().contains("no answer in time"), "{error}");
    assert!(matches!(openai.moderate(&["hello".to_owned()]).await, Err(ServiceError::Unavailable { .. })));
    let absent = client(settings(&sandbox));
    drop(sandbox);
    let error = absent.generate(&brief(1)).await.unwrap_err();
    assert!(retry_after(&error).is_none() && error.to_string().contains("no connection"), "{error}");
}

#[tokio::test]
async fn what_a_person_must_change_is_refused_without_showing_the_key() {
    let sandbox = sandbox().await;
    let quota = json!({ "error": { "message": "spent", "type": "insufficient_quota", "code": "insufficient_quota" } });
    let error = generate_with(&sandbox, Fault::answer(429, quota)).await;
    assert!(matches!(error, GenerationError::Service(ServiceError::Refused { .. })), "{error}");
    let mut wrong = settings(&sandbox);
    wrong.api_key = "sk-a-wrong-key".into();
    assert!(!format!("{wrong:?}").contains("sk-a-wrong-key"));
    let openai = client(wrong);
    let error = openai.generate(&brief(1)).await.unwrap_err();
    assert_eq!(error.to_string(), "OpenAI refused the request: the API key is not accepted");
    assert_eq!(openai.check().await.unwrap_err(), error.to_string());
}

#[tokio::test]
async fn a_cheaper_model_steps_in_when_the_first_is_not_available() {
    let sandbox = sandbox().await;
    let mut two = settings(&sandbox);
    two.fallback_model = "gpt-4.1-mini".to_owned();
    let openai = client(two);
    let missing = json!({ "error": { "message": "no such model", "code": "model_not_found" } });
    for fault in [Fault::answer(503, json!(null)), Fault::answer(404, missing)] {
        sandbox.inject(Service::Openai, fault.with_body("gpt-5-mini").times(1));
        assert_eq!(openai.generate(&brief(1)).await.unwrap().model, "gpt-4.1-mini");
    }
    sandbox.openai().answer_next(Scripted::Refusal("no".to_owned()));
    assert!(matches!(openai.generate(&brief(1)).await, Err(GenerationError::Declined(_))));
    assert_eq!(sandbox.requests(Service::Openai).len(), 5, "a refusal is not taken to another model");
}

fn score(moderation: &Moderation, category: Category) -> (u16, bool) {
    let Moderation::Scored(scores) = moderation else { panic!("{moderation:?}") };
    let found = scores.iter().find(|score| score.category == category).unwrap();
    (found.per_mille, found.flagged)
}

#[tokio::test]
async fn texts_are_scored_together_in_their_order() {
    let sandbox = sandbox().await;
    let openai = client(settings(&sandbox));
    let scored = openai.moderate(&["hello".to_owned(), "we will kill them".to_owned()]).await.unwrap();
    assert_eq!(scored.len(), 2);
    assert!(score(&scored[0], Category::Violence).0 <= 10);
    assert_eq!(score(&scored[1], Category::Violence), (900, true));
    assert_eq!(sandbox.requests(Service::Openai).len(), 1);
    assert!(openai.moderate(&[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_missing_score_is_never_a_harmless_one() {
    let sandbox = sandbox().await;
    let openai = client(settings(&sandbox));
    let short = json!({ "results": [{ "category_scores": { "hate": 0.1 } }] });
    for fault in
        [Fault::answer(200, short), Fault::breakage(Breakage::Garbage), Fault::answer(503, json!(null))]
    {
        sandbox.inject(Service::Openai, fault.times(1));
        let error = openai.moderate(&["a".to_owned(), "b".to_owned()]).await.unwrap_err();
        assert!(matches!(error, ServiceError::Unavailable { .. }), "{error}");
    }
}

#[tokio::test]
async fn the_check_names_models_that_are_not_offered() {
    let sandbox = sandbox().await;
    let told = client(settings(&sandbox)).check().await.unwrap();
    assert_eq!(told, "the key is accepted and offers gpt-5-mini, omni-moderation-latest");
    let mut other = settings(&sandbox);
    other.model = "gpt-none".to_owned();
    let told = client(other).check().await.unwrap_err();
    assert_eq!(told, "the key is accepted, but does not offer gpt-none");
}

#[tokio::test]
async fn without_a_key_every_call_is_refused_with_the_remedy() {
    let nothing = |_: &str| None;
    let config = OpenAiConfig::read(&mut SettingsReader::new(&nothing)).unwrap();
    let openai = OpenAi::try_new(&config).unwrap();
    let refusals = [
        openai.generate(&brief(1)).await.unwrap_err().to_string(),
        openai.moderate(&["a".to_owned()]).await.unwrap_err().to_string(),
        openai.check().await.unwrap_err(),
    ];
    for words in refusals {
        assert_eq!(words, "OpenAI refused the request: OpenAI is not configured: set OPENAI_API_KEY");
    }
}
