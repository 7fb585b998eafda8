//! `cargo xtask codegen`: `tinsmith codegen` with the models and crates of this repository at hand.

mod repository_crates;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use tinsmith::codegen::{self, Job, Out};
use tinsmith::places::{absolute, relative};
use tinsmith::{Failure, Runtime};
use tinsmith_codegen::{CommandsCrate, CrateInfo, Origin, Selection};

use repository_crates::RepositoryCrate;

/// The subcommand's arguments.
pub(crate) fn command() -> Command {
    let path = |name: &'static str, value: &'static str| {
        Arg::new(name).long(name).value_name(value).value_parser(clap::value_parser!(PathBuf))
    };
    Command::new("codegen")
        .about("Generates a client crate from Smithy models")
        .arg(
            path("model", "FILE")
                .action(ArgAction::Append)
                .help("A model file or a smithy-build.json; several are merged [default: the repository's IAM model]"),
        )
        .arg(
            path("out", "DIR")
                .help("The crate's directory [default: generated-client, or target/clients/NAME with --model]"),
        )
        .args(codegen::options())
}

/// Runs the subcommand.
pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    let outcome = jobs(matches).and_then(|jobs| codegen::generate_all(&jobs, matches, Some(&mending_command())));
    tinsmith::finish(outcome)
}

/// What the arguments ask for: without any, the crates of the repository itself.
fn jobs(matches: &ArgMatches) -> Result<Vec<Job>, Failure> {
    let models: Vec<PathBuf> = matches.get_many("model").unwrap_or_default().cloned().collect();
    let selection = codegen::selection(matches);
    let out = matches.get_one::<PathBuf>("out").cloned();
    if models.is_empty() {
        let mut own = repository_crates::all()?;
        if out.is_none() && selection == Selection::default() {
            return own
                .iter()
                .map(|own| own_job(own, None, own_selection(own), Some(own.origin.clone()), matches))
                .collect();
        }
        // The repository's first crate, possibly with fewer operations or another directory.
        own.truncate(1);
        return own.iter().map(|own| own_job(own, out.clone(), selection.clone(), None, matches)).collect();
    }
    let clients = shorten(&repository().join("target/clients"));
    // Crates there are equally far from the runtime, whatever their names.
    let place = out.clone().unwrap_or_else(|| clients.join("any"));
    let mut krate = codegen::krate(matches);
    let here = || Runtime::Directory(repository().join("runtime"));
    codegen::runtime(matches, here)?.place(&place, &mut krate)?;
    let projection = matches.get_one::<String>("projection").cloned();
    let out = out.map_or(Out::Below(clients), Out::At);
    Ok(vec![Job { models, projection, selection, krate, out }])
}

fn own_selection(own: &RepositoryCrate) -> Selection {
    Selection { operations: own.origin.operations.clone(), ..Selection::default() }
}

/// A crate of the repository itself. `origin` is recorded in its manifest.
fn own_job(
    own: &RepositoryCrate,
    out: Option<PathBuf>,
    selection: Selection,
    origin: Option<Origin>,
    matches: &ArgMatches,
) -> Result<Job, Failure> {
    let root = repository();
    let out = out.unwrap_or_else(|| shorten(&root.join(&own.out)));
    let from = absolute(&out)?;
    let given = codegen::krate(matches);
    let name = given.name.clone().or_else(|| Some(own.name.clone()));
    let mut krate = CrateInfo { name, version: env!("CARGO_PKG_VERSION").to_owned(), origin, ..given };
    let here = || Runtime::Directory(root.join("runtime"));
    codegen::runtime(matches, here)?.place(&out, &mut krate)?;
    if !own.has_credentials {
        (krate.credentials_path, krate.cli_path) = (None, None);
    }
    if let Some((name, directory)) = &own.commands {
        let path = relative(&from, &absolute(&root.join(directory))?);
        krate.commands = Some(CommandsCrate { name: name.clone(), path });
    }
    let models = own.origin.models.iter().map(|path| shorten(&root.join(path))).collect();
    Ok(Job { models, projection: None, selection, krate, out: Out::At(out) })
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

/// The command that is running, without `--check`: what mends what a check found.
pub(crate) fn mending_command() -> String {
    let mut command = "cargo xtask".to_owned();
    for argument in std::env::args().skip(1).filter(|argument| argument != "--check") {
        let is_plain = argument.chars().all(|c| c.is_ascii_alphanumeric() || "-_./,=#:".contains(c));
        // In a shell, a hash begins a comment only where a word starts.
        if is_plain && !argument.starts_with('#') && !argument.is_empty() {
            let _ = write!(command, " {argument}");
        } else {
            let _ = write!(command, " '{}'", argument.replace('\'', r"'\''"));
        }
    }
    command
}
