//! Values from files: `file://` for text, `fileb://` for bytes. The JSON files of caches.

use std::env;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::value::Value;
use tinsmith_runtime::config::Environment;

/// Loads the file that the text names, if it names one. The error is a message.
pub(crate) fn load(text: &str) -> Result<Option<Value>, String> {
    if let Some(path) = text.strip_prefix("fileb://") {
        return read(text, path).map(|bytes| Some(Value::Bytes(bytes)));
    }
    let Some(path) = text.strip_prefix("file://") else { return Ok(None) };
    let content = decode(read(text, path)?).map_err(|reason| {
        format!(
            "Unable to load paramfile ({}), text contents could not be decoded.  If this is a binary file, please \
             use the fileb:// prefix instead of the file:// prefix. {reason}",
            expand(path)
        )
    })?;
    Ok(Some(Value::String(content)))
}

/// The text that bytes of a file are, in the encoding that `AWS_CLI_FILE_ENCODING` names, else UTF-8. A byte order
/// mark is not a part of it, and every line ends with a line feed. The error is a sentence.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let text = Encoding::configured()?.decode(bytes)?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// How a text is written as bytes.
#[derive(Clone, Copy, PartialEq)]
enum Encoding {
    Ascii,
    Latin1,
    Utf8,
    /// with a byte order mark, or with the low byte first
    Utf16,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    fn configured() -> Result<Self, String> {
        let name = env::var("AWS_CLI_FILE_ENCODING").unwrap_or_default();
        // As Python reads names, whatever their case and separators.
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        Ok(match plain.to_ascii_lowercase().as_str() {
            "" | "utf8" | "utf8sig" => Self::Utf8,
            "utf16" => Self::Utf16,
            "utf16le" => Self::Utf16Le,
            "utf16be" => Self::Utf16Be,
            "ascii" | "usascii" => Self::Ascii,
            "latin1" | "iso88591" => Self::Latin1,
            _ => {
                return Err(format!(
                    "Invalid value for AWS_CLI_FILE_ENCODING: {name}. Expected UTF-8, UTF-16, UTF-16LE, UTF-16BE, \
                     Latin-1 or ASCII"
                ));
            }
        })
    }

    fn decode(self, bytes: Vec<u8>) -> Result<String, String> {
        let invalid = |name: &str| format!("It is not {name}.");
        match self {
            Self::Utf8 if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) => {
                Err("It begins with the byte order mark of UTF-16; set AWS_CLI_FILE_ENCODING=UTF-16.".to_owned())
            }
            Self::Utf8 => String::from_utf8(bytes).map_err(|_| invalid("UTF-8")),
            Self::Ascii if bytes.is_ascii() => String::from_utf8(bytes).map_err(|_| invalid("ASCII")),
            Self::Ascii => Err(invalid("ASCII")),
            Self::Latin1 => Ok(bytes.into_iter().map(char::from).collect()),
            Self::Utf16 | Self::Utf16Le | Self::Utf16Be => {
                let is_big = self == Self::Utf16Be || self == Self::Utf16 && bytes.starts_with(&[0xfe, 0xff]);
                let (pairs, rest) = bytes.as_chunks::<2>();
                let unit = |pair: &[u8; 2]| if is_big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
                let text = String::from_utf16(&pairs.iter().map(unit).collect::<Vec<_>>());
                text.ok().filter(|_| rest.is_empty()).ok_or_else(|| invalid("UTF-16"))
            }
        }
    }
}

/// The bytes of an option's value, or of the file that it names with `file://` or `fileb://`.
///
/// # Errors
///
/// Fails if the file cannot be read.
pub fn content(text: &str) -> Result<Vec<u8>, String> {
    match load(text)? {
        Some(Value::Bytes(bytes)) => Ok(bytes),
        Some(Value::String(text)) => Ok(text.into_bytes()),
        _ => Ok(text.as_bytes().to_vec()),
    }
}

/// The limit for a document or another value of an option, so that a device such as `/dev/zero` gives an error.
pub(crate) const MOST_BYTES: u64 = 128 << 20;

/// The limit for a blob on standard input: the largest object that S3 takes in one request.
pub(crate) const MOST_BYTES_OF_BLOB: u64 = 5 << 30;

/// Reads all of standard input.
pub(crate) fn standard_input(most: u64) -> Result<Vec<u8>, String> {
    read_all(io::stdin(), most).map_err(|error| format!("Unable to read standard input: {}", reason(&error)))
}

fn read_all(source: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|it| it > most) {
        let reason = format!("it is larger than the limit of {} MB", most >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// The JSON files of a directory, sorted. Empty if the directory cannot be read.
pub fn json_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten().map(|it| it.path());
    let mut paths: Vec<_> = entries.filter(|it| it.extension().is_some_and(|it| it == "json")).collect();
    paths.sort();
    paths
}

/// Removes a file. The error is a message with its path.
pub fn remove(path: &Path) -> Result<(), String> {
    fs::remove_file(path).map_err(|error| format!("failed to remove {}: {}", path.display(), reason(&error)))
}

/// The message of the operating system, without the error number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

/// A path with `~` for the home directory.
pub fn shown(path: &Path, environment: &Environment) -> String {
    let home = environment.get("HOME").or_else(|| environment.get("USERPROFILE"));
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

fn read(text: &str, path: &str) -> Result<Vec<u8>, String> {
    let read = File::open(expand(path)).and_then(|file| read_all(file, MOST_BYTES));
    read.map_err(|error| format!("Unable to load paramfile {text}: {}", reason(&error)))
}

/// Expands a leading `~` and environment variables in a path. Unset variables stay as written.
pub(crate) fn expand(path: &str) -> String {
    let home = env::var("HOME").unwrap_or_default();
    let path = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{home}{rest}"),
        _ => path.to_owned(),
    };
    let mut parts = path.split('$');
    let mut expanded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (written, name) = match part.strip_prefix('{').and_then(|it| it.split_once('}')) {
            Some((name, _)) => (name.len() + 2, name),
            None => {
                let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
                (end, &part[..end])
            }
        };
        match env::var(name) {
            Ok(value) if !name.is_empty() => expanded.push_str(&value),
            _ => expanded.push_str(&format!("${}", &part[..written])),
        }
        expanded.push_str(&part[written..]);
    }
    expanded
}
