//! The environment variables that configure clients, as a value.

use std::fmt;
use std::path::PathBuf;

use crate::names::Names;

/// A copy of the environment variables that configure clients: `AWS_…` and the home directory.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(Names<String>);

impl Environment {
    /// The process's variables.
    pub fn of_process() -> Self {
        let relevant = |name: &str| name.starts_with("AWS_") || name == "HOME" || name == "USERPROFILE";
        // What is not Unicode becomes readable, so that the message about it can show it.
        let text = |it: std::ffi::OsString| it.to_string_lossy().into_owned();
        let variables = std::env::vars_os().map(|(name, value)| (text(name), text(value)));
        variables.filter(|(name, _)| relevant(name)).collect()
    }

    /// The value of a variable, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|it| !it.is_empty())
    }

    /// The home directory, in which the shared files lie.
    pub fn home(&self) -> Option<PathBuf> {
        self.get("HOME").or_else(|| self.get("USERPROFILE")).map(PathBuf::from)
    }

    /// A file that a variable names, else one in the home directory.
    pub(crate) fn file(&self, variable: &str, in_home: &str) -> Option<PathBuf> {
        match (self.get(variable), self.home()) {
            (Some(path), Some(home)) => match path.strip_prefix("~/") {
                Some(rest) => Some(home.join(rest)),
                None => Some(path.into()),
            },
            (Some(path), None) => Some(path.into()),
            (None, home) => home.map(|it| it.join(in_home)),
        }
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(variables: T) -> Self {
        let mut all = Names::new();
        for (name, value) in variables {
            all.insert(name.into(), value.into());
        }
        Self(all)
    }
}

impl fmt::Debug for Environment {
    /// Shows names and no values, among which are secret keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
