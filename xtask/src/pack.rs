//! `cargo xtask pack`: packs the tables of many services into one file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::import::botocore::{import, import_with_docs};
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_pack::{PackWriter, Packed};

use crate::Outcome;
use crate::import::{botocore, data_argument, write_whole};
use crate::say::{say, warn};

/// The arguments.
pub(crate) fn command() -> Command {
    Command::new("pack")
        .about("Packs the tables of many services into one file")
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("botocore|DIR|FILE")
                .action(ArgAction::Append)
                .help("The source of the services: `botocore`, a directory of models, or a model [default: botocore]"),
        )
        .arg(data_argument())
        .arg(Arg::new("docs").long("docs").action(ArgAction::SetTrue).help("Also pack the documentation of the models"))
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("The output file"),
        )
        .arg(Arg::new("verbose").long("verbose").action(ArgAction::SetTrue).help("Also report what was omitted"))
}

/// A service to pack.
enum Job {
    /// A service in botocore, by its directory.
    Botocore(PathBuf, String),
    /// A model file.
    Model(PathBuf),
}

impl Job {
    fn label(&self) -> String {
        match self {
            Self::Botocore(_, name) => name.clone(),
            Self::Model(path) => path.display().to_string(),
        }
    }
}

/// The result for a service.
struct Done {
    label: String,
    result: Result<(Packed, Diagnostics), String>,
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let Some(out) = matches.get_one::<PathBuf>("out") else { return Err("--out is required".into()) };
    write(&jobs(matches)?, matches.get_flag("docs"), matches.get_flag("verbose"), out)
}

/// Packs the services in botocore's data directory. Those that cannot be packed are reported and left out.
pub(crate) fn pack_botocore(data: &Path, docs: bool, out: &Path) -> Outcome {
    write(&botocore_jobs(data)?, docs, false, out)
}

/// Packs services into a file.
fn write(jobs: &[Job], docs: bool, is_verbose: bool, out: &Path) -> Outcome {
    let started = Instant::now();
    let mut writer = PackWriter::new();
    let (mut packed, mut warnings, mut failed) = (0, 0, 0);
    for done in pack_all(jobs, docs) {
        match done.result {
            Ok((service, found)) => {
                if is_verbose {
                    found.iter().for_each(|diagnostic| warn(format_args!("{}: {diagnostic}", done.label)));
                }
                (packed, warnings) = (packed + 1, warnings + found.len());
                writer.add(service);
            }
            Err(message) => {
                failed += 1;
                warn(format_args!("error: {}: {message}", done.label));
            }
        }
    }
    if packed == 0 {
        return Err("no service could be packed; nothing was written".into());
    }
    let file = writer.finish()?;
    let state = write_whole(out, &file).map_err(|error| format!("{}: {error}", out.display()))?;
    say(format_args!(
        "{}: {packed} services, {} bytes, {warnings} warnings, {failed} services omitted, {:.1} s, {state}",
        out.display(),
        file.len(),
        started.elapsed().as_secs_f64()
    ));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn jobs(matches: &ArgMatches) -> Result<Vec<Job>, String> {
    let given = matches.get_many::<String>("from").into_iter().flatten().map(String::as_str);
    let mut given: Vec<&str> = given.collect();
    if given.is_empty() {
        given.push("botocore");
    }
    let mut jobs = Vec::new();
    for from in given {
        match (from, Path::new(from)) {
            ("botocore", _) => {
                let data = match matches.get_one::<PathBuf>("data") {
                    Some(data) => data.clone(),
                    None => botocore::find_data()?,
                };
                jobs.extend(botocore_jobs(&data)?);
            }
            (_, path) if path.is_dir() => {
                let entries = fs::read_dir(path).map_err(|error| format!("failed to read {from}: {error}"))?;
                let files = entries.flatten().map(|entry| entry.path());
                let mut files: Vec<PathBuf> =
                    files.filter(|path| path.extension().is_some_and(|it| it == "json")).collect();
                files.sort();
                jobs.extend(files.into_iter().map(Job::Model));
            }
            (_, path) => jobs.push(Job::Model(path.to_owned())),
        }
    }
    Ok(jobs)
}

fn botocore_jobs(data: &Path) -> Result<Vec<Job>, String> {
    Ok(botocore::services(data)?.into_iter().map(|name| Job::Botocore(data.to_owned(), name)).collect())
}

/// Packs all services in parallel, one thread per processor.
fn pack_all(jobs: &[Job], docs: bool) -> Vec<Done> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = pack(job, docs);
            if let Ok(mut done) = done.lock() {
                done.push(Done { label: job.label(), result });
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by(|left, right| left.label.cmp(&right.label));
    done
}

/// Describes a service and compresses the description.
fn pack(job: &Job, docs: bool) -> Result<(Packed, Diagnostics), String> {
    let source = match job {
        Job::Botocore(data, name) => {
            let description = botocore::read_description(data, name, None, None)?;
            let imported = if docs { import_with_docs(&description) } else { import(&description) };
            let imported = imported.map_err(|found| first(&found))?;
            Source::new(name.clone(), imported.text)
        }
        Job::Model(path) => {
            let text = fs::read_to_string(path).map_err(|error| format!("failed to read the model: {error}"))?;
            Source::new(path.display().to_string(), text)
        }
    };
    let model = load_sources(vec![source]).map_err(|found| first(&found))?;
    let described = describe_model(model, &Selection::default()).map_err(|found| first(&found))?;
    let names = described.aws_cli;
    let name = match job {
        Job::Botocore(_, name) => names.name.unwrap_or(name),
        Job::Model(_) => &described.command,
    };
    let packed = PackWriter::pack(name, &described.description, docs).map_err(|error| error.to_string())?;
    Ok((packed.with_second_names(names.second_names), described.warnings))
}

/// The first error, and the number of others.
fn first(found: &Diagnostics) -> String {
    let count = found.errors().count();
    let first = found.errors().next().map(|it| it.to_string()).unwrap_or_default();
    if count > 1 { format!("{first}\n  and {} more errors", count - 1) } else { first }
}
