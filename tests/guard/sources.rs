//! The workspace's own files, read once for the guards.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the workspace.
pub(crate) struct Source {
    /// Relative to the workspace's root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The lines before the inline tests, which by our custom come last.
    pub(crate) fn production_lines(&self) -> impl Iterator<Item = &str> {
        let lines: Vec<&str> = self.text.lines().collect();
        let tests = lines
            .windows(2)
            .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests {"))
            .unwrap_or(lines.len());
        lines.into_iter().take(tests)
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is one folder deep")
}

/// Every file with this extension below one of these folders of the root, in order of its path.
pub(crate) fn sources(folders: &[&str], extension: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(&root().join(folder), extension, &mut paths);
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Source {
    let text = fs::read_to_string(path).expect("a source file is readable text");
    let relative = path.strip_prefix(root()).expect("the file is below the root");
    Source { path: relative.to_string_lossy().into_owned(), text }
}

fn collect(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.map(|entry| entry.expect("a folder can be listed").path()) {
        if path.is_dir() {
            collect(&path, extension, paths);
        } else if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
}

#[test]
fn this_file_is_among_the_sources() {
    assert!(sources(&["tests"], "rs").iter().any(|source| source.path == "tests/guard/sources.rs"));
}

#[test]
fn inline_tests_are_not_production() {
    let source = Source::new(
        "a.rs",
        "#[cfg(test)]\nmod tests;\none\n#[cfg(test)]\nuse x;\ntwo\n#[cfg(test)]\nmod tests {\n}\n",
    );
    assert_eq!(
        source.production_lines().collect::<Vec<_>>(),
        ["#[cfg(test)]", "mod tests;", "one", "#[cfg(test)]", "use x;", "two"]
    );
}
