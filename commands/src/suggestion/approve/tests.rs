//! Tests of `ApproveSuggestion`.

use domain::post_text::text_hash;
use domain::risk::{Assessment, RiskScore};
use domain::role::Role;
use domain::suggestion::Suggestion;
use domain::suggestion::event::{SuggestionEvent, Usage};
use domain::text::Text;

use super::ApproveSuggestion;
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;
use crate::suggestion::testing::{
    TEXT, approved, assessed, assessment, edited, generated, requested, requested_by, suggestion_id,
};
use crate::testing::{as_role, given, member, project_id};

fn approve() -> ApproveSuggestion {
    ApproveSuggestion { suggestion: suggestion_id(), project: project_id(), variant: 1, revision: 0 }
}

fn approved_by_me(score: u8) -> SuggestionEvent {
    SuggestionEvent::SuggestionApproved {
        variant: 1,
        revision: 0,
        text_hash: text_hash(TEXT),
        score: RiskScore::try_new(score).unwrap(),
        approved_by: member(1),
    }
}

fn scored(assessment: Assessment) -> [SuggestionEvent; 3] {
    [requested(), generated(), assessed(assessment)]
}

fn scored_mine(assessment: Assessment) -> [SuggestionEvent; 3] {
    [requested_by(member(1)), generated(), assessed(assessment)]
}

fn incomplete(score: u8) -> Assessment {
    Assessment { complete: false, ..assessment(score) }
}

#[track_caller]
fn refused(facts: DecisionFacts, before: impl IntoIterator<Item = SuggestionEvent>, refusal: Refusal) {
    given::<Suggestion>(before).when(facts, approve()).then_refused(refusal);
}

fn publisher() -> DecisionFacts {
    as_role(Role::Publisher)
}

#[test]
fn one_publisher_approves_even_a_request_of_their_own_up_to_the_review_limit() {
    for score in [0, 30, 69] {
        given::<Suggestion>(scored_mine(assessment(score)))
            .when(publisher(), approve())
            .then([approved_by_me(score)]);
    }
}

#[test]
fn an_elevated_score_needs_an_owner_or_somebody_without_a_hand_in_it() {
    refused(publisher(), scored_mine(assessment(70)), Refusal::NeedsSecondPerson { score: 70 });
    given::<Suggestion>(scored_mine(assessment(70)))
        .when(as_role(Role::Owner), approve())
        .then([approved_by_me(70)]);
    given::<Suggestion>(scored(assessment(89))).when(publisher(), approve()).then([approved_by_me(89)]);
}

#[test]
fn everybody_who_edited_the_text_had_a_hand_in_it() {
    let edit = |revision, user| SuggestionEvent::VariantEdited {
        variant: 1,
        revision,
        text: Text::known(format!("gm {revision}")),
        edited_by: member(user),
    };
    let score = SuggestionEvent::VariantAssessed { variant: 1, revision: 2, assessment: assessment(75) };
    given::<Suggestion>([requested(), generated(), edit(1, 1), edit(2, 3), score])
        .when(publisher(), ApproveSuggestion { revision: 2, ..approve() })
        .then_refused(Refusal::NeedsSecondPerson { score: 75 });
}

#[test]
fn a_missing_signal_needs_a_second_person_whatever_the_score() {
    refused(publisher(), scored_mine(incomplete(0)), Refusal::NeedsSecondPerson { score: 0 });
    given::<Suggestion>(scored(incomplete(0))).when(publisher(), approve()).then([approved_by_me(0)]);
}

#[test]
fn nobody_approves_a_blocked_score() {
    for facts in [publisher(), as_role(Role::Owner)] {
        refused(facts, scored(assessment(90)), Refusal::Blocked { score: 90, limit: 90 });
    }
}

#[test]
fn refuses_what_is_not_scored_in_its_current_revision() {
    refused(publisher(), [requested()], Refusal::NotScored { what: "suggestion".into() });
    refused(publisher(), [requested(), generated()], Refusal::NotScored { what: "variant".into() });
    let [requested, generated, assessed] = scored(assessment(5));
    given::<Suggestion>([requested, generated, assessed, edited(member(2))])
        .when(publisher(), ApproveSuggestion { revision: 1, ..approve() })
        .then_refused(Refusal::NotScored { what: "variant".into() });
}

#[test]
fn refuses_a_text_that_changed_since_it_was_seen() {
    let [requested, generated, assessed] = scored(assessment(5));
    let before = [requested, generated, assessed, edited(member(2))];
    refused(publisher(), before, Refusal::Stale { current: 1 });
}

#[test]
fn refuses_texts_that_cannot_be_posts() {
    let with = |text| SuggestionEvent::VariantsGenerated {
        input: assessment(0),
        model: "model-1".into(),
        variants: vec![text],
        usage: Usage::default(),
    };
    for (text, reason) in [
        (Text::known("$GM to $WAGMI"), "has 2 cashtags such as $GM; X takes one in a post"),
        (Text::Erased, "was forgotten"),
    ] {
        let before = [requested(), with(text), assessed(assessment(5))];
        refused(publisher(), before, Refusal::invalid("text", reason));
    }
}

#[test]
fn says_who_was_faster_and_takes_a_repeat_calmly() {
    let [requested, generated, assessed] = scored(assessment(5));
    let before = [requested, generated, assessed, approved(5)];
    let refusal = Refusal::AlreadyDecided {
        what: "suggestion".into(),
        status: "approved".into(),
        by: Some("telegram:5".into()),
    };
    refused(publisher(), before.clone(), refusal);
    given::<Suggestion>(before)
        .when(DecisionFacts { actor: member(5), ..publisher() }, approve())
        .then_nothing();
}
