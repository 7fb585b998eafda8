//! The two places of a command: validation, and the mapping of names from one to the other.

use std::path::{MAIN_SEPARATOR, Path};

use tinsmith_cli::command::Failure;

use crate::entry::{Action, Place};
use crate::options::{Given, Verb};
use crate::uri;

/// The argument for standard input or output.
pub(crate) const STREAM: &str = "-";

/// The two places of a transfer. For a removal, both are the same.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    /// As given. A bucket has a trailing slash.
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) from_place: Place,
    pub(crate) to_place: Place,
    pub(crate) action: Action,
    /// Whether one of them is standard input or output.
    pub(crate) is_stream: bool,
}

/// Maps names of one side to names of the other.
#[derive(Clone, Debug)]
pub(crate) struct Mapping {
    /// The listed place: a path, or bucket and key.
    pub(crate) from: String,
    pub(crate) from_place: Place,
    to: String,
    to_place: Place,
    is_tree: bool,
    /// Whether the source's name is appended to the destination.
    takes_name: bool,
}

impl Paths {
    /// Checks the given places.
    ///
    /// # Errors
    ///
    /// Fails if the command does not support these places, or not with these options.
    pub(crate) fn new(given: &Given, program: &str) -> Result<Self, Failure> {
        let place = |path: &String| if uri::is_uri(path) { Place::S3 } else { Place::Local };
        let places: Vec<Place> = given.places.iter().map(place).collect();
        let verb = given.verb();
        let action = match places[..] {
            [Place::S3] if verb == Verb::Rm => Action::Delete,
            [Place::Local, Place::S3] => Action::Upload,
            [Place::S3, Place::Local] => Action::Download,
            [Place::S3, Place::S3] => Action::Copy,
            _ => {
                let (name, usage) = (verb.name(), verb.usage());
                return Err(Failure::Param(format!("usage: {program} {name} {usage}\nError: Invalid argument type")));
            }
        };
        let mut paths = Vec::new();
        for path in &given.places {
            paths.push(match uri::is_uri(path) && uri::split(path)?.1.is_empty() && !path.ends_with('/') {
                true => format!("{path}/"),
                false => path.clone(),
            });
        }
        let from = paths[0].clone();
        let to = paths.pop().unwrap_or_default();
        let is_stream = from == STREAM || to == STREAM;
        let paths = Self { from, to, from_place: places[0], to_place: places[places.len() - 1], action, is_stream };
        paths.check(given)?;
        Ok(paths)
    }

    fn check(&self, given: &Given) -> Result<(), Failure> {
        let verb = given.verb();
        let param = |message: &str| Err(Failure::Param(message.to_owned()));
        if self.is_stream && (verb != Verb::Cp || given.has("recursive")) {
            return param("Streaming currently is only compatible with non-recursive cp commands");
        }
        if self.is_stream && self.to == STREAM && given.has("no-overwrite") {
            return param("--no-overwrite parameter is not supported for streaming downloads");
        }
        if verb == Verb::Mv && self.action == Action::Copy {
            check_not_same(&self.from, &self.to)?;
        }
        self.check_option(given, "checksum-algorithm", &[Action::Upload, Action::Copy])?;
        self.check_option(given, "checksum-mode", &[Action::Download])?;
        self.check_exists(given)?;
        for (option, key) in [("sse-c", "sse-c-key"), ("sse-c-copy-source", "sse-c-copy-source-key")] {
            for (given_one, needed) in [(option, key), (key, option)] {
                if given.text(given_one).is_some() && given.text(needed).is_none() {
                    return param(&format!("If --{given_one} is specified, --{needed} must be specified as well."));
                }
            }
        }
        if given.has("sse-c-copy-source") && self.action != Action::Copy {
            return param("--sse-c-copy-source is only supported for copy operations.");
        }
        let is_directory_bucket = |path: &str| uri::is_uri(path) && uri::is_directory_bucket(uri::parts(path).0);
        if verb == Verb::Sync && (is_directory_bucket(&self.from) || is_directory_bucket(&self.to)) {
            return param("Cannot use sync command with a directory bucket.");
        }
        Ok(())
    }

    /// Checks that the source exists, and creates a missing directory for downloads.
    fn check_exists(&self, given: &Given) -> Result<(), Failure> {
        if self.is_stream {
            return Ok(());
        }
        if self.action == Action::Upload && !Path::new(&self.from).exists() {
            return Err(Failure::General(format!("The user-provided path {} does not exist.", self.from)));
        }
        if self.action == Action::Download && given.is_tree() && !Path::new(&self.to).exists() {
            std::fs::create_dir_all(&self.to)
                .map_err(|error| Failure::General(format!("failed to create {}: {error}", self.to)))?;
        }
        Ok(())
    }

    /// Whether source and destination have the same key, so that they may be the same object under two names.
    pub(crate) fn have_same_key(&self) -> bool {
        let key = |path: &str| format!("/{}", uri::parts(path).1);
        is_same(&key(&self.from), &key(&self.to))
    }

    fn check_option(&self, given: &Given, name: &str, actions: &[Action]) -> Result<(), Failure> {
        if !given.has(name) || actions.contains(&self.action) {
            return Ok(());
        }
        let form = |action: &Action| match action {
            Action::Upload => "<LocalPath> <S3Uri>",
            Action::Copy => "<S3Uri> <S3Uri>",
            Action::Download => "<S3Uri> <LocalPath>",
            Action::Delete => "<S3Uri>",
        };
        let allowed: Vec<&str> = actions.iter().map(form).collect();
        Err(Failure::Param(format!(
            "Expected {name} parameter to be used with one of following path formats: {}. Instead, received {}.",
            allowed.join(", "),
            form(&self.action)
        )))
    }

    /// The mapping from source to destination.
    pub(crate) fn forward(&self, is_tree: bool) -> Mapping {
        Mapping::new((&self.from, self.from_place), (&self.to, self.to_place), is_tree)
    }

    /// The mapping from destination to source, for lists of the destination.
    pub(crate) fn backward(&self, is_tree: bool) -> Mapping {
        Mapping::new((&self.to, self.to_place), (&self.from, self.from_place), is_tree)
    }
}

/// Fails if a move is onto itself.
pub(crate) fn check_not_same(from: &str, to: &str) -> Result<(), Failure> {
    match is_same(from, to) {
        true => Err(Failure::Param(format!("Cannot mv a file onto itself: {from} - {to}"))),
        false => Ok(()),
    }
}

/// Whether a move has no effect: to the same path, or into the source's own directory.
fn is_same(from: &str, to: &str) -> bool {
    let name = from.rsplit('/').next().unwrap_or_default();
    from == to || to.ends_with('/') && from == format!("{to}{name}")
}

impl Mapping {
    fn new(from: (&str, Place), to: (&str, Place), is_tree: bool) -> Self {
        let (listed, _) = formatted(from, is_tree);
        let (target, takes_name) = formatted(to, is_tree);
        Self { from: listed, from_place: from.1, to: target, to_place: to.1, is_tree, takes_name }
    }

    /// The name of an entry, and its destination.
    pub(crate) fn of(&self, path: &str) -> (String, String) {
        let separator = |place| if place == Place::Local { MAIN_SEPARATOR } else { '/' };
        let (from, to) = (separator(self.from_place), separator(self.to_place));
        let relative = match self.is_tree {
            true => path.get(self.from.len()..).unwrap_or_default(),
            false => path.rsplit(from).next().unwrap_or_default(),
        };
        let name = relative.replace(from, "/");
        let target = match self.takes_name {
            true => format!("{}{}", self.to, relative.replace(from, &to.to_string())),
            false => self.to.clone(),
        };
        (name, target)
    }

    /// Whether the place is a tree. The name of a single object is not known before it is listed.
    pub(crate) fn is_tree(&self) -> bool {
        self.is_tree
    }
}

/// A place in the form of lists and destinations, and whether names are appended to it.
fn formatted((path, place): (&str, Place), is_tree: bool) -> (String, bool) {
    match place {
        Place::S3 => {
            let path = uri::without_scheme(path);
            match path.ends_with('/') {
                true => (path.to_owned(), true),
                false if is_tree => (format!("{path}/"), true),
                false => (path.to_owned(), false),
            }
        }
        Place::Local => {
            let full = absolute(path);
            let is_directory = is_tree || path.ends_with(MAIN_SEPARATOR) || Path::new(&full).is_dir();
            match is_directory {
                true => (format!("{full}{MAIN_SEPARATOR}"), true),
                false => (full, false),
            }
        }
    }
}

/// An absolute path without `.`, `..` and trailing separator.
pub(crate) fn absolute(path: &str) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let joined = current.join(path);
    let mut clean = std::path::PathBuf::new();
    for component in joined.components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean.to_string_lossy().into_owned()
}

/// A path as shown in messages: relative to the current directory.
pub(crate) fn relative(path: &str) -> String {
    let full = Path::new(path);
    let name = path.rsplit(MAIN_SEPARATOR).next().unwrap_or_default();
    let directory = absolute(&full.parent().unwrap_or(Path::new("")).to_string_lossy());
    let directory = if path.ends_with(MAIN_SEPARATOR) { absolute(path) } else { directory };
    let current = std::env::current_dir().unwrap_or_default();
    let (mut here, mut there) = (current.components().peekable(), Path::new(&directory).components().peekable());
    while here.peek().is_some() && here.peek() == there.peek() {
        here.next();
        there.next();
    }
    let mut parts: Vec<String> = here.map(|_| "..".to_owned()).collect();
    parts.extend(there.map(|it| it.as_os_str().to_string_lossy().into_owned()));
    let directory = if parts.is_empty() { ".".to_owned() } else { parts.join(std::path::MAIN_SEPARATOR_STR) };
    format!("{directory}{MAIN_SEPARATOR}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_map_from_one_side_to_the_other() {
        let place = |path: &str| if uri::is_uri(path) { Place::S3 } else { Place::Local };
        for (from, to, is_tree, path, expected) in [
            ("/nowhere/a", "s3://b/p", false, "/nowhere/a", ("a", "b/p")),
            ("/nowhere/a", "s3://b/p/", false, "/nowhere/a", ("a", "b/p/a")),
            ("/nowhere", "s3://b/p", true, "/nowhere/d/a", ("d/a", "b/p/d/a")),
            ("s3://b/p", "/nowhere", true, "b/p/d/a", ("d/a", "/nowhere/d/a")),
            ("s3://b/p/k", "/nowhere/", false, "b/p/k", ("k", "/nowhere/k")),
            ("s3://b/p/k", "/nowhere/x", false, "b/p/k", ("k", "/nowhere/x")),
            ("s3://b/", "s3://c/q", true, "b//k", ("/k", "c/q//k")),
        ] {
            let mapping = Mapping::new((from, place(from)), (to, place(to)), is_tree);
            let (name, target) = mapping.of(path);
            assert_eq!((name.as_str(), target.as_str()), expected, "{from} {to}");
        }
    }

    #[test]
    fn a_move_onto_itself_is_seen() {
        for (from, to, same) in
            [("s3://b/k", "s3://b/k", true), ("s3://b/p/k", "s3://b/p/", true), ("s3://b/k", "s3://b/p/", false)]
        {
            assert_eq!(is_same(from, to), same, "{from} {to}");
        }
    }
}
