//! Compiles a sample of generated crates: every thousandth, at most twenty per run. `TINSMITH_COMPILE_EVERY` sets
//! another interval.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith_codegen::output::{self, GeneratedFile};

const EVERY: usize = 1_000;
const AT_MOST: usize = 20;

static GENERATED: AtomicUsize = AtomicUsize::new(0);

/// Compiles the crate if it is its turn.
pub fn sample(files: &[GeneratedFile]) {
    let every = std::env::var("TINSMITH_COMPILE_EVERY").ok().and_then(|it| it.parse().ok()).unwrap_or(EVERY).max(1);
    let number = GENERATED.fetch_add(1, Ordering::Relaxed) + 1;
    if number.is_multiple_of(every) && number / every <= AT_MOST {
        compile(files);
    }
}

/// The directory has the depth below the repository root that the crate was generated for.
fn compile(files: &[GeneratedFile]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|it| it.join("Cargo.lock").exists() && it.join("runtime").exists());
    let root = root.expect("the repository around this package");
    let place = root.join("target/fuzz-sample");
    let _ = std::fs::remove_dir_all(&place);
    output::write(&place, files).expect("a place to write to");
    let manifest = place.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest).expect("a manifest") + "\n[workspace]\n";
    std::fs::write(&manifest, text).expect("a manifest");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--quiet"])
        .current_dir(&place)
        .env("CARGO_TARGET_DIR", root.join("target/generated"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
