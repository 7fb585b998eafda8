//! Rules for single files and functions: their length and names.

use super::graph::Graph;
use super::sources::{Package, SourceFile};
use super::{Finding, Report};

/// The maximum number of lines of a file.
const FILE: usize = 400;

/// The maximum number of lines of a function.
const FUNCTION: usize = 60;

/// Module names that do not describe the content.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "manager", "common", "misc", "stuff"];

/// Checks every file.
pub(super) fn check(package: &Package, graph: &Graph<'_>, report: &mut Report) {
    for (file, facts) in graph.files() {
        let lines = file.text.lines().count();
        let mut add = |line, rule, what, remedy: &str| {
            report.findings.push(Finding { file: file.path.clone(), line, rule, what, remedy: remedy.to_owned() });
        };
        if lines > FILE {
            let what = format!("the file has {lines} lines, more than {FILE}");
            add(1, "file-length", what, "find a second topic in it and move it to a separate file");
        }
        // A table of test cases may be as long as necessary.
        let limit = if is_test(package, file) { FILE } else { FUNCTION };
        for function in facts.functions.iter().filter(|it| it.lines > limit) {
            let what = format!("`{}` has {} lines, more than {limit}", function.name, function.lines);
            add(function.line, "function-length", what, "move a part of it to a separate function");
        }
        let name = name_of(file);
        if name == "mod" {
            let what = "the module's file is `mod.rs`".to_owned();
            add(1, "module-file", what, "name it after the module and put it beside the module's directory");
        }
        if EMPTY_NAMES.contains(&name) {
            let what = format!("the module of {} is called `{name}`", package.name);
            add(1, "module-name", what, "name it after what it contains");
        }
    }
}

/// Whether a file is compiled only for tests.
fn is_test(package: &Package, file: &SourceFile) -> bool {
    let inside = file.path.strip_prefix(&package.directory).unwrap_or(&file.path);
    inside.split('/').any(|it| it == "tests" || it == "tests.rs")
}

fn name_of(file: &SourceFile) -> &str {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    name.strip_suffix(".rs").unwrap_or(name)
}
