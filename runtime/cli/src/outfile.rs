//! Operations of whose answer a part goes to a file instead of the output, because it is binary or
//! secret.
//!
//! The options are the AWS CLI's: `--outfile`, and one that says which part. Beyond it, the file is
//! opened before the call is made, so that nothing is created whose only secret cannot be kept.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use aws_smithy_types::base64;

use super::failure::Failure;
use super::files;
use super::value::{Fields, Value};
use tinsmith_runtime::service::Operation;

/// An operation with such an answer.
#[derive(Debug)]
pub(crate) struct Out {
    service: &'static str,
    operation: &'static str,
    /// the member of the answer that has the parts
    member: &'static str,
    /// the option that says which part goes to the file
    pub part_option: &'static str,
    /// the parts; all of them are secret
    pub parts: &'static [&'static str],
}

/// All of them, by the service's SDK id and the operation's name.
const OUTS: &[Out] = &[Out {
    service: "IAM",
    operation: "CreateVirtualMFADevice",
    member: "VirtualMFADevice",
    part_option: "bootstrap-method",
    parts: &["QRCodePNG", "Base32StringSeed"],
}];

/// What of the operation's answer goes to a file.
pub(crate) fn of(operation: &Operation) -> Option<&'static Out> {
    OUTS.iter().find(|it| (it.service, it.operation) == (operation.service.sdk_id, operation.name))
}

/// A file that waits for an answer.
#[derive(Debug)]
pub(crate) struct OutFile {
    out: &'static Out,
    part: String,
    path: PathBuf,
    file: File,
    /// whether to take the file away again where no answer comes
    fresh: bool,
}

impl OutFile {
    /// Opens the file. What it holds stays until the answer is there.
    pub(crate) fn open(out: &'static Out, path: &str, part: &str) -> Result<Self, Failure> {
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
        Ok(Self { out, part: part.to_owned(), path: PathBuf::from(&path), file, fresh })
    }

    /// Writes the part, and takes all parts out of the answer.
    pub(crate) fn save(mut self, answer: &mut Fields) -> Result<(), Failure> {
        let Some(Value::Object(fields)) = answer.get_mut(self.out.member) else { return Ok(()) };
        let Some(text) = fields.get(&self.part).and_then(Value::as_str) else { return Ok(()) };
        // The answer holds bytes as base64.
        let bytes = base64::decode(text).unwrap_or_default();
        if let Err(error) = self.write(&bytes) {
            let (path, part) = (self.path.display(), &self.part);
            let reason = files::reason(&error);
            return Err(Failure::General(format!(
                "The call is made, but {part} cannot be written to {path}: {reason}"
            )));
        }
        self.fresh = false;
        self.out.parts.iter().for_each(|part| fields.remove(part));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        // A device or a pipe has no length to set.
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        self.file.write_all(bytes)?;
        self.file.flush()
    }
}

/// Sees to it that nobody but its owner reads the file, which may have been there before.
fn own(file: File) -> std::io::Result<File> {
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(file)
}

impl Drop for OutFile {
    /// Takes a file away that was made for an answer which did not come.
    fn drop(&mut self) {
        if self.fresh {
            // That it stays is not a harm: it is empty.
            let _ = fs::remove_file(&self.path);
        }
    }
}
