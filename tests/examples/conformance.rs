//! The program of `cargo xtask conformance`: runs the client tests of all models in a directory through tables loaded
//! from the models, through packs of them and, with `--generated`, also through generated code.

#[allow(dead_code)] // the test uses more of it
#[path = "../tests/conformance/program.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tinsmith_tests::conformance::{Origin, Report, cases_of, run_tables};
use tinsmith_tests::peers;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_generated = arguments.iter().any(|it| it == "--generated");
    let suite = arguments.iter().find(|it| !it.starts_with("--")).map(PathBuf::from);
    match suite.or_else(|| peers::shared("conformance")).ok_or_else(|| "there is no directory of models".to_owned()) {
        Ok(suite) => work(&suite, is_generated).unwrap_or_else(failed),
        Err(error) => failed(error),
    }
}

fn failed(error: String) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

fn work(suite: &Path, is_generated: bool) -> Result<ExitCode, String> {
    let models = models(suite)?;
    let mut total = Report::default();
    println!("{:<40} {:>8} {:>8} {:>8} {:>8}", "model", "loaded", "packed", "failed", "skipped");
    for path in &models {
        let run = |origin| {
            run_tables(path, origin).unwrap_or_else(|error| Report { failures: vec![error], ..Report::default() })
        };
        let (loaded, packed) = (run(Origin::Model), run(Origin::Pack));
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let (failed, skipped) = (loaded.failures.len() + packed.failures.len(), loaded.left_out.len());
        println!("{name:<40} {:>8} {:>8} {failed:>8} {skipped:>8}", loaded.passed, packed.passed);
        total.passed += loaded.passed;
        total.failures.extend(loaded.failures.iter().map(|it| format!("{name}: {it}")));
        let of_pack = packed.failures.iter().filter(|it| !loaded.failures.contains(it));
        total.failures.extend(of_pack.map(|it| format!("{name}, packed: {it}")));
        total.left_out.extend(loaded.left_out.into_iter().map(|it| format!("{name}: {it}")));
    }
    total.failures.iter().for_each(|it| println!("failed: {it}"));
    total.left_out.iter().for_each(|it| println!("skipped: {it}"));
    let mut is_good = total.failures.is_empty();
    if is_generated {
        let program = program::Program::build(&models)?;
        let output = program.run(program.models());
        println!("through generated code:\n{output}");
        is_good &= output.lines().filter(|it| it.contains(" passed, ")).all(|it| it.contains(" 0 failed, "));
    }
    println!("{} passed, {} failed, {} skipped", total.passed, total.failures.len(), total.left_out.len());
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The models with test cases in a directory, sorted by name.
fn models(suite: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(suite).map_err(|error| format!("{}: {error}", suite.display()))?;
    let mut models = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.extension().is_some_and(|it| it == "json") && !cases_of(&path)?.is_empty() {
            models.push(path);
        }
    }
    models.sort();
    Ok(models)
}
