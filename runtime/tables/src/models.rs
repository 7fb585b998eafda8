//! Creates tables from Smithy models.

use std::path::PathBuf;

use tinsmith_codegen::Selection;
pub use tinsmith_codegen::describe::Described;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::model::{Model, load_files as read_files};

use crate::Tables;

/// The tables of a model's service.
pub struct Loaded {
    /// The tables.
    pub tables: Tables,
    /// Parts of the model that look wrong and were omitted.
    pub warnings: Diagnostics,
}

/// Loads the service of a model that consists of these files, or reports all mistakes in it.
///
/// As when a crate is generated from the model, mistakes are errors if a client cannot be created without the affected
/// part, and warnings otherwise.
pub fn load_files(files: &[PathBuf], selection: &Selection) -> Result<Loaded, Diagnostics> {
    load_model(read_files(files)?, selection)
}

/// Describes the service of a model that consists of these files, for a pack, or reports all mistakes in it. A model with
/// several services needs the name or shape id of one.
pub fn describe_files(files: &[PathBuf], service: Option<&str>) -> Result<Described, Diagnostics> {
    let selection = Selection { service: service.map(str::to_owned), ..Selection::default() };
    describe_model(read_files(files)?, &selection)
}

/// Like [`load_files`], for a model that was already read.
pub fn load_model(model: Model, selection: &Selection) -> Result<Loaded, Diagnostics> {
    let described = describe_model(model, selection)?;
    Ok(Loaded { tables: Tables::new(described.description), warnings: described.warnings })
}
