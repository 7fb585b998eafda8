//! Processes one model: generates it, creates tables, and runs its tests.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tinsmith_codegen::describe::describe;
use tinsmith_codegen::diagnostic::{Diagnostics, event};
use tinsmith_codegen::emit::emit;
use tinsmith_codegen::ir::{self, CrateInfo};
use tinsmith_codegen::model::{Model, Node, load_files};
use tinsmith_codegen::output::{GeneratedFile, LIST, format_all};
use tinsmith_codegen::transform::{self, Selection};
use tinsmith_tables::Tables;

use super::tally::Tally;
use super::{endpoint_tests, examples};

/// What to do with a model.
pub(crate) struct Options {
    /// Whether to run its tests.
    pub run_tests: bool,
    /// Whether its crate will be compiled, so that its files are kept.
    pub build: bool,
}

/// The result for a model.
#[derive(Default)]
pub(crate) struct Swept {
    /// The name of the file without extension.
    pub name: String,
    /// The unsupported protocol, if the model cannot be generated for that reason.
    pub unsupported: Option<String>,
    /// Errors and failed tests.
    pub failures: Vec<String>,
    pub operations: usize,
    /// The number of streaming operations, which are omitted.
    pub streaming: usize,
    pub lines: usize,
    /// The time from the file to the text of the crate.
    pub time: Duration,
    pub warnings: BTreeMap<&'static str, usize>,
    pub endpoint_tests: Tally,
    pub examples: Tally,
    /// A hash of all files.
    pub digest: u64,
    /// The files, if they are still needed.
    pub files: Vec<GeneratedFile>,
}

impl Swept {
    /// Whether there were failures.
    pub(crate) fn has_failed(&self) -> bool {
        !self.failures.is_empty()
    }
}

/// The name of a model for display.
pub(crate) fn name(files: &[PathBuf]) -> String {
    let stem = files.first().and_then(|path| path.file_stem());
    stem.unwrap_or_default().to_string_lossy().into_owned()
}

/// Processes a model.
pub(crate) fn sweep(files: &[PathBuf], options: &Options) -> Swept {
    let mut swept = Swept { name: name(files), ..Swept::default() };
    if let Err(found) = try_sweep(files, options, &mut swept) {
        let unsupported = found.errors().find(|it| it.event_id == event::UNSUPPORTED_PROTOCOL);
        match unsupported {
            Some(why) => swept.unsupported = Some(why.message.clone()),
            None => swept.failures.extend(found.errors().map(ToString::to_string)),
        }
    }
    swept
}

fn try_sweep(paths: &[PathBuf], options: &Options, swept: &mut Swept) -> Result<(), Diagnostics> {
    let start = Instant::now();
    let model = load_files(paths)?;
    let (selection, streaming) = without_streams(&model);
    let tests = options.run_tests.then(|| Tests::of(&model));
    let prepared = transform::prepare(model, &selection, ir::PROTOCOLS)?;
    let service = ir::resolve(&prepared.model, &krate(&swept.name))?;
    drop(prepared.model);
    let files = format_all(&service, emit(&service), 1)?;
    swept.time = start.elapsed();
    swept.operations = service.operations.len();
    swept.streaming = streaming;
    swept.warnings = prepared.warnings.warnings_by_kind();
    let counted = files.iter().filter(|file| file.path != LIST);
    swept.lines = counted.map(|file| file.text.lines().count()).sum();
    swept.digest = digest(&files);
    if options.build {
        swept.files = files;
    }
    if let Some(tests) = tests {
        let tables = Tables::new(describe(&service)?);
        drop(service);
        tests.run(&tables, swept);
    }
    Ok(())
}

/// The settings of the crate in the workspace of compiled crates.
fn krate(name: &str) -> CrateInfo {
    CrateInfo {
        // Otherwise two versions of a service would have the same name.
        name: Some(format!("swept-{}", name.replace('.', "-"))),
        version: "0.1.0".to_owned(),
        runtime_path: "../../../../runtime".to_owned(),
        credentials_path: None,
        cli_path: None,
        commands: None,
        ..CrateInfo::default()
    }
}

fn digest(files: &[GeneratedFile]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files {
        (&file.path, &file.text).hash(&mut hasher);
    }
    hasher.finish()
}

/// All operations except unsupported streaming ones, and the number of those.
fn without_streams(model: &Model) -> (Selection, usize) {
    let found = transform::check(model, &Selection::default(), ir::PROTOCOLS);
    let streaming: Vec<&str> = found
        .iter()
        .filter(|it| it.event_id == event::UNSUPPORTED_STREAMING)
        .filter_map(|it| it.shape_id.as_deref())
        .collect();
    let Some((_, service)) = model.services().next().filter(|_| !streaming.is_empty()) else {
        return (Selection::default(), 0);
    };
    let operations = model.operations_of(service);
    let (left_out, kept): (Vec<&str>, Vec<&str>) =
        operations.iter().map(|id| id.as_str()).partition(|id| streaming.contains(id));
    let kept = kept.into_iter().map(str::to_owned).collect();
    (Selection { operations: Some(kept), ..Selection::default() }, left_out.len())
}

/// The tests in a model.
struct Tests {
    endpoints: Vec<Node>,
    /// Examples by operation name.
    examples: Vec<(String, Vec<Node>)>,
}

impl Tests {
    fn of(model: &Model) -> Self {
        let service = model.services().next();
        let endpoints = service.and_then(|(shape, _)| shape.traits.get("smithy.rules#endpointTests"));
        let endpoints = endpoints.and_then(|tests| tests.get("testCases")).and_then(Node::as_array);
        let operations = service.map(|(_, service)| model.operations_of(service)).unwrap_or_default();
        let examples = operations.iter().filter_map(|id| {
            let examples = model.shape(id.as_str())?.traits.examples();
            (!examples.is_empty()).then(|| (id.name().to_owned(), examples.to_vec()))
        });
        Self { endpoints: endpoints.unwrap_or_default().to_vec(), examples: examples.collect() }
    }

    fn run(self, tables: &Tables, swept: &mut Swept) {
        // Table values must be `'static`; leaked memory is freed when the process ends.
        let tables = tables.clone().leak();
        let mut failures = Vec::new();
        match tables.service() {
            Ok(service) => {
                swept.endpoint_tests = endpoint_tests::run(service, &self.endpoints, &mut failures);
                for (name, all) in &self.examples {
                    match tables.operation(name) {
                        Ok(Some(operation)) => {
                            examples::run(operation, all, &mut swept.examples, &mut failures);
                        }
                        Ok(None) => swept.examples.skipped += all.len(),
                        Err(broken) => failures.push(format!("the tables of {name}: {broken}")),
                    }
                }
            }
            Err(broken) => failures.push(format!("the tables of the service: {broken}")),
        }
        swept.failures.extend(failures);
    }
}
