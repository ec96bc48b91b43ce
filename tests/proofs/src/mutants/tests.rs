//! The sample and the goal.

use super::cargo_mutants::Tested;
use super::{is_enough, sample};

#[test]
fn the_same_seed_chooses_the_same_mutants() {
    let all: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    let chosen = sample(all.clone(), 7, 5);
    assert_eq!(chosen.len(), 5);
    assert_eq!(chosen, sample(all.clone(), 7, 5));
    assert_ne!(chosen, sample(all.clone(), 8, 5));
    assert_eq!(sample(all, 7, 500).len(), 50);
}

#[test]
fn the_goal_is_95_of_100_that_compile() {
    let tested = |caught, missed: usize| Tested {
        caught,
        timeout: 1,
        unviable: 7,
        missed: vec!["a mutant".to_owned(); missed],
    };
    assert!(is_enough(&tested(18, 1)));
    assert!(!is_enough(&tested(17, 1)));
    assert!(is_enough(&tested(0, 0)));
    assert!(!is_enough(&Tested { unviable: 7, ..Tested::default() }));
}
