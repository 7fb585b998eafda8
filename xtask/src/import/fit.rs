//! `cargo xtask import fit`: imports the services of botocore, and compares them with the official Smithy models.
//!
//! The differences are counted by kind. Most come from different dates of the two, or from what a description of botocore
//! does not say; each known kind has its reason here.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tinsmith_codegen::compare::{Difference, compare};
use tinsmith_codegen::import::botocore::import;
use tinsmith_codegen::model::{Model, Source, load_files, load_sources};

use super::{botocore, data_argument};
use crate::Outcome;
use crate::say::{say, warn};
use crate::sweep;

/// The arguments.
pub(super) fn command() -> Command {
    Command::new("fit")
        .about("Imports services from botocore, and counts how they differ from the official models by kind")
        .arg(
            Arg::new("models")
                .value_name("DIR|FILE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf))
                .help("Official models, directories of them, and archives (.tar, .tar.xz, .tar.gz)"),
        )
        .arg(data_argument())
        .arg(
            Arg::new("kind")
                .long("kind")
                .value_name("KIND")
                .action(ArgAction::Append)
                .help("Also print each difference of this kind"),
        )
}

/// Runs the command.
pub(super) fn run(matches: &ArgMatches) -> Outcome {
    let given: Vec<PathBuf> = matches.get_many("models").unwrap_or_default().cloned().collect();
    let data = match matches.get_one::<PathBuf>("data") {
        Some(directory) => directory.clone(),
        None => botocore::find_data()?,
    };
    let models: Vec<PathBuf> = sweep::find(&given)?.into_iter().flatten().collect();
    let fit = fit(&data, &models)?;
    let shown: BTreeSet<&String> = matches.get_many("kind").unwrap_or_default().collect();
    fit.found.iter().filter(|it| shown.contains(&kind(&it.1))).for_each(|(service, it)| {
        say(format_args!("{service}: {}: {}: {} | {}", it.kind, it.shape_id, it.ours, it.theirs));
    });
    fit.failed.iter().for_each(|line| warn(format_args!("error: {line}")));
    print(&fit);
    let unknown = fit.counts().into_keys().filter(|kind| reason(kind).is_none()).count();
    Ok(if unknown + fit.failed.len() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The differences of many services.
#[derive(Default)]
struct Fit {
    /// The services that were compared.
    services: BTreeSet<String>,
    /// The differences, with the service.
    found: Vec<(String, Difference)>,
    /// Models that could not be compared, with the reason.
    failed: Vec<String>,
}

impl Fit {
    /// By kind: the number of differences, the number of services, and one of the differences.
    fn counts(&self) -> BTreeMap<String, (usize, BTreeSet<&str>, &Difference)> {
        let mut counts = BTreeMap::new();
        for (service, difference) in &self.found {
            let (count, services, _) = counts.entry(kind(difference)).or_insert((0, BTreeSet::new(), difference));
            *count += 1;
            services.insert(service.as_str());
        }
        counts
    }
}

/// The kind of a difference: its category, and which of the two models has a value.
fn kind(difference: &Difference) -> String {
    let Difference { kind, ours, theirs, .. } = difference;
    match (ours.as_str(), theirs.as_str()) {
        (_, "-") => format!("{kind}, only in botocore"),
        ("-", _) => format!("{kind}, only in Smithy"),
        _ => format!("{kind}, different"),
    }
}

/// Why differences of a kind are expected.
fn reason(kind: &str) -> Option<&'static str> {
    REASONS.iter().find(|(known, _)| *known == kind).map(|(_, reason)| *reason)
}

/// The kinds of differences that no import can avoid.
const REASONS: &[(&str, &str)] = &[];

fn print(fit: &Fit) {
    let mut counts: Vec<_> = fit.counts().into_iter().collect();
    counts.sort_by_key(|(_, (count, ..))| std::cmp::Reverse(*count));
    for (kind, (count, services, example)) in counts {
        let reason = reason(&kind).map_or_else(
            || format!("unknown kind, as {}: {} | {}", example.shape_id, example.ours, example.theirs),
            str::to_owned,
        );
        say(format_args!("{count:>6}  {:>3} services  {kind}: {reason}", services.len()));
    }
    say(format_args!("{} differences in {} services", fit.found.len(), fit.services.len()));
}

/// Compares the models with the services of botocore that have the same SDK id.
fn fit(data: &Path, models: &[PathBuf]) -> Result<Fit, String> {
    let services = by_sdk_id(data)?;
    let queue = Mutex::new(models.to_vec());
    let fit = Mutex::new(Fit::default());
    let work = || {
        loop {
            // The lock is held only while a model is taken from the queue.
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(path) = next else { return };
            let compared = compare_one(data, &services, &path);
            let mut fit = fit.lock().unwrap_or_else(PoisonError::into_inner);
            match compared {
                Ok(Some((service, differences))) => {
                    fit.found.extend(differences.into_iter().map(|it| (service.clone(), it)));
                    fit.services.insert(service);
                }
                Ok(None) => {}
                Err(error) => fit.failed.push(format!("{}: {error}", path.display())),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
        work();
    });
    let mut fit = fit.into_inner().unwrap_or_else(PoisonError::into_inner);
    fit.found.sort();
    fit.failed.sort();
    Ok(fit)
}

/// The services of botocore by their SDK id.
fn by_sdk_id(data: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut services = BTreeMap::new();
    for service in botocore::services(data)? {
        let description = botocore::read_description(data, &service, None, None)?;
        let parsed: serde_json::Value =
            serde_json::from_str(&description.service.text).map_err(|error| format!("{service}: {error}"))?;
        if let Some(id) = parsed["metadata"]["serviceId"].as_str() {
            services.insert(id.to_owned(), service);
        }
    }
    Ok(services)
}

/// Compares one official model with the import of the same service. `None` if botocore has no such service.
fn compare_one(
    data: &Path,
    services: &BTreeMap<String, String>,
    path: &Path,
) -> Result<Option<(String, Vec<Difference>)>, String> {
    let theirs = load_files(&[path]).map_err(|found| found.to_string())?;
    let Some(service) = sdk_id(&theirs).and_then(|id| services.get(&id)) else { return Ok(None) };
    let mut description = botocore::read_description(data, service, None, None)?;
    description.examples = None;
    let imported = import(&description).map_err(|found| found.to_string())?;
    let ours = load_sources(vec![Source::new("import", imported.text)]).map_err(|found| found.to_string())?;
    Ok(Some((service.clone(), compare(&ours, &theirs)?)))
}

fn sdk_id(model: &Model) -> Option<String> {
    model.services().find_map(|(shape, _)| Some(shape.traits.aws_service()?.sdk_id.to_owned()))
}
