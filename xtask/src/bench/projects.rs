//! The programs that are compared: the same text, built with our clients and with the official
//! one.

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

/// Which client a program is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A `tinsmith-iam` that has the operations of [`ROTATION`] alone.
    Rotation,
    /// `tinsmith-iam`.
    Whole,
    /// `aws-sdk-iam` with `aws-config`.
    Peer,
}

/// The operations of a key rotation.
pub(super) const ROTATION: &str = "UpdateAccessKey,CreateAccessKey,DeleteAccessKey,ListAccessKeys,GetAccessKeyLastUsed,\
                            CreateUser,GetUser,DeleteUser";

/// How a program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// Optimized.
    Release,
    /// As `cargo build` does.
    Debug,
}

impl Profile {
    /// Where cargo puts what it builds.
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

/// A program, and where it is built.
#[derive(Clone, Debug)]
pub(super) struct Project {
    side: Side,
    directory: PathBuf,
}

/// What a cold build took.
#[derive(Clone, Debug)]
pub(super) struct Build {
    /// All of it.
    pub usage: Usage,
    /// Crates compiled and build scripts run.
    pub units: usize,
    /// Processor time of the compiler by crate.
    pub crates: BTreeMap<String, Duration>,
}

impl Project {
    /// Writes the program to a directory below `target`.
    pub(super) fn write(side: Side) -> Result<Self, String> {
        let ours = |client: &Path| {
            let dependency = format!("tinsmith-iam = {{ path = {client:?} }}");
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
        // What cargo tells the programs that it runs is not for the builds that they start.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        // Nor are profiles that somebody's shell changes. A dependency from a registry is never
        // built incrementally, and ours is measured as one.
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PROFILE_")) {
            command.env_remove(name);
        }
        command.env("CARGO_INCREMENTAL", "0");
        command
    }

    /// Downloads what the build needs, so that it is not measured.
    pub(super) fn fetched(self) -> Result<Self, String> {
        succeed(&mut self.cargo(&["fetch", "--quiet"], "target"), "cargo fetch")?;
        Ok(self)
    }

    /// Builds the program from nothing and measures it.
    pub(super) fn build(&self, profile: Profile) -> Result<Build, String> {
        let directory = self.directory.join(profile.directory());
        if directory.exists() {
            fs::remove_dir_all(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        }
        self.finish(profile)
    }

    /// Builds one package of a program that is built anew, with nothing beside it, and returns the
    /// processor time of its compiler in seconds.
    pub(super) fn rebuild(&self, profile: Profile, package: &str, krate: &str) -> Result<f64, String> {
        let mut clean = self.cargo(&["clean", "--quiet", "--package", package], profile.directory());
        succeed(clean.args(profile.options()), "cargo clean")?;
        let build = self.finish(profile)?;
        let time = build.crates.get(krate).ok_or_else(|| format!("{krate} was not built anew"))?;
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

    /// Deletes what a debug build left: nothing runs it, and it is large.
    pub(super) fn drop_debug(&self) {
        let _ = fs::remove_dir_all(self.directory.join(Profile::Debug.directory()));
    }

    /// Builds the program that counts allocations. With the features of the other one: only the
    /// program itself is different.
    pub(super) fn build_counting(&self) -> Result<(), String> {
        let arguments = ["build", "--release", "--quiet", "--features", "allocations"];
        let done = succeed(&mut self.cargo(&arguments, "target"), "cargo build --features allocations");
        // Both have one name: keep this one and bring back the other.
        let kept = self.counting_program();
        done.and_then(|_| copy(&self.program(), &kept))?;
        succeed(&mut self.cargo(&["build", "--release", "--quiet"], "target"), "cargo build").map(|_| ())
    }

    /// Version and directory of a package that the program is built from.
    pub(super) fn package(&self, name: &str) -> Result<(String, PathBuf), String> {
        let output = self
            .cargo(&["metadata", "--format-version", "1"], "target")
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("cargo cannot be started: {error}"))?;
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

/// Generates the client of [`ROTATION`] and returns its directory.
fn cut_client() -> Result<PathBuf, String> {
    let out = workspace::target().join("bench/rotation-client");
    let own = env::current_exe().map_err(|error| format!("this program has no path: {error}"))?;
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

/// Runs a command, which has to succeed.
fn succeed(command: &mut Command, name: &str) -> Result<Usage, String> {
    let usage = measure::run(command).map_err(|error| format!("{name} cannot be started: {error}"))?;
    if usage.success { Ok(usage) } else { Err(format!("{name} failed in {:?}", command.get_current_dir())) }
}

/// Crates compiled and build scripts run, as cargo's messages say.
fn count_units(messages: &Path) -> Result<usize, String> {
    let text = fs::read_to_string(messages).map_err(|error| format!("{}: {error}", messages.display()))?;
    let reasons = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok(reasons.filter(|it| it["reason"] == "compiler-artifact" || it["reason"] == "build-script-executed").count())
}
