//! Functions shared by all commands: read models, show diagnostics, print.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use tinsmith_codegen::diagnostic::{Diagnostics, render};
use tinsmith_codegen::model::{Model, Source, load_files};

use crate::Failure;

/// The positional arguments for model files.
pub(crate) fn argument() -> Arg {
    Arg::new("model")
        .value_name("MODEL")
        .required(true)
        .num_args(1..)
        .action(ArgAction::Append)
        .value_parser(value_parser!(PathBuf))
        .help("Model files (.smithy or .json), or directories of them")
}

/// The model files in the arguments, including those in directories.
pub(crate) fn paths(matches: &ArgMatches) -> Result<Vec<PathBuf>, Failure> {
    let given = matches.get_many::<PathBuf>("model").unwrap_or_default();
    let mut paths = Vec::new();
    for path in given {
        if path.is_dir() {
            paths.extend(models_in(path)?);
        } else {
            paths.push(path.clone());
        }
    }
    Ok(paths)
}

fn models_in(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: io::Error| format!("failed to read {}: {error}", directory.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            found.extend(models_in(&path)?);
        } else if path.extension().is_some_and(|it| it == "smithy" || it == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Loads models without validating them.
pub(crate) fn load(paths: &[PathBuf]) -> Result<Model, Failure> {
    load_files(paths).map_err(Failure::Models)
}

/// Reads model files as text.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let read = |path: &PathBuf| {
        let text =
            std::fs::read_to_string(path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
        Ok(Source::new(path.display().to_string(), text))
    };
    paths.iter().map(read).collect()
}

/// Prints a result to standard output. A closed pipe, as with `| head`, is not an error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("failed to write to standard output: {error}").into())
        }
        _ => Ok(()),
    }
}

/// Prints a line to standard error.
pub(crate) fn complain(line: &str) {
    // An error here cannot be reported anywhere.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Shows diagnostics and their number.
pub(crate) fn show(found: &Diagnostics) {
    if found.is_empty() {
        return;
    }
    let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let counts = [count(found.errors().count(), "error"), count(found.warnings().count(), "warning")];
    complain(&format!("{}\n\n{}", render(found, color), counts.join(", ")));
}

/// Writes a file completely or not at all.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| format!("failed to write {}: {error}", path.display());
    if let Some(directory) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        std::fs::create_dir_all(directory).map_err(failed)?;
    }
    let mut staged = path.as_os_str().to_owned();
    staged.push(".new");
    std::fs::write(&staged, text).and_then(|()| std::fs::rename(&staged, path)).map_err(failed)?;
    Ok(())
}
