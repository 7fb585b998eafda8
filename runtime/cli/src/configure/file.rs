//! Changes sections of the shared files like the AWS CLI: other lines, including comments, stay unchanged, and the file
//! is replaced atomically.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use crate::failure::Failure;
use crate::files;
use crate::shared_text::SharedText;
use crate::terminal::eprint;
use tinsmith_runtime::private_file;
use zeroize::Zeroizing;

/// The maximum size of a shared file.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// The change of a key.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Sets this value.
    Text(String),
    /// Sets this value of a nested key.
    Nested(String, String),
    /// Removes the key.
    Removed,
}

/// The section of a profile in the configuration file.
pub(super) fn profile_section(profile: &str) -> String {
    if profile == "default" { profile.to_owned() } else { section("profile", profile) }
}

/// The section with this type and name.
pub(super) fn section(kind: &str, name: &str) -> String {
    if name.contains([' ', '\t']) {
        format!("{kind} '{}'", name.replace('\'', "'\"'\"'"))
    } else {
        format!("{kind} {name}")
    }
}

/// Changes keys of a section. Creates the file and its directory if they are missing.
pub(super) fn update(path: &Path, section: &str, changes: &[(&str, Change)]) -> Result<(), Failure> {
    check_lines("section name", section)?;
    for (key, change) in changes {
        check_lines("key", key)?;
        match change {
            Change::Text(value) => check_value(key, value)?,
            Change::Nested(nested, value) => {
                check_lines("key", nested)?;
                check_value(key, value)?;
            }
            Change::Removed => {}
        }
    }
    // A link stays, and its target is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let failed = |verb: &str, error: &io::Error| {
        Failure::General(format!("failed to {verb} {}: {}", path.display(), files::reason(error)))
    };
    let directory = private_file::directory(&path);
    private_file::create_directory(directory).map_err(|error| failed("write", &error))?;
    // A rotation of access keys has the lock for minutes. It notices if its file has changed.
    let _lock = private_file::lock(directory, LONGEST_WAIT).unwrap_or_default();
    let read = || match private_file::read_text(&path, MOST_BYTES) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Default::default()),
        read => read.map_err(|error| failed("read", &error)),
    };
    let mut text = read()?;
    for _ in 0..MOST_READS {
        let changed = changed(&text, section, changes);
        let now = read()?;
        if *now == *text {
            return replace(&path, &changed).map_err(|error| failed("write", &error));
        }
        text = now;
    }
    Err(Failure::General(format!("failed to write {}: another program keeps changing the file", path.display())))
}

/// How long to wait for another program that changes files of the directory.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// The maximum number of reads of a file that changes.
const MOST_READS: usize = 100;

/// Replaces the file, and keeps its permissions.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let (temporary, file) = private_file::create_beside(path, private_file::directory(path))?;
    if let Ok(found) = fs::metadata(path) {
        // If permissions cannot be set, only the owner has access.
        let _ = file.set_permissions(found.permissions());
    }
    private_file::replace(path, &temporary, file, text.as_bytes())
}

/// Warns if other users can read a file with credentials.
pub(super) fn warn_if_readable_by_others(program: &str, path: &Path) {
    #[cfg(unix)]
    if let Ok(found) = fs::metadata(path) {
        let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions());
        if mode & 0o077 != 0 {
            let path = path.display();
            eprint(&format!(
                "\n{program}: [WARNING]: The file '{path}' is accessible by other users. Consider running 'chmod 600 \
                 {path}' to restrict access to only your user.\n"
            ));
        }
    }
}

fn check_lines(what: &str, text: &str) -> Result<(), Failure> {
    match text.contains(['\n', '\r']) {
        true => Err(Failure::General(format!("Invalid {what}: line breaks are not allowed: {text:?}"))),
        false => Ok(()),
    }
}

/// Rejects line breaks in a value, without quoting the value, which may be secret.
fn check_value(key: &str, value: &str) -> Result<(), Failure> {
    match value.contains(['\n', '\r']) {
        true => Err(Failure::General(format!("Invalid value for key {key}: line breaks are not allowed."))),
        false => Ok(()),
    }
}

/// The text with the changed section.
fn changed(text: &str, section: &str, changes: &[(&str, Change)]) -> Zeroizing<String> {
    let mut text = SharedText::parse(text);
    for (key, change) in changes {
        match change {
            Change::Text(value) => text.set(section, key, value),
            Change::Nested(name, value) => text.set_nested(section, key, name, value),
            Change::Removed => text.remove(section, key),
        }
    }
    text.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: &'static str, value: &str) -> (&'static str, Change) {
        (key, Change::Text(value.to_owned()))
    }

    #[test]
    fn names_with_spaces_are_quoted() {
        assert_eq!(section("profile", "a b"), "profile 'a b'");
        assert_eq!((profile_section("default"), profile_section("a")), ("default".to_owned(), "profile a".to_owned()));
    }

    #[test]
    fn values_stay_on_their_line_and_out_of_messages() {
        let path = std::env::temp_dir().join(format!("tinsmith-configure-{:x}", fastrand::u64(..)));
        let refused = update(&path, "default", &[text("aws_secret_access_key", "s3cr\net")]).unwrap_err();
        assert!(!refused.sentence().contains("s3cr"), "{refused:?}");
        assert!(!path.exists());
        update(&path, "default", &[text("region", "a")]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "[default]\nregion = a\n");
        fs::remove_file(&path).unwrap();
    }

    /// Without a lock, programs that run at the same time would restore what the others have changed.
    #[test]
    fn changes_at_the_same_time_are_all_kept() {
        let directory = std::env::temp_dir().join(format!("tinsmith-configure-{:x}", fastrand::u64(..)));
        let path = directory.join("config");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for time in 0..5 {
                        let value = Change::Text(time.to_string());
                        update(path, &format!("profile p{number}"), &[("region", value)]).unwrap();
                    }
                });
            }
        });
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("region = 4\n").count(), 8, "{text}");
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
        fs::remove_dir_all(&directory).unwrap();
    }
}
