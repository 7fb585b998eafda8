//! The kubeconfig: the file in which Kubernetes clients look up clusters and users.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use tinsmith_cli::command::{Failure, Fields, Value, parse_yaml, reason, yaml_text};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;

/// The maximum size of a file.
const MOST_BYTES: u64 = 16 << 20;

/// A file and its contents.
pub(super) struct Kubeconfig {
    path: PathBuf,
    content: Fields,
}

impl Kubeconfig {
    /// Loads the given file, or else the file in `KUBECONFIG` that has the cluster, or the first one there, or the
    /// default file.
    pub(super) fn choose(given: Option<&str>, cluster: &str) -> Result<Self, Failure> {
        let environment = Environment::of_process();
        let default = || environment.home().unwrap_or_default().join(".kube/config");
        let variable = std::env::var_os("KUBECONFIG").unwrap_or_default();
        let paths: Vec<PathBuf> = match given {
            Some(path) => vec![environment.path(path)],
            None => std::env::split_paths(&variable)
                .filter_map(|it| it.to_str().filter(|it| !it.trim().is_empty()).map(|it| environment.path(it)))
                .collect(),
        };
        let mut found = paths.iter().filter_map(|path| Self::load(path).ok()).filter(|it| it.has("clusters", cluster));
        match (found.next(), paths.first()) {
            (Some(found), _) => Ok(found),
            (None, Some(first)) => Self::load(first),
            (None, None) => Self::load(&default()),
        }
    }

    fn load(path: &Path) -> Result<Self, Failure> {
        let path = absolute(path);
        let wrong = |why: String| Failure::General(format!("invalid kubeconfig {}: {why}", path.display()));
        let content = match private_file::read_text(&path, MOST_BYTES) {
            Ok(text) => match parse_yaml(&text).map_err(wrong)? {
                Value::Object(fields) => fields,
                Value::Null => new(),
                other => return Err(wrong(format!("expected a map, found {}", other.kind()))),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => new(),
            Err(error) => return Err(wrong(reason(&error))),
        };
        check(&content).map_err(wrong)?;
        Ok(Self { path, content })
    }

    /// The path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a list has an entry of this name.
    pub(super) fn has(&self, list: &str, name: &str) -> bool {
        match self.content.get(list) {
            Some(Value::List(entries)) => entries.iter().any(|it| name_of(it) == Some(name)),
            _ => false,
        }
    }

    /// Adds an entry to a list, or replaces the entry with its name.
    pub(super) fn set(&mut self, list: &str, entry: Value) -> Result<(), Failure> {
        if !matches!(self.content.get(list), Some(Value::List(_))) {
            self.content.set(list, Value::List(Vec::new()));
        }
        if let Some(Value::List(entries)) = self.content.get_mut(list) {
            match entries.iter().position(|it| name_of(it).is_some() && name_of(it) == name_of(&entry)) {
                Some(at) => entries[at] = entry,
                None => entries.push(entry),
            }
        }
        Ok(())
    }

    /// Sets the current context.
    pub(super) fn set_current(&mut self, context: &str) {
        self.content.set("current-context", Value::string(context));
    }

    /// The file's text.
    pub(super) fn text(&self) -> String {
        yaml_text(&Value::Object(self.content.clone()))
    }

    /// Replaces the file atomically. Its permissions are kept; only the owner can read a new file.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let directory = private_file::directory(&path);
        let written = private_file::create_directory(directory).and_then(|()| {
            let (temporary, file) = private_file::create_beside(&path, directory)?;
            if let Ok(found) = fs::metadata(&path) {
                // If that fails, only the owner can read the file.
                let _ = file.set_permissions(found.permissions());
            }
            private_file::replace(&path, &temporary, file, self.text().as_bytes())
        });
        written.map_err(|error| Failure::General(format!("failed to write {}: {}", path.display(), reason(&error))))
    }
}

/// Checks the kinds of the values that every kubeconfig has. Those that are missing or null are added later.
fn check(content: &Fields) -> Result<(), String> {
    for (key, expected) in new().iter() {
        let found = content.get(key).unwrap_or(&Value::Null);
        if *found != Value::Null && found.kind() != expected.kind() {
            return Err(format!("expected {} in {key}, found {}", expected.kind(), found.kind()));
        }
        let Value::List(entries) = found else { continue };
        if let Some(entry) = entries.iter().find(|it| !matches!(it, Value::Object(_))) {
            return Err(format!("expected maps in {key}, found {}", entry.kind()));
        }
    }
    Ok(())
}

/// An absolute path without `.` and `..`.
fn absolute(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match component {
            Component::ParentDir => _ = clean.pop(),
            other => clean.push(other),
        }
    }
    clean
}

fn name_of(entry: &Value) -> Option<&str> {
    match entry {
        Value::Object(fields) => fields.get("name").and_then(Value::as_str),
        _ => None,
    }
}

/// The contents of a new file.
fn new() -> Fields {
    let list = || Value::List(Vec::new());
    [
        ("apiVersion".to_owned(), Value::string("v1")),
        ("clusters".to_owned(), list()),
        ("contexts".to_owned(), list()),
        ("current-context".to_owned(), Value::string("")),
        ("kind".to_owned(), Value::string("Config")),
        ("preferences".to_owned(), Value::Object(Fields::default())),
        ("users".to_owned(), list()),
    ]
    .into_iter()
    .collect()
}
