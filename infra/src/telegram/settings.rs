//! Commands about a project's settings: mood, schedule, autopilot, pause.

use commands::project::clear_vibe::ClearVibe;
use commands::project::pause::PausePosting;
use commands::project::resume::ResumePosting;
use commands::project::set_autopilot::SetAutopilot;
use commands::project::set_schedule::SetSchedule;
use commands::project::set_vibe::SetVibe;
use domain::policy::Autopilot;
use domain::text::Text;

use super::chat_request::ChatRequest;
use super::html::{bold, escape, quote, snippet};
use super::project::usage;
use super::project_selection::SelectedProject;
use super::render::posting;
use super::render::short_id;
use super::reply::Reply;
use super::request_failure::RequestFailure;
use super::{time_input, times};

impl ChatRequest<'_> {
    /// `/vibe <mood>`
    pub(super) async fn vibe(&self, words: &str) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        if words.trim().is_empty() {
            return Err(usage("/vibe &lt;mood&gt;", "/vibe sleepy Sunday, soft jokes"));
        }
        self.dispatch(0, SetVibe { project: project.id, vibe: Text::known(words), lasts: None }).await?;
        let state = self.handler.bot.aggregates.project(project.id).await?.state;
        let until = state.vibe.map(|(_, until)| format!(" until {}", times::moment(until, project.zone())));
        Ok(Reply::html(format!("The mood of {} is set{}:", project.title(), until.unwrap_or_default()))
            .and(quote(words.trim(), 600)))
    }

    /// `/vibe_clear`
    pub(super) async fn vibe_clear(&self) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let (done, nothing) = ("The mood has ended.", "No mood was set.");
        self.execute(ClearVibe { project: project.id }, done, nothing).await
    }

    /// `/schedule [times] [zone]`
    pub(super) async fn schedule(&self, words: &str) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let words = words.trim();
        if words.is_empty() {
            let shown = format!(
                "The posting times of {}: {}",
                project.title(),
                times::schedule(&project.state.schedule)
            );
            let how = "Set them with e.g. <code>/schedule 09:00 18:30 mon 12:00 Europe/Berlin</code>, end them with \
                       <code>/schedule off</code>.";
            return Ok(Reply::html(shown).and(how));
        }
        let text = if words.eq_ignore_ascii_case("off") { "" } else { words };
        let schedule = time_input::schedule(text, project.zone()).map_err(RequestFailure::text)?;
        self.dispatch(0, SetSchedule { project: project.id, schedule: schedule.clone() }).await?;
        let next = schedule.next_after(self.handler.bot.clock.now());
        let next = next.map(|next| format!("The next one is {}.", times::moment(next, schedule.time_zone)));
        let said = format!("The posting times of {}: {}", project.title(), times::schedule(&schedule));
        Ok(Reply::html(said).and(next.unwrap_or_default()).and(unused(&project)))
    }

    /// `/autopilot <off|approved|full>`
    pub(super) async fn autopilot(&self, words: &str) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let Some(mode) = Autopilot::named(words.trim()) else {
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
        self.dispatch(0, SetAutopilot { project: project.id, mode }).await?;
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

    /// `/pause [reason]`
    pub(super) async fn pause(&self, words: &str) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let reason = (!words.trim().is_empty()).then(|| Text::known(words));
        let said = format!("Posting of {} is paused. Nothing more goes to X until /resume.", project.title());
        let already = format!("Posting of {} was paused before. /resume lifts it.", project.title());
        let reply = self.execute(PausePosting { project: project.id, reason }, &said, &already).await?;
        Ok(reply.and(self.on_the_wire(&project).await?))
    }

    /// `/resume`
    pub(super) async fn resume(&self) -> Result<Reply, RequestFailure> {
        let project = self.project().await?;
        let said = format!("Posting of {} goes on. What is queued goes out at its time.", project.title());
        let already = format!("Posting of {} was not paused.", project.title());
        self.execute(ResumePosting { project: project.id }, &said, &already).await
    }

    /// The request to X that had begun before the pause, by name: it is finished.
    async fn on_the_wire(&self, project: &SelectedProject) -> Result<String, RequestFailure> {
        let Some((account, _)) = &project.state.account else { return Ok(String::new()) };
        let account = self.handler.bot.aggregates.account(account).await?.state;
        let Some(open) = account.open_attempt else { return Ok(String::new()) };
        let post = self.handler.bot.aggregates.post(open.post).await?.state;
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
}

/// A hint for slots that nothing uses.
fn unused(project: &SelectedProject) -> &'static str {
    match project.state.autopilot {
        Autopilot::Off => "They are used by the button Queue and, once you turn it on, by /autopilot.",
        Autopilot::Approved | Autopilot::Full => "",
    }
}
