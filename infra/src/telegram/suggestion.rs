//! Commands and buttons about suggestions: ask, edit, approve, reject.

use commands::port::notice::Subject;
use commands::suggestion::approve::ApproveSuggestion;
use commands::suggestion::edit::EditVariant;
use commands::suggestion::reject::RejectSuggestion;
use commands::suggestion::request::RequestSuggestion;
use domain::id::SuggestionId;
use domain::post_text::weighted_length;
use domain::suggestion::SuggestionStatus;

use super::buttons::Seen;
use super::html::{escape, shortened};
use super::press::Pressed;
use super::problem::Problem;
use super::prompts::Purpose;
use super::render::variant::named;
use super::render::words;
use super::reply::Reply;
use super::request::{Request, did_something};

/// How many variants are asked for.
const VARIANTS: u8 = 3;
/// The longest text quoted in a question, in UTF-16 units.
const QUOTE: usize = 2000;

impl Request<'_> {
    /// `/suggest_post [about what]`
    pub(super) async fn suggest_post(&self, words: &str) -> Result<Reply, Problem> {
        let project = self.project().await?;
        let suggestion = SuggestionId::derived(self.id(0), "suggestion");
        let instruction = (!words.trim().is_empty()).then(|| words.to_owned());
        let command = RequestSuggestion {
            suggestion,
            project: project.id,
            instruction,
            variants: VARIANTS,
            replaces: None,
        };
        self.dispatch(0, command).await?;
        self.edge.desk.client.typing(self.session.chat).await;
        Ok(Reply::html(format!(
            "Writing {VARIANTS} variants for {}: {}. Each comes here with its score and buttons.",
            project.title(),
            named(suggestion)
        )))
    }

    /// The button that approves a variant.
    pub(super) async fn press_approve(&self, seen: Seen) -> Result<Pressed, Problem> {
        let project = self.project_of(seen.suggestion).await?;
        let Seen { suggestion, variant, revision } = seen;
        let receipt = self.dispatch(0, ApproveSuggestion { suggestion, project, variant, revision }).await?;
        let said = if did_something(&receipt) { "Approved." } else { "You approved this before." };
        Ok(Pressed::done(said))
    }

    /// The button that rejects a suggestion.
    pub(super) async fn press_reject(&self, suggestion: SuggestionId) -> Result<Pressed, Problem> {
        let project = self.project_of(suggestion).await?;
        let receipt = self.dispatch(0, RejectSuggestion { suggestion, project, reason: None }).await?;
        let said = if did_something(&receipt) {
            "Rejected, with all its variants."
        } else {
            "It was rejected before."
        };
        Ok(Pressed::done(said))
    }

    /// The button that asks for other variants: with the same instruction, and today's context and mood.
    pub(super) async fn press_regenerate(&self, replaced: SuggestionId) -> Result<Pressed, Problem> {
        let project = self.project_of(replaced).await?;
        let before = self.edge.desk.aggregates.suggestion(replaced).await?.state;
        let command = RequestSuggestion {
            suggestion: SuggestionId::derived(self.id(0), "suggestion"),
            project,
            instruction: before.instruction.as_ref().and_then(|text| text.as_str()).map(str::to_owned),
            variants: VARIANTS,
            replaces: Some(replaced),
        };
        self.dispatch(0, command).await?;
        Ok(Pressed::done("Writing other variants. They come here with their scores."))
    }

    /// The button that asks for a new text.
    pub(super) async fn press_edit(&self, seen: Seen) -> Result<Pressed, Problem> {
        let project = self.project_of(seen.suggestion).await?;
        self.look(project).await?;
        let state = self.edge.desk.aggregates.suggestion(seen.suggestion).await?.state;
        let current = match state.variant(seen.variant) {
            Some(variant)
                if state.status == SuggestionStatus::Generated && variant.revision == seen.revision =>
            {
                variant
            }
            Some(_) | None => return Err(self.edit_refusal(seen).await),
        };
        let text = words(&current.text);
        let question = format!(
            "Answer this message with the new text of variant {} of {}. Now it reads ({} characters; press to copy):",
            seen.variant,
            named(seen.suggestion),
            weighted_length(text)
        );
        let code = format!("<code>{}</code>", escape(&shortened(text, QUOTE)));
        Ok(Pressed::say(Reply::html(question).and(code).asking(Purpose::from(seen))))
    }

    /// Says why a variant cannot be edited as it was seen: the bus knows, and records that it was tried.
    async fn edit_refusal(&self, seen: Seen) -> Problem {
        match self.edit(seen, "").await {
            Err(problem) => problem,
            Ok(_) => Problem::words("Look at the suggestion again and press its buttons."),
        }
    }

    /// The answer to the question for a new text.
    pub(super) async fn edited(&self, seen: Seen, text: &str) -> Result<Reply, Problem> {
        let changed = self.edit(seen, text).await?;
        let said = if changed { "is changed and is being scored again" } else { "reads so already" };
        Ok(Reply::html(format!("Variant {} of {} {said}.", seen.variant, named(seen.suggestion))))
    }

    async fn edit(&self, seen: Seen, text: &str) -> Result<bool, Problem> {
        let project = self.project_of(seen.suggestion).await?;
        let Seen { suggestion, variant, revision } = seen;
        let command = EditVariant { suggestion, project, variant, revision, text: text.to_owned() };
        Ok(did_something(&self.dispatch(0, command).await?))
    }

    /// The button that shows a suggestion's variants again.
    pub(super) async fn press_show(&self, suggestion: SuggestionId) -> Result<Pressed, Problem> {
        let project = self.project_of(suggestion).await?;
        self.look(project).await?;
        let state = self.edge.desk.aggregates.suggestion(suggestion).await?.state;
        for (variant, _) in (1..).zip(&state.variants) {
            let subject = Subject::Variant { project, suggestion, variant };
            self.edge.notices.show_anew(&subject, self.session.chat).await?;
        }
        Ok(Pressed::done(""))
    }
}
