//! Reports the result of generating or checking a crate.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use tinsmith_codegen::Generated;
use tinsmith_codegen::diagnostic::Diagnostics;
use tinsmith_codegen::output::{Staleness, Written};

use crate::{Failure, models};

/// The maximum number of warnings shown per kind, unless all are requested.
const WARNINGS_PER_KIND: usize = 3;

/// Shows warnings and their number.
pub(super) fn warnings(found: &Diagnostics, all: bool) {
    models::show_abridged(found, if all { usize::MAX } else { WARNINGS_PER_KIND });
}

/// A one-line summary of the generated crate.
fn summary(out: &Path, generated: &Generated, started: Instant) -> String {
    let counts = generated.counts;
    format!(
        "{} in {}: {}, {}, {}, {}, {} ms",
        generated.name,
        out.display(),
        models::count(counts.operations, "operation"),
        models::count(counts.shapes, "shape"),
        models::count(generated.files.len(), "file"),
        models::count(counts.lines, "line"),
        started.elapsed().as_millis()
    )
}

/// Reports the written files.
pub(super) fn written(written: &Written, out: &Path, generated: &Generated, started: Instant) -> Result<(), Failure> {
    let mut text = summary(out, generated, started);
    if written.resumed {
        text.push_str("\ncompleted an earlier run that was interrupted");
    }
    if !written.written.is_empty() || !written.pruned.is_empty() {
        let (files, unchanged) = (models::count(written.written.len(), "file"), written.unchanged.len());
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{files} written, {unchanged} unchanged, {} pruned", written.pruned.len());
    } else if !written.resumed {
        text.push_str("\nnothing changed");
    }
    models::print(&(text + "\n"))
}

/// Reports files that are out of date. Returns whether there are none.
pub(super) fn check(found: &Staleness, out: &Path, generated: &Generated, started: Instant) -> Result<bool, Failure> {
    let summary = summary(out, generated, started);
    if found.is_empty() {
        models::print(&format!("{summary}\nup to date\n"))?;
        return Ok(true);
    }
    models::print(&format!("{summary}\n"))?;
    let kinds = [
        ("stale", &found.stale),
        ("missing", &found.missing),
        ("orphaned", &found.orphaned),
        ("unfinished", &found.unfinished),
    ];
    let mut text = String::new();
    for (what, paths) in kinds {
        for path in paths {
            let _ = writeln!(text, "{what:>10}: {}", out.join(path).display());
        }
    }
    let number = kinds.iter().map(|(_, paths)| paths.len()).sum();
    models::complain(&format!("{text}\n{} out of date", models::count(number, "file")));
    Ok(false)
}
