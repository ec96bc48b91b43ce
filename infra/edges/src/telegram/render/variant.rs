//! One variant of a suggestion.

use domain::id::SuggestionId;
use domain::post::Post;
use domain::post_text::{MAX_LENGTH, weighted_length};
use domain::project::Project;
use domain::risk::{Assessment, Band};
use domain::suggestion::{Suggestion, SuggestionStatus, Variant};

use super::risk::risk;
use super::{DecisionLine, short_id, words};
use crate::telegram::buttons::Action;
use crate::telegram::callback_subjects::VariantRef;
use crate::telegram::html::{bold, escape, quote};
use crate::telegram::reply::{Button, Reply};

/// The longest quote, in UTF-16 units: a notice is one message.
const QUOTE: usize = 2200;

/// What is known about a variant.
pub(in crate::telegram) struct VariantNotice<'a> {
    pub(in crate::telegram) at: VariantRef,
    pub(in crate::telegram) project: &'a Project,
    pub(in crate::telegram) suggestion: &'a Suggestion,
    pub(in crate::telegram) variant: &'a Variant,
    /// The suggestion's post; an empty one if there is none yet.
    pub(in crate::telegram) post: &'a Post,
    /// What was decided.
    pub(in crate::telegram) decision: Option<DecisionLine>,
}

/// The notice.
pub(in crate::telegram) fn variant(view: &VariantNotice<'_>) -> Reply {
    let VariantNotice { variant, project, suggestion, .. } = view;
    let text = words(&variant.text);
    let facts = format!(
        "{} of {MAX_LENGTH} characters · context version {}",
        weighted_length(text),
        suggestion.context_version
    );
    let score = variant.assessment.as_ref().map(|assessment| risk(assessment, project.policy.limits));
    let reply = Reply::html(title(view))
        .and(quote(text, QUOTE))
        .and(facts)
        .and(score.unwrap_or_else(|| "It is being scored.".to_owned()))
        .and(status(view));
    with_buttons(reply, view)
}

fn title(view: &VariantNotice<'_>) -> String {
    let VariantRef { suggestion, variant, revision } = view.at;
    let edited = if revision == 0 { String::new() } else { format!(", edited {revision}×") };
    format!(
        "{} · suggestion <code>{}</code>, variant {variant} of {}{edited}",
        bold(&escape(&view.project.name)),
        short_id(suggestion.0),
        view.suggestion.variants.len(),
    )
}

fn status(view: &VariantNotice<'_>) -> String {
    let decision = view.decision.as_ref().map(DecisionLine::html).unwrap_or_default();
    match &view.suggestion.status {
        SuggestionStatus::Requested | SuggestionStatus::Generated | SuggestionStatus::Failed => String::new(),
        SuggestionStatus::Approved { variant, .. } if *variant == view.at.variant => {
            format!("Approved{decision}{}", after_approval(view.post))
        }
        SuggestionStatus::Approved { variant, .. } => {
            format!("Not chosen: variant {variant} was approved{decision}")
        }
        SuggestionStatus::Rejected => format!("Rejected{decision}"),
        SuggestionStatus::Expired => "Expired: nobody decided in time.".to_owned(),
    }
}

fn after_approval(post: &Post) -> &'static str {
    if post.exists() { "\nIt is a post now, with news of its own." } else { "" }
}

fn with_buttons(reply: Reply, view: &VariantNotice<'_>) -> Reply {
    let at = view.at;
    match (&view.suggestion.status, &view.variant.assessment) {
        (SuggestionStatus::Generated, Some(assessment)) => undecided(reply, view, assessment),
        (SuggestionStatus::Approved { variant, .. }, _) if *variant == at.variant && !view.post.exists() => {
            reply.row([
                Button::press("Publish now", Action::PublishVariant(at)),
                Button::press("Queue", Action::QueueVariant(at)),
            ])
        }
        (SuggestionStatus::Generated, None)
        | (
            SuggestionStatus::Requested
            | SuggestionStatus::Failed
            | SuggestionStatus::Approved { .. }
            | SuggestionStatus::Rejected
            | SuggestionStatus::Expired,
            _,
        ) => reply,
    }
}

/// What is blocked can only be edited, replaced or rejected.
fn undecided(reply: Reply, view: &VariantNotice<'_>, assessment: &Assessment) -> Reply {
    let at = view.at;
    let blocked = view.project.policy.limits.band(assessment.score) == Band::Blocked;
    let reply = if blocked {
        reply
    } else {
        reply.row([
            Button::press("Approve", Action::ApproveVariant(at)),
            Button::press("Publish now", Action::PublishVariant(at)),
        ])
    };
    reply.row([
        Button::press("Edit", Action::EditVariant(at)),
        Button::press("Regenerate", Action::Regenerate(at.suggestion)),
        Button::press("Reject", Action::RejectSuggestion(at.suggestion)),
    ])
}

/// `suggestion 1a2b3c4d`, as HTML.
pub(in crate::telegram) fn named(suggestion: SuggestionId) -> String {
    format!("suggestion <code>{}</code>", short_id(suggestion.0))
}
