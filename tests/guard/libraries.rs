//! What must not be compiled in, whoever asks for it: a second TLS stack, and JSON maps that keep their order.

use std::process::Command;

use crate::assert_none;
use crate::sources::{Source, root, sources};

/// One TLS stack (rustls) with one cryptographic library (aws-lc) under it.
const BANNED: [&str; 4] = ["ring", "openssl", "openssl-sys", "native-tls"];
/// Hashes are taken over stored bytes, and stored bytes must not depend on the order in which somebody built a map.
const BANNED_FEATURES: [(&str, &str); 1] = [("serde_json", "preserve_order")];

/// Reads lines of the form `name version …|feature,feature`.
fn unwanted(tree: &str) -> Vec<String> {
    let mut found: Vec<String> = tree.lines().filter_map(unwanted_line).collect();
    found.sort();
    found.dedup();
    found
}

fn unwanted_line(line: &str) -> Option<String> {
    let (package, features) = line.split_once('|')?;
    let name = package.split(' ').next()?;
    if BANNED.contains(&name) {
        return Some(format!("{name} is in the build: see who asks for it with `cargo tree -i {name}`"));
    }
    let mut features = features.trim_end_matches(" (*)").split(',');
    let (_, feature) = BANNED_FEATURES.iter().find(|(of, _)| *of == name)?;
    features.any(|found| found == *feature).then(|| format!("{name} is built with {feature}"))
}

/// teloxide is its types: what sends them by its own client, and with it by another TLS stack.
const SENDERS: [&str; 4] = ["teloxide::Bot", "Requester", "JsonRequest", "MultipartRequest"];

fn sends_by_teloxide(source: &Source) -> Vec<String> {
    let names = |line: &str| SENDERS.iter().any(|sender| line.contains(sender));
    let lines = source.production_lines().filter(|line| names(line));
    lines.map(|line| format!("{}: sends by teloxide's client: {}", source.path, line.trim())).collect()
}

#[test]
fn nothing_is_sent_by_teloxides_own_client() {
    assert_none(&sources(&["infra", "bin"], "rs").iter().flat_map(sends_by_teloxide).collect::<Vec<_>>());
    let found = sends_by_teloxide(&Source::new("infra/a.rs", "use teloxide::requests::Requester;"));
    assert_eq!(found, ["infra/a.rs: sends by teloxide's client: use teloxide::requests::Requester;"]);
}

#[test]
fn nothing_unwanted_is_compiled_in() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--locked", "--prefix", "none", "--format", "{p}|{f}"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("text");
    assert!(tree.contains("serde_json v1"), "the tree was read");
    assert_none(&unwanted(&tree));
}

#[test]
fn an_unwanted_library_or_feature_is_named() {
    let tree =
        "ring v0.17.14|alloc\nserde_json v1.0.1|default,preserve_order (*)\nserde_json v1.0.1|default\n\n";
    assert_eq!(
        unwanted(tree),
        [
            "ring is in the build: see who asks for it with `cargo tree -i ring`",
            "serde_json is built with preserve_order"
        ]
    );
    assert_eq!(unwanted("string v1.0.0|\nserde_json v1.0.1|default,std"), Vec::<String>::new());
}
