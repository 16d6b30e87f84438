//! Where settings, unsaved work and locks lie.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folders the program keeps things in; case files lie where the clinician puts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Settings.
    pub config: PathBuf,
    /// What should move with the user, such as a library of cases kept in one place.
    pub data: PathBuf,
    /// Unsaved work and locks, which belong to this machine.
    pub state: PathBuf,
}

impl Paths {
    /// The folders of this user by the customs of the system; `None` when the system names no home.
    pub fn of_user() -> Option<Self> {
        let folders = ProjectDirs::from("", "", "Reassess")?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
        Some(Self {
            config: folders.config_dir().to_owned(),
            data: folders.data_dir().to_owned(),
            state: state.to_owned(),
        })
    }

    /// All folders under one, for tests and portable use.
    pub fn under(home: &Path) -> Self {
        Self { config: home.join("config"), data: home.join("data"), state: home.join("state") }
    }

    /// The folders under `home` where one is given, else those of the user, else those under `fallback`.
    ///
    /// `home` is what `main` reads from the variable `REASSESS_HOME`; nothing here reads the environment for it.
    pub fn choose(home: Option<&Path>, fallback: &Path) -> Self {
        home.map(Self::under).or_else(Self::of_user).unwrap_or_else(|| Self::under(fallback))
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.ron")
    }

    /// The folder of the cases kept by default.
    pub fn cases(&self) -> PathBuf {
        self.data.join("cases")
    }

    /// The folder of unsaved work.
    pub fn journals(&self) -> PathBuf {
        self.state.join("unsaved")
    }

    /// The folder of crash reports.
    pub fn crashes(&self) -> PathBuf {
        self.state.join("crashes")
    }

    /// The folder of pages made to be printed, readable by their owner only.
    pub fn printing(&self) -> PathBuf {
        self.state.join("printing")
    }

    /// What the last folder of cases was found to hold.
    pub fn library_index(&self) -> PathBuf {
        self.state.join("library.csv")
    }

    /// Every folder here that files are written into, each in one step.
    pub fn all_written(&self) -> [PathBuf; 5] {
        [self.config.clone(), self.state.clone(), self.journals(), self.crashes(), self.printing()]
    }

    /// The folder of locks on open cases.
    pub fn locks(&self) -> PathBuf {
        self.state.join("locks")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_home_wins() {
        let paths = Paths::choose(Some(Path::new("/h")), Path::new("/f"));
        assert_eq!(paths, Paths::under(Path::new("/h")));
        assert_eq!(paths.settings(), Path::new("/h/config/settings.ron"));
    }
}
