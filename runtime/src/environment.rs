//! The environment variables that configure clients, as a value.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::sorted_map::SortedMap;

/// The beginnings of the names of variables that configure clients. The last three are followed by the name of a service.
const PREFIXES: [&str; 5] = ["AWS_", "TINSMITH_", "API_KEY_", "BASIC_AUTH_", "DIGEST_AUTH_"];

/// Variables that configure clients and have other names.
const OTHERS: [&str; 3] = ["HOME", "USERPROFILE", "REQUESTS_CA_BUNDLE"];

/// A copy of the environment variables that configure clients: `AWS_…`, `TINSMITH_…`, `API_KEY_…`, `BASIC_AUTH_…`,
/// `DIGEST_AUTH_…`, `REQUESTS_CA_BUNDLE` and the home directory.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(SortedMap<Zeroizing<String>>);

impl Environment {
    /// Copies the process's variables.
    pub fn of_process() -> Self {
        let relevant = |name: &str| PREFIXES.iter().any(|it| name.starts_with(it)) || OTHERS.contains(&name);
        // Invalid Unicode is replaced, so that error messages can show the value.
        let text = |it: std::ffi::OsString| it.to_string_lossy().into_owned();
        let variables = std::env::vars_os().map(|(name, value)| (text(name), text(value)));
        variables.filter(|(name, _)| relevant(name)).collect()
    }

    /// The value of a variable, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|it| it.as_str()).filter(|it| !it.is_empty())
    }

    /// This environment, with these variables in place of its own.
    pub fn with(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        for (name, value) in variables {
            self.0.insert(name, Zeroizing::new(value));
        }
        self
    }

    /// The home directory, which contains the shared files.
    pub fn home(&self) -> Option<PathBuf> {
        self.get("HOME").or_else(|| self.get("USERPROFILE")).map(PathBuf::from)
    }

    /// The name of the profile, from `AWS_PROFILE` or else `AWS_DEFAULT_PROFILE`.
    pub fn profile_name(&self) -> Option<&str> {
        self.get("AWS_PROFILE").or_else(|| self.get("AWS_DEFAULT_PROFILE"))
    }

    /// The file that a variable names, or else one in the home directory.
    pub fn file(&self, variable: &str, in_home: &str) -> Option<PathBuf> {
        match self.get(variable) {
            Some(path) => Some(self.path(path)),
            None => self.home().map(|it| it.join(in_home)),
        }
    }

    /// A configured path, with a leading `~` replaced by the home directory, if there is one.
    pub fn path(&self, text: &str) -> PathBuf {
        let rest = text.strip_prefix('~').and_then(|rest| match rest.strip_prefix(std::path::is_separator) {
            Some(inner) => Some(inner),
            None => rest.is_empty().then_some(""),
        });
        match rest.zip(self.home()) {
            // Joining an empty path would append a separator.
            Some(("", home)) => home,
            Some((inner, home)) => home.join(inner),
            None => text.into(),
        }
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(variables: T) -> Self {
        let mut all = SortedMap::new();
        for (name, value) in variables {
            all.insert(name.into(), Zeroizing::new(value.into()));
        }
        Self(all)
    }
}

impl fmt::Debug for Environment {
    /// Shows names without values, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Environment;

    #[test]
    fn a_tilde_is_the_home_directory() {
        let environment: Environment = [("HOME", "/home/bob")].into_iter().collect();
        let cases = [
            ("~/corp.pem", "/home/bob/corp.pem"),
            ("~", "/home/bob"),
            ("~bob/corp.pem", "~bob/corp.pem"),
            ("/etc/~/corp.pem", "/etc/~/corp.pem"),
            ("corp.pem", "corp.pem"),
        ];
        for (text, expected) in cases {
            assert_eq!(environment.path(text), Path::new(expected), "{text}");
            assert_eq!(Environment::default().path(text), Path::new(text), "{text}");
        }
    }
}
