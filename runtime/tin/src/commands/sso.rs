//! `sso login`; `configure sso`; and `sso logout`, which removes the cached tokens of single sign-on and the credentials
//! from them.
//!
//! Recorded invocations: the family `sso`. Tokens are not revoked at the service: they expire by themselves.

mod browser;
mod configure;
mod login;

use std::fs;
use std::path::Path;

use tinsmith_cli::command::{Failure, Fields, Globals, Value, parse_json, reason};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;

use super::{Given, command};

pub(super) use configure::run as configure;
pub(super) use login::LOGIN;

/// The limit of a cached document.
const MOST_BYTES: u64 = 1 << 20;

/// Signs out.
pub(super) const LOGOUT: Command =
    command!("logout", "SSO", "Remove the cached tokens of single sign-on.", "", &[], run);

fn run(_: &Program, _: &Globals, arguments: &[String]) -> Result<(), Failure> {
    Given::read("logout", &[], &[], arguments)?;
    let Some(home) = Environment::of_process().home() else { return Ok(()) };
    remove(&home.join(".aws/sso/cache"), |token| token.get("accessToken").is_some())?;
    let is_of_sso = |cached: &Fields| cached.get("ProviderType").and_then(Value::as_str) == Some("sso");
    remove(&home.join(".aws/cli/cache"), is_of_sso)
}

/// Removes the cached JSON documents in a directory that match.
fn remove(directory: &Path, is_meant: impl Fn(&Fields) -> bool) -> Result<(), Failure> {
    let Ok(entries) = fs::read_dir(directory) else { return Ok(()) };
    for path in entries.flatten().map(|it| it.path()).filter(|it| it.extension().is_some_and(|it| it == "json")) {
        let parsed = private_file::read_text(&path, MOST_BYTES).ok().and_then(|it| parse_json(&it).ok());
        if let Some(Value::Object(fields)) = parsed
            && is_meant(&fields)
        {
            fs::remove_file(&path).map_err(|error| {
                Failure::General(format!("failed to remove {}: {}", path.display(), reason(&error)))
            })?;
        }
    }
    Ok(())
}
