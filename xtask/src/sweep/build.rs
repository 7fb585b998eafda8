//! Compiles the crates of a sweep in one workspace below the target directory.

use std::path::PathBuf;

use tinsmith_codegen::output;

use super::one::Swept;
use crate::say::{say, warn};
use crate::workspace;

/// The number of crates to compile.
pub(crate) enum Sample {
    All,
    Some(usize),
}

impl Sample {
    /// Parses `all` or a number.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            text => match text.parse() {
                Ok(number) if number > 0 => Ok(Self::Some(number)),
                _ => Err(format!("expected \"all\" or a number from 1 for --check-build, found \"{text}\"")),
            },
        }
    }
}

/// The directory of the workspace. The crates use it when they are generated.
pub(crate) fn place() -> PathBuf {
    workspace::target().join("sweep/crates")
}

/// Checks the crates. Returns whether all compile without warnings.
pub(crate) fn check(swept: &[Swept], sample: &Sample) -> Result<bool, Box<dyn std::error::Error>> {
    let generated: Vec<&Swept> = swept.iter().filter(|it| !it.files.is_empty()).collect();
    let step = match sample {
        Sample::All => 1,
        // Evenly distributed, so that small and large services are included.
        Sample::Some(number) => generated.len().div_ceil(*number).max(1),
    };
    let place = place();
    let mut members = Vec::new();
    for swept in generated.into_iter().step_by(step) {
        output::write(&place.join(&swept.name), &swept.files)?;
        members.push(format!("{:?}", swept.name));
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    std::fs::write(place.join("Cargo.toml"), manifest)?;
    // Uses the same dependency versions as the repository.
    std::fs::copy(workspace::root().join("Cargo.lock"), place.join("Cargo.lock"))?;
    say(format_args!("checking {} crates", members.len()));
    let status = workspace::cargo()
        .args(["check", "--quiet", "--workspace"])
        .current_dir(&place)
        .env("CARGO_TARGET_DIR", workspace::target().join("generated"))
        .env("RUSTFLAGS", "-D warnings")
        .status()?;
    if !status.success() {
        warn(format_args!("some crates in {} do not compile", place.display()));
    }
    Ok(status.success())
}
