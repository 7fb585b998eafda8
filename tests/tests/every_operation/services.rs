//! Loads the tables of a service from botocore's description.

use tinsmith_codegen::Selection;
use tinsmith_runtime::service::Operation;
use tinsmith_tables::{StaticTables, load_model};
use tinsmith_tests::botocore;

/// A service in botocore, with the operations that moto implements.
pub struct Loaded {
    pub tables: StaticTables,
    /// The number of operations in botocore's description.
    pub all: usize,
    pub implemented: Vec<&'static Operation>,
}

/// Loads a service by its name in botocore.
pub fn load(service: &str) -> Result<Loaded, String> {
    let imported = botocore::load(service)?;
    let selection = Selection { operations: Some(imported.implemented), ..Selection::default() };
    let loaded = load_model(imported.model, &selection).unwrap_or_else(|errors| panic!("{service}: {errors}"));
    let tables = loaded.tables.leak();
    let implemented = tables.operations().expect("the tables are valid");
    Ok(Loaded { tables, all: imported.operations, implemented })
}
