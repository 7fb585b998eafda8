//! Finds the programs and data that some tests compare with, and records skipped tests if they are missing.
//!
//! A test that cannot run is recorded by name, and `cargo xtask test` lists it as skipped.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The root of the workspace.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The build directory of this test, usually `target`.
pub fn target() -> PathBuf {
    // Tests are in `target/debug/deps`, examples in `target/debug/examples`.
    let own = std::env::current_exe().ok();
    let target = own.as_deref().and_then(|path| path.ancestors().nth(3));
    target.map_or_else(|| root().join("target"), Path::to_owned)
}

/// The Python with moto and botocore: `TINSMITH_PYTHON`, or the virtual environment created by `cargo xtask test`.
pub fn python() -> Result<PathBuf, String> {
    match std::env::var_os("TINSMITH_PYTHON") {
        Some(python) => Ok(PathBuf::from(python)),
        None => {
            let python = root().join("target/venv/bin/python");
            let missing = || "there is no target/venv; `cargo xtask test` makes it".to_owned();
            python.exists().then_some(python).ok_or_else(missing)
        }
    }
}

/// A file or directory of the shared test data, in `TINSMITH_SHARED` or `../shared`. If it is missing, the running test
/// is recorded as skipped.
pub fn shared(path: &str) -> Option<PathBuf> {
    let directory = std::env::var_os("TINSMITH_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let found = directory.join(path);
    if found.exists() {
        return Some(found);
    }
    skip(&format!("there is no {}; TINSMITH_SHARED can name the directory of shared data", found.display()));
    None
}

/// Records the running test as skipped.
pub fn skip(reason: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    eprintln!("skipped: {test}: {reason}");
    let Some(file) = std::env::var_os("TINSMITH_SKIPS") else { return };
    let written = OpenOptions::new().append(true).create(true).open(file);
    // A single write, so that lines of concurrent tests do not mix.
    let written = written.and_then(|mut file| file.write_all(format!("{test}\t{reason}\n").as_bytes()));
    if let Err(error) = written {
        eprintln!("the skip cannot be noted: {error}");
    }
}
