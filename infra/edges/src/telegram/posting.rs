//! Commands about a project's posting: schedule, autopilot, pause, resume.

use commands::project::pause::PausePosting;
use commands::project::resume::ResumePosting;
use commands::project::set_autopilot::SetAutopilot;
use commands::project::set_schedule::SetSchedule;
use domain::policy::Autopilot;
use domain::project::Project;
use domain::role::Role;
use domain::text::Text;
use futures_util::FutureExt;

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::{ChatRequest, was_applied};
use super::html::{bold, escape, snippet};
use super::project_selection::{SelectedProject, selected_project};
use super::render::{posting, short_id};
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};
use super::{time_input, times};

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/schedule",
        help: "set or show the posting times: [times] [zone]",
        example: "09:00 18:30 Europe/Berlin",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, args| schedule(request, args).boxed(),
    },
    ChatCommand {
        name: "/autopilot",
        help: "what I do by myself: off, approved or full",
        example: "approved",
        group: HelpGroup::Posts,
        roles: &[Role::Owner],
        handler: |request, args| autopilot(request, args).boxed(),
    },
    ChatCommand {
        name: "/pause",
        help: "stop everything on its way to X: [reason]",
        example: "checking something",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, args| pause(request, args).boxed(),
    },
    ChatCommand {
        name: "/resume",
        help: "allow posting again",
        example: "",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, _| resume(request).boxed(),
    },
];

async fn schedule(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let args = args.trim();
    if args.is_empty() {
        let shown =
            format!("The posting times of {}: {}", project.title(), times::schedule(&project.state.schedule));
        let how = "Set them with e.g. <code>/schedule 09:00 18:30 mon 12:00 Europe/Berlin</code>, end them with \
                   <code>/schedule off</code>.";
        return Ok(Reply::html(shown).and(how));
    }
    let text = if args.eq_ignore_ascii_case("off") { "" } else { args };
    let schedule = time_input::schedule(text, project.zone()).map_err(RequestFailure::text)?;
    request.dispatch(0, SetSchedule { project: project.id, schedule: schedule.clone() }).await?;
    let next = schedule.next_after(request.bot.clock.now());
    let next = next.map(|next| format!("The next one is {}.", times::moment(next, schedule.time_zone)));
    let said = format!("The posting times of {}: {}", project.title(), times::schedule(&schedule));
    Ok(Reply::html(said).and(next.unwrap_or_default()).and(unused(&project)))
}

async fn autopilot(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let Some(mode) = Autopilot::named(args.trim()) else {
        let now = project.state.autopilot;
        let said = format!(
            "The autopilot of {} is {}. {}",
            project.title(),
            bold(now.name()),
            posting::autopilot(now)
        );
        let how = "Set it with <code>/autopilot off</code>, <code>approved</code> or <code>full</code>.";
        return Err(Reply::html(said).and(how).into());
    };
    request.dispatch(0, SetAutopilot { project: project.id, mode }).await?;
    let said = format!(
        "The autopilot of {} is {}. {}",
        project.title(),
        bold(mode.name()),
        posting::autopilot(mode)
    );
    let slots = mode != Autopilot::Off && project.state.schedule.slots.is_empty();
    let hint = if slots { "There are no posting times yet: set them with /schedule." } else { "" };
    Ok(Reply::html(said).and(hint))
}

async fn pause(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let reason = (!args.trim().is_empty()).then(|| Text::known(args));
    let said = format!("Posting of {} is paused. Nothing more goes to X until /resume.", project.title());
    let already = format!("Posting of {} was paused before. /resume lifts it.", project.title());
    let pause = PausePosting { project: project.id, reason, asked_at: Some(request.written_at) };
    let reply = request.execute(pause, &said, &already).await?;
    Ok(reply.and(on_the_wire(request, &project).await?))
}

async fn resume(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    let said = format!("Posting of {} goes on. What is queued goes out at its time.", project.title());
    let resume = ResumePosting { project: project.id, asked_at: Some(request.written_at) };
    let dispatched = request.dispatch(0, resume).await?;
    let state = &dispatched.state::<Project>()?.state;
    Ok(Reply::html(if was_applied(&dispatched.receipt) {
        said
    } else if let Some(asked_at) = state.pause_asked_at.filter(|_| state.paused) {
        let asked_at = times::moment(asked_at, project.zone());
        format!(
            "Posting of {} stays paused: the pause of {asked_at} is newer than this. Write /resume again to lift it.",
            project.title()
        )
    } else {
        format!("Posting of {} was not paused.", project.title())
    }))
}

/// The request to X that had begun before the pause, by name: it is finished.
async fn on_the_wire(request: &ChatRequest<'_>, project: &SelectedProject) -> HandlerResult<String> {
    let Some((account, _)) = &project.state.account else { return Ok(String::new()) };
    let account = request.bot.aggregates.account(account).await?.state;
    let Some(open) = account.open_attempt else { return Ok(String::new()) };
    let post = request.bot.aggregates.post(open.post).await?.state;
    if post.project != Some(project.id) {
        return Ok(String::new());
    }
    let words = post.text.map(|text| snippet(&text.to_string(), 80)).unwrap_or_default();
    Ok(format!(
        "One request was on its way already and is being finished: post <code>{}</code> “{}”.",
        short_id(open.post.0),
        escape(&words)
    ))
}

/// A hint for slots that nothing uses.
fn unused(project: &SelectedProject) -> &'static str {
    match project.state.autopilot {
        Autopilot::Off => "They are used by the button Queue and, once you turn it on, by /autopilot.",
        Autopilot::Approved | Autopilot::Full => "",
    }
}
