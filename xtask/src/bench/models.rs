//! Measures what is done with models: a sweep of all, reading them as IDL and as JSON, the start of `inspect`, and a
//! build script that has nothing to do.
//!
//! The models are those in `models-all.tar.xz` of the shared data and EC2's, or without that file the repository's own.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use tinsmith_codegen::model::load_files;

use super::measure::{self, Usage};
use super::table::{Row, Target, Unit};
use super::{peak_bytes, progress};
use crate::{archive, workspace};

/// The number of runs of each program.
const RUNS: usize = 5;

/// If this variable is set, the program only loads the models in its arguments.
const LOAD: &str = "TINSMITH_BENCH_LOAD";

/// The rows, measured with an optimized build of this program.
pub(super) fn rows() -> Result<Vec<Row>, String> {
    let binary = workspace::target().join("release/xtask");
    let models = models(&binary)?;
    let mut rows = sweep_rows(&binary, &models);
    rows.push(idl_row(&binary, &models)?);
    rows.extend(inspect_rows(&binary)?);
    rows.extend(build_script_rows()?);
    Ok(rows)
}

/// The directory with the shared models, unpacked. `None` if there are none on this machine.
pub(super) fn shared() -> Result<Option<PathBuf>, String> {
    let all = workspace::shared().map(|it| it.join("models-all.tar.xz")).filter(|it| it.is_file());
    all.map(|it| archive::unpack(&it)).transpose()
}

/// The models to read. EC2's, which is not among the shared ones, is imported.
fn models(binary: &Path) -> Result<Vec<PathBuf>, String> {
    let Some(directory) = shared()? else {
        progress("measuring only the model of IAM: there is no models-all.tar.xz in the shared data");
        return Ok(vec![workspace::root().join("models/iam/model.json")]);
    };
    let entries = fs::read_dir(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut models: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    models.retain(|path| path.extension().is_some_and(|it| it == "json"));
    models.sort();
    let ec2 = workspace::target().join("bench/ec2.json");
    let mut import = Command::new(binary);
    import.args(["import", "botocore", "--service", "ec2", "--out"]).arg(&ec2).stdout(Stdio::null());
    match import.stderr(Stdio::null()).status() {
        Ok(status) if status.success() => models.push(ec2),
        _ => progress("measuring without EC2: botocore is not installed"),
    }
    Ok(models)
}

fn sweep_rows(binary: &Path, models: &[PathBuf]) -> Vec<Row> {
    progress("sweep");
    let command = || {
        let mut command = Command::new(binary);
        command.args(["sweep", "--generate-only"]).args(models).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let usage = measure::run(&mut command()).ok().filter(|it| it.success);
    let name = |what: &str| format!("sweep of {} models, {what}", models.len());
    vec![
        Row::new(name("wall"), Unit::Seconds)
            .figures(usage.map(|it| it.wall.as_secs_f64()), None)
            .target(Target::Below(30.0)),
        Row::new(name("CPU"), Unit::Seconds).figures(usage.map(|it| it.cpu().as_secs_f64()), None),
        Row::new(name("peak memory"), Unit::Bytes).figures(peak_bytes(&command()), None).target(Target::Below(1e9)),
    ]
}

/// The row with the time to load the models as IDL, next to that for JSON.
fn idl_row(binary: &Path, models: &[PathBuf]) -> Result<Row, String> {
    progress("models as IDL");
    let directory = workspace::target().join("bench/idl");
    fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut converted = Vec::new();
    for model in models {
        let out = directory.join(model.file_name().unwrap_or_default()).with_extension("smithy");
        let mut command = Command::new(binary);
        command.args(["convert", "--to", "idl"]).arg(model).arg("--out").arg(&out).stdout(Stdio::null());
        if !command.status().is_ok_and(|it| it.success()) {
            return Err(format!("failed to convert {}", model.display()));
        }
        converted.push(out);
    }
    let (mut idl, mut json) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        for (models, times) in [(&converted, &mut idl), (&models.to_vec(), &mut json)] {
            let usage = measure::run(Command::new(binary).env(LOAD, "1").args(models));
            let usage = usage.ok().filter(|it| it.success).ok_or("failed to load the models")?;
            times.push(usage.cpu().as_secs_f64());
        }
    }
    let _ = fs::remove_dir_all(directory);
    Ok(Row::new(format!("loading {} models as IDL / as JSON, CPU", models.len()), Unit::Seconds)
        .figures(measure::median(&idl), measure::median(&json))
        .target(Target::Times(3.0)))
}

fn inspect_rows(binary: &Path) -> Result<[Row; 2], String> {
    progress("start of inspect");
    let mut command = Command::new(binary);
    command.arg("inspect").arg("tests/weather/weather.smithy").current_dir(workspace::root());
    let medians = medians(command.stdout(Stdio::null())).ok_or("inspect failed")?;
    Ok(short_rows("inspect of a small model", medians, 0.01))
}

/// The wall and processor time of a program that must be short. The machine may be busy, so that both count.
fn short_rows(name: &str, (wall, cpu): (f64, f64), limit: f64) -> [Row; 2] {
    [("wall", wall), ("CPU", cpu)].map(|(what, time)| {
        Row::new(format!("{name}, {what}"), Unit::Seconds).figures(Some(time), None).target(Target::Below(limit))
    })
}

/// The rows with the time of a build script whose model has not changed.
fn build_script_rows() -> Result<Vec<Row>, String> {
    progress("build script");
    let package = workspace::target().join("bench/build-script");
    fs::create_dir_all(package.join("src")).map_err(|error| format!("{}: {error}", package.display()))?;
    let manifest = format!(
        "[package]\nname = \"build-script\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [build-dependencies]\ntinsmith-codegen = {{ path = {:?} }}\n\n[workspace]\n",
        workspace::root().join("codegen")
    );
    let script = "fn main() {\n    tinsmith_codegen::Builder::new().model(\"model.json\").build().unwrap();\n}\n";
    let model = fs::read_to_string(workspace::root().join("models/iam/model.json"));
    let model = model.map_err(|error| format!("models/iam/model.json: {error}"))?;
    for (file, text) in [("Cargo.toml", &*manifest), ("build.rs", script), ("model.json", &model), ("src/lib.rs", "")] {
        fs::write(package.join(file), text).map_err(|error| format!("{file}: {error}"))?;
    }
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--quiet"]).current_dir(&package).env("CARGO_TARGET_DIR", package.join("target"));
    let built = cargo.status().map_err(|error| format!("failed to start cargo: {error}"))?;
    if !built.success() {
        return Err("failed to build the package with a build script".to_owned());
    }
    let Some(script) = find_script(&package.join("target/debug/build")) else { return Ok(vec![]) };
    let mut command = Command::new(script.join("build-script-build"));
    // What cargo tells the script. Its output is beside the script, or in another directory of the same name.
    command.current_dir(&package).env("CARGO_MANIFEST_DIR", &package).env("CARGO_PKG_NAME", "build-script");
    command.env("CARGO_PKG_VERSION", "0.0.0").env("OUT_DIR", package.join("out")).stdout(Stdio::null());
    fs::create_dir_all(package.join("out")).map_err(|error| format!("{}: {error}", package.display()))?;
    // The first run generates the client.
    let _ = measure::run(&mut command);
    let medians = medians(&mut command).ok_or("the build script failed")?;
    Ok(short_rows("a build script whose model of IAM has not changed", medians, 0.02).into())
}

/// The directory with the compiled build script.
fn find_script(build: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(build).ok()?.flatten().map(|entry| entry.path());
    let is_ours = |path: &Path| path.file_name().is_some_and(|it| it.to_string_lossy().starts_with("build-script-"));
    entries.filter(|path| is_ours(path)).find(|path| path.join("build-script-build").is_file())
}

/// The medians of wall and processor time.
fn medians(command: &mut Command) -> Option<(f64, f64)> {
    // The first run, which reads the program from disk, does not count.
    let runs: Vec<Usage> = (0..=RUNS * 3).map_while(|_| measure::run(command).ok().filter(|it| it.success)).collect();
    let median = |time: &dyn Fn(&Usage) -> f64| measure::median(&runs.iter().skip(1).map(time).collect::<Vec<_>>());
    Some((median(&|it| it.wall.as_secs_f64())?, median(&|it| it.cpu().as_secs_f64())?))
}

/// The files of a model: a directory if its IDL has several namespaces.
fn files(model: &Path) -> Vec<PathBuf> {
    match fs::read_dir(model) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => vec![model.to_owned()],
    }
}

/// Loads the models in the arguments, each on its own. `None` unless this run is for loading.
pub(crate) fn run_loader() -> Option<ExitCode> {
    std::env::var_os(LOAD)?;
    for path in std::env::args_os().skip(1) {
        let path = PathBuf::from(path);
        match load_files(&files(&path)) {
            Ok(model) => drop(black_box(model)),
            Err(errors) => {
                eprintln!("error: {}: {errors}", path.display());
                return Some(ExitCode::FAILURE);
            }
        }
    }
    Some(ExitCode::SUCCESS)
}
