//! A change of posting as a whole.

use domain::event::Event;
use domain::policy::Autopilot;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;

use super::DecisionLine;
use crate::telegram::html::{bold, escape};
use crate::telegram::reply::Reply;

/// The notice; nothing for events that are no such change.
pub(in crate::telegram) fn posting(
    project: &Project,
    event: &Event,
    decision: &DecisionLine,
) -> Option<Reply> {
    let Event::Project(event) = event else { return None };
    let (what, advice) = if let ProjectEvent::PostingPaused { .. } = event {
        ("Posting was paused".to_owned(), "Nothing goes to X until /resume.")
    } else if let ProjectEvent::PostingResumed {} = event {
        ("Posting was resumed".to_owned(), "What is queued goes out at its time.")
    } else if let ProjectEvent::AutopilotSet { mode } = event {
        (format!("The autopilot was set to {}", mode.name()), autopilot(*mode))
    } else {
        return None;
    };
    let title = format!("{} · {what}{}", bold(&escape(&project.name)), decision.html());
    Some(Reply::html(title).and(advice))
}

/// The reason that came with the change.
pub(in crate::telegram) fn reason(event: &Event) -> Option<Text> {
    let Event::Project(ProjectEvent::PostingPaused { reason, .. }) = event else { return None };
    reason.clone()
}

/// What a mode of the autopilot means.
pub(in crate::telegram) fn autopilot(mode: Autopilot) -> &'static str {
    match mode {
        Autopilot::Off => "People publish by hand.",
        Autopilot::Approved => "Approved suggestions are published in the slots of /schedule.",
        Autopilot::Full => {
            "In the slots of /schedule it publishes what is approved, else asks for new posts and publishes those of \
             low risk by itself."
        }
    }
}
