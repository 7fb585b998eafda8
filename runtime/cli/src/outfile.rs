//! Operations that write a part of their output to a file, because it is binary or secret.
//!
//! The options are those of the AWS CLI: `--outfile`, and one that selects the part. Unlike there, the file is opened
//! before the call, so that nothing is created whose only secret cannot be stored.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use aws_smithy_types::base64;

use super::failure::Failure;
use super::files;
use super::value::{Fields, Value};
use tinsmith_runtime::schema::Datum;
use tinsmith_runtime::service::Operation;

/// The part of an output that goes to a file.
#[derive(Debug)]
pub(crate) struct Out {
    /// The output member with the parts.
    member: &'static str,
    /// The option that selects the part for the file.
    pub part_option: &'static str,
    /// The parts, all of which are secret.
    pub parts: &'static [&'static str],
}

/// The options with the paths of the strings that they write to files.
fn saves(operation: &Operation) -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    operation.output_strings().iter().map(|(option, path)| (*option, path.texts()))
}

/// The options with files for strings of an output.
pub(crate) fn save_options(operation: &Operation) -> impl Iterator<Item = &'static str> {
    saves(operation).map(|(option, _)| option)
}

/// Files that wait for strings of an output.
pub(crate) struct Saves(Vec<(&'static [&'static str], Waiting)>);

impl Saves {
    /// Opens the files in the options.
    pub(crate) fn open(operation: &Operation, option: &dyn Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let given = saves(operation).filter_map(|(name, path)| Some((path, option(name)?)));
        given.map(|(path, file)| Ok((path, Waiting::open(&file)?))).collect::<Result<_, Failure>>().map(Self)
    }

    /// Writes the strings. A missing string gives an empty file.
    pub(crate) fn write(self, answer: &Fields) -> Result<(), Failure> {
        for (path, file) in self.0 {
            let (first, rest) = path.split_first().map_or(("", path), |(first, rest)| (*first, rest));
            let found = rest.iter().fold(answer.get(first), |value, name| match value {
                Some(Value::Object(fields)) => fields.get(name),
                _ => None,
            });
            let text = found.and_then(Value::as_str).unwrap_or_default();
            file.write(text.as_bytes(), path.last().unwrap_or(&""))?;
        }
        Ok(())
    }
}

/// The part of an operation's output that goes to a file.
pub(crate) fn of(operation: &Operation) -> Option<Out> {
    let record = operation.output_file()?;
    let text = |name| Datum::find(record, name)?.text();
    let parts = Datum::find(record, "parts")?.texts();
    Some(Out { member: text("member")?, part_option: text("option")?, parts })
}

/// A part of an output, with the file that waits for it.
#[derive(Debug)]
pub(crate) struct OutFile {
    out: Out,
    part: String,
    file: Waiting,
}

impl OutFile {
    /// Opens the file. Its contents stay until the output arrives.
    pub(crate) fn open(out: Out, path: &str, part: &str) -> Result<Self, Failure> {
        Ok(Self { out, part: part.to_owned(), file: Waiting::open(path)? })
    }

    /// Writes the part, and removes all parts from the output.
    pub(crate) fn save(self, answer: &mut Fields) -> Result<(), Failure> {
        let Some(Value::Object(fields)) = answer.get_mut(self.out.member) else { return Ok(()) };
        let Some(text) = fields.get(&self.part).and_then(Value::as_str) else { return Ok(()) };
        // The output has bytes as base64.
        let bytes = base64::decode(text).unwrap_or_default();
        self.file.write(&bytes, &self.part)?;
        self.out.parts.iter().for_each(|part| fields.remove(part));
        Ok(())
    }
}

/// An open file that waits for the output.
#[derive(Debug)]
struct Waiting {
    path: PathBuf,
    file: File,
    /// Whether to remove the file if there is no output.
    fresh: bool,
}

impl Waiting {
    fn open(path: &str) -> Result<Self, Failure> {
        let path = files::expand(path);
        let fresh = fs::symlink_metadata(&path).is_err();
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let refused = |error: std::io::Error| {
            Failure::Param(format!("Unable to write to file: {path}: {}", files::reason(&error)))
        };
        let file = options.open(&path).and_then(own).map_err(refused)?;
        Ok(Self { path: PathBuf::from(&path), file, fresh })
    }

    /// Writes the file. `part` is the name of the contents in messages.
    fn write(mut self, bytes: &[u8], part: &str) -> Result<(), Failure> {
        if let Err(error) = self.write_bytes(bytes) {
            let (path, reason) = (self.path.display(), files::reason(&error));
            return Err(Failure::General(format!(
                "The call succeeded, but {part} could not be written to {path}: {reason}"
            )));
        }
        self.fresh = false;
        Ok(())
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        // A device or pipe has no length to set.
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        self.file.write_all(bytes)?;
        self.file.flush()
    }
}

/// Restricts access to the file to its owner. The file may have existed before.
fn own(file: File) -> std::io::Result<File> {
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(file)
}

impl Drop for Waiting {
    /// Removes a file that was created for an output that did not arrive.
    fn drop(&mut self) {
        if self.fresh {
            // If it cannot be removed, an empty file is left.
            let _ = fs::remove_file(&self.path);
        }
    }
}
