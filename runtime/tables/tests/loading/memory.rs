//! A program that loads and drops models does not grow.

use std::path::Path;

use tinsmith_codegen::Selection;
use tinsmith_codegen::model::{Source, load_sources};

/// The memory of the process in kilobytes.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[test]
fn a_thousand_models_leave_nothing_behind() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/sso/model.json");
    let text = std::fs::read_to_string(model).unwrap();
    let load = || {
        let model = load_sources(vec![Source::new("model.json", &text)]).unwrap();
        let tables = tinsmith_tables::load_model(model, &Selection::default()).unwrap().tables;
        tables.load_all().unwrap();
        assert!(tables.size() > 5_000);
        tables.size()
    };
    for _ in 0..50 {
        load();
    }
    let Some(before) = resident() else { return };
    let loaded: usize = (0..1000).map(|_| load()).sum();
    let grown = resident().unwrap_or_default().saturating_sub(before);
    assert!(grown * 1024 * 20 < loaded as u64, "{loaded} bytes were loaded, and {grown} kB are left");
}
