//! `tinsmith codegen`: generates a client crate from models.

mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tinsmith_codegen::model::Protocol;
use tinsmith_codegen::{CrateInfo, Generated, Selection, generate_model, ir, output};

use crate::{Failure, Outcome, Runtime, models};

/// A crate to generate.
pub struct Job {
    /// The models. Their order does not matter.
    pub models: Vec<PathBuf>,
    /// The projection of `smithy-build.json`, if that is one of the models.
    pub projection: Option<String>,
    /// The service, its operations and its protocol.
    pub selection: Selection,
    /// The name and dependencies of the crate.
    pub krate: CrateInfo,
    /// The output directory.
    pub out: Out,
}

/// The output directory of a generated crate.
pub enum Out {
    /// This directory.
    At(PathBuf),
    /// A directory below this one, named after the crate.
    Below(PathBuf),
}

impl Out {
    /// The directory of a crate with this name.
    pub fn of(&self, name: &str) -> PathBuf {
        match self {
            Self::At(directory) => directory.clone(),
            Self::Below(directory) => directory.join(name),
        }
    }
}

/// The arguments.
pub fn command() -> Command {
    Command::new("codegen")
        .about("Generates a client crate from Smithy models")
        .arg(models::argument())
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("The output directory"),
        )
        .args(options())
}

/// The arguments that `cargo xtask codegen` also has.
pub fn options() -> Vec<Arg> {
    let text = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let protocols = ir::PROTOCOLS.iter().map(|it| it.name());
    vec![
        text("service", "NAME").help("The service, by shape ID or name; required if the models have several"),
        text("operations", "NAMES")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help("Generate only these operations"),
        text("protocol", "NAME")
            .ignore_case(true)
            .value_parser(PossibleValuesParser::new(protocols))
            .help("The protocol, if the service declares several [default: the one that AWS clients prefer]"),
        models::projection(),
        text("name", "NAME").help("The package name [default: derived from the service]"),
        text("crate-version", "VERSION").default_value("0.1.0").help("The package version"),
        text("license", "SPDX").help("The package license [default: Apache-2.0 for AWS services, otherwise none]"),
        text("runtime", "SOURCE").help(
            "The source of Tinsmith's own crates: the directory `runtime` of a checkout, git=URL[#REV] or \
             version=VERSION",
        ),
        flag("check").help("Write nothing; list files that are out of date, and fail if there are any"),
        flag("quiet").short('q').help("Hide warnings"),
        flag("all-warnings").conflicts_with("quiet").help("Show all warnings instead of the first three of each kind"),
    ]
}

/// The selection in the arguments.
pub fn selection(matches: &ArgMatches) -> Selection {
    // Users may write spaces and a trailing comma in lists.
    let operations = matches
        .get_many::<String>("operations")
        .map(|names| names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect());
    Selection {
        service: matches.get_one::<String>("service").cloned(),
        operations,
        protocol: matches.get_one::<String>("protocol").and_then(|name| Protocol::by_name(name)),
    }
}

/// The settings of the crate in the arguments.
pub fn krate(matches: &ArgMatches) -> CrateInfo {
    let text = |name| matches.get_one::<String>(name).cloned();
    CrateInfo {
        name: text("name"),
        version: text("crate-version").unwrap_or_default(),
        license: text("license"),
        ..CrateInfo::default()
    }
}

/// The value of `--runtime`, or else the default.
pub fn runtime(matches: &ArgMatches, default: impl FnOnce() -> Runtime) -> Result<Runtime, Failure> {
    matches.get_one::<String>("runtime").map_or_else(|| Ok(default()), |text| Runtime::parse(text))
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let Some(out) = matches.get_one::<PathBuf>("out") else {
        return Err(Failure::Other("--out is required".to_owned()));
    };
    let mut krate = krate(matches);
    let published =
        || Runtime::Remote(tinsmith_codegen::DependencySource::Version(env!("CARGO_PKG_VERSION").to_owned()));
    runtime(matches, published)?.place(out, &mut krate)?;
    let job = Job {
        models: models::paths(matches)?,
        projection: models::chosen_projection(matches),
        selection: selection(matches),
        krate,
        out: Out::At(out.clone()),
    };
    generate_all(&[job], matches, None)
}

/// Generates crates. `remedy` is the command that updates what `--check` finds.
pub fn generate_all(jobs: &[Job], matches: &ArgMatches, remedy: Option<&str>) -> Outcome {
    let started = Instant::now();
    let mut generated = Vec::new();
    // Everything is checked before anything is written.
    for job in jobs {
        generated.push(generate(job)?);
    }
    let mut is_current = true;
    for (out, generated) in &generated {
        if !matches.get_flag("quiet") {
            report::warnings(&generated.warnings, matches.get_flag("all-warnings"));
        }
        is_current &= write(out, generated, matches.get_flag("check"), started)?;
    }
    if let Some(remedy) = remedy.filter(|_| !is_current) {
        models::complain(&format!("fix this with\n\n    {remedy}"));
    }
    Ok(if is_current { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Generates a crate in memory, and returns it with its output directory.
fn generate(job: &Job) -> Result<(PathBuf, Generated), Failure> {
    let loaded = models::load_projected(&job.models, job.projection.as_deref());
    let (model, found) = loaded.map_err(|failure| match failure {
        Failure::Models(found) => Failure::Generation(found),
        other => other,
    })?;
    let failed = |mut diagnostics: tinsmith_codegen::diagnostic::Diagnostics| {
        diagnostics.extend(found.clone());
        Failure::Generation(diagnostics)
    };
    let mut generated = generate_model(model, &job.selection, &job.krate).map_err(failed)?;
    generated.warnings.extend(found);
    Ok((job.out.of(&generated.name), generated))
}

/// Writes or checks a crate. Returns whether it is up to date.
fn write(out: &Path, generated: &Generated, is_check: bool, started: Instant) -> Result<bool, Failure> {
    let failed = |error: output::WriteError| format!("{error}\n\nnothing was written");
    if is_check {
        return report::check(&output::check(out, &generated.files).map_err(failed)?, out, generated, started);
    }
    report::written(&output::write(out, &generated.files).map_err(failed)?, out, generated, started)?;
    Ok(true)
}
