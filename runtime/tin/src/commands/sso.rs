//! `sso login`; `configure sso`; and `sso logout`, which revokes the tokens of single sign-on and removes them and the
//! credentials from them.
//!
//! Recorded invocations: the family `sso`.

mod browser;
mod configure;
mod login;

use std::path::{Path, PathBuf};

use tinsmith_cli::command::{Failure, Fields, Globals, OtherService, Value, json_files, parse_json, remove};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;

use super::{Given, command, text};

pub(super) use configure::run as configure;
pub(super) use login::LOGIN;

/// The limit of a cached document.
const MOST_BYTES: u64 = 1 << 20;

/// Signs out.
pub(super) const LOGOUT: Command =
    command!("logout", "SSO", "Revoke the cached tokens of single sign-on, and remove them.", "", &[], run);

fn run(_: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    Given::read("logout", &[], &[], arguments)?;
    let Some(home) = Environment::of_process().home() else { return Ok(()) };
    for (path, cached) in cached_in(&home.join(".aws/sso/cache")) {
        if cached.get("accessToken").is_some() {
            revoke(globals, &cached)?;
            remove(&path).map_err(Failure::General)?;
        }
    }
    for (path, cached) in cached_in(&home.join(".aws/cli/cache")) {
        if text(&cached, "ProviderType") == "sso" {
            remove(&path).map_err(Failure::General)?;
        }
    }
    Ok(())
}

/// Revokes a token at the service, if its region is known. Succeeds if the service rejects the token, because it is already
/// invalid then. Fails if the service cannot be reached, so that the user can sign out again later.
fn revoke(globals: &Globals, token: &Fields) -> Result<(), Failure> {
    let region = text(token, "region");
    if region.is_empty() {
        return Ok(());
    }
    let mut for_sso = globals.for_other_service();
    for_sso.region = Some(region.to_owned());
    let sso = OtherService::connect("sso", &for_sso)?;
    match sso.call("Logout", &[("accessToken", Value::string(text(token, "accessToken")))]) {
        Ok(_) | Err(Failure::Service { .. }) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// The cached JSON documents in a directory, with their paths.
fn cached_in(directory: &Path) -> Vec<(PathBuf, Fields)> {
    let read = |path: PathBuf| match parse_json(&private_file::read_text(&path, MOST_BYTES).ok()?).ok()? {
        Value::Object(fields) => Some((path, fields)),
        _ => None,
    };
    json_files(directory).into_iter().filter_map(read).collect()
}
