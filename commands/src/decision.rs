//! A decision: what one command asks for, who may ask (its authority), and the pure rule that answers it.

use domain::actor::Actor;
use domain::id::ProjectId;
use domain::role::Role;
use domain::state::State;
use domain::stream::StreamId;
use serde::Serialize;

use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

/// The events that a state's aggregate records.
pub type EventsOf<S> = Vec<<S as State>::Event>;

/// What a decision on a state gives: events, none if it is so already, or the refusal.
pub type DecisionResult<S> = Result<EventsOf<S>, Refusal>;

/// What the bus has to know of a command (or of an aggregate's enum of commands) before it decides.
pub trait CommandHeader: Serialize + Clone + std::fmt::Debug + Send + Sync + 'static {
    /// The aggregate's state.
    type State: State;

    /// What an attempt is recorded as, when it is not the command's own name.
    fn recorded_as(&self) -> Option<&'static str> {
        None
    }

    /// The id of the aggregate it is for.
    fn aggregate_id(&self) -> String;

    /// The project it is for, if any.
    fn project(&self) -> Option<ProjectId>;

    /// Whether it is meant to be its stream's first: it is decided without looking for a stream, and decided again
    /// if there turns out to be one.
    fn begins(&self) -> bool {
        false
    }

    /// Who may issue it.
    fn authority(&self) -> Authority;

    /// Other streams whose states the rule reads from the facts, besides the actor's and the project's.
    fn reads(&self) -> Vec<StreamId> {
        Vec::new()
    }

    /// The stream it is for.
    fn stream(&self) -> StreamId {
        StreamId::new(Self::State::KIND, self.aggregate_id())
    }
}

/// One command, or one aggregate's enum of commands, with its rule.
pub trait Decision: CommandHeader {
    /// The rule. An empty list means: nothing to do, it is already so.
    ///
    /// # Errors
    /// The [`Refusal`], as a fact that can be compared.
    fn decide(&self, state: &Self::State, facts: &DecisionFacts) -> DecisionResult<Self::State>;

    /// The rule with its authority checked first.
    ///
    /// # Errors
    /// The [`Refusal`] of the authority or of the rule.
    fn decide_as(&self, state: &Self::State, facts: &DecisionFacts) -> DecisionResult<Self::State> {
        self.authority().check(facts, self.project())?;
        self.decide(state, facts)
    }
}

/// An aggregate's enum of commands, which knows their names.
pub trait CommandName {
    /// The names of all its commands.
    #[cfg(test)]
    const NAMES: &'static [&'static str];

    /// The command's name, e.g. `ApproveContext`.
    fn name(&self) -> &'static str;
}

/// A state whose aggregate takes commands.
pub trait AggregateState: State {
    /// Its enum of commands.
    type Command: Decision<State = Self> + CommandName;
}

/// Who may issue a command. The operator of the machine always may: whoever holds the command line there
/// holds the database too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority {
    roles: &'static [Role],
    process: bool,
}

impl Authority {
    /// Members who hold one of the roles (an owner holds them all).
    pub const fn roles(roles: &'static [Role]) -> Self {
        Self { roles, process: false }
    }

    /// Only our own process managers.
    pub const fn process() -> Self {
        Self { roles: &[], process: true }
    }

    /// Our own process managers too.
    #[must_use]
    pub const fn or_process(self) -> Self {
        Self { process: true, ..self }
    }

    /// Checks the actor of the facts against this authority in the project.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`] with the roles that would have sufficed.
    pub fn check(self, facts: &DecisionFacts, project: Option<ProjectId>) -> Result<(), Refusal> {
        let allowed = match &facts.actor {
            Actor::Operator(_) => true,
            Actor::Process(_) => self.process,
            Actor::Member(_) => self.roles.iter().any(|role| facts.member.holds(*role, project)),
        };
        if allowed { Ok(()) } else { Err(Refusal::NotAllowed { needs: self.roles.to_vec() }) }
    }
}

/// Declares a command, and reads as a sentence:
///
/// ```text
/// command! {
///     /// What it asks for.
///     pub struct ClearPost for Post(post) in project reads [Suggestion(suggestion)] by [Publisher or process] {
///         /// Every field with its meaning.
///         pub post: PostId,
///     }
/// }
/// ```
///
/// - `for Post(post)`: it is for the post whose id is in the field `post`; `Post(suggestion => post_of)`: whose id the
///   function makes of the field. `begins` instead of `for`: it is meant to be its stream's first.
/// - `in project`: the field that says which project it is for; left out for a command outside any project.
/// - `reads [Suggestion(suggestion)]`: other streams that the rule reads, by the fields with their ids;
///   `reads streams_read`: those that the method names.
/// - `by [Editor, Publisher or process]`: who may issue it, `by [process]`, or an [`Authority`] in round brackets.
///
/// It declares the struct and its [`CommandHeader`]; the rule stands beside it, as its [`Decision`]. Fields are serialised
/// in their order, which request hashes rest on: a field that is moved makes a repeat look like a reused key.
macro_rules! command {
    (
        $(#[$doc:meta])*
        pub struct $name:ident $begins:tt $state:ident($id:ident $(=> $id_of:ident)?)
        $(in $project:ident)? $(reads $reads:tt)? by $who:tt
        { $($(#[$field_doc:meta])* pub $field:ident: $type:ty),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, ::serde::Serialize)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type),+
        }

        impl $crate::decision::CommandHeader for $name {
            type State = $state;

            fn aggregate_id(&self) -> String {
                $($id_of)?(self.$id).to_string()
            }

            fn project(&self) -> Option<::domain::id::ProjectId> {
                $crate::decision::command!(@project self $($project)?)
            }

            fn begins(&self) -> bool {
                $crate::decision::command!(@begins $begins)
            }

            fn authority(&self) -> $crate::decision::Authority {
                $crate::decision::command!(@by $who)
            }

            fn reads(&self) -> Vec<::domain::stream::StreamId> {
                $crate::decision::command!(@reads self $($reads)?)
            }
        }
    };

    (@project $self:ident) => { None };
    (@project $self:ident $project:ident) => { $self.$project.into() };
    (@begins for) => { false };
    (@begins begins) => { true };
    (@reads $self:ident) => { Vec::new() };
    (@reads $self:ident $method:ident) => { $self.$method() };
    (@reads $self:ident [$($kind:ident($id:ident)),+]) => {
        vec![$(::domain::stream::StreamId::new(::domain::stream::AggregateType::$kind, &$self.$id)),+]
    };
    (@by [process]) => { $crate::decision::Authority::process() };
    (@by [$($role:ident),+]) => { $crate::decision::Authority::roles(&[$(::domain::role::Role::$role),+]) };
    (@by [$($role:ident),+ or process]) => { $crate::decision::command!(@by [$($role),+]).or_process() };
    (@by ($authority:expr)) => { $authority };
}
pub(crate) use command;

/// Declares an aggregate's enum of commands from the list of its commands.
macro_rules! commands {
    ($(#[$doc:meta])* $enum:ident for $state:ty { $($module:ident::$command:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, ::serde::Serialize)]
        pub enum $enum {
            $(
                #[doc = concat!("See [`", stringify!($module), "::", stringify!($command), "`].")]
                $command($module::$command)
            ),+
        }

        impl $crate::decision::CommandName for $enum {
            #[cfg(test)]
            const NAMES: &'static [&'static str] = &[$(stringify!($command)),+];

            fn name(&self) -> &'static str {
                use $crate::decision::CommandHeader as _;
                match self { $(Self::$command(command) => command.recorded_as().unwrap_or(stringify!($command))),+ }
            }
        }

        impl $crate::decision::CommandHeader for $enum {
            type State = $state;

            fn aggregate_id(&self) -> String {
                match self { $(Self::$command(command) => $crate::decision::CommandHeader::aggregate_id(command)),+ }
            }

            fn project(&self) -> Option<::domain::id::ProjectId> {
                match self { $(Self::$command(command) => $crate::decision::CommandHeader::project(command)),+ }
            }

            fn begins(&self) -> bool {
                match self { $(Self::$command(command) => $crate::decision::CommandHeader::begins(command)),+ }
            }

            fn authority(&self) -> $crate::decision::Authority {
                match self { $(Self::$command(command) => $crate::decision::CommandHeader::authority(command)),+ }
            }

            fn reads(&self) -> Vec<::domain::stream::StreamId> {
                match self { $(Self::$command(command) => $crate::decision::CommandHeader::reads(command)),+ }
            }
        }

        impl $crate::decision::Decision for $enum {
            fn decide(
                &self,
                state: &Self::State,
                facts: &$crate::facts::DecisionFacts,
            ) -> $crate::decision::DecisionResult<Self::State> {
                match self { $(Self::$command(command) => $crate::decision::Decision::decide(command, state, facts)),+ }
            }

            fn decide_as(
                &self,
                state: &Self::State,
                facts: &$crate::facts::DecisionFacts,
            ) -> $crate::decision::DecisionResult<Self::State> {
                match self { $(Self::$command(command) => $crate::decision::Decision::decide_as(command, state, facts)),+ }
            }
        }

        impl $crate::decision::AggregateState for $state {
            type Command = $enum;
        }

        $(
            impl From<$module::$command> for $enum {
                fn from(command: $module::$command) -> Self {
                    Self::$command(command)
                }
            }

            impl From<$module::$command> for $crate::command::Command {
                fn from(command: $module::$command) -> Self {
                    $enum::from(command).into()
                }
            }
        )+
    };
}
pub(crate) use commands;
