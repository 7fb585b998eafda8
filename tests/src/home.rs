//! A home directory with shared AWS files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith_runtime::config::{Environment, Loader};

/// A home directory that is removed at the end of its test.
pub struct Home(PathBuf);

impl Home {
    /// Creates a home directory with this content in `~/.aws/config` and `~/.aws/credentials`. `None` creates no file.
    pub fn new(config: Option<&str>, credentials: Option<&str>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let home = std::env::temp_dir().join(format!("tinsmith-settings-{}-{number}", std::process::id()));
        std::fs::create_dir_all(home.join(".aws")).expect("a directory");
        for (name, text) in [("config", config), ("credentials", credentials)] {
            if let Some(text) = text {
                std::fs::write(home.join(".aws").join(name), text).expect("a file");
            }
        }
        Self(home)
    }

    /// A loader that sees these variables and this home directory, and nothing of the process's environment.
    pub fn loader(&self, variables: &[(&str, &str)]) -> Loader {
        Loader::new().environment(self.environment(variables))
    }

    /// An environment with these variables and this home directory.
    pub fn environment(&self, variables: &[(&str, &str)]) -> Environment {
        let home = self.0.to_string_lossy().into_owned();
        let variables = variables.iter().map(|(name, value)| (*name, (*value).to_owned()));
        variables.chain([("HOME", home)]).collect()
    }

    /// A path in the home directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Leftovers in the directory for temporary files do no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
