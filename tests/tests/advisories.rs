//! `.ci/advisories` with a small database.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tinsmith_tests::peers;

const LOCK: &str = "\
version = 4

[[package]]
name = \"affected\"
version = \"1.2.3\"
source = \"registry+https://example.com\"

[[package]]
name = \"old-and-new\"
version = \"1.9.0\"
source = \"registry+https://example.com\"

[[package]]
name = \"old-and-new\"
version = \"2.4.0\"
source = \"registry+https://example.com\"

[[package]]
name = \"safe\"
version = \"0.5.7\"
source = \"registry+https://example.com\"

[[package]]
name = \"ours\"
version = \"0.1.0\"
";

/// The package that an advisory is about, its ID, a further line of the advisory, and the versions.
type Advisory = (&'static str, &'static str, &'static str, &'static str);

const AFFECTS: [Advisory; 2] = [
    ("affected", "RUSTSEC-2026-0001", "", "patched = [\">= 1.2.4\"]"),
    ("old-and-new", "RUSTSEC-2026-0002", "", "patched = [\"^1.9\", \">= 2.4.1\"]\nunaffected = [\"< 1.0.0\"]"),
];

const DOES_NOT: [Advisory; 7] = [
    // No version was ever safe, and yet it was an error.
    ("affected", "RUSTSEC-2026-0003", "withdrawn = \"2026-02-01\"", "patched = []"),
    ("affected", "RUSTSEC-2026-0004", "", "patched = [\"~1.2\"]"),
    ("safe", "RUSTSEC-2026-0005", "", "patched = [\">= 0.5.7\"]"),
    ("safe", "RUSTSEC-2026-0006", "", "patched = [\"^0.5.2\", \">= 0.6.0-alpha.1\"]"),
    ("safe", "RUSTSEC-2026-0007", "", "patched = []\nunaffected = [\">= 0.5.0, < 0.6.0\"]"),
    // Neither a package of this workspace nor one that is absent.
    ("ours", "RUSTSEC-2026-0008", "", "patched = []"),
    ("absent", "RUSTSEC-2026-0009", "", "patched = []"),
];

/// A directory with a database of these advisories and a lock file.
struct Place(PathBuf);

impl Place {
    fn new(name: &str, advisories: &[Advisory]) -> Self {
        let place = peers::target().join("advisories").join(name);
        let _ = fs::remove_dir_all(&place);
        for (package, id, line, versions) in advisories {
            let directory = place.join("database/crates").join(package);
            fs::create_dir_all(&directory).expect("a directory below target");
            let text = format!(
                "```toml\n[advisory]\nid = \"{id}\"\npackage = \"{package}\"\n{line}\n\n[versions]\n{versions}\n```\n\n\
                 # A flaw in `{package}`\n\nIt is bad.\n"
            );
            fs::write(directory.join(format!("{id}.md")), text).expect("an advisory");
        }
        fs::create_dir_all(&place).expect("a directory below target");
        fs::write(place.join("Cargo.lock"), LOCK).expect("a lock file");
        Self(place)
    }

    fn check(&self) -> Option<Output> {
        check(&self.0.join("database"), &[&self.0.join("Cargo.lock")])
    }
}

fn check(database: &Path, locks: &[&Path]) -> Option<Output> {
    let python = peers::python().unwrap_or_else(|_| PathBuf::from("python3"));
    let reads_toml = Command::new(&python).args(["-c", "import tomllib"]).output();
    if !reads_toml.is_ok_and(|it| it.status.success()) {
        peers::skip("there is no Python 3.11, which reads TOML");
        return None;
    }
    let mut command = Command::new(python);
    command.arg(peers::root().join(".ci/advisories")).arg(database).args(locks);
    Some(command.output().expect("Python starts"))
}

fn shown(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn advisories_that_affect_a_package_are_listed() {
    let place = Place::new("affected", &[&AFFECTS[..], &DOES_NOT].concat());
    let Some(output) = place.check() else { return };
    let expected = "\
RUSTSEC-2026-0001: affected 1.2.3: A flaw in `affected`
RUSTSEC-2026-0002: old-and-new 2.4.0: A flaw in `old-and-new`
4 packages, 7 advisories about them, 2 that affect them
";
    assert_eq!(shown(&output), (Some(1), expected.to_owned()), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn advisories_that_affect_no_package_are_counted() {
    let place = Place::new("safe", &DOES_NOT);
    let Some(output) = place.check() else { return };
    let expected = "4 packages, 5 advisories about them, 0 that affect them\n";
    assert_eq!(shown(&output), (Some(0), expected.to_owned()), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Nothing passes as checked that was not.
#[test]
fn what_is_no_database_or_no_version_fails() {
    let place = Place::new("odd", &[("safe", "RUSTSEC-2026-0010", "", "patched = [\"newer than 2\"]")]);
    let Some(output) = place.check() else { return };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && stderr.contains("RUSTSEC-2026-0010"), "{stderr}");
    assert!(stderr.contains("not a comparison of versions: newer than 2"), "{stderr}");
    let Some(output) = check(&place.0.join("elsewhere"), &[]) else { return };
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && stderr.contains("is not an advisory database"), "{stderr}");
}
