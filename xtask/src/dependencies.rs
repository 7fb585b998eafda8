//! `cargo xtask dependencies`: checks whether all dependencies are acceptable.
//!
//! It checks the output of `cargo metadata`: licenses, sources, duplicate crates, the lowest Rust version that compiles
//! them, and that the lowest versions of AWS's crates that we allow are those of the tests. cargo-deny can check most of this too, but takes minutes to build, and these rules are three tables.
//! Only cargo-deny knows advisories, from a database on the network: it is run if it is installed, and otherwise the
//! output says that advisories were not checked.

mod licence;

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, ExitCode, Stdio};

use clap::ArgMatches;
use serde_json::Value;

use crate::say::warn;
use crate::{Outcome, workspace};

/// Licenses that require no more than attribution.
const ALLOWED: [&str; 9] = [
    "Apache-2.0",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// The only allowed source of crates.
const SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates that may appear in more than one version, with the reason.
const TWICE: [(&str, &str); 4] = [
    ("getrandom", "ring still uses an older one than the crates of p256, which list it and do not build it"),
    ("syn", "derive macros of our dependencies still use version 2; we parse with 3"),
    ("embedded-io", "postcard lists both in its manifest; neither is built without its features"),
    ("windows-sys", "ring still uses an older one; both are built only on Windows"),
];

/// The arguments.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("dependencies")
        .about("Checks licenses, sources, duplicates, the Rust version and, with cargo-deny, advisories")
}

/// Runs the command.
pub(crate) fn run(_: &ArgMatches) -> Outcome {
    let output = workspace::cargo()
        .args(["metadata", "--format-version", "1", "--locked"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("failed to start cargo: {error}"))?;
    if !output.status.success() {
        return Err("cargo metadata failed".into());
    }
    let packages = packages(&serde_json::from_slice(&output.stdout)?);
    let mistakes = check(&packages);
    for mistake in &mistakes {
        warn(format_args!("error: {mistake}"));
    }
    warn(format_args!("{} packages, {} mistakes", packages.len(), mistakes.len()));
    let is_safe = advisories()?;
    Ok(if mistakes.is_empty() && is_safe { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs cargo-deny, if it is installed, to check advisories. Returns false if it found any.
fn advisories() -> Result<bool, String> {
    let is_there = workspace::cargo()
        .args(["deny", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success());
    if !is_there {
        warn(format_args!("cargo-deny is not installed: advisories were not checked"));
        return Ok(true);
    }
    let mut deny: Command = workspace::cargo();
    let status = deny.args(["deny", "--all-features", "check", "advisories"]).status();
    status.map(|it| it.success()).map_err(|error| format!("failed to start cargo deny: {error}"))
}

/// The facts about a package that are checked.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    /// `None` for our own packages.
    source: Option<String>,
    /// The lowest Rust version that compiles it: major, minor and patch.
    rust_version: Option<[u32; 3]>,
    /// Its dependencies, each with the required version.
    requirements: Vec<(String, String)>,
}

fn packages(metadata: &Value) -> Vec<Package> {
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let all = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|it| {
        let (name, version) = (text(it, "name")?, text(it, "version")?);
        let rust_version = text(it, "rust_version").map(|it| numbers(&it));
        let required = it.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        let requirements = required.filter_map(|it| Some((text(it, "name")?, text(it, "req")?))).collect();
        let (licence, source) = (text(it, "license"), text(it, "source"));
        Some(Package { name, version, licence, source, rust_version, requirements })
    })
    .collect()
}

/// Parses a version as in a manifest: `1.94`, `^1.94` or `1.94.1`.
fn numbers(text: &str) -> [u32; 3] {
    let mut parts = text.trim_start_matches(['^', '=']).split('.').map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

/// Checks that our crates require the crates of AWS at the version in the lock file. Newer ones have broken older ones,
/// and no test compiles with an older version than this.
fn check_tested_versions(packages: &[Package]) -> Vec<String> {
    let locked: BTreeMap<&str, &str> = packages.iter().map(|it| (it.name.as_str(), it.version.as_str())).collect();
    let ours = packages.iter().filter(|it| it.source.is_none());
    let all = ours.flat_map(|package| package.requirements.iter().map(move |required| (package, required)));
    let of_aws = all.filter(|(_, (name, _))| name.starts_with("aws-"));
    of_aws
        .filter_map(|(package, (name, required))| {
            let tested = locked.get(name.as_str()).filter(|it| numbers(it) != numbers(required))?;
            Some(format!("{}: requires {name} {required}, but the tests run with {tested}", package.name))
        })
        .collect()
}

/// Checks that our crates require exactly the lowest Rust version that their dependencies allow.
fn check_rust_version(packages: &[Package]) -> Vec<String> {
    let (ours, theirs): (Vec<_>, Vec<_>) = packages.iter().partition(|it| it.source.is_none());
    let Some(lowest) = theirs.iter().filter_map(|it| it.rust_version).max() else { return Vec::new() };
    let setters = theirs.iter().filter(|it| it.rust_version == Some(lowest)).map(|it| it.name.as_str());
    let [setters, needed] = [setters.collect::<Vec<_>>().join(", "), lowest.map(|it| it.to_string()).join(".")];
    let is_wrong = |it: &&&Package| it.rust_version.is_some_and(|version| version != lowest);
    let mistake = |it: &&Package| format!("{}: rust-version must be {needed}, which {setters} requires", it.name);
    ours.iter().filter(is_wrong).map(mistake).collect()
}

/// All problems, in the order of the packages.
fn check(packages: &[Package]) -> Vec<String> {
    let mut mistakes = Vec::new();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Package { name, version, licence, source, .. } in packages {
        versions.entry(name).or_default().insert(version);
        match licence.as_deref().map(|it| (it, licence::is_met(it, &|id| ALLOWED.contains(&id)))) {
            Some((_, true)) => {}
            Some((licence, false)) => mistakes.push(format!("{name} {version}: license {licence} is not allowed")),
            None => mistakes.push(format!("{name} {version}: no license")),
        }
        if let Some(source) = source.as_deref().filter(|it| *it != SOURCE) {
            mistakes.push(format!("{name} {version}: source {source} is not allowed"));
        }
    }
    for (name, versions) in &versions {
        if versions.len() > 1 && !TWICE.iter().any(|(it, _)| it == name) {
            let versions: Vec<_> = versions.iter().copied().collect();
            mistakes.push(format!("{name}: {} versions, {}", versions.len(), versions.join(" and ")));
        }
    }
    mistakes.extend(check_rust_version(packages));
    mistakes.extend(check_tested_versions(packages));
    // Remove reasons that no longer apply, so that they do not excuse a later duplicate.
    for (name, _) in TWICE.iter().filter(|(name, _)| versions.get(name).is_none_or(|it| it.len() < 2)) {
        mistakes.push(format!("{name}: no longer has several versions; remove it from `TWICE`"));
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::{SOURCE, TWICE, check, packages};
    use serde_json::json;

    #[test]
    fn every_mistake_is_reported() {
        let twice = TWICE.iter().flat_map(|(name, _)| {
            ["1.0.0", "2.0.0"]
                .map(|version| json!({ "name": name, "version": version, "license": "MIT", "source": SOURCE }))
        });
        let mut all: Vec<_> = twice.collect();
        all.extend([
            json!({ "name": "ours", "version": "0.1.0", "license": "Apache-2.0", "source": null, "rust_version": "1.80" }),
            json!({ "name": "fine", "version": "1.0.0", "license": "MIT OR GPL-3.0", "source": SOURCE, "rust_version": "1.80.0" }),
            json!({ "name": "older", "version": "1.0.0", "license": "MIT", "source": SOURCE, "rust_version": "1.70" }),
        ]);
        assert_eq!(check(&packages(&json!({ "packages": all }))), [""; 0]);
        let requires = |name: &str, required: &[(&str, &str)]| {
            let required: Vec<_> = required.iter().map(|(name, req)| json!({ "name": name, "req": req })).collect();
            json!({ "name": name, "version": "0.1.0", "license": "MIT", "source": null, "dependencies": required })
        };
        all.remove(0);
        all.extend([
            json!({ "name": "aws-a", "version": "1.9.0", "license": "MIT", "source": SOURCE }),
            requires("tested", &[("aws-a", "^1.9"), ("fine", "^1")]),
            requires("untested", &[("aws-a", "^1.8.3")]),
            json!({ "name": "copyleft", "version": "1.0.0", "license": "GPL-3.0", "source": SOURCE, "rust_version": "1.80.1" }),
            json!({ "name": "fine", "version": "2.0.0", "license": null, "source": "git+https://example.org/fine" }),
        ]);
        assert_eq!(
            check(&packages(&json!({ "packages": all }))),
            [
                "copyleft 1.0.0: license GPL-3.0 is not allowed",
                "fine 2.0.0: no license",
                "fine 2.0.0: source git+https://example.org/fine is not allowed",
                "fine: 2 versions, 1.0.0 and 2.0.0",
                "ours: rust-version must be 1.80.1, which copyleft requires",
                "untested: requires aws-a ^1.8.3, but the tests run with 1.9.0",
                &format!("{}: no longer has several versions; remove it from `TWICE`", TWICE[0].0),
            ]
        );
    }
}
