//! Tables from Smithy models.

use std::path::PathBuf;

use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::model::{Model, load_files as read_files};

use crate::Tables;

/// The tables of a model's service.
pub struct Loaded {
    /// The tables.
    pub tables: Tables,
    /// What looks wrong in the model and was left out.
    pub warnings: Diagnostics,
}

/// Loads the service of a model that consists of these files, or reports every mistake in it.
///
/// What a client cannot do without is an error, anything else a warning, as when a crate is
/// generated from the model.
pub fn load_files(files: &[PathBuf], selection: &Selection) -> Result<Loaded, Diagnostics> {
    load_model(read_files(files)?, selection)
}

/// The same from a model that was already read.
pub fn load_model(model: Model, selection: &Selection) -> Result<Loaded, Diagnostics> {
    let described = describe_model(model, selection)?;
    Ok(Loaded { tables: Tables::new(described.description), warnings: described.warnings })
}
