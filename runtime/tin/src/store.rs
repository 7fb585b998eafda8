//! The models that `model add` has stored, each as a pack in a file of its own.
//!
//! They are below the user's data directory: `$XDG_DATA_HOME/tinsmith/models`, by default
//! `~/.local/share/tinsmith/models`, or `%LOCALAPPDATA%\tinsmith\models` on Windows. A file appears when it is complete.
//! A damaged one only matters to whoever calls its service.

use std::fs;
use std::io;
use std::path::PathBuf;

use tinsmith_pack::Pack;
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;

/// What the names of files end in.
const ENDING: &str = ".pack";

/// The directory of stored models. `None` if it is not known, because there is no home directory.
pub(crate) fn directory() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let local = if cfg!(windows) { absolute("LOCALAPPDATA") } else { None };
    let data = absolute("XDG_DATA_HOME").or(local);
    let data = data.or_else(|| Environment::of_process().home().map(|it| it.join(".local/share")))?;
    Some(data.join("tinsmith/models"))
}

/// The file of a model. `None` if there cannot be one.
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    if !is_name(name) {
        return None;
    }
    Some(directory()?.join(format!("{name}{ENDING}")))
}

/// Whether this can be the name of a model: lowercase letters, digits, dots and dashes, beginning with a letter.
pub(crate) fn is_name(name: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_inner)
}

/// The names of the stored models, sorted. Empty if the directory cannot be read.
pub(crate) fn names() -> Vec<String> {
    let entries = directory().and_then(|it| fs::read_dir(it).ok()).into_iter().flatten().flatten();
    let name = |file: &str| file.strip_suffix(ENDING).filter(|it| is_name(it)).map(str::to_owned);
    let mut names: Vec<String> = entries.filter_map(|it| name(it.file_name().to_str()?)).collect();
    names.sort();
    names
}

/// Opens a stored model. `None` if there is none with this name.
pub(crate) fn open(name: &str) -> Result<Option<Pack>, String> {
    let Some(path) = path(name).filter(|it| fs::symlink_metadata(it).is_ok()) else { return Ok(None) };
    let pack = Pack::open(&path).map_err(|error| error.to_string());
    let pack = pack.and_then(|pack| match pack.services().map(|it| it.name).eq([name]) {
        true => Ok(pack),
        false => Err(format!("{}: expected the service {name} alone", path.display())),
    });
    pack.map(Some).map_err(|reason| damaged(name, &reason))
}

/// The message about a model that cannot be used.
pub(crate) fn damaged(name: &str, reason: &str) -> String {
    format!(
        "The stored model `{name}` cannot be used: {reason}. Add it again with `model add --replace`, or remove it with \
         `model remove {name}`."
    )
}

/// Stores the pack of a model. Returns its path.
pub(crate) fn write(name: &str, pack: &[u8]) -> io::Result<PathBuf> {
    let path = path(name).ok_or_else(|| io::Error::other("there is no home directory"))?;
    private_file::write(&path, pack)?;
    Ok(path)
}

/// Removes a model. Returns whether there was one.
pub(crate) fn remove(name: &str) -> io::Result<bool> {
    let Some(path) = path(name) else { return Ok(false) };
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
