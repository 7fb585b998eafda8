//! `cargo xtask codegen`: generates client crates from model files.

mod repository_crates;

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, Command};
use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::output::{self, Staleness, WriteError, Written};
use tinsmith_codegen::{CommandsCrate, CrateInfo, Generated, Origin, Request, Selection, generate};

use crate::say::{say, warn};

use repository_crates::RepositoryCrate;

/// The version of the generated crates.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The maximum number of warnings shown per kind, unless all are requested.
const WARNINGS_PER_KIND: usize = 3;

/// The arguments.
pub(crate) fn command() -> Command {
    Command::new("codegen")
        .about("Generates a client crate from Smithy models")
        .arg(
            Arg::new("model")
                .long("model")
                .value_name("FILE")
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf))
                .help("A model file; several are merged [default: the repository's own models]"),
        )
        .arg(
            Arg::new("service")
                .long("service")
                .value_name("ID")
                .help("The service, by name or shape ID; required if the model has several"),
        )
        .arg(
            Arg::new("operations")
                .long("operations")
                .value_name("A,B")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .help("Generate only these operations"),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(clap::value_parser!(PathBuf))
                .help("The output directory [default: generated-client, or target/clients/NAME with --model]"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing; list files that are out of date, and fail if there are any"),
        )
        .arg(Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help("Hide warnings"))
        .arg(
            Arg::new("all-warnings")
                .long("all-warnings")
                .action(ArgAction::SetTrue)
                .conflicts_with("quiet")
                .help("Show all warnings instead of the first three of each kind"),
        )
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    let started = Instant::now();
    match run_inner(matches, started) {
        Ok(code) => code,
        Err(Failure::Usage(message)) => {
            warn(format_args!("error: {message}"));
            ExitCode::FAILURE
        }
        Err(Failure::Model(diagnostics)) => {
            report(&diagnostics, WARNINGS_PER_KIND);
            warn("\nnothing was written");
            ExitCode::FAILURE
        }
        Err(Failure::Write(error)) => {
            warn(format_args!("error: {error}\n\nnothing was written"));
            ExitCode::FAILURE
        }
    }
}

/// The reason why nothing was generated.
enum Failure {
    Usage(String),
    Model(Diagnostics),
    Write(WriteError),
}

/// A crate to generate.
struct Job {
    models: Vec<PathBuf>,
    selection: Selection,
    name: Option<String>,
    /// Whether the crate supports all kinds of credentials, and has a program.
    has_credentials: bool,
    /// The package with commands that only this service has, and its directory.
    commands: Option<(String, PathBuf)>,
    /// The source of the crate, which the manifest records.
    origin: Option<Origin>,
    /// The output directory. Below `target` if not set.
    out: Option<PathBuf>,
}

fn run_inner(matches: &ArgMatches, started: Instant) -> Result<ExitCode, Failure> {
    let jobs = jobs(matches)?;
    let mut generated = Vec::new();
    // Everything is checked before anything is written.
    for job in &jobs {
        generated.push(make(job)?);
    }
    let mut code = ExitCode::SUCCESS;
    for (out, generated) in &generated {
        if !matches.get_flag("quiet") {
            let per_kind = if matches.get_flag("all-warnings") { usize::MAX } else { WARNINGS_PER_KIND };
            report(&generated.warnings, per_kind);
        }
        if matches.get_flag("check") {
            let found = output::check(out, &generated.files).map_err(Failure::Write)?;
            if !report_check(&found, out, generated, started) {
                code = ExitCode::FAILURE;
            }
        } else {
            let written = output::write(out, &generated.files).map_err(Failure::Write)?;
            report_written(&written, out, generated, started);
        }
    }
    if code == ExitCode::FAILURE {
        warn(format_args!("fix this with\n\n    {}", mending_command()));
    }
    Ok(code)
}

/// The crates to generate. Without arguments, the crates of the repository itself.
fn jobs(matches: &ArgMatches) -> Result<Vec<Job>, Failure> {
    let given: Vec<PathBuf> = matches.get_many("model").unwrap_or_default().cloned().collect();
    let service = matches.get_one::<String>("service").cloned();
    // Users may write spaces and a trailing comma in lists.
    let operations = matches
        .get_many::<String>("operations")
        .map(|names| names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect::<Vec<String>>());
    let out = matches.get_one::<PathBuf>("out").cloned();
    let selection = Selection { service, operations };
    if !given.is_empty() {
        let (name, commands, origin) = (None, None, None);
        return Ok(vec![Job { models: given, selection, name, has_credentials: true, commands, origin, out }]);
    }
    let mut own = repository_crates::all().map_err(Failure::Usage)?;
    if out.is_none() && selection == Selection::default() {
        return Ok(own.into_iter().map(own_job).collect());
    }
    // The repository's first crate, possibly with fewer operations or another directory.
    own.truncate(1);
    let job = |own| Job { selection: selection.clone(), origin: None, ..own_job(own) };
    Ok(own.into_iter().map(job).map(|job| place(job, out.as_ref())).collect())
}

fn place(job: Job, out: Option<&PathBuf>) -> Job {
    Job { out: out.cloned().or(job.out), ..job }
}

fn own_job(own: RepositoryCrate) -> Job {
    let root = repository();
    Job {
        models: own.origin.models.iter().map(|path| shorten(&root.join(path))).collect(),
        selection: Selection { service: None, operations: own.origin.operations.clone() },
        name: Some(own.name),
        has_credentials: own.has_credentials,
        commands: own.commands,
        out: Some(shorten(&root.join(own.out))),
        origin: Some(own.origin),
    }
}

/// Generates a crate in memory, and returns it with its output directory.
fn make(job: &Job) -> Result<(PathBuf, Generated), Failure> {
    let root = repository();
    let clients = shorten(&root.join("target/clients"));
    // All crates there have the same distance to the runtime, whatever their names.
    let place = absolute(&job.out.clone().unwrap_or_else(|| clients.join("any")))?;
    let from_there = |directory: &Path| Ok(relative(&place, &absolute(&root.join(directory))?));
    let of_project = |directory: &str| from_there(Path::new(directory));
    let runtime_path = of_project("runtime")?;
    let credentials_path = if job.has_credentials { Some(of_project("runtime/credentials")?) } else { None };
    let commands = match &job.commands {
        Some((name, directory)) => Some(CommandsCrate { name: name.clone(), path: from_there(directory)? }),
        None => None,
    };
    let cli_path = if job.has_credentials { Some(of_project("runtime/cli")?) } else { None };
    let krate = CrateInfo {
        name: job.name.clone(),
        version: VERSION.to_owned(),
        runtime_path,
        credentials_path,
        cli_path,
        commands,
        origin: job.origin.clone(),
    };
    let request = Request { models: job.models.clone(), selection: job.selection.clone(), krate };
    let generated = generate(&request).map_err(Failure::Model)?;
    let out = job.out.clone().unwrap_or_else(|| clients.join(&generated.name));
    Ok((out, generated))
}

/// The repository that contains this program's source.
fn repository() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// A path relative to the current directory, if it is below it.
fn shorten(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(&here) {
        Ok(inside) if !inside.as_os_str().is_empty() => inside.to_owned(),
        _ => path.to_owned(),
    }
}

/// An absolute path without `.` and `..`. It does not have to exist.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let joined = std::path::absolute(path).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    let mut clean = PathBuf::new();
    for part in joined.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// The relative path from one absolute directory to another, separated by slashes.
fn relative(from: &Path, to: &Path) -> String {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Prints diagnostics and their number.
fn report(diagnostics: &Diagnostics, per_kind: usize) {
    if diagnostics.is_empty() {
        return;
    }
    let (errors, warnings) = (diagnostics.errors().count(), diagnostics.warnings().count());
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let (shown, omitted) = diagnostics.abridged(per_kind);
    let mut text = tinsmith_codegen::diagnostic::render(&shown, color);
    for (kind, number) in omitted {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n… and {} of the kind {kind}", count(number, "more warning"));
    }
    warn(format_args!("{text}\n\n{}, {}", count(errors, "error"), count(warnings, "warning")));
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A one-line summary of the generated crate.
fn summary(generated: &Generated, started: Instant) -> String {
    let counts = generated.counts;
    format!(
        "{}, {}, {}, {}, {} ms",
        count(counts.operations, "operation"),
        count(counts.shapes, "shape"),
        count(generated.files.len(), "file"),
        count(counts.lines, "line"),
        started.elapsed().as_millis()
    )
}

fn report_written(written: &Written, out: &Path, generated: &Generated, started: Instant) {
    say(format_args!("{} in {}: {}", generated.name, out.display(), summary(generated, started)));
    if written.written.is_empty() && written.pruned.is_empty() {
        say(if written.resumed { "completed an earlier run that was interrupted" } else { "nothing changed" });
        return;
    }
    if written.resumed {
        say("completed an earlier run that was interrupted");
    }
    let (files, unchanged, pruned) = (written.written.len(), written.unchanged.len(), written.pruned.len());
    say(format_args!("{} written, {unchanged} unchanged, {pruned} pruned", count(files, "file")));
}

/// Reports files that are out of date. Returns whether there are none.
fn report_check(found: &Staleness, out: &Path, generated: &Generated, started: Instant) -> bool {
    say(format_args!("{} in {}: {}", generated.name, out.display(), summary(generated, started)));
    if found.is_empty() {
        say("nothing changed");
        return true;
    }
    let mut text = String::new();
    for (what, paths) in [
        ("stale", &found.stale),
        ("missing", &found.missing),
        ("orphaned", &found.orphaned),
        ("unfinished", &found.unfinished),
    ] {
        for path in paths {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{what:>10}: {}", out.join(path).display());
        }
    }
    let number = found.stale.len() + found.missing.len() + found.orphaned.len() + found.unfinished.len();
    warn(format_args!("{text}\n{} out of date", count(number, "file")));
    false
}

/// The current command without `--check`, which updates what a check found.
pub(crate) fn mending_command() -> String {
    let mut command = "cargo xtask".to_owned();
    for argument in std::env::args().skip(1).filter(|argument| argument != "--check") {
        let is_plain = argument.chars().all(|c| c.is_ascii_alphanumeric() || "-_./,=#:".contains(c));
        // In a shell, a hash starts a comment only at the start of a word.
        if is_plain && !argument.starts_with('#') && !argument.is_empty() {
            let _ = write!(command, " {argument}");
        } else {
            let _ = write!(command, " '{}'", argument.replace('\'', r"'\''"));
        }
    }
    command
}
