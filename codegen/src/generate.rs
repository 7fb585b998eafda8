//! Generates the files of a crate from model files.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use crate::diagnostic::Diagnostics;
use crate::emit::emit;
use crate::ir::{self, CrateInfo, Service};
use crate::model::Model;
use crate::output::{GeneratedFile, LIST, format_all};
use crate::project::load_projected;
use crate::transform::{self, Selection};

/// The input of a generation.
#[derive(Clone, Debug)]
pub struct Request {
    /// The model files, in any order. A `smithy-build.json` adds its sources and imports.
    pub models: Vec<PathBuf>,
    /// The service and its operations to generate.
    pub selection: Selection,
    /// The settings of the crate.
    pub krate: CrateInfo,
}

/// A generated crate, not yet written.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The package name.
    pub name: String,
    /// The operations, sorted by name.
    pub operations: Vec<OperationPath>,
    /// The files, sorted by path.
    pub files: Vec<GeneratedFile>,
    /// The size of the crate.
    pub counts: Counts,
    /// The warnings about the model.
    pub warnings: Diagnostics,
}

/// The path of an operation in its crate: `operation::<module>::<marker>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationPath {
    /// The module, as written in Rust.
    pub module: String,
    /// The marker type of the operation.
    pub marker: String,
}

/// The size of a generated crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of operations.
    pub operations: usize,
    /// The number of shapes with a schema table: those of members, inputs and outputs.
    pub shapes: usize,
    /// The number of lines in all files.
    pub lines: usize,
}

/// Generates a crate in memory, or returns every problem in the model.
pub fn generate(request: &Request) -> Result<Generated, Diagnostics> {
    let (model, warnings) = load_projected(&request.models, None)?;
    let mut generated = generate_model(model, &request.selection, &request.krate)?;
    generated.warnings.extend(warnings);
    Ok(generated)
}

/// Generates a crate from a model that is already loaded.
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
