//! `tinsmith codegen`: a client crate from models.

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
    /// The models, merged in any order.
    pub models: Vec<PathBuf>,
    /// The projection of `smithy-build.json`, if that is among the models.
    pub projection: Option<String>,
    /// The service, its operations and its protocol.
    pub selection: Selection,
    /// What the crate is called, and what it depends on.
    pub krate: CrateInfo,
    /// Its directory.
    pub out: Out,
}

/// The directory of a generated crate.
pub enum Out {
    /// This one.
    At(PathBuf),
    /// One below this, called as the crate is.
    Below(PathBuf),
}

impl Out {
    /// The directory of a crate of this name.
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
                .help("The crate's directory"),
        )
        .args(options())
}

/// The arguments that `cargo xtask codegen` has too.
pub fn options() -> Vec<Arg> {
    let text = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let protocols = ir::PROTOCOLS.iter().map(|it| it.name());
    vec![
        text("service", "NAME").help("The service, by its shape ID or name, if the models have several"),
        text("operations", "NAMES")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help("Generate these operations alone, and what they reach"),
        text("protocol", "NAME")
            .ignore_case(true)
            .value_parser(PossibleValuesParser::new(protocols))
            .help("The protocol, if the service declares several [default: the one that AWS's clients prefer]"),
        models::projection(),
        text("name", "NAME").help("The package's name [default: after the service]"),
        text("crate-version", "VERSION").default_value("0.1.0").help("The package's version"),
        text("license", "SPDX").help("The package's license [default: Apache-2.0 for services of AWS, else none]"),
        text("runtime", "SOURCE").help(
            "Where the crates of Tinsmith come from: the directory `runtime` of a checkout, git=URL[#REV] or \
             version=VERSION",
        ),
        flag("check").help("Write nothing; tell what is out of date, and fail if anything is"),
        flag("quiet").short('q').help("Hide warnings"),
        flag("all-warnings").conflicts_with("quiet").help("Show all warnings instead of the first three of each kind"),
    ]
}

/// What of the arguments says what to generate.
pub fn selection(matches: &ArgMatches) -> Selection {
    // Spaces and a comma at the end are how people write lists.
    let operations = matches
        .get_many::<String>("operations")
        .map(|names| names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect());
    Selection {
        service: matches.get_one::<String>("service").cloned(),
        operations,
        protocol: matches.get_one::<String>("protocol").and_then(|name| Protocol::by_name(name)),
    }
}

/// What of the arguments says how the crate is called.
pub fn krate(matches: &ArgMatches) -> CrateInfo {
    let text = |name| matches.get_one::<String>(name).cloned();
    CrateInfo {
        name: text("name"),
        version: text("crate-version").unwrap_or_default(),
        license: text("license"),
        ..CrateInfo::default()
    }
}

/// The option `--runtime`, or else this source.
pub fn runtime(matches: &ArgMatches, default: impl FnOnce() -> Runtime) -> Result<Runtime, Failure> {
    matches.get_one::<String>("runtime").map_or_else(|| Ok(default()), |text| Runtime::parse(text))
}

/// Runs the command.
pub fn run(matches: &ArgMatches) -> Outcome {
    let Some(out) = matches.get_one::<PathBuf>("out") else { return Err(Failure::Other("--out is needed".to_owned())) };
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

/// Generates crates; `remedy` is the command that mends what `--check` finds.
pub fn generate_all(jobs: &[Job], matches: &ArgMatches, remedy: Option<&str>) -> Outcome {
    let started = Instant::now();
    let mut generated = Vec::new();
    // Nothing is written before everything is known to be right.
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

/// Generates a crate in memory; its directory comes with it.
fn generate(job: &Job) -> Result<(PathBuf, Generated), Failure> {
    let (model, found) = models::load_projected(&job.models, job.projection.as_deref())?;
    let failed = |mut diagnostics: tinsmith_codegen::diagnostic::Diagnostics| {
        diagnostics.extend(found.clone());
        Failure::Generation(diagnostics)
    };
    let mut generated = generate_model(model, &job.selection, &job.krate).map_err(failed)?;
    generated.warnings.extend(found);
    Ok((job.out.of(&generated.name), generated))
}

/// Writes a crate, or checks it. Whether it is then up to date.
fn write(out: &Path, generated: &Generated, is_check: bool, started: Instant) -> Result<bool, Failure> {
    let failed = |error: output::WriteError| format!("{error}\n\nnothing was written");
    if is_check {
        return report::check(&output::check(out, &generated.files).map_err(failed)?, out, generated, started);
    }
    report::written(&output::write(out, &generated.files).map_err(failed)?, out, generated, started)?;
    Ok(true)
}
