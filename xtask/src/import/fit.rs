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
    /// What the imports omitted, each with its number.
    omitted: BTreeMap<String, usize>,
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

const NEWER: &str = "the two have different dates";
const UNSAID: &str = "descriptions do not say it";
const NAMES: &str = "the name is not in the description, and is derived";

/// The kinds of differences that no import can avoid, with their reasons.
const REASONS: &[(&str, &str)] = &[
    ("checksum, different", NEWER),
    ("client context, only in botocore", NEWER),
    ("client optional, only in Smithy", UNSAID),
    ("context parameter, only in botocore", NEWER),
    ("default, only in Smithy", UNSAID),
    ("default, only in botocore", "from corrections"),
    ("deprecated, only in Smithy", NEWER),
    ("deprecated, only in botocore", NEWER),
    ("endpoint prefix, only in botocore", "the SDK id implies it in the model"),
    ("endpoint rules, different", NEWER),
    ("enum member name, different", NAMES),
    ("enum value, only in Smithy", NEWER),
    ("enum value, only in botocore", NEWER),
    ("error code, different", NEWER),
    ("error kind, different", "descriptions mark few errors as the server's"),
    ("error status, different", NEWER),
    ("host prefix, different", NEWER),
    ("http binding, only in Smithy", "bindings of members that are only in responses have no effect"),
    ("http binding, only in botocore", NEWER),
    ("http, different", "a slash at the end of the path, or a newer path"),
    ("idempotency token, only in botocore", NEWER),
    ("idempotent, only in botocore", NEWER),
    ("input or output, different", NEWER),
    ("json name, different", NEWER),
    ("kind, different", "unions that descriptions do not mark, and old types of numbers and enums"),
    ("length, different", NEWER),
    ("media type, only in Smithy", UNSAID),
    ("member order, different", "descriptions have an order of their own"),
    ("member, only in Smithy", NEWER),
    ("member, only in botocore", NEWER),
    ("operation context, only in botocore", NEWER),
    ("operation error, only in Smithy", NEWER),
    ("operation error, only in botocore", NEWER),
    ("operation, only in Smithy", NEWER),
    ("operation, only in botocore", NEWER),
    ("pagination, different", "paginators are written by hand for the AWS CLI"),
    ("pagination, only in Smithy", "paginators are written by hand for the AWS CLI"),
    ("pagination, only in botocore", "paginators are written by hand for the AWS CLI"),
    ("pattern, different", "a `.*` at an end is omitted, or one is newer"),
    ("pattern, only in Smithy", NEWER),
    ("pattern, only in botocore", NEWER),
    ("protocol, different", NEWER),
    ("protocol, only in botocore", NEWER),
    ("query compatible, only in botocore", NEWER),
    ("range, different", NEWER),
    ("range, only in Smithy", NEWER),
    ("range, only in botocore", NEWER),
    ("readonly, only in Smithy", UNSAID),
    ("readonly, only in botocore", NEWER),
    ("required, only in Smithy", NEWER),
    ("required, only in botocore", NEWER),
    ("retryable, only in botocore", NEWER),
    ("sensitive, only in Smithy", NEWER),
    ("sensitive, only in botocore", NEWER),
    ("service name, different", NAMES),
    ("signing, different", NEWER),
    ("signing, only in botocore", NEWER),
    ("sparse, only in Smithy", NEWER),
    ("sparse, only in botocore", NEWER),
    ("type name, different", NEWER),
    ("unique items, only in Smithy", UNSAID),
    ("waiters, different", "waiters are written by hand for the AWS CLI"),
    ("waiters, only in Smithy", "waiters are written by hand for the AWS CLI"),
    ("waiters, only in botocore", NEWER),
];

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
    say("\nOmitted by the import, because Smithy cannot express it:");
    for (what, count) in &fit.omitted {
        say(format_args!("{count:>6}  {what}"));
    }
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
                Ok(Some(Compared { service, differences, omitted })) => {
                    fit.found.extend(differences.into_iter().map(|it| (service.clone(), it)));
                    fit.services.insert(service);
                    omitted.into_iter().for_each(|what| *fit.omitted.entry(what).or_default() += 1);
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

/// The comparison of one service.
struct Compared {
    service: String,
    differences: Vec<Difference>,
    omitted: Vec<String>,
}

/// Compares one official model with the import of the same service. `None` if botocore has no such service.
fn compare_one(data: &Path, services: &BTreeMap<String, String>, path: &Path) -> Result<Option<Compared>, String> {
    let theirs = load_files(&[path]).map_err(|found| found.to_string())?;
    let Some(service) = sdk_id(&theirs).and_then(|id| services.get(&id)) else { return Ok(None) };
    let mut description = botocore::read_description(data, service, None, None)?;
    description.examples = None;
    let imported = import(&description).map_err(|found| found.to_string())?;
    let ours = load_sources(vec![Source::new("import", imported.text)]).map_err(|found| found.to_string())?;
    let messages = imported.warnings.iter().filter_map(|it| it.message.strip_prefix("omitted "));
    let omitted = messages.map(general).collect();
    Ok(Some(Compared { service: service.clone(), differences: compare(&ours, &theirs)?, omitted }))
}

/// A message without what it quotes.
fn general(message: &str) -> String {
    let pieces = message.split('"').enumerate();
    let outside = pieces.filter(|(index, _)| index.is_multiple_of(2)).map(|(_, piece)| piece);
    outside.collect::<Vec<_>>().join("…")
}

fn sdk_id(model: &Model) -> Option<String> {
    model.services().find_map(|(shape, _)| Some(shape.traits.aws_service()?.sdk_id.to_owned()))
}

#[cfg(test)]
mod tests {
    use tinsmith_tests::peers;

    use super::*;

    /// A new kind of difference is something that the import loses, or needs a reason.
    #[test]
    fn official_models_differ_only_for_known_reasons() {
        let Some(models) = peers::shared("models") else { return };
        let python = match peers::python() {
            Ok(python) => python,
            Err(reason) => return peers::skip(&reason),
        };
        let Ok(data) = botocore::data_of(&python) else {
            return peers::skip("the Python of the tests has no botocore");
        };
        let models = sweep::find(&[models]).unwrap_or_else(|error| panic!("{error}"));
        let fit = fit(&data, &models.concat()).unwrap_or_else(|error| panic!("{error}"));
        assert!(fit.failed.is_empty(), "{:?}", fit.failed);
        assert!(fit.services.len() > 8, "{:?}", fit.services);
        let unknown: Vec<_> = fit.found.iter().filter(|(_, it)| reason(&kind(it)).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:#?}");
    }

    #[test]
    fn reasons_are_sorted_and_unique() {
        assert!(REASONS.is_sorted_by(|a, b| a.0 < b.0), "sort REASONS by kind");
    }
}
