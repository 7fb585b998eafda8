//! `configure export-credentials`: prints the credentials that sign requests, for other programs.

use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;

use super::sources::provide;
use super::{Context, called};
use crate::arguments::{Opt, Takes};
use crate::call;
use crate::failure::Failure;
use crate::globals::read_options;
use crate::output::json;
use crate::terminal::print;
use crate::value::{Fields, Value};
use tinsmith_runtime::config::Credentials;

/// The formats.
const FORMATS: &[&str] = &["process", "env", "env-no-export", "powershell", "windows-cmd", "fish"];

/// The environment variable with the profiles being resolved. A profile may use this command as its source.
const CHAIN: &str = "_AWS_CLI_PROFILE_CHAIN";

/// The maximum number of profiles in such a chain.
const MOST: usize = 4;

/// Runs the command.
pub(super) fn run(context: &Context<'_>, rest: &[String]) -> Result<(), Failure> {
    let options = [Opt::one_of("format", Takes::One, FORMATS)];
    let read = read_options(&options, &called("configure export-credentials"), rest)?;
    let format = read.last(0).and_then(|it| it.first()).map_or("process", String::as_str);
    let configuration = |message: String| Failure::Configuration("Configuration", message);
    break_circles(context).map_err(configuration)?;
    let failed = |reason: &str| configuration(format!("Unable to retrieve credentials: {reason}"));
    let found = call::config(context.globals).and_then(|config| provide(&config));
    let found = found.map_err(|failure| failed(failure.sentence()))?;
    print(&written(&found.ok_or_else(|| failed("no credentials found"))?, format))
}

/// Fails if the profile is already being resolved. If the profile has a process as its source, restarts this program
/// with an environment variable that the process inherits.
fn break_circles(context: &Context<'_>) -> Result<(), String> {
    let seen = std::env::var(CHAIN).unwrap_or_default();
    let seen: Vec<&str> = seen.split(',').filter(|it| !it.is_empty()).collect();
    let profile = context.profile();
    let is_restarted = std::env::var(STARTED).is_ok_and(|it| it == std::process::id().to_string());
    if seen.last() == Some(&profile) && is_restarted {
        return Ok(());
    }
    if seen.len() >= MOST {
        return Err(format!(
            "Maximum recursive credential process resolution reached ({MOST}).\nProfiles seen: {}",
            seen.join(" -> ")
        ));
    }
    let all: Vec<&str> = seen.iter().copied().chain([profile]).collect();
    if seen.contains(&profile) {
        return Err(format!(
            "Credential process resolution detected an infinite loop, profile cycle: {}",
            all.join(" -> ")
        ));
    }
    let profiles = context.profiles().map_err(|failure| failure.sentence().to_owned())?;
    let has_process = |name: &str| profiles.get(name).is_some_and(|it| it.get("credential_process").is_some());
    if profiles.names().any(has_process) { restart(&all.join(",")) } else { Ok(()) }
}

/// The environment variable by which a restarted program recognizes itself: its process id, which stays the same.
const STARTED: &str = "_TINSMITH_PROFILE_CHAIN_SET";

#[cfg(unix)]
fn restart(chain: &str) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    let program = std::env::current_exe().map_err(|error| format!("failed to find this program: {error}"))?;
    let mut command = std::process::Command::new(program);
    command.args(std::env::args_os().skip(1)).env(CHAIN, chain).env(STARTED, std::process::id().to_string());
    Err(format!("failed to restart this program: {}", command.exec()))
}

/// On other systems, only the variable set by another program is checked.
#[cfg(not(unix))]
fn restart(_: &str) -> Result<(), String> {
    Ok(())
}

/// The credentials in this format.
fn written(keys: &Credentials, format: &str) -> String {
    let expiry = keys.expiry().map(expiration);
    let values = [
        ("AWS_ACCESS_KEY_ID", Some(keys.access_key_id())),
        ("AWS_SECRET_ACCESS_KEY", Some(keys.secret_access_key())),
        ("AWS_SESSION_TOKEN", keys.session_token()),
        ("AWS_CREDENTIAL_EXPIRATION", expiry.as_deref()),
    ];
    let line = |(name, value): &(&str, Option<&str>)| {
        let value = (*value)?;
        Some(match format {
            "env" => format!("export {name}={value}\n"),
            "env-no-export" => format!("{name}={value}\n"),
            "powershell" => format!("$Env:{name}=\"{value}\"\n"),
            "windows-cmd" => format!("set {name}={value}\n"),
            _ => format!("set -gx {name} \"{value}\"\n"),
        })
    };
    if format != "process" {
        return values.iter().filter_map(line).collect();
    }
    let mut fields = Fields::default();
    fields.push("Version", Value::Integer(1));
    for (name, (_, value)) in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"].iter().zip(&values) {
        if let Some(value) = value {
            fields.push(*name, Value::string(*value));
        }
    }
    // The AWS CLI indents only this document by two spaces.
    json::indented(&Value::Object(fields)).replace("\n    ", "\n  ")
}

fn expiration(time: SystemTime) -> String {
    let text = DateTime::from_secs(DateTime::from(time).secs()).fmt(Format::DateTime).unwrap_or_default();
    text.replace('Z', "+00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_the_aws_cli() {
        let expiry = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_070_908_800);
        let keys = Credentials::new("A", "S", Some("T".to_owned()), Some(expiry), "test");
        assert_eq!(
            written(&keys, "process"),
            "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"A\",\n  \"SecretAccessKey\": \"S\",\n  \"SessionToken\": \"T\",\n  \
             \"Expiration\": \"2099-01-01T00:00:00+00:00\"\n}\n"
        );
        let keys = Credentials::new("A", "S", None, None, "test");
        assert_eq!(written(&keys, "fish"), "set -gx AWS_ACCESS_KEY_ID \"A\"\nset -gx AWS_SECRET_ACCESS_KEY \"S\"\n");
        assert_eq!(written(&keys, "env-no-export"), "AWS_ACCESS_KEY_ID=A\nAWS_SECRET_ACCESS_KEY=S\n");
    }
}
