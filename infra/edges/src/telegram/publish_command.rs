//! `/publish [id] [time]`: the typed way to publish what was approved.

use domain::id::SuggestionId;
use domain::role::Role;
use futures_util::FutureExt;
use projections::projection::Projection;
use projections::suggestions::{self, Suggestions};

use super::buttons::Action;
use super::callback_subjects::VariantRef;
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::capital;
use super::project_selection::{SelectedProject, selected_project};
use super::publishing::{publishable, queue_post};
use super::render::short_id;
use super::render::variant::named;
use super::reply::{Button, Reply};
use super::request_failure::{HandlerResult, RequestFailure};
use super::{time_input, times};

/// The most suggestions looked at.
const MOST: u32 = 100;
/// The most that are offered as buttons.
const OFFERED: usize = 10;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[ChatCommand {
    name: "/publish",
    help: "publish an approved suggestion: [id] [time]",
    example: "1a2b3c4d 18:30",
    group: HelpGroup::Posts,
    roles: &[Role::Publisher],
    handler: |request, args| publish(request, args).boxed(),
}];

async fn publish(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let (id, time) = split(args);
    let now = request.bot.clock.now();
    let at = if time.is_empty() {
        None
    } else {
        Some(
            time_input::moment(time, project.zone(), request.written_at, now)
                .map_err(RequestFailure::text)?,
        )
    };
    let candidates = candidates(request, &project).await?;
    let chosen = match id {
        Some(id) => candidate_named(request, &project, id, &candidates).await?,
        None => only(&candidates)?,
    };
    queue_post(request, project.id, chosen.suggestion, chosen.variant, at).await?;
    let when = match at {
        Some(at) if at > now => format!("is queued for {}", times::moment(at, project.zone())),
        Some(_) | None => "is on its way to X".to_owned(),
    };
    let paused = if project.state.paused { " Posting is paused: it waits until /resume." } else { "" };
    Ok(Reply::html(format!("{} of {} {when}.{paused}", capital(&named(chosen.suggestion)), project.title())))
}

/// What is approved and no post yet, the oldest first. The read models only say where to look.
async fn candidates(request: &ChatRequest<'_>, project: &SelectedProject) -> HandlerResult<Vec<VariantRef>> {
    request.caught_up(&[Suggestions::NAME]).await;
    let pool = &request.bot.pool;
    let mut rows = suggestions::approved_unpublished(pool, project.id, MOST).await?;
    rows.extend(suggestions::pending(pool, project.id, MOST).await?);
    let mut found = Vec::new();
    for row in rows {
        found.extend(publishable(request, row.id).await?);
    }
    Ok(found)
}

async fn candidate_named(
    request: &ChatRequest<'_>,
    project: &SelectedProject,
    id: &str,
    candidates: &[VariantRef],
) -> HandlerResult<VariantRef> {
    let fits = |candidate: &SuggestionId| {
        short_id(candidate.0).eq_ignore_ascii_case(id) || candidate.to_string() == id
    };
    if let Some(found) = candidates.iter().find(|candidate| fits(&candidate.suggestion)) {
        return Ok(*found);
    }
    let pending = suggestions::pending(&request.bot.pool, project.id, MOST).await?;
    Err(RequestFailure::text(if pending.iter().any(|row| fits(&row.id)) {
        format!("Suggestion {id} is not approved yet. Approve it with its button; /pending shows it again.")
    } else {
        format!("I find no approved suggestion {id} that is not published yet. /pending shows what there is.")
    }))
}

/// The id, if the first word can be one, and the rest.
fn split(words: &str) -> (Option<&str>, &str) {
    let words = words.trim();
    let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let first = first.trim_start_matches('#');
    let is_id = first.len() >= 8 && first.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    // a date is made of the same characters
    let is_date = first.len() == 10 && first.parse::<chrono::NaiveDate>().is_ok();
    if is_id && !is_date { (Some(first), rest.trim()) } else { (None, words) }
}

fn only(candidates: &[VariantRef]) -> HandlerResult<VariantRef> {
    match candidates {
        [only] => Ok(*only),
        [] => Err(RequestFailure::text(
            "Nothing approved waits to be published. /pending shows what waits for approval, /suggest_post asks for posts.",
        )),
        several => {
            let said = "Several suggestions are approved. Press one to publish it now, or write /publish &lt;id&gt; [time].";
            let mut reply = Reply::html(said);
            for at in several.iter().take(OFFERED) {
                let label = format!("Publish {}", short_id(at.suggestion.0));
                reply = reply.row([Button::press(label, Action::PublishVariant(*at))]);
            }
            Err(reply.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn ids_and_times_are_told_apart() {
        assert_eq!(split(" #1a2b3c4d 18:30 "), (Some("1a2b3c4d"), "18:30"));
        assert_eq!(
            split("00000000-0000-0000-0000-000000000001"),
            (Some("00000000-0000-0000-0000-000000000001"), "")
        );
        assert_eq!(split("2026-11-23 18:30"), (None, "2026-11-23 18:30"));
        assert_eq!(split("in 2h"), (None, "in 2h"));
        assert_eq!(split(""), (None, ""));
    }
}
