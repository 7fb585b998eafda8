//! The programs to compare: the same source, built with our clients and with the official one.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::compiler_wrapper;
use super::measure::{self, Usage};
use crate::workspace;

/// The client that a program is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A `tinsmith-iam` with only the operations in [`ROTATION`].
    Rotation,
    /// `tinsmith-iam`.
    Whole,
    /// `aws-sdk-iam` with `aws-config`.
    Peer,
}

/// The operations of a key rotation.
pub(super) const ROTATION: &str = "UpdateAccessKey,CreateAccessKey,DeleteAccessKey,ListAccessKeys,GetAccessKeyLastUsed,\
                            CreateUser,GetUser,DeleteUser";

/// The profile of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// Optimized.
    Release,
    /// As in `cargo build`.
    Debug,
}

impl Profile {
    /// The directory of cargo's output.
    fn directory(self) -> &'static str {
        match self {
            Self::Release => "target",
            Self::Debug => "debug",
        }
    }

    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Release => &["--release"],
            Self::Debug => &[],
        }
    }
}

/// A program and its build directory.
#[derive(Clone, Debug)]
pub(super) struct Project {
    side: Side,
    directory: PathBuf,
}

/// The resource usage of a clean build.
#[derive(Clone, Debug)]
pub(super) struct Build {
    /// The total usage.
    pub usage: Usage,
    /// The number of compiled crates and executed build scripts.
    pub units: usize,
    /// The compiler's processor time by crate.
    pub crates: BTreeMap<String, Duration>,
}

impl Project {
    /// Writes the program's source to a directory below `target`.
    pub(super) fn write(side: Side) -> Result<Self, String> {
        let ours = |client: &Path| {
            let dependency = format!("tinsmith-iam = {{ path = {client:?}, features = [\"loader\"] }}");
            ("tinsmith_iam", include_str!("../../bench/load_ours.rs"), dependency)
        };
        let (name, (krate, load, dependencies)) = match side {
            Side::Rotation => ("rotation", ours(&cut_client()?)),
            Side::Whole => ("whole", ours(&workspace::root().join("generated-client"))),
            Side::Peer => {
                let dependencies = "aws-sdk-iam = \"1\"\naws-config = \"1\"".to_owned();
                ("peer", ("aws_sdk_iam", include_str!("../../bench/load_peer.rs"), dependencies))
            }
        };
        let directory = workspace::target().join("bench").join(name);
        let manifest = include_str!("../../bench/Cargo.toml");
        let files = [
            ("Cargo.toml", manifest.replace("{package}", name).replace("{dependencies}", &dependencies)),
            ("main.rs", include_str!("../../bench/main.rs").replace("{crate}", krate)),
            ("load.rs", load.to_owned()),
            ("allocations.rs", include_str!("../../bench/allocations.rs").to_owned()),
        ];
        fs::create_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        for (file, text) in files {
            let path = directory.join(file);
            fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(Self { side, directory })
    }

    /// The program.
    pub(super) fn program(&self) -> PathBuf {
        self.directory.join("target/release/call")
    }

    /// The program that counts allocations.
    pub(super) fn counting_program(&self) -> PathBuf {
        self.directory.join("counting/release/call")
    }

    fn cargo(&self, arguments: &[&str], target: &str) -> Command {
        let mut command = workspace::cargo();
        command.current_dir(&self.directory).args(arguments).env("CARGO_TARGET_DIR", self.directory.join(target));
        // Variables that cargo sets for programs it runs must not affect the builds that they start.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        // Profiles from the user's environment must not either. Dependencies from a registry are never built
        // incrementally, and ours is measured like one.
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PROFILE_")) {
            command.env_remove(name);
        }
        command.env("CARGO_INCREMENTAL", "0");
        command
    }

    /// Downloads dependencies, so that downloads are not measured.
    pub(super) fn fetched(self) -> Result<Self, String> {
        succeed(&mut self.cargo(&["fetch", "--quiet"], "target"), "cargo fetch")?;
        Ok(self)
    }

    /// Builds the program from scratch and measures the build.
    pub(super) fn build(&self, profile: Profile) -> Result<Build, String> {
        let directory = self.directory.join(profile.directory());
        if directory.exists() {
            fs::remove_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        }
        self.finish(profile)
    }

    /// Rebuilds a single package of a program, with nothing else running, and returns its compiler's processor time in
    /// seconds.
    pub(super) fn rebuild(&self, profile: Profile, package: &str, krate: &str) -> Result<f64, String> {
        let mut clean = self.cargo(&["clean", "--quiet", "--package", package], profile.directory());
        succeed(clean.args(profile.options()), "cargo clean")?;
        let build = self.finish(profile)?;
        let time = build.crates.get(krate).ok_or_else(|| format!("{krate} was not rebuilt"))?;
        Ok(time.as_secs_f64())
    }

    /// Builds what is not built yet.
    fn finish(&self, profile: Profile) -> Result<Build, String> {
        let (log, messages) = (self.directory.join("crates.txt"), self.directory.join("messages.json"));
        let own = compiler_wrapper::prepare(&log)?;
        let output = fs::File::create(&messages).map_err(|error| format!("{}: {error}", messages.display()))?;
        let arguments = ["build", "--quiet", "--message-format", "json-render-diagnostics"];
        let mut command = self.cargo(&arguments, profile.directory());
        command.args(profile.options()).env("RUSTC_WRAPPER", own).env(compiler_wrapper::LOG, &log).stdout(output);
        let usage = succeed(&mut command, "cargo build")?;
        let mut crates = BTreeMap::new();
        for (name, entry) in compiler_wrapper::read(&log)? {
            *crates.entry(name).or_default() += entry.cpu;
        }
        Ok(Build { usage, units: count_units(&messages)?, crates })
    }

    /// Deletes the output of a debug build: it is large, and nothing runs it.
    pub(super) fn drop_debug(&self) {
        let _ = fs::remove_dir_all(self.directory.join(Profile::Debug.directory()));
    }

    /// Builds the program that counts allocations, with the features of the other program, so that only the program
    /// itself is rebuilt.
    pub(super) fn build_counting(&self) -> Result<(), String> {
        let arguments = ["build", "--release", "--quiet", "--features", "allocations"];
        let done = succeed(&mut self.cargo(&arguments, "target"), "cargo build --features allocations");
        // Both programs have the same name: keep this one and restore the other.
        let kept = self.counting_program();
        done.and_then(|_| copy(&self.program(), &kept))?;
        succeed(&mut self.cargo(&["build", "--release", "--quiet"], "target"), "cargo build").map(|_| ())
    }

    /// The version and directory of a package that the program is built from.
    pub(super) fn package(&self, name: &str) -> Result<(String, PathBuf), String> {
        let output = self
            .cargo(&["metadata", "--format-version", "1"], "target")
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("failed to start cargo: {error}"))?;
        let metadata: Value =
            serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
        let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
        let package = packages.iter().find(|it| it["name"] == name);
        let package = package.ok_or_else(|| format!("{name} is not a dependency of {:?}", self.side))?;
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let manifest = Path::new(text("manifest_path"));
        Ok((text("version").to_owned(), manifest.parent().unwrap_or(manifest).to_owned()))
    }
}

/// Generates the client for [`ROTATION`] and returns its directory.
fn cut_client() -> Result<PathBuf, String> {
    let out = workspace::target().join("bench/rotation-client");
    let own = env::current_exe().map_err(|error| format!("failed to find the path of this program: {error}"))?;
    let mut command = Command::new(own);
    command.args(["codegen", "--operations", ROTATION]).current_dir(workspace::root()).stdout(Stdio::null());
    succeed(command.arg("--out").arg(&out), "codegen").map(|_| out)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let directory = to.parent().unwrap_or(to);
    fs::create_dir_all(directory)
        .and_then(|()| fs::copy(from, to))
        .map(|_| ())
        .map_err(|error| format!("{}: {error}", to.display()))
}

/// Runs a command, which must succeed.
fn succeed(command: &mut Command, name: &str) -> Result<Usage, String> {
    let usage = measure::run(command).map_err(|error| format!("failed to start {name}: {error}"))?;
    if usage.success { Ok(usage) } else { Err(format!("{name} failed in {:?}", command.get_current_dir())) }
}

/// The number of compiled crates and executed build scripts in cargo's messages.
fn count_units(messages: &Path) -> Result<usize, String> {
    let text = fs::read_to_string(messages).map_err(|error| format!("{}: {error}", messages.display()))?;
    let reasons = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok(reasons.filter(|it| it["reason"] == "compiler-artifact" || it["reason"] == "build-script-executed").count())
}
