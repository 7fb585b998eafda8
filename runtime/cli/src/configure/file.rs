//! Changes sections of the shared files like the AWS CLI: other lines, including comments, stay unchanged, and the file
//! is replaced atomically.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use crate::failure::Failure;
use crate::files;
use crate::terminal::eprint;
use tinsmith_runtime::private_file;

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
        let changed = zeroize(changed(&text, section, changes));
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

fn zeroize(text: String) -> zeroize::Zeroizing<String> {
    zeroize::Zeroizing::new(text)
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

/// The names of the sections of a file, in order.
pub(super) fn sections(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])).filter_map(header)
}

/// The name in a section header.
fn header(line: &str) -> Option<&str> {
    let (name, _) = line.trim_start().strip_prefix('[')?.split_once(']')?;
    (!name.is_empty()).then_some(name)
}

/// The key of a line, with the text before it.
fn key(line: &str) -> Option<&str> {
    let at = line.find([':', '=']).filter(|at| *at > 0)?;
    Some(&line[..at])
}

/// The text with the changed section.
fn changed(text: &str, section: &str, changes: &[(&str, Change)]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let is_comment = |line: &str| line.trim_start().starts_with(['#', ';']);
    let start = lines.iter().position(|line| !is_comment(line) && is_section(line, section));
    let Some(start) = start else {
        if lines.last().is_some_and(|line| !line.ends_with('\n')) {
            lines.push("\n".to_owned());
        }
        lines.push(format!("[{section}]\n"));
        lines.push(written(changes, ""));
        return lines.concat();
    };
    let mut left: Vec<(&str, Change)> = changes.to_vec();
    let mut last = start;
    let mut index = start + 1;
    while index < lines.len() {
        if header(&lines[index]).is_some() {
            lines.insert(last + 1, written(&left, ""));
            return lines.concat();
        }
        if let Some(found) = key(&lines[index]).map(str::to_owned) {
            last = index;
            if let Some(at) = left.iter().position(|(name, _)| *name == found.trim()) {
                match left.remove(at) {
                    (name, Change::Text(value)) => lines[index] = format!("{name} = {value}\n"),
                    (_, Change::Removed) => lines[index].clear(),
                    (_, Change::Nested(name, value)) => change_nested(&mut lines, index, &name, &value),
                }
            }
        }
        index += 1;
    }
    let rest = written(&left, "");
    if !rest.is_empty() {
        if lines.last().is_some_and(|line| !line.ends_with('\n')) {
            lines.push("\n".to_owned());
        }
        let place = (last + 2).min(lines.len());
        lines.insert(place, rest);
    }
    lines.concat()
}

/// Changes a key nested in the key of a line.
fn change_nested(lines: &mut Vec<String>, at: usize, name: &str, value: &str) {
    let indent = |line: &str| key(line).map(|it| it.len() - it.trim_start().len());
    let own = indent(&lines[at]).unwrap_or_default();
    let mut index = at + 1;
    while index < lines.len() {
        let line = &lines[index];
        let Some(found) = indent(line) else {
            if header(line).is_some() {
                break;
            }
            index += 1;
            continue;
        };
        if found <= own || header(line).is_some() {
            break;
        }
        if key(line).is_some_and(|it| it.trim() == name) {
            lines[index] = format!("{}{name} = {value}\n", " ".repeat(found));
            return;
        }
        index += 1;
    }
    if let Some(before) = lines.get_mut(index - 1).filter(|it| !it.ends_with('\n')) {
        before.push('\n');
    }
    lines.insert(index, format!("    {name} = {value}\n"));
}

/// The lines for the changes.
fn written(changes: &[(&str, Change)], indent: &str) -> String {
    let line = |(key, change): &(&str, Change)| match change {
        Change::Text(value) => format!("{indent}{key} = {value}\n"),
        Change::Nested(name, value) => format!("{indent}{key} =\n{indent}    {name} = {value}\n"),
        Change::Removed => String::new(),
    };
    changes.iter().map(line).collect()
}

/// Whether a line begins this section. Names may be in double quotes.
fn is_section(line: &str, section: &str) -> bool {
    let Some(found) = line.strip_prefix('[').and_then(|it| it.split_once(']')).map(|(name, _)| name) else {
        return false;
    };
    let quoted = section.split_once(' ').map(|(kind, name)| format!("{kind} \"{name}\""));
    found == section || quoted.is_some_and(|it| it == found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: &'static str, value: &str) -> (&'static str, Change) {
        (key, Change::Text(value.to_owned()))
    }

    fn nested(key: &'static str, name: &str, value: &str) -> (&'static str, Change) {
        (key, Change::Nested(name.to_owned(), value.to_owned()))
    }

    #[test]
    fn sections_are_changed_as_by_the_aws_cli() {
        const FILE: &str = "# top\n[default]\nregion = a\n; note\n[profile dev]\ns3 =\n  x = 1\noutput = text";
        for (section, change, expected) in [
            ("default", text("region", "b"), FILE.replace("region = a", "region = b")),
            ("default", text("output", "json"), FILE.replace("region = a\n", "region = a\noutput = json\n")),
            ("default", ("region", Change::Removed), FILE.replace("region = a\n", "")),
            ("default", nested("s3", "x", "2"), FILE.replace("region = a\n", "region = a\ns3 =\n    x = 2\n")),
            ("profile dev", nested("s3", "x", "2"), FILE.replace("x = 1", "x = 2")),
            ("profile dev", nested("s3", "y", "2"), FILE.replace("x = 1\n", "x = 1\n    y = 2\n")),
            ("profile dev", text("region", "b"), format!("{FILE}\nregion = b\n")),
            ("profile new", text("region", "b"), format!("{FILE}\n[profile new]\nregion = b\n")),
        ] {
            assert_eq!(changed(FILE, section, &[change]), expected, "{section}");
        }
        assert_eq!(changed("", "default", &[text("a", "b")]), "[default]\na = b\n");
        let quoted = "[profile \"a b\"]\nx = 1\n";
        assert_eq!(changed(quoted, "profile a b", &[text("x", "2")]), "[profile \"a b\"]\nx = 2\n");
        assert_eq!(section("profile", "a b"), "profile 'a b'");
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
