//! `sso logout`: removes the cached tokens of single sign-on and the credentials from them. `sso login` checks the
//! profile, and reports that signing in is not supported.
//!
//! Recorded invocations: the family `sso`. Tokens are not revoked at the service: they expire by themselves.

use std::fs;
use std::path::Path;

use tinsmith_cli::command::{Failure, Fields, Globals, Takes, Value, parse_json, reason};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;
use tinsmith_runtime::profile::Profiles;

use super::{Flag, Given, command};

/// The limit of a cached document.
const MOST_BYTES: u64 = 1 << 20;

/// Signs out.
pub(super) const LOGOUT: Command =
    command!("logout", "SSO", "Remove the cached tokens of single sign-on.", "", &[], run);

/// Signs in.
pub(super) const LOGIN: Command =
    command!("login", "SSO", "Not supported: sign in with the AWS CLI.", "", LOGIN_FLAGS, login);

const LOGIN_FLAGS: &[Flag] =
    &[("sso-session", Takes::One), ("no-browser", Takes::Nothing), ("use-device-code", Takes::Nothing)];

fn login(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("login", &[], LOGIN_FLAGS, arguments)?;
    let environment = Environment::of_process();
    let file = |variable, path| environment.file(variable, path);
    let config = file("AWS_CONFIG_FILE", ".aws/config");
    let credentials = file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
    let profiles = Profiles::load(config.as_deref(), credentials.as_deref()).unwrap_or_default();
    let variable = || environment.get("AWS_PROFILE").or_else(|| environment.get("AWS_DEFAULT_PROFILE"));
    let asked = globals.profile.as_deref().or_else(variable);
    let profile = profiles.get(asked.unwrap_or("default"));
    if let (Some(name), None) = (asked, profile) {
        return Err(Failure::General(format!("The config profile ({name}) could not be found")));
    }
    let has = |key: &str| profile.is_some_and(|it| it.get(key).is_some());
    if !given.has("sso-session") && !has("sso_session") {
        let missing: Vec<&str> = ["sso_start_url", "sso_region"].into_iter().filter(|it| !has(it)).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let message = format!(
                "Missing the following required SSO configuration values: {missing}. To make sure this profile is \
                 properly configured to use SSO, please run: aws configure sso"
            );
            return Err(Failure::Configuration("Configuration", message));
        }
    }
    let program = program.name();
    let message = format!("`{program} login` is not supported. Sign in with `aws sso login`: the tokens are shared.");
    Err(Failure::Param(message))
}

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
