//! Finds the JMESPath compliance suite, which is part of the source of the crate `jmespath`.
//!
//! Nothing depends on that crate. Cargo downloads it as the dependency of an empty package.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::workspace;

/// The version whose suite is used.
const VERSION: &str = "0.5.0";

/// The directory of the suite, or an error message.
pub(super) fn directory() -> Result<PathBuf, String> {
    let package = workspace::target().join("jmespath-suite");
    let manifest = package.join("Cargo.toml");
    let text = format!(
        "[package]\nname = \"jmespath-suite\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n[dependencies]\n\
         jmespath = \"={VERSION}\"\n\n[workspace]\n"
    );
    let write = || {
        fs::create_dir_all(&package)?;
        fs::write(package.join("lib.rs"), "")?;
        fs::write(&manifest, text)
    };
    write().map_err(|error| format!("failed to write {}: {error}", package.display()))?;
    let metadata = metadata(workspace::cargo().args(["metadata", "--format-version", "1"]).current_dir(&package))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.filter(|it| it["name"] == "jmespath").find_map(|it| it["manifest_path"].as_str());
    let directory = found.map(|it| PathBuf::from(it).with_file_name("tests").join("compliance"));
    directory.filter(|it| it.is_dir()).ok_or_else(|| format!("jmespath {VERSION} has no compliance suite"))
}

fn metadata(command: &mut Command) -> Result<Value, String> {
    let output = command.output().map_err(|error| format!("failed to start cargo: {error}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo failed to get jmespath {VERSION}: {}", why.trim()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}
