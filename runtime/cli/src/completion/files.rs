//! Completes file names.

use std::fs;

use crate::files::expand;

/// The paths that begin with `typed`. Directories end in a slash. Hidden files are included only if the dot is typed.
pub(super) fn paths(typed: &str) -> Vec<String> {
    let (directory, start) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    let place = if directory.is_empty() { ".".to_owned() } else { expand(directory) };
    // If the directory cannot be listed, nothing matches.
    let Ok(entries) = fs::read_dir(place) else { return Vec::new() };
    let fitting = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let is_directory = fs::metadata(entry.path()).is_ok_and(|it| it.is_dir());
        let fits = name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.'));
        fits.then(|| format!("{directory}{name}{}", if is_directory { "/" } else { "" }))
    });
    let mut fitting: Vec<_> = fitting.collect();
    fitting.sort();
    fitting
}
