//! `cargo xtask sweep`: generates and tests every model in a directory.
//!
//! Each model becomes a crate in memory, and tables. Its endpoint tests and the examples of its operations run on the
//! tables. Nothing is compiled unless requested.

mod build;
mod endpoint_tests;
mod examples;
mod one;
mod table;
mod tally;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, Command};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{Outcome, archive};

use one::{Options, Swept};

/// The arguments.
pub(crate) fn command() -> Command {
    Command::new("sweep")
        .about("Generates clients for many models and runs the tests in the models")
        .arg(
            Arg::new("models")
                .value_name("DIR|FILE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(clap::value_parser!(PathBuf))
                .help("Models, directories of models, and archives of models (.tar, .tar.xz, .tar.gz)"),
        )
        .arg(
            Arg::new("jobs")
                .long("jobs")
                .short('j')
                .value_name("N")
                .value_parser(clap::value_parser!(NonZero<usize>))
                .help("The number of models to process in parallel [default: one per processor]"),
        )
        .arg(
            Arg::new("check-build")
                .long("check-build")
                .value_name("all|N")
                .help("Also compile all crates, or this many"),
        )
        .arg(
            Arg::new("generate-only")
                .long("generate-only")
                .action(ArgAction::SetTrue)
                .help("Do not run tests, to measure only generation"),
        )
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> Outcome {
    let sample = matches.get_one::<String>("check-build").map(|text| build::Sample::parse(text)).transpose()?;
    let given: Vec<PathBuf> = matches.get_many("models").unwrap_or_default().cloned().collect();
    let models = find(&given)?;
    let jobs = matches.get_one::<NonZero<usize>>("jobs").copied();
    let jobs = jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let options = Options { run_tests: !matches.get_flag("generate-only"), build: sample.is_some() };
    let start = Instant::now();
    let swept = sweep(&models, jobs, &options);
    let elapsed = start.elapsed();
    table::print(&swept, elapsed);
    let mut failed = swept.iter().any(Swept::has_failed);
    if let Some(sample) = sample {
        failed |= !build::check(&swept, &sample)?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The models: the given files, and those in directories and archives, sorted by name.
pub(crate) fn find(given: &[PathBuf]) -> Result<Vec<Vec<PathBuf>>, Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    for path in given {
        let directory = if archive::is_archive(path) { archive::unpack(path)? } else { path.clone() };
        if !directory.is_dir() {
            found.push(directory);
            continue;
        }
        let entries = std::fs::read_dir(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        for entry in entries {
            let path = entry?.path();
            found.extend(path.extension().is_some_and(|it| it == "json").then_some(path));
        }
    }
    found.sort();
    if found.is_empty() {
        return Err("no model (*.json) found in the given paths".into());
    }
    Ok(group(found))
}

/// Groups the files of each model: `NAME.docs.json` and similar files belong to `NAME.json`, if that exists.
fn group(files: Vec<PathBuf>) -> Vec<Vec<PathBuf>> {
    let (parts, wholes): (Vec<PathBuf>, Vec<PathBuf>) =
        files.iter().cloned().partition(|file| whole_of(file).is_some_and(|whole| files.contains(&whole)));
    let with_parts = |whole: PathBuf| {
        let own = parts.iter().filter(|part| whole_of(part).as_ref() == Some(&whole));
        std::iter::once(whole.clone()).chain(own.cloned()).collect()
    };
    wholes.into_iter().map(with_parts).collect()
}

/// `NAME.json` for `NAME.docs.json`.
fn whole_of(file: &Path) -> Option<PathBuf> {
    let (name, _) = file.file_stem()?.to_str()?.rsplit_once('.')?;
    Some(file.with_file_name(format!("{name}.json")))
}

/// Processes models in parallel, the largest first, so that none is left alone at the end.
fn sweep(models: &[Vec<PathBuf>], jobs: usize, options: &Options) -> Vec<Swept> {
    let size = |model: &[PathBuf]| model.iter().filter_map(|path| Some(path.metadata().ok()?.len())).sum::<u64>();
    let mut queue: Vec<(u64, &[PathBuf])> = models.iter().map(|model| (size(model), model.as_slice())).collect();
    queue.sort();
    let bar = ProgressBar::new(queue.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}") {
        bar.set_style(style);
    }
    let queue = Mutex::new(queue);
    let done = Mutex::new(Vec::new());
    let work = || {
        loop {
            // The lock is held only while a model is taken from the queue.
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((_, files)) = next else { return };
            bar.set_message(one::name(files));
            let swept = one::sweep(files, options);
            bar.inc(1);
            done.lock().unwrap_or_else(PoisonError::into_inner).push(swept);
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(work);
        }
        work();
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by(|a, b| a.name.cmp(&b.name));
    done
}
