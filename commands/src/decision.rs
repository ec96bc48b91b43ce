//! A decision: what one command asks for and the pure rule that answers it.

use domain::id::ProjectId;
use domain::state::State;
use domain::stream::StreamId;
use serde::Serialize;

use crate::authority::Authority;
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

/// The events that a state's aggregate records.
pub type EventsOf<S> = Vec<<S as State>::Event>;

/// One command, or one aggregate's enum of commands.
pub trait Decision: Serialize + Clone + std::fmt::Debug + Send + Sync + 'static {
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

    /// The rule. An empty list means: nothing to do, it is already so.
    ///
    /// # Errors
    /// The [`Refusal`], as a fact that can be compared.
    fn decide(&self, state: &Self::State, facts: &DecisionFacts) -> Result<EventsOf<Self::State>, Refusal>;

    /// The stream it is for.
    fn stream(&self) -> StreamId {
        StreamId::new(Self::State::KIND, self.aggregate_id())
    }

    /// The rule with its authority checked first.
    ///
    /// # Errors
    /// The [`Refusal`] of the authority or of the rule.
    fn decide_as(
        &self,
        state: &Self::State,
        facts: &DecisionFacts,
    ) -> Result<EventsOf<Self::State>, Refusal> {
        self.authority().check(facts, self.project())?;
        self.decide(state, facts)
    }
}

/// An aggregate's enum of commands, which knows their names.
pub trait CommandName {
    /// The command's name, e.g. `ApproveContext`.
    fn name(&self) -> &'static str;
}

/// A state whose aggregate takes commands.
pub trait AggregateState: State {
    /// Its enum of commands.
    type Command: Decision<State = Self> + CommandName;
}

/// Declares an aggregate's enum of commands from the list of its commands.
macro_rules! commands {
    ($(#[$doc:meta])* $enum:ident for $state:ty { $($command:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, ::serde::Serialize)]
        pub enum $enum {
            $(#[doc = concat!("See [`", stringify!($command), "`].")] $command($command)),+
        }

        impl $crate::decision::CommandName for $enum {
            fn name(&self) -> &'static str {
                use $crate::decision::Decision as _;
                match self { $(Self::$command(command) => command.recorded_as().unwrap_or(stringify!($command))),+ }
            }
        }

        impl $crate::decision::Decision for $enum {
            type State = $state;

            fn aggregate_id(&self) -> String {
                match self { $(Self::$command(command) => command.aggregate_id()),+ }
            }

            fn project(&self) -> Option<::domain::id::ProjectId> {
                match self { $(Self::$command(command) => command.project()),+ }
            }

            fn begins(&self) -> bool {
                match self { $(Self::$command(command) => command.begins()),+ }
            }

            fn authority(&self) -> $crate::authority::Authority {
                match self { $(Self::$command(command) => command.authority()),+ }
            }

            fn reads(&self) -> Vec<::domain::stream::StreamId> {
                match self { $(Self::$command(command) => command.reads()),+ }
            }

            fn decide(
                &self,
                state: &Self::State,
                facts: &$crate::facts::DecisionFacts,
            ) -> Result<$crate::decision::EventsOf<Self::State>, $crate::refusal::Refusal> {
                match self { $(Self::$command(command) => command.decide(state, facts)),+ }
            }

            fn decide_as(
                &self,
                state: &Self::State,
                facts: &$crate::facts::DecisionFacts,
            ) -> Result<$crate::decision::EventsOf<Self::State>, $crate::refusal::Refusal> {
                match self { $(Self::$command(command) => command.decide_as(state, facts)),+ }
            }
        }

        impl $crate::decision::AggregateState for $state {
            type Command = $enum;
        }

        $(
            impl From<$command> for $enum {
                fn from(command: $command) -> Self {
                    Self::$command(command)
                }
            }

            impl From<$command> for $crate::command::Command {
                fn from(command: $command) -> Self {
                    $enum::from(command).into()
                }
            }
        )+
    };
}
pub(crate) use commands;
