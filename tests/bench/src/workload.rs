//! The work: members edit suggestions, through the bus, with everything that `serve` does for a command.
//!
//! A suggestion is requested, gets a variant from its process, and is edited eight times: ten commands, ten events
//! with one sealed text each, then the next suggestion. Members' commands read and guard the suggestion, the member
//! and the project, the request also the project's context.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use commands::bus::Bus;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::member::grant_role::GrantRole;
use commands::port::clock::{Clock, Ids};
use commands::port::dispatch::Dispatch;
use commands::project::create::CreateProject;
use commands::suggestion::edit::EditVariant;
use commands::suggestion::record_variants::RecordVariants;
use commands::suggestion::request::RequestSuggestion;
use domain::actor::Actor;
use domain::id::{MemberId, ProjectId, SuggestionId};
use domain::risk::{Assessment, RiskScore};
use domain::role::{Role, Scope};
use domain::suggestion::event::Usage;
use domain::text::Text;
use engine::store::PgEventStore;
use futures_util::future::try_join_all;

use crate::system::System;

/// Projects that the suggestions belong to.
const PROJECTS: usize = 64;
/// Commands, and so events, of each suggestion.
pub(crate) const PER_AGGREGATE: u32 = 10;

/// What some callers did in some time.
#[derive(Debug)]
pub(crate) struct Run {
    /// Commands acknowledged.
    pub(crate) commands: u64,
    /// From the first command's begin to the last one's end.
    pub(crate) took: Duration,
    /// Latencies of all commands, ascending.
    pub(crate) latencies: Vec<Duration>,
}

impl Run {
    /// Commands per second.
    pub(crate) fn rate(&self) -> f64 {
        per_second(self.commands, self.took)
    }

    /// The latency in milliseconds that so many percent of the commands kept to.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        percentile(&self.latencies, percent)
    }
}

/// So many in this time, per second.
pub(crate) fn per_second(number: u64, took: Duration) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX)) / took.as_secs_f64()
}

/// The value in milliseconds below which so many percent of the sorted times are.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

/// Who works on what.
#[derive(Clone)]
pub(crate) struct Workload {
    bus: Arc<Bus<PgEventStore>>,
    ids: Arc<dyn Ids>,
    clock: Arc<dyn Clock>,
    projects: Arc<[ProjectId]>,
    editor: Actor,
}

impl Workload {
    /// Makes the members and the projects.
    pub(crate) async fn prepare(system: &System) -> anyhow::Result<Self> {
        let (owner, editor) = (MemberId::telegram(1001), MemberId::telegram(1002));
        let projects: Arc<[ProjectId]> = (0..PROJECTS).map(|_| ProjectId(system.ids.next())).collect();
        let work = Self {
            bus: Arc::clone(&system.bus),
            ids: Arc::clone(&system.ids),
            clock: Arc::clone(&system.clock),
            projects: Arc::clone(&projects),
            editor: Actor::Member(editor.clone()),
        };
        let operator = Actor::Operator("bench".to_owned());
        for (member, role) in [(&owner, Role::Owner), (&editor, Role::Editor)] {
            let (member, scope) = (member.clone(), Scope::Global);
            work.command(&operator, GrantRole { member, role, scope, name: Some(Text::known("Ada")) })
                .await?;
        }
        for (number, project) in projects.iter().enumerate() {
            let (project, name) = (*project, format!("Frogs {number}"));
            let base_description = Text::known("A club of frogs that like to read in the evening");
            let create = CreateProject { project, name, base_description };
            work.command(&Actor::Member(owner.clone()), create).await?;
        }
        Ok(work)
    }

    /// The same work through another bus.
    pub(crate) fn through(&self, bus: Arc<Bus<PgEventStore>>) -> Self {
        Self { bus, ..self.clone() }
    }

    /// Lets so many callers work for this long, and makes sure that each command became one event.
    pub(crate) async fn run(
        &self,
        system: &System,
        callers: usize,
        lasting: Duration,
    ) -> anyhow::Result<Run> {
        let before = system.last_ingest().await?;
        let run = self.timed(callers, lasting).await?;
        let stored = system.stored_after(before).await?;
        ensure!(stored == run.commands, "{} commands made {stored} events", run.commands);
        Ok(run)
    }

    /// The same without counting the events.
    pub(crate) async fn timed(&self, callers: usize, lasting: Duration) -> anyhow::Result<Run> {
        let begun = Instant::now();
        let end = begun + lasting;
        let callers = (0..callers).map(|number| {
            let (work, project) = (self.clone(), self.project(number));
            tokio::spawn(async move { work.caller(project, end).await })
        });
        let done = try_join_all(callers).await.context("a caller panicked")?;
        let took = begun.elapsed();
        let mut latencies = Vec::new();
        for one in done {
            latencies.extend(one?);
        }
        latencies.sort_unstable();
        Ok(Run { commands: latencies.len() as u64, took, latencies })
    }

    /// Lets so many callers work on so many suggestions, each with its first `steps` commands.
    pub(crate) async fn suggestions(&self, callers: u64, suggestions: u64, steps: u32) -> anyhow::Result<()> {
        let callers = (0..callers).map(|number| {
            let (work, share) =
                (self.clone(), suggestions / callers + u64::from(number < suggestions % callers));
            tokio::spawn(async move { work.some(usize::try_from(number)?, share, steps).await })
        });
        for one in try_join_all(callers).await.context("a caller panicked")? {
            one?;
        }
        Ok(())
    }

    /// So many suggestions, each with its first `steps` commands.
    async fn some(&self, project: usize, suggestions: u64, steps: u32) -> anyhow::Result<()> {
        for _ in 0..suggestions {
            let suggestion = SuggestionId(self.ids.next());
            for step in 0..steps {
                self.step(self.project(project), suggestion, step).await?;
            }
        }
        Ok(())
    }

    /// Works on one suggestion after the other until the end, and tells how long each command took.
    async fn caller(&self, project: ProjectId, end: Instant) -> anyhow::Result<Vec<Duration>> {
        let mut latencies = Vec::new();
        loop {
            let suggestion = SuggestionId(self.ids.next());
            for step in 0..PER_AGGREGATE {
                let begun = Instant::now();
                if begun >= end {
                    return Ok(latencies);
                }
                self.step(project, suggestion, step).await?;
                latencies.push(begun.elapsed());
            }
        }
    }

    /// One of a suggestion's ten commands.
    async fn step(&self, project: ProjectId, suggestion: SuggestionId, step: u32) -> anyhow::Result<()> {
        match step {
            0 => self.request(project, suggestion).await,
            1 => self.command(&Actor::process("bench"), written(project, suggestion)).await,
            _ => {
                let (variant, revision, text) = (1, step - 2, words(step));
                let edit = EditVariant { suggestion, project, variant, revision, text };
                self.command(&self.editor, edit).await
            }
        }
    }

    /// The project of a number.
    pub(crate) fn project(&self, number: usize) -> ProjectId {
        self.projects[number % PROJECTS]
    }

    /// Asks for a new suggestion.
    pub(crate) async fn request(&self, project: ProjectId, suggestion: SuggestionId) -> anyhow::Result<()> {
        let (instruction, variants, replaces) = (Some(words(0)), 1, None);
        let request = RequestSuggestion { suggestion, project, instruction, variants, replaces };
        self.command(&self.editor, request).await
    }

    async fn command(&self, actor: &Actor, command: impl Into<Command>) -> anyhow::Result<()> {
        let envelope = Envelope::first(self.ids.next(), actor.clone(), self.clock.now(), command);
        self.bus.dispatch(envelope).await.map(drop).context("a command was not carried out")
    }
}

/// What the process that asks the model would record.
pub(crate) fn written(project: ProjectId, suggestion: SuggestionId) -> RecordVariants {
    let input = Assessment {
        score: RiskScore::try_new(0).expect("0 is a score"),
        signals: Vec::new(),
        complete: true,
    };
    let usage = Usage { input_tokens: 900, cached_tokens: 0, output_tokens: 60 };
    let (model, variants) = ("gpt-5.4-mini".to_owned(), vec![words(1)]);
    RecordVariants { suggestion, project, input, model, variants, usage }
}

/// About as long as a short post.
fn words(number: u32) -> String {
    format!("Frogs who read in the evening sleep better, says revision {number} of this post")
}
