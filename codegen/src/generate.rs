//! The whole way, from model files to the files of a crate.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use crate::diagnostic::Diagnostics;
use crate::emit::emit;
use crate::ir::{self, CrateInfo, Service};
use crate::model::{Model, load_files};
use crate::output::{GeneratedFile, LIST, format_all};
use crate::transform::{self, Selection};

/// What to generate.
#[derive(Clone, Debug)]
pub struct Request {
    /// The model files, merged in any order.
    pub models: Vec<PathBuf>,
    /// The service and its operations.
    pub selection: Selection,
    /// What the crate is called.
    pub krate: CrateInfo,
}

/// A generated crate, not yet written.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The package's name.
    pub name: String,
    /// Its operations, ordered by name.
    pub operations: Vec<OperationPath>,
    /// Its files, ordered by path.
    pub files: Vec<GeneratedFile>,
    /// How much it is.
    pub counts: Counts,
    /// What looks wrong in the model all the same.
    pub warnings: Diagnostics,
}

/// Where an operation stands in its crate: `operation::<module>::<marker>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationPath {
    /// The module, as it is written in Rust.
    pub module: String,
    /// The type that stands for the operation.
    pub marker: String,
}

/// How much was generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations.
    pub operations: usize,
    /// Shapes with a table: those of members, and inputs and outputs.
    pub shapes: usize,
    /// Lines in all files.
    pub lines: usize,
}

/// Generates a crate in memory, or tells every mistake in the model.
pub fn generate(request: &Request) -> Result<Generated, Diagnostics> {
    generate_model(load_files(&request.models)?, &request.selection, &request.krate)
}

/// The same from a model that is already loaded.
pub fn generate_model(model: Model, selection: &Selection, krate: &CrateInfo) -> Result<Generated, Diagnostics> {
    let prepared = transform::prepare(model, selection, ir::PROTOCOLS)?;
    let service = ir::resolve(&prepared.model, krate)?;
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let files = format_all(&service, emit(&service), workers)?;
    let operations = service
        .operations
        .iter()
        .map(|it| OperationPath { module: it.module.to_string(), marker: it.marker.to_string() });
    Ok(Generated {
        name: service.krate.name.clone(),
        operations: operations.collect(),
        counts: count(&service, &files),
        files,
        warnings: prepared.warnings,
    })
}

fn count(service: &Service, files: &[GeneratedFile]) -> Counts {
    Counts {
        operations: service.operations.len(),
        shapes: service.tables.len() + 2 * service.operations.len(),
        lines: files.iter().filter(|file| file.path != LIST).map(|file| file.text.lines().count()).sum(),
    }
}
