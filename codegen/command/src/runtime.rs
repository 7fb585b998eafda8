//! `--runtime`: the source of the crates that a generated crate depends on.

use std::path::{Path, PathBuf};

use tinsmith_codegen::{CrateInfo, DependencySource};

use crate::{Failure, places};

/// The source of the project's crates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// The directory `runtime` of a checkout.
    Directory(PathBuf),
    /// A git repository or a version in the registry.
    Remote(DependencySource),
}

impl Runtime {
    /// Parses the option: `git=URL`, `git=URL#REV`, `version=VERSION`, `path=DIR`, or only the directory.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let needs = |what: &str, value: &str| match value.is_empty() {
            true => Err(Failure::Other(format!("--runtime {text}: expected {what} after `=`"))),
            false => Ok(value.to_owned()),
        };
        if let Some(version) = text.strip_prefix("version=") {
            return Ok(Self::Remote(DependencySource::Version(needs("a version, such as 0.1", version)?)));
        }
        let Some(git) = text.strip_prefix("git=") else {
            let directory = text.strip_prefix("path=").unwrap_or(text);
            return Ok(Self::Directory(PathBuf::from(needs("a directory", directory)?)));
        };
        let (url, reference) = match git.split_once('#') {
            Some((url, reference)) => (url, Some(reference)),
            None => (git, None),
        };
        let reference = reference.map(|it| match it.split_once('=') {
            Some(("tag", name)) => ("tag", name.to_owned()),
            Some(("branch", name)) => ("branch", name.to_owned()),
            Some(("rev", name)) => ("rev", name.to_owned()),
            _ => ("rev", it.to_owned()),
        });
        Ok(Self::Remote(DependencySource::Git { url: needs("a URL", url)?, reference }))
    }

    /// Sets the dependencies in a crate's settings, with paths relative to the crate's directory.
    pub fn place(&self, out: &Path, krate: &mut CrateInfo) -> Result<(), Failure> {
        // The other crates are below the runtime's directory.
        let at =
            |from: &str| [String::new(), "/credentials".to_owned(), "/cli".to_owned()].map(|it| format!("{from}{it}"));
        let [runtime, credentials, cli] = match self {
            Self::Remote(source) => {
                krate.source = source.clone();
                at("runtime")
            }
            Self::Directory(directory) => {
                if !directory.join("Cargo.toml").is_file() {
                    let message = format!(
                        "--runtime {0}: {0}/Cargo.toml does not exist; pass the directory `runtime` of a checkout, \
                         `git=URL` or `version=VERSION`",
                        directory.display()
                    );
                    return Err(Failure::Other(message));
                }
                at(&places::relative(&places::absolute(out)?, &places::absolute(directory)?))
            }
        };
        krate.runtime_path = runtime;
        krate.credentials_path = Some(credentials);
        krate.cli_path = Some(cli);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(reference: Option<(&'static str, &str)>) -> Runtime {
        let reference = reference.map(|(kind, name)| (kind, name.to_owned()));
        Runtime::Remote(DependencySource::Git { url: "https://example.com/t".to_owned(), reference })
    }

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            ("../runtime", Runtime::Directory("../runtime".into())),
            ("path=../runtime", Runtime::Directory("../runtime".into())),
            ("version=0.1", Runtime::Remote(DependencySource::Version("0.1".to_owned()))),
            ("git=https://example.com/t", git(None)),
            ("git=https://example.com/t#abc", git(Some(("rev", "abc")))),
            ("git=https://example.com/t#tag=v1", git(Some(("tag", "v1")))),
            ("git=https://example.com/t#branch=a/b", git(Some(("branch", "a/b")))),
        ] {
            assert_eq!(Runtime::parse(text).ok(), Some(expected), "{text}");
        }
        for text in ["", "path=", "version=", "git=", "git=#rev"] {
            assert!(Runtime::parse(text).is_err(), "{text}");
        }
    }
}
