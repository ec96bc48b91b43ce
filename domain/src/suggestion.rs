//! The suggestion aggregate: one request for variants, their edits and scores, and what was decided.

pub mod event;

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::id::{ProjectId, SuggestionId};
use crate::risk::{Assessment, RiskScore};
use crate::state::State;
use crate::stream::AggregateType;
use crate::text::Text;
use event::SuggestionEvent;

/// One text that the model wrote, as it reads now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The current text.
    pub text: Text,
    /// 0 as written by the model, then one more per edit.
    pub revision: u32,
    /// Everybody who ever edited it, each once, in order.
    pub edited_by: Vec<Actor>,
    /// Score and signals of the current revision, once it was scored.
    pub assessment: Option<Assessment>,
}

/// What became of a suggestion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionStatus {
    /// The model has not answered yet.
    #[default]
    Requested,
    /// Variants wait for a decision.
    Generated,
    /// No variants came.
    Failed,
    /// Exactly this text was approved.
    Approved {
        /// The variant's number, from 1.
        variant: u8,
        /// Its revision.
        revision: u32,
        /// Who approved it.
        approved_by: Actor,
        /// SHA-256 (hex) of the text's comparable form.
        text_hash: String,
        /// Its score at that time.
        score: RiskScore,
    },
    /// Every variant was refused.
    Rejected,
    /// Nobody decided in time.
    Expired,
}

impl SuggestionStatus {
    /// The status as one word.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Generated => "generated",
            Self::Failed => "failed",
            Self::Approved { .. } => "approved",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
        }
    }
}

/// A suggestion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The project; none before the request.
    pub project: Option<ProjectId>,
    /// Who asked.
    pub requested_by: Option<Actor>,
    /// What the post should be about, if said.
    pub instruction: Option<Text>,
    /// The vibe at the time of the request.
    pub vibe: Option<Text>,
    /// The context version at the time of the request.
    pub context_version: u32,
    /// How many variants were asked for.
    pub variants_wanted: u8,
    /// The variants in order; variant numbers start at 1.
    pub variants: Vec<Variant>,
    /// What became of it.
    pub status: SuggestionStatus,
    /// The suggestion that this one was asked for in place of.
    pub replaces: Option<SuggestionId>,
}

impl Suggestion {
    /// Whether it was ever requested.
    pub fn exists(&self) -> bool {
        self.project.is_some()
    }

    /// Whether it was requested for the project.
    pub fn belongs_to(&self, project: ProjectId) -> bool {
        self.project == Some(project)
    }

    /// The variant of a number, counted from 1.
    pub fn variant(&self, number: u8) -> Option<&Variant> {
        self.variants.get(usize::from(number).checked_sub(1)?)
    }

    /// Whether the actor asked for it or ever edited the variant: not a second person.
    pub fn is_work_of(&self, actor: &Actor, variant: &Variant) -> bool {
        self.requested_by.as_ref() == Some(actor) || variant.edited_by.contains(actor)
    }

    fn variant_mut(&mut self, number: u8) -> Option<&mut Variant> {
        self.variants.get_mut(usize::from(number).checked_sub(1)?)
    }

    fn edit(&mut self, number: u8, revision: u32, text: &Text, by: &Actor) {
        let Some(variant) = self.variant_mut(number) else { return };
        variant.text = text.clone();
        variant.revision = revision;
        variant.assessment = None;
        if !variant.edited_by.contains(by) {
            variant.edited_by.push(by.clone());
        }
    }

    fn assess(&mut self, number: u8, revision: u32, assessment: &Assessment) {
        let variant = self.variant_mut(number).filter(|variant| variant.revision == revision);
        if let Some(variant) = variant {
            variant.assessment = Some(assessment.clone());
        }
    }
}

impl State for Suggestion {
    type Event = SuggestionEvent;
    const KIND: AggregateType = AggregateType::Suggestion;

    fn evolve(&mut self, event: &SuggestionEvent) {
        match event {
            SuggestionEvent::SuggestionRequested {
                project,
                instruction,
                vibe,
                context_version,
                variants,
                requested_by,
                replaces,
            } => {
                *self = Self {
                    project: Some(*project),
                    requested_by: Some(requested_by.clone()),
                    instruction: instruction.clone(),
                    vibe: vibe.clone(),
                    context_version: *context_version,
                    variants_wanted: *variants,
                    replaces: *replaces,
                    ..Self::default()
                };
            }
            SuggestionEvent::VariantsGenerated { variants, .. } => {
                self.variants = variants.iter().map(as_written).collect();
                self.status = SuggestionStatus::Generated;
            }
            SuggestionEvent::GenerationFailed { .. } => self.status = SuggestionStatus::Failed,
            SuggestionEvent::VariantAssessed { variant, revision, assessment } => {
                self.assess(*variant, *revision, assessment);
            }
            SuggestionEvent::VariantEdited { variant, revision, text, edited_by } => {
                self.edit(*variant, *revision, text, edited_by);
            }
            SuggestionEvent::SuggestionApproved { variant, revision, text_hash, score, approved_by } => {
                self.status = SuggestionStatus::Approved {
                    variant: *variant,
                    revision: *revision,
                    approved_by: approved_by.clone(),
                    text_hash: text_hash.clone(),
                    score: *score,
                };
            }
            SuggestionEvent::SuggestionRejected { .. } => self.status = SuggestionStatus::Rejected,
            SuggestionEvent::SuggestionExpired {} => self.status = SuggestionStatus::Expired,
        }
    }
}

fn as_written(text: &Text) -> Variant {
    Variant { text: text.clone(), revision: 0, edited_by: Vec::new(), assessment: None }
}

#[cfg(test)]
mod tests {
    use super::event::{SuggestionEvent, Usage};
    use super::{Suggestion, SuggestionStatus};
    use crate::actor::Actor;
    use crate::id::{MemberId, ProjectId};
    use crate::risk::{Assessment, RiskScore};
    use crate::state::State;
    use crate::text::Text;
    use uuid::Uuid;

    fn assessment(score: u8) -> Assessment {
        Assessment { score: RiskScore::try_new(score).unwrap(), signals: Vec::new(), complete: true }
    }

    fn member(user: i64) -> Actor {
        Actor::Member(MemberId::telegram(user))
    }

    fn edited(revision: u32, by: i64) -> SuggestionEvent {
        let text = Text::known(format!("revision {revision}"));
        SuggestionEvent::VariantEdited { variant: 1, revision, text, edited_by: member(by) }
    }

    fn generated() -> Suggestion {
        Suggestion::fold(&[
            SuggestionEvent::SuggestionRequested {
                project: ProjectId(Uuid::nil()),
                instruction: None,
                vibe: None,
                context_version: 3,
                variants: 1,
                requested_by: member(1),
                replaces: None,
            },
            SuggestionEvent::VariantsGenerated {
                input: assessment(0),
                model: "m".into(),
                variants: vec![Text::known("gm")],
                usage: Usage::default(),
            },
        ])
    }

    #[test]
    fn it_exists_for_one_project_once_it_was_requested() {
        let (nothing, suggestion) = (Suggestion::default(), generated());
        assert!(suggestion.exists() && suggestion.belongs_to(ProjectId(Uuid::nil())));
        assert!(!nothing.exists() && !nothing.belongs_to(ProjectId(Uuid::nil())));
        assert!(!suggestion.belongs_to(ProjectId(Uuid::from_u128(1))));
    }

    #[test]
    fn a_status_is_called_as_it_is_stored() {
        let approved = SuggestionStatus::Approved {
            variant: 1,
            revision: 0,
            approved_by: member(1),
            text_hash: String::new(),
            score: RiskScore::default(),
        };
        assert!(serde_json::to_value(&approved).unwrap().get(approved.name()).is_some());
        for status in [
            SuggestionStatus::Requested,
            SuggestionStatus::Generated,
            SuggestionStatus::Failed,
            SuggestionStatus::Rejected,
            SuggestionStatus::Expired,
        ] {
            assert_eq!(serde_json::to_value(&status).unwrap(), status.name());
        }
    }

    #[test]
    fn a_score_counts_only_for_the_revision_it_was_given_to() {
        let mut suggestion = generated();
        let assessed =
            |revision| SuggestionEvent::VariantAssessed { variant: 1, revision, assessment: assessment(5) };
        suggestion.evolve(&assessed(0));
        assert_eq!(suggestion.variants[0].assessment, Some(assessment(5)));
        suggestion.evolve(&edited(1, 2));
        assert_eq!(suggestion.variants[0].assessment, None);
        suggestion.evolve(&assessed(0));
        assert_eq!(suggestion.variants[0].assessment, None);
    }

    #[test]
    fn remembers_everybody_who_had_a_hand_in_a_variant() {
        let mut suggestion = generated();
        [edited(1, 2), edited(2, 3), edited(3, 2)].iter().for_each(|event| suggestion.evolve(event));
        let variant = suggestion.variant(1).unwrap();
        assert_eq!(variant.edited_by, [member(2), member(3)]);
        assert!([1, 2, 3].into_iter().all(|user| suggestion.is_work_of(&member(user), variant)));
        assert!(!suggestion.is_work_of(&member(4), variant));
        assert!(suggestion.variant(0).is_none() && suggestion.variant(2).is_none());
    }
}
