//! A suggestion for which no variants came.

use domain::id::SuggestionId;
use domain::project::Project;
use domain::suggestion::event::GenerationFault;

use super::variant::named;
use crate::telegram::buttons::Action;
use crate::telegram::html::{bold, escape, sentence, shortened};
use crate::telegram::reply::{Button, Reply};

/// The longest detail, in UTF-16 units.
const DETAIL: usize = 500;

/// The notice.
pub(in crate::telegram) fn failure(
    project: &Project,
    suggestion: SuggestionId,
    fault: GenerationFault,
    detail: &str,
) -> Reply {
    let title = format!("{} · no variants for {}", bold(&escape(&project.name)), named(suggestion));
    let reply = Reply::html(title).and(escape(reason(fault)));
    let reply =
        if detail.is_empty() { reply } else { reply.and(escape(&sentence(&shortened(detail, DETAIL)))) };
    reply.row([Button::press("Regenerate", Action::Regenerate(suggestion))])
}

/// Why, and what to do.
fn reason(fault: GenerationFault) -> &'static str {
    match fault {
        GenerationFault::InputBlocked => {
            "Context, mood and instruction together are too risky, so the model was not asked. Change them, then try again."
        }
        GenerationFault::ModelRefused => "The model declined to write this. Ask for something else.",
        GenerationFault::UnusableAnswer => "The model's answers could not be used. Another try may help.",
        GenerationFault::Rejected => {
            "The model's service does not accept our requests. The operator has to look at key, credit and model."
        }
        GenerationFault::Unavailable => {
            "The model's service could not be reached for too long. Try again later."
        }
        GenerationFault::QuotaSpent => {
            "The daily number of suggestions is used up. It begins anew at midnight in the project's time zone."
        }
    }
}
