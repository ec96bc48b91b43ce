//! Refusals as problems: one kind for each, and the facts that a program may act on.

use commands::refusal::Refusal;
use serde_json::{Map, Value, json};

use super::Problem;
use super::kind::{self, ProblemKind};

/// The problem that tells the refusal.
pub(super) fn problem(refusal: &Refusal) -> Problem {
    let mut problem = Problem::new(kind_of(refusal), refusal.to_string());
    problem.facts = facts(refusal);
    if let Refusal::Invalid { field, reason } = refusal {
        return problem.at(pointer(field), reason);
    }
    problem
}

/// A refusal's code is the code of its kind; a refusal without a kind would be a fault of ours, and the test below fails.
fn kind_of(refusal: &Refusal) -> &'static ProblemKind {
    ProblemKind::with_code(refusal.code()).unwrap_or(&kind::INTERNAL)
}

fn facts(refusal: &Refusal) -> Map<String, Value> {
    let facts = match refusal {
        Refusal::NotAllowed { needs } => json!({ "needs": needs }),
        Refusal::AlreadyDecided { what: _, status, by } => {
            json!({ "current_status": status, "decided_by": by })
        }
        Refusal::Stale { current } => json!({ "current_revision": current }),
        Refusal::Blocked { score, limit } => json!({ "score": score, "limit": limit }),
        Refusal::NeedsSecondPerson { score } => json!({ "score": score }),
        Refusal::QuotaSpent { what: _, limit } => json!({ "limit": limit }),
        Refusal::NotFound { .. }
        | Refusal::AlreadyExists { .. }
        | Refusal::Invalid { .. }
        | Refusal::NotScored { .. }
        | Refusal::Paused
        | Refusal::Archived
        | Refusal::NoAccount
        | Refusal::AttemptOpen
        | Refusal::AccountHeld { .. } => Value::Null,
    };
    let Value::Object(facts) = facts else { return Map::new() };
    facts
}

/// Where the field stands in the body: the rules name values after what they are, in words.
fn pointer(field: &str) -> String {
    match field {
        "context" => "/content".to_owned(),
        "schedule" => "/slots".to_owned(),
        words => format!("/{}", words.replace(' ', "_")),
    }
}

#[cfg(test)]
mod tests {
    use commands::refusal::Refusal;

    use super::{kind_of, problem};

    #[test]
    fn the_kind_of_a_refusal_has_its_code() {
        let what = || "thing".to_owned();
        let refusals = [
            Refusal::NotAllowed { needs: Vec::new() },
            Refusal::NotFound { what: what() },
            Refusal::AlreadyExists { what: what() },
            Refusal::invalid("name", "is empty"),
            Refusal::AlreadyDecided { what: what(), status: what(), by: None },
            Refusal::Stale { current: 2 },
            Refusal::NotScored { what: what() },
            Refusal::Blocked { score: 95, limit: 90 },
            Refusal::NeedsSecondPerson { score: 75 },
            Refusal::Paused,
            Refusal::Archived,
            Refusal::NoAccount,
            Refusal::QuotaSpent { what: what(), limit: 3 },
            Refusal::AttemptOpen,
            Refusal::AccountHeld { reason: what() },
        ];
        for refusal in refusals {
            assert_eq!(kind_of(&refusal).code, refusal.code());
        }
    }

    #[test]
    fn an_unacceptable_value_is_pointed_at() {
        for (field, pointer) in
            [("context", "/content"), ("schedule", "/slots"), ("posts per day", "/posts_per_day")]
        {
            let told = problem(&Refusal::invalid(field, "is empty"));
            let place = (told.errors[0].pointer.as_str(), told.errors[0].detail.as_str());
            assert_eq!(place, (pointer, "is empty"));
        }
    }
}
