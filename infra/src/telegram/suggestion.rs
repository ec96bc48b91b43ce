//! Commands and buttons about suggestions: ask, edit, approve, reject.

use commands::port::notice::Subject;
use commands::suggestion::approve::ApproveSuggestion;
use commands::suggestion::edit::EditVariant;
use commands::suggestion::reject::RejectSuggestion;
use commands::suggestion::request::RequestSuggestion;
use domain::id::SuggestionId;
use domain::post_text::weighted_length;
use domain::suggestion::SuggestionStatus;

use super::buttons::VariantRef;
use super::chat_request::{ChatRequest, was_applied};
use super::html::{escape, shortened};
use super::prompts::Purpose;
use super::render::variant::named;
use super::render::words;
use super::reply::Reply;
use super::request_failure::RequestFailure;
use super::router::CallbackReply;

/// How many variants are asked for.
const VARIANTS: u8 = 3;
/// The longest text quoted in a question, in UTF-16 units.
const QUOTE: usize = 2000;

impl ChatRequest<'_> {
    /// `/suggest_post [about what]`
    pub(super) async fn suggest_post(&self, words: &str) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let suggestion = SuggestionId::derived(self.command_id(0), "suggestion");
        let instruction = (!words.trim().is_empty()).then(|| words.to_owned());
        let command = RequestSuggestion {
            suggestion,
            project: project.id,
            instruction,
            variants: VARIANTS,
            replaces: None,
        };
        self.dispatch(0, command).await?;
        self.handler.bot.client.typing(self.session.chat).await;
        Ok(Reply::html(format!(
            "Writing {VARIANTS} variants for {}: {}. Each comes here with its score and buttons.",
            project.title(),
            named(suggestion)
        )))
    }

    /// The button that approves a variant.
    pub(super) async fn press_approve(&self, at: VariantRef) -> Result<CallbackReply, RequestFailure> {
        let project = self.project_of(at.suggestion).await?;
        let VariantRef { suggestion, variant, revision } = at;
        let receipt = self.dispatch(0, ApproveSuggestion { suggestion, project, variant, revision }).await?;
        let said = if was_applied(&receipt) { "Approved." } else { "You approved this before." };
        Ok(CallbackReply::notice(said))
    }

    /// The button that rejects a suggestion.
    pub(super) async fn press_reject(
        &self,
        suggestion: SuggestionId,
    ) -> Result<CallbackReply, RequestFailure> {
        let project = self.project_of(suggestion).await?;
        let receipt = self.dispatch(0, RejectSuggestion { suggestion, project, reason: None }).await?;
        let said = if was_applied(&receipt) {
            "Rejected, with all its variants."
        } else {
            "It was rejected before."
        };
        Ok(CallbackReply::notice(said))
    }

    /// The button that asks for other variants: with the same instruction, and today's context and mood.
    pub(super) async fn press_regenerate(
        &self,
        replaced: SuggestionId,
    ) -> Result<CallbackReply, RequestFailure> {
        let project = self.project_of(replaced).await?;
        let before = self.handler.bot.aggregates.suggestion(replaced).await?.state;
        let command = RequestSuggestion {
            suggestion: SuggestionId::derived(self.command_id(0), "suggestion"),
            project,
            instruction: before.instruction.as_ref().and_then(|text| text.as_str()).map(str::to_owned),
            variants: VARIANTS,
            replaces: Some(replaced),
        };
        self.dispatch(0, command).await?;
        Ok(CallbackReply::notice("Writing other variants. They come here with their scores."))
    }

    /// The button that asks for a new text.
    pub(super) async fn press_edit(&self, at: VariantRef) -> Result<CallbackReply, RequestFailure> {
        let project = self.project_of(at.suggestion).await?;
        self.require_access(project).await?;
        let state = self.handler.bot.aggregates.suggestion(at.suggestion).await?.state;
        let current = match state.variant(at.variant) {
            Some(variant)
                if state.status == SuggestionStatus::Generated && variant.revision == at.revision =>
            {
                variant
            }
            Some(_) | None => return Err(self.edit_refusal(at).await),
        };
        let text = words(&current.text);
        let question = format!(
            "Answer this message with the new text of variant {} of {}. Now it reads ({} characters; press to copy):",
            at.variant,
            named(at.suggestion),
            weighted_length(text)
        );
        let code = format!("<code>{}</code>", escape(&shortened(text, QUOTE)));
        Ok(CallbackReply::send(Reply::html(question).and(code).asking(Purpose::from(at))))
    }

    /// Says why a variant cannot be edited as it was seen: the bus knows, and records that it was tried.
    async fn edit_refusal(&self, at: VariantRef) -> RequestFailure {
        match self.edit(at, "").await {
            Err(failure) => failure,
            Ok(_) => RequestFailure::text("Look at the suggestion again and press its buttons."),
        }
    }

    /// The answer to the question for a new text.
    pub(super) async fn edited(&self, at: VariantRef, text: &str) -> Result<Reply, RequestFailure> {
        let changed = self.edit(at, text).await?;
        let said = if changed { "is changed and is being scored again" } else { "reads so already" };
        Ok(Reply::html(format!("Variant {} of {} {said}.", at.variant, named(at.suggestion))))
    }

    async fn edit(&self, at: VariantRef, text: &str) -> Result<bool, RequestFailure> {
        let project = self.project_of(at.suggestion).await?;
        let VariantRef { suggestion, variant, revision } = at;
        let command = EditVariant { suggestion, project, variant, revision, text: text.to_owned() };
        Ok(was_applied(&self.dispatch(0, command).await?))
    }

    /// The button that shows a suggestion's variants again.
    pub(super) async fn press_show(&self, suggestion: SuggestionId) -> Result<CallbackReply, RequestFailure> {
        let project = self.project_of(suggestion).await?;
        self.require_access(project).await?;
        let state = self.handler.bot.aggregates.suggestion(suggestion).await?.state;
        for (variant, _) in (1..).zip(&state.variants) {
            let subject = Subject::Variant { project, suggestion, variant };
            self.handler.notices.show_anew(&subject, self.session.chat).await?;
        }
        Ok(CallbackReply::notice(""))
    }
}
