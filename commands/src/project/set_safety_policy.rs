//! `SetSafetyPolicy`: replace what the project allows, and its limits.

use domain::id::ProjectId;
use domain::policy::SafetyPolicy;
use domain::project::Project;
use domain::project::event::ProjectEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

/// The most lines that one list may have.
const MOST_LINES: usize = 200;
/// The longest line, in characters.
const LONGEST_LINE: usize = 100;

command! {
    /// Replace what the project allows, and its limits.
    pub struct SetSafetyPolicy for Project(project) in project by [Owner] {
        /// The project.
        pub project: ProjectId,
        /// The new policy; every list holds at most 200 lines of at most 100 characters.
        pub policy: SafetyPolicy,
    }
}

impl Decision for SetSafetyPolicy {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        let policy = SafetyPolicy {
            limits: self.policy.limits,
            blocked_keywords: lines("blocked keywords", &self.policy.blocked_keywords)?,
            allowed_addresses: lines("allowed addresses", &self.policy.allowed_addresses)?,
            allowed_domains: lines("allowed domains", &self.policy.allowed_domains)?,
        };
        if state.policy == policy {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::SafetyPolicySet { policy }])
    }
}

fn lines(field: &str, raw: &[String]) -> Result<Vec<String>, Refusal> {
    if raw.len() > MOST_LINES {
        return Err(Refusal::invalid(field, format!("has more than {MOST_LINES} lines")));
    }
    let mut lines = Vec::new();
    for line in raw {
        let line = rules::line(field, line, LONGEST_LINE)?;
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::SetSafetyPolicy;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::policy::SafetyPolicy;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::risk::Limits;
    use domain::role::Role;

    fn policy(low: u8, keywords: &[&str]) -> SafetyPolicy {
        SafetyPolicy {
            limits: Limits::try_new(low, 50, 80).unwrap(),
            blocked_keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
            ..SafetyPolicy::default()
        }
    }

    fn set(policy: SafetyPolicy) -> SetSafetyPolicy {
        SetSafetyPolicy { project: project_id(), policy }
    }

    #[test]
    fn an_owner_replaces_the_policy_and_repeated_lines_count_once() {
        given::<Project>([created()])
            .when(as_role(Role::Owner), set(policy(20, &[" rug ", "scam", "rug"])))
            .then([ProjectEvent::SafetyPolicySet { policy: policy(20, &["rug", "scam"]) }]);
    }

    #[test]
    fn the_same_policy_changes_nothing() {
        given::<Project>([created()]).when(as_role(Role::Owner), set(SafetyPolicy::default())).then_nothing();
    }

    #[test]
    fn refuses_blank_and_overlong_lines_and_too_many_of_them() {
        let (long, many) = ("x".repeat(101), vec!["x"; 201]);
        for (keywords, reason) in [
            (vec![" "], "is empty"),
            (vec![long.as_str()], "is longer than 100 characters"),
            (many, "has more than 200 lines"),
        ] {
            given::<Project>([created()])
                .when(as_role(Role::Owner), set(policy(20, &keywords)))
                .then_refused(Refusal::invalid("blocked keywords", reason));
        }
    }
}
