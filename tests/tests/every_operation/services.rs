//! Loads the tables of a service from botocore's description.

use std::process::{Command, Stdio};

use serde_json::Value;
use tinsmith_codegen::Selection;
use tinsmith_codegen::import::botocore::{Description, import};
use tinsmith_codegen::model::{Source, load_sources};
use tinsmith_runtime::service::Operation;
use tinsmith_tables::{StaticTables, load_model};
use tinsmith_tests::peers;

/// A service in botocore, with the operations that moto implements.
pub struct Loaded {
    pub tables: StaticTables,
    /// The number of operations in botocore's description.
    pub all: usize,
    pub implemented: Vec<&'static Operation>,
}

/// Loads a service by its name in botocore and the name of its package in moto.
pub fn load(service: &str, package: &str) -> Result<Loaded, String> {
    let python = peers::python()?;
    let mut command = Command::new(&python);
    command.args(["-c", include_str!("service_description.py"), service, package]).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{} cannot be started: {error}", python.display()))?;
    if !output.status.success() {
        return Err(format!("{} has no working moto; `cargo xtask test` installs it", python.display()));
    }
    let description: Value = serde_json::from_slice(&output.stdout).expect("Python writes JSON");
    let source = |kind: &str| description[kind].as_str().map(|text| Source::new(kind.to_owned(), text.to_owned()));
    let mut parts = Description::of(source("service-2").expect("every service has this file"));
    parts.endpoint_rules = source("endpoint-rule-set-1");
    let imported = import(&parts).unwrap_or_else(|errors| panic!("{service}: {errors}"));
    let names: Vec<String> = serde_json::from_value(description["operations"].clone()).expect("a list of names");
    let model = load_sources(vec![Source::new(service.to_owned(), imported.text)])
        .unwrap_or_else(|errors| panic!("{service}: {errors}"));
    let selection = Selection { operations: Some(names.clone()), ..Selection::default() };
    let loaded = load_model(model, &selection).unwrap_or_else(|errors| panic!("{service}: {errors}"));
    let tables = loaded.tables.leak();
    let implemented = tables.operations().expect("the tables are valid");
    Ok(Loaded { tables, all: imported.operations, implemented })
}
