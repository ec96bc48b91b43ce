//! The folder of one run: `.memebot/<random>` in the workspace. It is deleted when the last server is gone; if we were
//! killed before that, the next run finds it unlocked and deletes it.

use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use super::process::{Death, User, command};
use crate::names::random_name;

/// In a run's folder: where its data is, when the servers' user cannot reach the workspace.
const NOTE: &str = "data-is-in";
/// The only places such a note may point to.
const ELSEWHERE: &str = "/var/tmp/memebot-";

#[derive(Debug)]
pub(super) struct Home {
    folder: PathBuf,
    data: PathBuf,
    user: Option<User>,
    /// Held as long as we live: says that the folder is in use.
    _lock: File,
}

impl Home {
    pub(super) fn create() -> Result<Self> {
        Self::create_in(&workspace().join(".memebot"))
    }

    fn create_in(runs: &Path) -> Result<Self> {
        fs::create_dir_all(runs).with_context(|| format!("create {}", runs.display()))?;
        let everyone = lock(runs)?;
        sweep(runs);
        let user = User::unprivileged()?;
        let folder = runs.join(random_name());
        fs::create_dir(&folder).with_context(|| format!("create {}", folder.display()))?;
        let own = lock(&folder)?;
        drop(everyone);
        let mut home = Self { data: folder.clone(), folder, user, _lock: own };
        home.hand_over()?;
        Ok(home)
    }

    /// A path below the folder that the servers' user can write to.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// Who the servers run as.
    pub(super) fn user(&self) -> Option<User> {
        self.user
    }

    /// Makes a folder that belongs to the servers' user.
    pub(super) fn make(&self, path: &Path) -> Result<()> {
        make_private(path, self.user).with_context(|| format!("create {}", path.display()))
    }

    fn hand_over(&mut self) -> Result<()> {
        give_away(&self.folder, self.user)?;
        if self.is_reachable()? {
            return Ok(());
        }
        let name = self.folder.file_name().expect("the folder was made from a name").to_string_lossy();
        let data = PathBuf::from(format!("{ELSEWHERE}{name}"));
        fs::write(self.folder.join(NOTE), data.as_os_str().as_encoded_bytes())?;
        self.data = data;
        self.make(&self.data)?;
        ensure!(self.is_reachable()?, "the servers' user can write neither to the workspace nor to /var/tmp");
        Ok(())
    }

    fn is_reachable(&self) -> Result<bool> {
        let status = command(self.user, Death::Kill, "test")
            .arg("-w")
            .arg(&self.data)
            .current_dir("/")
            .stdin(Stdio::null())
            .status()
            .context("run setpriv (package util-linux)")?;
        Ok(status.success())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// Only code of this workspace uses this crate, so its place at build time is its place.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the crate is two folders deep")
        .to_path_buf()
}

fn lock(folder: &Path) -> Result<File> {
    let file = File::open(folder).with_context(|| format!("open {}", folder.display()))?;
    file.lock().with_context(|| format!("lock {}", folder.display()))?;
    Ok(file)
}

fn make_private(path: &Path, user: Option<User>) -> io::Result<()> {
    fs::create_dir(path)?;
    give_away(path, user)
}

fn give_away(path: &Path, user: Option<User>) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o700))?;
    match user {
        Some(user) => chown(path, Some(user.uid), Some(user.gid)),
        None => Ok(()),
    }
}

/// Deletes what killed runs left; their servers died with them. Folders of other users are left alone.
fn sweep(runs: &Path) {
    let Ok(entries) = runs.read_dir() else { return };
    for folder in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        if File::open(&folder).is_ok_and(|file| file.try_lock().is_ok()) {
            remove(&folder);
        }
    }
}

fn remove(folder: &Path) {
    if let Ok(elsewhere) = fs::read_to_string(folder.join(NOTE))
        && elsewhere.strip_prefix(ELSEWHERE).is_some_and(|name| !name.contains('/'))
    {
        remove_all(Path::new(&elsewhere));
    }
    remove_all(folder);
}

/// A server that is just dying may still write a file: then the folder is not empty at the first try.
pub(super) fn remove_all(folder: &Path) {
    for _ in 0..50 {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Ok(()) | Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    use rustix::process::geteuid;
    use tempfile::TempDir;

    use super::{ELSEWHERE, Home, NOTE};
    use crate::names::random_name;

    /// Its owner's alone, so that only root, whose servers are somebody else, has to put the data elsewhere.
    fn runs() -> TempDir {
        let owner_only = Permissions::from_mode(0o700);
        tempfile::Builder::new().permissions(owner_only).tempdir().expect("a temporary folder")
    }

    fn left_behind(runs: &Path, data: &Path) -> PathBuf {
        let folder = runs.join(random_name());
        fs::create_dir(&folder).expect("the folder is writable");
        fs::write(folder.join(NOTE), data.as_os_str().as_encoded_bytes()).expect("the note is written");
        folder
    }

    #[test]
    fn the_folder_is_gone_with_its_last_user() {
        let runs = runs();
        let home = Home::create_in(runs.path()).expect("a folder can be made");
        let data = home.path("data");
        home.make(&data).expect("a folder inside can be made");
        drop(home);
        assert!(!data.exists());
        assert_eq!(fs::read_dir(runs.path()).expect("the folder is readable").count(), 0);
    }

    #[test]
    fn the_data_is_elsewhere_when_the_servers_cannot_reach_the_workspace() {
        let runs = runs();
        let home = Home::create_in(runs.path()).expect("a folder can be made");
        let moved = home.data.to_string_lossy().starts_with(ELSEWHERE);
        assert_eq!(moved, geteuid().is_root());
        assert_eq!(home.folder.join(NOTE).exists(), moved);
        assert!(home.is_reachable().expect("setpriv runs"));
        let data = home.data.clone();
        drop(home);
        assert!(!data.exists());
    }

    #[test]
    fn what_a_killed_run_left_is_swept_and_a_living_run_is_not() {
        let runs = runs();
        let living = Home::create_in(runs.path()).expect("a folder can be made");
        let data = PathBuf::from(format!("{ELSEWHERE}{}", random_name()));
        fs::create_dir(&data).expect("/var/tmp is writable");
        let left = left_behind(runs.path(), &data);
        drop(Home::create_in(runs.path()).expect("a folder can be made"));
        assert!(!left.exists());
        assert!(!data.exists());
        assert!(living.folder.exists());
    }

    #[test]
    fn a_note_that_points_to_other_places_is_not_followed() {
        let (runs, precious) = (runs(), runs());
        let left = left_behind(runs.path(), precious.path());
        super::sweep(runs.path());
        assert!(!left.exists());
        assert!(precious.path().exists());
    }
}
