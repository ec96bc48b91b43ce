//! Commands about a project's settings: its daily limits, its time zone.

use chrono_tz::Tz;
use commands::project::set_quota::SetQuota;
use commands::project::set_schedule::SetSchedule;
use domain::policy::Quota;
use domain::role::Role;
use domain::schedule::Schedule;
use futures_util::FutureExt;

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::escape;
use super::project::usage;
use super::project_selection::selected_project;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};
use super::times;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/quota",
        help: "set or show the daily limits: [suggestions] [posts]",
        example: "100 24",
        group: HelpGroup::Projects,
        roles: &[Role::Owner],
        handler: |request, args| quota(request, args).boxed(),
    },
    ChatCommand {
        name: "/timezone",
        help: "set or show the project's time zone: [zone]",
        example: "Europe/Berlin",
        group: HelpGroup::Projects,
        roles: &[Role::Publisher],
        handler: |request, args| timezone(request, args).boxed(),
    },
];

async fn quota(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let how =
        "Set them with e.g. <code>/quota 100 24</code>: suggestions, then posts. They count by UTC days.";
    let numbers: Vec<Option<u32>> = args.split_whitespace().map(|word| word.parse().ok()).collect();
    let quota = match numbers.as_slice() {
        [] => {
            let said =
                format!("The limits of {} in a day: {}.", project.title(), in_words(project.state.quota));
            return Ok(Reply::html(said).and(how));
        }
        [Some(suggestions_per_day), Some(posts_per_day)] => {
            Quota { suggestions_per_day: *suggestions_per_day, posts_per_day: *posts_per_day }
        }
        _ => return Err(usage("/quota &lt;suggestions a day&gt; &lt;posts a day&gt;", "/quota 100 24")),
    };
    let said = format!("The limits of {} in a day are {} now.", project.title(), in_words(quota));
    let already = format!("The limits of {} are {} already.", project.title(), in_words(quota));
    request.execute(SetQuota { project: project.id, quota }, &said, &already).await
}

fn in_words(quota: Quota) -> String {
    format!("{} suggestions and {} posts", quota.suggestions_per_day, quota.posts_per_day)
}

async fn timezone(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let wanted = args.trim();
    if wanted.is_empty() {
        let now = times::moment(request.bot.clock.now(), project.zone());
        let said = format!("The time zone of {} is {}: it is {now} there.", project.title(), project.zone());
        return Ok(Reply::html(said).and("Set it with e.g. <code>/timezone Europe/Berlin</code>."));
    }
    let Some(zone) = zone_named(wanted) else {
        return Err(RequestFailure::text(format!(
            "I know no time zone “{wanted}”. Write a place such as Europe/Berlin, America/New_York, Asia/Kolkata or UTC."
        )));
    };
    // The times of the slots stay as they read: nine in the morning is nine in the morning there.
    let schedule = Schedule { time_zone: zone, ..project.state.schedule.clone() };
    let times = if schedule.slots.is_empty() {
        String::new()
    } else {
        format!(" Its posting times: {}", times::schedule(&schedule))
    };
    let said = format!("The time zone of {} is {zone} now.{times}", project.title());
    let already = format!("The time zone of {} is {} already.", project.title(), escape(zone.name()));
    request.execute(SetSchedule { project: project.id, schedule }, &said, &already).await
}

/// The zone of this name, however it is written in capitals.
fn zone_named(words: &str) -> Option<Tz> {
    let words = words.replace(' ', "_");
    Tz::from_str_insensitive(&words).ok()
}

#[cfg(test)]
mod tests {
    use super::zone_named;

    #[test]
    fn zones_are_known_by_their_names() {
        for (words, zone) in
            [("europe/berlin", "Europe/Berlin"), ("America/new york", "America/New_York"), ("utc", "UTC")]
        {
            assert_eq!(zone_named(words).map(chrono_tz::Tz::name), Some(zone), "{words}");
        }
        assert_eq!(zone_named("Berlin time"), None);
    }
}
