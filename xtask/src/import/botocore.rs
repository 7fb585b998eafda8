//! Finds the files of a service in botocore's data.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::read::GzDecoder;
use tinsmith_codegen::import::botocore::Description;
use tinsmith_codegen::model::Source;

use crate::{python, workspace};

/// What to do if botocore is not installed.
const ADVICE: &str =
    "to use a botocore that you have, pass its data directory with --data, or set TINSMITH_PYTHON to its Python";

/// botocore's data directory, from `TINSMITH_PYTHON` or from a virtual environment of the project, which is created if
/// necessary.
pub(crate) fn find_data() -> Result<PathBuf, String> {
    let python = match std::env::var_os("TINSMITH_PYTHON") {
        Some(python) => PathBuf::from(python),
        None => python::with_botocore().map_err(|why| format!("{why}; {ADVICE}"))?,
    };
    data_of(&python)
}

/// The data directory of the botocore that a Python has.
pub(super) fn data_of(python: &Path) -> Result<PathBuf, String> {
    let asked = Command::new(python)
        .args(["-c", "import botocore; print(botocore.__file__)"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("failed to run {} ({error}); {ADVICE}", python.display()))?;
    let answer = String::from_utf8_lossy(&asked.stdout);
    let package = Path::new(answer.trim()).parent().filter(|_| asked.status.success());
    let data = package.map(|package| package.join("data")).filter(|data| data.is_dir());
    data.ok_or_else(|| format!("{} has no botocore; {ADVICE}", python.display()))
}

/// The services in a data directory, sorted by name.
pub(crate) fn services(data: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(data).map_err(|error| format!("failed to read {}: {error}", data.display()))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| latest(data, name).is_ok()).collect();
    names.sort();
    Ok(names)
}

/// Reads the files of a service. If the API has several versions, reads the latest.
pub(crate) fn read_description(
    data: &Path,
    service: &str,
    version: Option<&str>,
    corrections: Option<&Path>,
) -> Result<Description, String> {
    let directory = match version {
        Some(version) => data.join(service).join(version),
        None => latest(data, service)?,
    };
    let read = |name: &str| read_json(&directory, name);
    let main = read("service-2.json")?;
    let default = workspace::root().join(format!("models/{service}/corrections.json"));
    Ok(Description {
        service: main.ok_or_else(|| format!("{} has no service-2.json", directory.display()))?,
        paginators: read("paginators-1.json")?,
        more_of_paginators: read("paginators-1.sdk-extras.json")?,
        waiters: read("waiters-2.json")?,
        endpoint_rules: read("endpoint-rule-set-1.json")?,
        examples: read("examples-1.json")?,
        corrections: match corrections {
            Some(path) => Some(read_plain(path)?),
            None if default.exists() => Some(read_plain(&default)?),
            None => None,
        },
    })
}

fn latest(data: &Path, service: &str) -> Result<PathBuf, String> {
    let directory = data.join(service);
    let entries = fs::read_dir(&directory)
        .map_err(|error| format!("botocore has no service \"{service}\": {}: {error}", directory.display()))?;
    let versions = entries.flatten().map(|entry| entry.path());
    let described =
        versions.filter(|path| ["service-2.json", "service-2.json.gz"].iter().any(|name| path.join(name).is_file()));
    described.max().ok_or_else(|| format!("{} contains no version with a service-2.json", directory.display()))
}

fn read_plain(path: &Path) -> Result<Source, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
    Ok(Source::new(path.display().to_string(), text))
}

/// Reads a file, which may be compressed or missing.
fn read_json(directory: &Path, name: &str) -> Result<Option<Source>, String> {
    let plain = directory.join(name);
    if plain.is_file() {
        return read_plain(&plain).map(Some);
    }
    let packed = directory.join(format!("{name}.gz"));
    if !packed.is_file() {
        return Ok(None);
    }
    let mut text = String::new();
    File::open(&packed)
        .and_then(|file| GzDecoder::new(file).read_to_string(&mut text))
        .map_err(|error| format!("failed to read {}: {error}", packed.display()))?;
    Ok(Some(Source::new(packed.display().to_string(), text)))
}
