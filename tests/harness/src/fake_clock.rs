//! A machine's clock that is wrong, for one child process and its children: Debian's `faketime`, a library that is loaded
//! before libc. Clocks that count from boot stay as they are.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// By how much the clock is ahead stands in a file, so that it can be set while the process runs.
#[derive(Clone, Debug)]
pub struct FakeClock {
    file: PathBuf,
    library: PathBuf,
}

impl FakeClock {
    /// A clock that is right, kept in this file.
    pub fn try_new(file: PathBuf) -> Result<Self> {
        let library = library().context("the package faketime is not installed")?;
        let clock = Self { file, library };
        clock.set_ahead(0)?;
        Ok(clock)
    }

    /// Sets the clock: so many seconds ahead of the machine's or, negative, behind.
    pub fn set_ahead(&self, seconds: i64) -> Result<()> {
        // Renamed, not written: whoever reads it meanwhile would find it empty.
        let new = self.file.with_extension("new");
        fs::write(&new, format!("{seconds:+}\n")).context("write the clock's file")?;
        fs::rename(new, &self.file).context("put the clock's file in its place")
    }

    /// The variables of a process that goes by it.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        let variables = [
            ("LD_PRELOAD", self.library.as_os_str()),
            ("FAKETIME_TIMESTAMP_FILE", self.file.as_os_str()),
            ("FAKETIME_NO_CACHE", OsStr::new("1")),
            ("DONT_FAKE_MONOTONIC", OsStr::new("1")),
            ("FAKETIME_DONT_FAKE_MONOTONIC", OsStr::new("1")),
        ];
        variables.map(|(name, value)| (name.to_owned(), value.to_string_lossy().into_owned())).to_vec()
    }
}

/// Each process leaves a semaphore and a page of shared memory behind when it is killed.
impl Drop for FakeClock {
    fn drop(&mut self) {
        for file in fs::read_dir("/dev/shm").into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let pid =
                ["faketime_shm_", "sem.faketime_sem_"].iter().find_map(|prefix| name.strip_prefix(prefix));
            if pid.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
                fs::remove_file(file.path()).ok();
            }
        }
    }
}

fn library() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib").context("look for libraries")?;
    let libraries = folders.flatten().map(|folder| folder.path().join("faketime/libfaketime.so.1"));
    let mut found: Vec<PathBuf> = libraries.filter(|path: &PathBuf| Path::is_file(path)).collect();
    ensure!(!found.is_empty(), "no libfaketime.so.1 in /usr/lib/*/faketime");
    Ok(found.swap_remove(0))
}
