//! Reads `smithy-build.json`, which lists the files of a model and the transforms of projections.
//!
//! <https://smithy.io/2.0/guides/smithy-build-json.html>. Only the parts that a client needs are supported: sources,
//! imports and transforms. Unsupported parts and downloads cause warnings.

mod read;
mod references;
mod steps;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, Location, event};
use crate::model::{Model, load_files};

use steps::Step;

/// The name of the file.
pub const FILE: &str = "smithy-build.json";

/// The projection without transforms, which every build has.
pub const SOURCE: &str = "source";

/// A projection of a `smithy-build.json`.
#[derive(Clone, Debug)]
pub struct Project {
    /// The model files, in the listed order.
    pub models: Vec<PathBuf>,
    steps: Vec<Step>,
    warnings: Diagnostics,
}

/// Whether a path is a `smithy-build.json`.
pub fn is_project(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE)
}

/// Reads a projection of a `smithy-build.json`.
///
/// # Errors
///
/// Fails with all errors in the file.
pub fn read_project(path: &Path, projection: Option<&str>) -> Result<Project, Diagnostics> {
    read::read(path, projection.unwrap_or(SOURCE))
}

/// Loads model files, which may include a `smithy-build.json`. The transforms of its projection are applied to all
/// models. Also returns warnings.
///
/// # Errors
///
/// Fails with all errors in the files.
pub fn load_projected(paths: &[PathBuf], projection: Option<&str>) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut files = Vec::new();
    let mut projects = Vec::new();
    for path in paths {
        if is_project(path) {
            let project = read_project(path, projection)?;
            files.extend(project.models.iter().cloned());
            projects.push(project);
        } else {
            files.push(path.clone());
        }
    }
    if let (Some(name), true) = (projection, projects.is_empty()) {
        let message = format!("the projection {name} requires a {FILE} among the models");
        return Err(Diagnostic::error(event::PROJECT, message).into());
    }
    let mut model = load_files(&files)?;
    if let (Some(found), false) = (model.syntax_errors(), projects.is_empty()) {
        // The transforms of a projection need all shapes.
        return Err(found);
    }
    let mut warnings = Diagnostics::new();
    for project in projects {
        warnings.extend(project.warnings.clone());
        for step in &project.steps {
            warnings.extend(step.apply(&mut model));
        }
    }
    Ok((model, warnings))
}

/// The place of a text in a file, or the start of the file.
fn place_of(file: &Path, text: &str, needle: &str) -> Location {
    let at = text.find(needle).unwrap_or(0);
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    Location { file: file.display().to_string(), line: 1 + before.matches('\n').count(), column: 1 + at - line_start }
}

/// The model files in a directory and its subdirectories, sorted by path.
///
/// # Errors
///
/// Fails if a directory cannot be read.
pub fn models_in(directory: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(models_in(&path)?);
        } else if path.extension().is_some_and(|it| it == "smithy" || it == "json") && !is_project(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
