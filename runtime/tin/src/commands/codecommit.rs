//! `codecommit credential-helper`: prints a user and password for git.
//!
//! Recorded invocations: the family `codecommit:credential-helper`.

use std::io::Read;
use std::time::SystemTime;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use ring::{digest, hmac};
use tinsmith_cli::command::{Caller, Failure, Globals, Takes, print};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::config::Credentials;

use super::tokens::keys;
use super::{Flag, Given, command};

const FLAGS: &[Flag] = &[("ignore-host-check", Takes::Nothing)];

/// The command.
pub(super) const CREDENTIAL_HELPER: Command = command!(
    "credential-helper",
    "CodeCommit",
    "Provide git with a user name and password.",
    "get|store|erase",
    FLAGS,
    run
);

fn run(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("credential-helper", &["subcommand"], FLAGS, arguments)?;
    match given.word(0) {
        "get" => get(program, globals, given.has("ignore-host-check")),
        // Nothing is stored.
        "store" | "erase" => Ok(()),
        other => Err(Failure::usage(format!("argument subcommand: Found invalid choice '{other}'"), None)),
    }
}

fn get(program: &Program, globals: &Globals, any_host: bool) -> Result<(), Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(1 << 20).read_to_string(&mut text);
    read.map_err(|error| Failure::General(format!("failed to read standard input: {error}")))?;
    let field = |name: &str| {
        let found = text.lines().filter_map(|line| line.trim().split_once('=')).find(|(key, _)| *key == name);
        found
            .map(|(_, value)| value)
            .ok_or_else(|| Failure::General(format!("expected {name} on standard input, found none")))
    };
    let host = field("host")?;
    if !any_host && !host.contains("amazon.com") && !host.contains("amazonaws.com") {
        return Ok(());
    }
    let caller = Caller::new(program.table.service, globals)?;
    let configured = caller.config().region().map(ToString::to_string);
    let missing = || Failure::Configuration("NoRegion", "You must specify a region.".to_owned());
    let region = region_of(host).map(str::to_owned).or(configured).ok_or_else(missing)?;
    let keys = keys(&caller)?;
    let user = match keys.session_token() {
        Some(token) => format!("{}%{token}", keys.access_key_id()),
        None => keys.access_key_id().to_owned(),
    };
    let password = password(&keys, &region, host, field("path")?, SystemTime::now());
    print(&format!("username={user}\npassword={password}\n"))
}

/// The region in the name of a host.
fn region_of(host: &str) -> Option<&str> {
    let service = host.find("git-codecommit").filter(|at| *at == 0 || host.starts_with("vpce-"))?;
    let rest = host.get(service + "git-codecommit".len()..)?;
    let rest = rest.strip_prefix("-fips").unwrap_or(rest).strip_prefix('.')?;
    let (region, rest) = rest.split_once('.')?;
    rest.strip_prefix("vpce.").unwrap_or(rest).starts_with("amazonaws.com").then_some(region)
}

/// The signature of a request with the method `GIT`, without a body or the hash of one.
fn password(keys: &Credentials, region: &str, host: &str, path: &str, now: SystemTime) -> String {
    let time = DateTime::from_secs(DateTime::from(now).secs()).fmt(Format::DateTime).unwrap_or_default();
    let time: String = time.chars().filter(|it| it.is_ascii_digit() || *it == 'T').collect();
    let day = time.get(..8).unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let request = format!("GIT\n/{path}\n\nhost:{host}\n\nhost\n");
    let hash = hex(digest::digest(&digest::SHA256, request.as_bytes()).as_ref());
    let scope = format!("{day}/{region}/codecommit/aws4_request");
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{hash}");
    let secret = zeroize::Zeroizing::new(format!("AWS4{}", keys.secret_access_key()));
    let mac = |key: &[u8], text: &str| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes());
    let mut key = mac(secret.as_bytes(), day);
    for part in [region, "codecommit", "aws4_request"] {
        key = mac(key.as_ref(), part);
    }
    format!("{time}Z{}", hex(mac(key.as_ref(), &text).as_ref()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_read_from_hosts() {
        for (host, region) in [
            ("git-codecommit.us-east-1.amazonaws.com", Some("us-east-1")),
            ("git-codecommit-fips.us-west-2.amazonaws.com", Some("us-west-2")),
            ("vpce-1-2.git-codecommit.eu-west-1.vpce.amazonaws.com", Some("eu-west-1")),
            ("example.com", None),
        ] {
            assert_eq!(region_of(host), region, "{host}");
        }
    }
}
