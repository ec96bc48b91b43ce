//! The earlier decision: of a callback that came too late, who decided before, and when.

use chrono_tz::Tz;
use commands::error::CommandError;
use commands::refusal::Refusal;
use domain::event::EventKind;
use domain::id::ProjectId;
use domain::recorded::Recorded;

use super::bot_context::BotContext;
use super::buttons::Action;
use super::history::DecisionRecord;
use super::html::sentence;
use super::times;

/// The events that decide a suggestion or a post. The newest of them says what holds now.
const DECISIONS: [EventKind; 13] = [
    EventKind::SuggestionApproved,
    EventKind::SuggestionRejected,
    EventKind::SuggestionExpired,
    EventKind::PostQueued,
    EventKind::PostRequeued,
    EventKind::PostCancelled,
    EventKind::PostPublished,
    EventKind::PostedManually,
    EventKind::PostFailed,
    EventKind::PostBlocked,
    EventKind::PostMissed,
    EventKind::OutcomeConfirmed,
    EventKind::PostDeleted,
];

/// What was decided before the action, by whom and when; `None` if the error is another one, or the decision cannot be
/// read now.
pub(super) async fn earlier_decision(
    bot: &BotContext,
    error: &CommandError,
    action: Action,
) -> Option<String> {
    let CommandError::Refused(Refusal::AlreadyDecided { what, status, .. }) = error else { return None };
    let decision = decision(bot, action).await?;
    let record = DecisionRecord::from(&decision);
    let zone = zone(bot, decision.metadata.project_id).await;
    let (by, at) = (bot.names.name(&record.by).await, times::clock(record.at, zone));
    Some(sentence(&format!("this {what} is already {status}: by {by} at {at}")))
}

async fn decision(bot: &BotContext, action: Action) -> Option<Recorded> {
    // a context's stream holds the decisions about all its layers; only this layer's counts
    if let Action::ApproveLayer(at) | Action::RejectLayer(at) = action {
        return bot.history.of_layer(at.project, at.layer).await.ok()?;
    }
    bot.history.of(&action.stream(), &DECISIONS).await.ok()?.pop()
}

/// The project's time zone.
async fn zone(bot: &BotContext, project: Option<ProjectId>) -> Tz {
    let Some(project) = project else { return Tz::UTC };
    let state = bot.aggregates.project(project).await;
    state.map_or(Tz::UTC, |project| project.state.schedule.time_zone)
}
