//! One contract for every command: to whom it is refused, and what it answers for a project that is missing, archived or
//! not its own. The rows say once more who may, so that a slip in a command's declaration fails a test.

mod rows;

use domain::account::Account;
use domain::actor::Actor;
use domain::member::Member;
use domain::policy::Autopilot;
use domain::post::Post;
use domain::project::Project;
use domain::role::{Role, Scope};
use domain::state::State;
use domain::stream::AggregateType;
use domain::suggestion::Suggestion;

use crate::account::testing::{account_id, connected};
use crate::cqrs::{ForAggregate, for_aggregate};
use crate::decision::{AggregateState, CommandName, Decision};
use crate::facts::DecisionFacts;
use crate::post::testing::{cleared, queued};
use crate::project::ProjectCommand;
use crate::project::archive::ArchiveProject;
use crate::project::fixtures::{created, in_archived_project, not_allowed, without_project};
use crate::refusal::Refusal;
use crate::suggestion::testing::{approved, assessed, assessment, generated, other_project, requested};
use crate::testing::{as_process, existing_project, member, project_id};

/// Who may issue a command, besides the operator.
#[derive(Clone, Copy, Default)]
struct Who {
    /// Each of these would do, and an owner.
    roles: &'static [Role],
    /// The role must be held everywhere: the command is for no project, or for all.
    everywhere: bool,
    process: bool,
    /// It is not refused to anybody.
    anybody: bool,
}

fn by(roles: &'static [Role]) -> Who {
    Who { roles, ..Who::default() }
}

fn by_process() -> Who {
    by(&[]).or_process()
}

impl Who {
    fn or_process(self) -> Self {
        Self { process: true, ..self }
    }

    fn everywhere(self) -> Self {
        Self { everywhere: true, ..self }
    }

    fn may(self, asker: Asker) -> bool {
        self.anybody
            || match asker {
                Asker::Stranger => false,
                Asker::Member(role, scope) => self.suffices(role) && self.reaches(scope),
                Asker::Process => self.process,
                Asker::Operator => true,
            }
    }

    fn suffices(self, role: Role) -> bool {
        self.roles.contains(&role) || (role == Role::Owner && !self.roles.is_empty())
    }

    fn reaches(self, scope: Scope) -> bool {
        scope == Scope::Global || (scope == Scope::Project(project_id()) && !self.everywhere)
    }
}

/// Somebody who asks.
#[derive(Clone, Copy, Debug)]
enum Asker {
    Stranger,
    Member(Role, Scope),
    Process,
    Operator,
}

impl Asker {
    fn all() -> Vec<Self> {
        let scopes = [Scope::Global, Scope::Project(project_id()), Scope::Project(other_project())];
        let members = Role::ALL.into_iter().flat_map(|role| scopes.map(|scope| Self::Member(role, scope)));
        [Self::Stranger, Self::Process, Self::Operator].into_iter().chain(members).collect()
    }

    fn facts(self, facts: DecisionFacts) -> DecisionFacts {
        let roles = match self {
            // the member in their facts is whoever approved
            Self::Process => return facts,
            Self::Operator => return DecisionFacts { actor: Actor::Operator("root".to_owned()), ..facts },
            Self::Stranger => None,
            Self::Member(role, scope) => Some((role, scope)),
        };
        let member = Member { roles: roles.into_iter().collect(), ..Member::default() };
        DecisionFacts { actor: self::member(1), member, ..facts }
    }
}

/// What a command finds, and what it answers to somebody who may issue it.
struct Case<S> {
    name: &'static str,
    state: S,
    facts: DecisionFacts,
    answer: Result<(), Refusal>,
    /// The answer to members, where it is another one.
    to_members: Option<Refusal>,
}

impl<S: AggregateState> Case<S> {
    fn seen(&self, command: &S::Command, asker: Asker) -> Result<(), Refusal> {
        command.decide_as(&self.state, &asker.facts(self.facts.clone())).map(drop)
    }

    fn expected(&self, asker: Asker) -> Result<(), Refusal> {
        match (asker, self.to_members.clone()) {
            (Asker::Member(..), Some(refusal)) => Err(refusal),
            (Asker::Member(..) | Asker::Stranger | Asker::Process | Asker::Operator, _) => {
                self.answer.clone()
            }
        }
    }
}

/// What one command promises.
struct Row<S: AggregateState> {
    who: Who,
    command: S::Command,
    open: Case<S>,
    missing: Case<S>,
    archived: Case<S>,
    /// The same command in the name of another project, and what is not found then.
    elsewhere: Option<(S::Command, &'static str)>,
}

impl<S: AggregateState> Row<S> {
    /// A command that takes effect or finds that it is so already, after these events, in a project where nothing
    /// is in its way, and that is refused where the project is missing or archived.
    fn new(who: Who, before: impl IntoIterator<Item = S::Event>, command: impl Into<S::Command>) -> Self {
        let state = S::fold(&before.into_iter().collect::<Vec<_>>());
        let case = |name, facts, answer| Case { name, state: state.clone(), facts, answer, to_members: None };
        let (facts, missing) = (nothing_in_the_way(), Err(Refusal::not_found("project")));
        Self {
            who,
            command: command.into(),
            open: case("in an open project", facts.clone(), Ok(())),
            missing: case("in a missing project", without_project(facts.clone()), missing),
            archived: case("in an archived project", in_archived_project(facts), Err(Refusal::Archived)),
            elsewhere: None,
        }
    }

    /// The project does not matter: what happened is recorded, or no project is meant.
    fn in_any_project(mut self) -> Self {
        self.missing.answer = Ok(());
        self.though_archived()
    }

    /// That the project is archived does not matter.
    fn though_archived(mut self) -> Self {
        self.archived.answer = Ok(());
        self
    }

    /// Members are refused where the project is missing, though others are not.
    fn missing_to_members(mut self, what: &str) -> Self {
        self.missing.to_members = Some(Refusal::not_found(what));
        self
    }

    fn elsewhere(self, command: impl Into<S::Command>, what: &'static str) -> Self {
        Self { elsewhere: Some((command.into(), what)), ..self }
    }
}

impl Row<Project> {
    /// A command of the project itself.
    fn of_project(who: Who, command: impl Into<ProjectCommand>) -> Self {
        let mut row = Self::new(who, [created()], command);
        row.missing.state = Project::default();
        row.archived.state.archived = true;
        row
    }
}

/// Facts that a process knows: the project posts as a connected account on a full autopilot, and its one suggestion was
/// approved by a publisher and became a cleared post.
fn nothing_in_the_way() -> DecisionFacts {
    let account = Some((account_id(), "froglet".to_owned()));
    let project = Project { account, autopilot: Autopilot::Full, ..existing_project() };
    let publisher = (Role::Publisher, Scope::Project(project_id()));
    DecisionFacts {
        project,
        member: Member { roles: [publisher].into(), ..Member::default() },
        suggestion: Suggestion::fold(&[requested(), generated(), assessed(assessment(0)), approved(0)]),
        post: Post::fold(&[queued(0), cleared(0)]),
        account: Account::fold(&[connected()]),
        ..as_process("contract")
    }
}

/// A row of whatever aggregate.
trait Contract {
    /// The command's name.
    fn name(&self) -> &'static str;

    /// Where the command does otherwise.
    fn faults(&self) -> Vec<String>;
}

impl<S: AggregateState> Contract for Row<S> {
    fn name(&self) -> &'static str {
        self.command.name()
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut compare = |case: String, seen: Result<(), Refusal>, expected: Result<(), Refusal>| {
            if seen != expected {
                faults.push(format!("{} {case}: {seen:?}, not {expected:?}", self.name()));
            }
        };
        for case in [&self.open, &self.missing, &self.archived] {
            for asker in Asker::all() {
                let may = self.who.may(asker);
                let expected = if may { case.expected(asker) } else { Err(not_allowed(self.who.roles)) };
                compare(format!("{} by {asker:?}", case.name), case.seen(&self.command, asker), expected);
            }
        }
        if let Some((command, what)) = &self.elsewhere {
            let seen = self.open.seen(command, Asker::Operator);
            compare("in another project".to_owned(), seen, Err(Refusal::not_found(what)));
        }
        faults
    }
}

/// The names of an aggregate's commands.
struct Names;

impl ForAggregate for Names {
    type Output = &'static [&'static str];

    fn run<S: AggregateState>(self) -> Self::Output {
        S::Command::NAMES
    }
}

#[test]
fn every_command_has_one_row() {
    let mut rows: Vec<&str> = rows::all().iter().map(|row| row.name()).collect();
    let mut commands: Vec<&str> =
        AggregateType::ALL.into_iter().flat_map(|kind| for_aggregate(kind, Names)).copied().collect();
    rows.sort_unstable();
    commands.sort_unstable();
    assert_eq!(rows, commands);
}

#[test]
fn every_command_keeps_the_contract() {
    let faults: Vec<String> = rows::all().iter().flat_map(|row| row.faults()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_command_that_does_otherwise_is_named() {
    let archive = || ArchiveProject { project: project_id() };
    let row = Row::of_project(by(&[Role::Publisher]), archive()).elsewhere(archive(), "post");
    let faults = row.faults().join("\n");
    for case in ["in an open project by Stranger", "in a missing project by Process", "in another project"] {
        assert!(faults.contains(&format!("ArchiveProject {case}: ")), "{faults}");
    }
    assert!(faults.contains("in an archived project by Operator: Ok(()), not Err(Archived)"), "{faults}");
}
