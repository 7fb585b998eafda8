//! The programs: where they are, and what it took to build them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{ONE, SERVICES};
use crate::bench::{compiler_wrapper, measure, models, progress};
use crate::workspace;

/// The programs of one side: a package with a program and a feature for each service.
pub(super) struct Programs {
    directory: PathBuf,
    /// The prefix of the names of the crates of services.
    prefix: &'static str,
}

/// What it took to build the program of a service. `None` if it was not measured.
pub(super) struct Built {
    /// The compiler's processor time for the crate of the service, in seconds.
    pub krate: Option<f64>,
    /// The processor time of everything that was built, in seconds.
    pub whole: Option<f64>,
    /// The size of the program in bytes.
    pub size: Option<f64>,
}

impl Programs {
    /// Writes the package with our clients, and generates those of these services.
    pub(super) fn write_ours(services: &[&str], build: bool) -> Result<Self, String> {
        let clients = base().join("clients");
        let shared = if build { models::shared()? } else { None };
        // The package depends on all of them.
        let is_missing = |it: &str| !clients.join(it).exists();
        for service in SERVICES.iter().filter(|it| build && (services.contains(it) || is_missing(it))) {
            generate(service, None, shared.as_deref(), &clients.join(service))?;
        }
        Self::write("ours", "tinsmith", |service| dependency(service, &clients.join(service)))
    }

    /// Writes the package whose client of this service has only one operation. Requires that of
    /// [`write_ours`](Self::write_ours).
    pub(super) fn write_cut(service: &str, operation: &str, build: bool) -> Result<Self, String> {
        let cut = base().join("clients").join(format!("{service}-cut"));
        if build {
            generate(service, Some(operation), models::shared()?.as_deref(), &cut)?;
        }
        Self::write("cut", "tinsmith", |it| {
            let whole = base().join("clients").join(it);
            dependency(it, if it == service { &cut } else { &whole })
        })
    }

    /// Writes the package with the official clients.
    pub(super) fn write_peer() -> Result<Self, String> {
        Self::write("peer", "aws-sdk", |service| format!("package = \"aws-sdk-{service}\", version = \"1\""))
    }

    fn write(name: &str, prefix: &'static str, dependency: impl Fn(&str) -> String) -> Result<Self, String> {
        let directory = base().join(name);
        let all = |text: &dyn Fn(&str) -> String| SERVICES.iter().map(|it| text(it)).collect::<String>();
        let program =
            |it: &str| format!("[[bin]]\nname = \"{it}\"\npath = \"{it}.rs\"\nrequired-features = [\"{it}\"]\n\n");
        let manifest = include_str!("../../../bench/services/Cargo.toml")
            .replace("{package}", &format!("services-{name}"))
            .replace("{programs}", &all(&program))
            .replace("{features}", &all(&|it| format!("{it} = [\"dep:{it}\"]\n")))
            .replace("{dependencies}", &all(&|it| format!("{it} = {{ {}, optional = true }}\n", dependency(it))));
        let files = [
            ("Cargo.toml", manifest.as_str()),
            ("program.rs", include_str!("../../../bench/services/program.rs")),
            ("dynamodb.rs", include_str!("../../../bench/services/dynamodb.rs")),
            ("ec2.rs", include_str!("../../../bench/services/ec2.rs")),
            ("lambda.rs", include_str!("../../../bench/services/lambda.rs")),
            ("object.rs", include_str!("../../../bench/services/object.rs")),
            ("one.rs", include_str!("../../../bench/services/one.rs")),
            ("route53.rs", include_str!("../../../bench/services/route53.rs")),
            ("s3.rs", include_str!("../../../bench/services/s3.rs")),
            ("sts.rs", include_str!("../../../bench/services/sts.rs")),
        ];
        fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        for (file, text) in files {
            let path = directory.join(file);
            fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(Self { directory, prefix })
    }

    /// The program of a service.
    pub(super) fn program(&self, service: &str) -> PathBuf {
        self.directory.join("target/release").join(service)
    }

    /// Builds the program of a service, or reads what an earlier run measured.
    pub(super) fn built(&self, service: &str, build: bool) -> Result<Built, String> {
        self.built_as(service, service, build)
    }

    /// Builds the program with one operation, with nothing built before, or reads what an earlier run measured.
    pub(super) fn built_cold(&self, build: bool) -> Result<Built, String> {
        let target = self.directory.join("target");
        if build && target.exists() {
            fs::remove_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
        }
        self.built_as(SERVICES[0], ONE, build)
    }

    /// Builds this program with the client of a service.
    fn built_as(&self, service: &str, program: &str, build: bool) -> Result<Built, String> {
        let log = self.directory.join(format!("{program}.txt"));
        let total = self.directory.join(format!("{program}.cpu"));
        if build {
            progress(&format!("release build of the program `{program}` with {}-{service}", self.prefix));
            let own = compiler_wrapper::prepare(&log)?;
            let mut command = self.cargo(&["build", "--release", "--quiet", "--features", service, "--bin", program]);
            command.env("RUSTC_WRAPPER", own).env(compiler_wrapper::LOG, &log);
            let usage = measure::run(&mut command).map_err(|error| format!("failed to start cargo: {error}"))?;
            if !usage.success {
                return Err(format!("cargo build failed in {}", self.directory.display()));
            }
            fs::write(&total, usage.cpu().as_secs_f64().to_string())
                .map_err(|error| format!("{}: {error}", total.display()))?;
        }
        let name = format!("{}_{service}", self.prefix.replace('-', "_"));
        let entries = compiler_wrapper::read(&log).unwrap_or_default();
        let krate = entries.iter().find(|(krate, _)| *krate == name).map(|(_, entry)| entry.cpu.as_secs_f64());
        let whole = fs::read_to_string(&total).ok().and_then(|text| text.trim().parse().ok());
        let size = fs::metadata(self.program(program)).ok().map(|it| it.len() as f64);
        Ok(Built { krate, whole, size })
    }

    /// The directory with the source of a service's crate.
    pub(super) fn source(&self, service: &str) -> Result<PathBuf, String> {
        let mut command = self.cargo(&["metadata", "--format-version", "1", "--quiet", "--all-features"]);
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| format!("failed to start cargo: {error}"))?;
        let metadata: Value =
            serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
        let name = format!("{}-{service}", self.prefix);
        let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
        let package = packages.iter().find(|it| it["name"] == name.as_str());
        let manifest = package.and_then(|it| it["manifest_path"].as_str());
        let manifest = manifest.ok_or_else(|| format!("{name} is not a dependency of {}", self.directory.display()))?;
        Ok(Path::new(manifest).with_file_name("src"))
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = workspace::cargo();
        command.current_dir(&self.directory).args(arguments);
        command.env("CARGO_TARGET_DIR", self.directory.join("target")).env("CARGO_INCREMENTAL", "0");
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }
}

/// The directory of everything in this part.
fn base() -> PathBuf {
    workspace::target().join("bench/services")
}

/// The Smithy model of a service: one of the shared ones, or what is imported from botocore. botocore has no unions, so
/// programs that use them build only with a shared model.
fn model(service: &str, shared: Option<&Path>) -> Result<PathBuf, String> {
    // Files are named after the service, with or without a dash before its number, and its version.
    let is_model = |path: &Path| {
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default().replace("route-53", "route53");
        let version = name.strip_prefix(service).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".json"));
        version.is_some_and(|it| it.len() == 10 && it.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
    };
    let entries = shared.and_then(|directory| fs::read_dir(directory).ok()).into_iter().flatten().flatten();
    if let Some(model) = entries.map(|entry| entry.path()).find(|path| is_model(path)) {
        return Ok(model);
    }
    let model = base().join(format!("{service}.json"));
    run(own()?.args(["import", "botocore", "--service", service, "--out"]).arg(&model), service)?;
    Ok(model)
}

/// The dependency on a generated client.
fn dependency(service: &str, client: &Path) -> String {
    format!("package = \"tinsmith-{service}\", path = {client:?}")
}

/// Generates the client of a service, with all operations or with one.
fn generate(service: &str, operation: Option<&str>, shared: Option<&Path>, out: &Path) -> Result<(), String> {
    progress(&format!("client of {service}"));
    let model = model(service, shared)?;
    // The client of an earlier run may be that of another model of the service, which is not overwritten.
    let _ = fs::remove_dir_all(out);
    let runtime = workspace::root().join("runtime");
    let mut command = own()?;
    command.args(["codegen", "--quiet", "--name", &format!("tinsmith-{service}"), "--model"]).arg(&model);
    if let Some(operation) = operation {
        command.args(["--operations", operation]);
    }
    run(command.arg("--out").arg(out).arg("--runtime").arg(runtime), service)
}

/// This program.
fn own() -> Result<Command, String> {
    std::env::current_exe().map(Command::new).map_err(|error| format!("failed to find this program: {error}"))
}

/// Runs a step of the generation of a client.
fn run(command: &mut Command, service: &str) -> Result<(), String> {
    match command.stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("failed to generate the client of {service}")),
        Err(error) => Err(format!("failed to start this program: {error}")),
    }
}
