//! The files that profiles are read from.

use std::path::PathBuf;

use tinsmith_runtime::config::Environment;

/// An empty file, which stands for no file.
const NO_FILE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// The kind of a file.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileFileKind {
    /// A file like `~/.aws/config`.
    Config,
    /// A file like `~/.aws/credentials`.
    Credentials,
}

/// The files that profiles are read from: by default `~/.aws/config` and `~/.aws/credentials`.
#[derive(Clone, Debug, Default)]
pub struct ProfileFiles {
    config: Option<PathBuf>,
    credentials: Option<PathBuf>,
    is_with_defaults: bool,
}

impl ProfileFiles {
    /// Creates a builder without files.
    pub fn builder() -> ProfileFilesBuilder {
        ProfileFilesBuilder { files: Self::default() }
    }

    /// The environment of the process, with these files in place of its own.
    pub(crate) fn environment(files: Option<&Self>) -> Environment {
        Self::within(Environment::of_process(), files)
    }

    /// The environment with these files in place of its own.
    pub(crate) fn within(environment: Environment, files: Option<&Self>) -> Environment {
        let Some(files) = files else { return environment };
        let path = |chosen: &Option<PathBuf>| match chosen {
            Some(path) => Some(path.to_string_lossy().into_owned()),
            None => (!files.is_with_defaults).then(|| NO_FILE.to_owned()),
        };
        let places = [("AWS_CONFIG_FILE", &files.config), ("AWS_SHARED_CREDENTIALS_FILE", &files.credentials)];
        let places = places.into_iter().filter_map(|(name, chosen)| Some((name.to_owned(), path(chosen)?)));
        environment.with(places)
    }
}

/// Builder of [`ProfileFiles`].
#[derive(Clone, Debug)]
pub struct ProfileFilesBuilder {
    files: ProfileFiles,
}

impl ProfileFilesBuilder {
    /// Adds a file. A second file of the same kind replaces the first.
    pub fn with_file(mut self, kind: ProfileFileKind, path: impl Into<PathBuf>) -> Self {
        match kind {
            ProfileFileKind::Config => self.files.config = Some(path.into()),
            ProfileFileKind::Credentials => self.files.credentials = Some(path.into()),
        }
        self
    }

    /// Adds the default file of each kind for which there is none.
    pub fn include_default_config_file(mut self, is_included: bool) -> Self {
        self.files.is_with_defaults = is_included;
        self
    }

    /// Builds the files.
    pub fn build(self) -> ProfileFiles {
        self.files
    }
}
