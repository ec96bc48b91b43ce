//! Where the server programs are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Debian keeps PostgreSQL's server programs in one folder per version and off the PATH; the newest version wins.
pub(crate) fn postgres(program: &str) -> Result<PathBuf> {
    debian_versions()
        .into_iter()
        .map(|folder| folder.join("bin").join(program))
        .find(|path| path.is_file())
        .or_else(|| on_path(program))
        .context("PostgreSQL is not installed: run `make setup`, or set DATABASE_URL to a server's address")
}

/// A program on the PATH or in one of the folders that only root has there.
pub(super) fn find(program: &str, variable: &str) -> Result<PathBuf> {
    on_path(program).with_context(|| {
        format!("{program} is not installed: run `make setup`, or set {variable} to a server's address")
    })
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/local/sbin", "/usr/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

fn debian_versions() -> Vec<PathBuf> {
    let Ok(entries) = Path::new("/usr/lib/postgresql").read_dir() else { return Vec::new() };
    let mut folders: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
        .collect();
    folders.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    folders.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_missing_program_names_the_variable_to_use_instead() {
        let error = find("no-such-server", "NATS_URL").expect_err("there is no such program");
        assert!(error.to_string().contains("NATS_URL"), "{error}");
    }
}
