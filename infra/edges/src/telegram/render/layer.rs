//! A context layer.

use domain::context::{Layer, LayerStatus};
use domain::project::Project;
use domain::risk::Band;

use super::risk::risk;
use super::{DecisionLine, words};
use crate::telegram::buttons::Action;
use crate::telegram::callback_subjects::LayerRef;
use crate::telegram::html::{bold, escape, quote};
use crate::telegram::reply::{Button, Reply};

/// The longest quote, in UTF-16 units: a notice is one message.
const QUOTE: usize = 2200;

/// What is known about a layer.
pub(in crate::telegram) struct LayerNotice<'a> {
    pub(in crate::telegram) at: LayerRef,
    pub(in crate::telegram) project: &'a Project,
    pub(in crate::telegram) layer: &'a Layer,
    /// What to call whoever proposed it.
    pub(in crate::telegram) added_by: String,
    /// Whether it counts now.
    pub(in crate::telegram) active: bool,
    /// What was decided.
    pub(in crate::telegram) decision: Option<DecisionLine>,
}

/// The notice.
pub(in crate::telegram) fn layer(view: &LayerNotice<'_>) -> Reply {
    let LayerNotice { at, project, layer, added_by, .. } = view;
    let title = format!(
        "{} · context layer {}, proposed by {}",
        bold(&escape(&project.name)),
        at.layer,
        escape(added_by)
    );
    let limits = project.policy.limits;
    let score = layer.assessment.as_ref().map(|assessment| risk(assessment, limits));
    let reply = Reply::html(title)
        .and(quote(words(&layer.content), QUOTE))
        .and(score.unwrap_or_else(|| "It is being scored.".to_owned()))
        .and(status(view));
    let blocked = layer.assessment.as_ref().map(|assessment| limits.band(assessment.score) == Band::Blocked);
    match (layer.status, blocked) {
        (LayerStatus::Pending, Some(blocked)) => {
            let approve = (!blocked).then(|| Button::press("Approve", Action::ApproveLayer(*at)));
            reply.row(approve.into_iter().chain([Button::press("Reject", Action::RejectLayer(*at))]))
        }
        (LayerStatus::Pending, None) | (LayerStatus::Approved | LayerStatus::Rejected, _) => reply,
    }
}

fn status(view: &LayerNotice<'_>) -> String {
    let decision = view.decision.as_ref().map(DecisionLine::html).unwrap_or_default();
    match view.layer.status {
        LayerStatus::Pending => String::new(),
        LayerStatus::Approved if view.active => format!("Approved{decision}"),
        LayerStatus::Approved => format!("Approved{decision}\nA rollback has taken it out since."),
        LayerStatus::Rejected => format!("Rejected{decision}"),
    }
}
