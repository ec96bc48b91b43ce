//! Mutants that no test need notice, each with the reason. They are left out of every sample.

use anyhow::{Result, ensure};

/// A mutant's name without line and column, and why it makes no difference that a test could see.
type Accepted = (&'static str, &'static str);

const ACCEPTED: &[Accepted] = &[];

/// Those of a package's mutants that are not accepted; an error when an accepted one of its folder is no longer there.
pub(super) fn without(mutants: &[String]) -> Result<Vec<String>> {
    without_these(ACCEPTED, mutants)
}

/// Whether no test need notice this mutant.
pub(super) fn is_accepted(mutant: &str) -> bool {
    ACCEPTED.iter().any(|(name, _)| *name == without_place(mutant))
}

fn without_these(accepted: &[Accepted], mutants: &[String]) -> Result<Vec<String>> {
    let names: Vec<String> = mutants.iter().map(|mutant| without_place(mutant)).collect();
    let folder = |name: &str| name.split('/').next().map(str::to_owned);
    let here = names.first().and_then(|name| folder(name));
    for (name, _) in accepted.iter().filter(|(name, _)| folder(name) == here) {
        ensure!(names.iter().any(|there| there == name), "{name} is accepted, but there is no such mutant");
    }
    let is_accepted = |mutant: &String| accepted.iter().any(|(name, _)| *name == without_place(mutant));
    Ok(mutants.iter().filter(|mutant| !is_accepted(mutant)).cloned().collect())
}

/// `file: what is changed`, of `file:line:column: what is changed`.
fn without_place(mutant: &str) -> String {
    let (place, change) = mutant.split_once(": ").unwrap_or((mutant, ""));
    format!("{}: {change}", place.split(':').next().unwrap_or(place))
}

#[cfg(test)]
mod tests {
    use super::without_these;

    const RULE: &str = "domain/src/a.rs: replace && with || in rule";

    #[test]
    fn an_accepted_mutant_is_left_out_wherever_it_stands() {
        let mutants = [
            "domain/src/a.rs:3:4: replace && with || in rule".to_owned(),
            "domain/src/a.rs:3:4: replace || with && in rule".to_owned(),
        ];
        assert_eq!(without_these(&[(RULE, "why")], &mutants).unwrap(), mutants[1..]);
    }

    #[test]
    fn one_that_is_gone_is_named_in_its_own_package_alone() {
        let domain = ["domain/src/b.rs:3:4: replace && with || in rule".to_owned()];
        let error = without_these(&[(RULE, "why")], &domain).unwrap_err().to_string();
        assert_eq!(error, format!("{RULE} is accepted, but there is no such mutant"));
        let commands = ["commands/src/b.rs:3:4: replace && with || in rule".to_owned()];
        assert_eq!(without_these(&[(RULE, "why")], &commands).unwrap(), commands);
    }
}
