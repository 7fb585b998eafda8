//! Makes the pack in `TINSMITH_BUILTIN_PACK` part of the program.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=TINSMITH_BUILTIN_PACK");
    let pack = match env::var_os("TINSMITH_BUILTIN_PACK") {
        Some(path) => {
            let path = PathBuf::from(path).canonicalize()?;
            println!("cargo::rerun-if-changed={}", path.display());
            format!("Some(include_bytes!({path:?}))")
        }
        None => "None".to_owned(),
    };
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(PathBuf::from(out).join("builtin.rs"), pack)?;
    Ok(())
}
