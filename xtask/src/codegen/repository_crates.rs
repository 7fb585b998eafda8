//! The generated crates of this repository. Their manifests record their source in `[package.metadata.tinsmith]`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tinsmith_codegen::Origin;

use crate::workspace;

/// A crate that `cargo xtask codegen` updates if it has no arguments.
pub(super) struct RepositoryCrate {
    /// The package name.
    pub name: String,
    /// The output directory, relative to the workspace.
    pub out: PathBuf,
    /// The model files and operations.
    pub origin: Origin,
    /// Whether the crate supports all kinds of credentials, and has a program. The crates that retrieve credentials
    /// cannot: the credentials crate depends on them, and packages must not form a cycle.
    pub has_credentials: bool,
    /// The package with commands that only this service has, and its directory.
    pub commands: Option<(String, PathBuf)>,
}

/// All generated crates of the workspace, the product first.
///
/// # Errors
///
/// Fails if manifests cannot be read or do not record the source.
pub(super) fn all() -> Result<Vec<RepositoryCrate>, String> {
    let metadata = metadata(workspace::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let generated = packages.iter().filter(|package| package["metadata"]["tinsmith"].is_object());
    let mut crates = generated.map(|package| read(package, packages)).collect::<Result<Vec<_>, String>>()?;
    if crates.is_empty() {
        return Err("no package of the workspace has [package.metadata.tinsmith] in its manifest".to_owned());
    }
    crates.sort_by(|a, b| (!a.has_credentials, &a.out).cmp(&(!b.has_credentials, &b.out)));
    Ok(crates)
}

fn read(package: &Value, packages: &[Value]) -> Result<RepositoryCrate, String> {
    let name = package["name"].as_str().unwrap_or_default();
    let table = &package["metadata"]["tinsmith"];
    let fail = |what: &str| format!("{name}: [package.metadata.tinsmith] {what}");
    let texts = |key: &str| -> Result<Option<Vec<String>>, String> {
        let Some(values) = table.get(key) else { return Ok(None) };
        let texts = values.as_array().and_then(|all| all.iter().map(|it| it.as_str().map(str::to_owned)).collect());
        texts.map(Some).ok_or_else(|| fail(&format!("must have an array of strings as {key:?}")))
    };
    let models = texts("models")?.filter(|it| !it.is_empty()).ok_or_else(|| fail("must contain \"models\""))?;
    let commands = match table.get("commands").map(|it| it.as_str().unwrap_or_default()) {
        None => None,
        Some(wanted) => {
            let found = packages.iter().find(|it| it["name"] == wanted).and_then(directory);
            let found =
                found.ok_or_else(|| fail(&format!("refers to the commands of {wanted:?}, which is not a package")))?;
            Some((wanted.to_owned(), found))
        }
    };
    Ok(RepositoryCrate {
        name: name.to_owned(),
        out: directory(package).ok_or_else(|| fail("is outside the workspace"))?,
        origin: Origin { models, operations: texts("operations")? },
        has_credentials: table["credentials"] == true,
        commands,
    })
}

/// The directory of a package, relative to the workspace.
fn directory(package: &Value) -> Option<PathBuf> {
    let manifest = Path::new(package["manifest_path"].as_str()?);
    Some(manifest.parent()?.strip_prefix(workspace::root()).ok()?.to_owned())
}

fn metadata(command: &mut Command) -> Result<Value, String> {
    let output = command.output().map_err(|error| format!("failed to start cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("failed to read cargo metadata: {error}"))
}
