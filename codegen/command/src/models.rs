//! Functions shared by all commands: read models, show diagnostics, print.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use tinsmith_codegen::diagnostic::{Diagnostics, render};
use tinsmith_codegen::model::{Model, Source, read_files};
use tinsmith_codegen::output::replace_file;
use tinsmith_codegen::project;

use crate::Failure;

/// The positional arguments for model files.
pub(crate) fn argument() -> Arg {
    Arg::new("model")
        .value_name("MODEL")
        .required(true)
        .num_args(1..)
        .action(ArgAction::Append)
        .value_parser(value_parser!(PathBuf))
        .help("Model files (.smithy or .json), directories of them, or a smithy-build.json")
}

/// The model files in the arguments, including those in directories.
pub(crate) fn paths(matches: &ArgMatches) -> Result<Vec<PathBuf>, Failure> {
    let given: Vec<PathBuf> = matches.get_many("model").unwrap_or_default().cloned().collect();
    expand(&given)
}

/// Replaces directories by the models in them.
pub(crate) fn expand(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in given {
        if path.is_dir() {
            let failed = |error: io::Error| format!("failed to read {}: {error}", path.display());
            paths.extend(project::models_in(path).map_err(failed)?);
        } else {
            paths.push(path.clone());
        }
    }
    Ok(paths)
}

/// The projection of a `smithy-build.json`.
pub(crate) fn projection() -> Arg {
    Arg::new("projection")
        .long("projection")
        .value_name("NAME")
        .help("The projection of smithy-build.json to apply [default: source, which has no transforms]")
}

/// The selected projection.
pub(crate) fn chosen_projection(matches: &ArgMatches) -> Option<String> {
    matches.get_one::<String>("projection").cloned()
}

/// Loads models, and shows warnings about a `smithy-build.json`. Apart from their syntax, the models are not validated.
pub(crate) fn load(paths: &[PathBuf], projection: Option<&str>) -> Result<Model, Failure> {
    let (model, warnings) = load_projected(paths, projection)?;
    if let Some(found) = model.syntax_errors() {
        return Err(Failure::Models(found));
    }
    show(&warnings);
    Ok(model)
}

/// Loads models, and returns warnings about a `smithy-build.json`.
pub(crate) fn load_projected(paths: &[PathBuf], projection: Option<&str>) -> Result<(Model, Diagnostics), Failure> {
    project::load_projected(paths, projection).map_err(Failure::Models)
}

/// Reads model files as text. In place of a `smithy-build.json`, reads its sources and imports.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        match project::is_project(path) {
            true => files.extend(project::read_project(path, None).map_err(Failure::Models)?.models),
            false => files.push(path.clone()),
        }
    }
    let (sources, found) = read_files(&files);
    if found.is_empty() { Ok(sources) } else { Err(Failure::Models(found)) }
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

/// A number with its noun.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Shows diagnostics and their number.
pub(crate) fn show(found: &Diagnostics) {
    show_abridged(found, usize::MAX);
}

/// Like [`show`], with a maximum number of warnings of each kind.
pub(crate) fn show_abridged(found: &Diagnostics, per_kind: usize) {
    if found.is_empty() {
        return;
    }
    let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let counts = [count(found.errors().count(), "error"), count(found.warnings().count(), "warning")];
    let (shown, omitted) = found.abridged(per_kind);
    let mut text = render(&shown, color);
    for (kind, number) in omitted {
        // Writing to a string cannot fail.
        let _ = fmt::Write::write_fmt(
            &mut text,
            format_args!("\n… and {} of the kind {kind}", count(number, "more warning")),
        );
    }
    complain(&format!("{text}\n\n{}", counts.join(", ")));
}

/// Writes a file completely or not at all.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    replace_file(path, text).map_err(|error| format!("failed to write {}: {error}", path.display()))?;
    Ok(())
}
