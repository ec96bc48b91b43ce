//! The domain knows no outside world: no files, network, clock, randomness or waiting.

use crate::assert_none;
use crate::sources::{Source, sources};

const IMPURE: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "async fn",
    "Utc::now",
    "SystemTime",
    "Instant::now",
    "Uuid::new_v4",
    "Uuid::new_v7",
    "Uuid::now_v",
    "tokio",
    "rand::",
];

fn impurities(source: &Source) -> Vec<String> {
    let code = source.production_lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(index, line)| {
        let found = IMPURE.into_iter().filter(|word| line.contains(*word));
        found.map(move |word| {
            format!("{}:{}: the domain is pure, but this says `{word}`", source.path, index + 1)
        })
    })
    .collect()
}

#[test]
fn the_domain_is_pure() {
    let domain = sources(&["domain/src"], "rs");
    assert!(!domain.is_empty(), "the domain was read");
    assert_none(&domain.iter().flat_map(impurities).collect::<Vec<_>>());
}

#[test]
fn an_impure_line_is_named_and_a_comment_is_not() {
    let source = Source::new(
        "domain/src/a.rs",
        "//! Never tokio.\nfn f() {\n    let now = Utc::now();\n}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n",
    );
    assert_eq!(impurities(&source), ["domain/src/a.rs:3: the domain is pure, but this says `Utc::now`"]);
}
