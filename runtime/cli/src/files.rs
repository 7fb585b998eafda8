//! Values that stand in files: `file://` for text, `fileb://` for bytes.

use std::env;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::value::Value;
use tinsmith_runtime::config::Environment;

/// The content of the file that the text names, or nothing if it names none. The error is a
/// sentence.
pub(crate) fn load(text: &str) -> Result<Option<Value>, String> {
    if let Some(path) = text.strip_prefix("fileb://") {
        return read(text, path).map(|bytes| Some(Value::Bytes(bytes)));
    }
    let Some(path) = text.strip_prefix("file://") else { return Ok(None) };
    match String::from_utf8(read(text, path)?) {
        Ok(content) => Ok(Some(Value::String(content))),
        Err(_) => Err(format!(
            "Unable to load paramfile ({}), text contents could not be decoded.  If this is a binary file, please \
             use the fileb:// prefix instead of the file:// prefix.",
            expand(path)
        )),
    }
}

/// All of standard input.
pub(crate) fn standard_input() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| format!("Unable to read standard input: {}", reason(&error)))?;
    Ok(bytes)
}

/// What the operating system says about a failure, without its number.
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
    fs::read(expand(path)).map_err(|error| format!("Unable to load paramfile {text}: {}", reason(&error)))
}

/// The path with the home directory for a leading `~` and with environment variables filled in.
/// A variable that is not set stays as it is written.
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
