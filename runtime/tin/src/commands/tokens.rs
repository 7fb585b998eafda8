//! `rds generate-db-auth-token`, `dsql generate-db-connect-auth-token` and its variant for administrators: signed
//! requests that databases accept as passwords.
//!
//! Recorded invocations: the families of these names.

use std::time::{Duration, SystemTime};

use tinsmith_cli::command::{Caller, Failure, Globals, Takes, print};
use tinsmith_cli::{Command, Program};
use tinsmith_runtime::config::{Credentials, ProvideCredentials};
use tinsmith_runtime::http::HttpRequest;
use tinsmith_runtime::sign::{Signer, Signing};

use super::{Flag, Given, command};

const RDS_FLAGS: &[Flag] = &[("hostname", Takes::One), ("port", Takes::One), ("username", Takes::One)];
const DSQL_FLAGS: &[Flag] = &[("hostname", Takes::One), ("expires-in", Takes::One)];

/// The default validity of a token in seconds.
const VALIDITY: i64 = 900;

/// Prints a token for an RDS database.
pub(super) const RDS: Command = command!(
    "generate-db-auth-token",
    "RDS",
    "Print a token for connecting to a database.",
    "--hostname <text> --port <number> --username <text>",
    RDS_FLAGS,
    rds
);

/// Prints a token for a DSQL cluster.
pub(super) const DSQL: Command = command!(
    "generate-db-connect-auth-token",
    "DSQL",
    "Print a token for connecting to a cluster.",
    "--hostname <text>",
    DSQL_FLAGS,
    dsql
);

/// Prints a token for the administrator of a DSQL cluster.
pub(super) const DSQL_ADMIN: Command = command!(
    "generate-db-connect-admin-auth-token",
    "DSQL",
    "Print a token for connecting to a cluster as its administrator.",
    "--hostname <text>",
    DSQL_FLAGS,
    dsql_admin
);

fn rds(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("generate-db-auth-token", &[], RDS_FLAGS, arguments)?;
    let host = given.needed("hostname")?;
    given.needed("port")?;
    let port = given.number("port")?.unwrap_or_default();
    let user = encoded(given.needed("username")?);
    let url = format!("https://{host}:{port}/?Action=connect&DBUser={user}");
    show(program, globals, "rds-db", url, VALIDITY)
}

fn dsql(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    connect(program, globals, "DbConnect", &Given::read("generate-db-connect-auth-token", &[], DSQL_FLAGS, arguments)?)
}

fn dsql_admin(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("generate-db-connect-admin-auth-token", &[], DSQL_FLAGS, arguments)?;
    connect(program, globals, "DbConnectAdmin", &given)
}

fn connect(program: &Program, globals: &Globals, action: &str, given: &Given) -> Result<(), Failure> {
    let url = format!("https://{}/?Action={action}", given.needed("hostname")?);
    show(program, globals, "dsql", url, given.number("expires-in")?.unwrap_or(VALIDITY))
}

/// Prints a signed URL without its scheme.
fn show(program: &Program, globals: &Globals, service: &str, url: String, seconds: i64) -> Result<(), Failure> {
    let caller = Caller::new(program.table.service, globals)?;
    let keys = keys(&caller)?;
    let signed = presign(&caller, &keys, service, HttpRequest::new("GET", url, Vec::new()), seconds)?;
    print(&format!("{}\n", signed.trim_start_matches("https://")))
}

/// The credentials that sign requests.
pub(super) fn keys(caller: &Caller) -> Result<Credentials, Failure> {
    let missing = || Failure::no_credentials(caller.program());
    let provider = caller.config().credentials_provider().ok_or_else(missing)?;
    caller.run(provider.provide_credentials())?.map_err(|error| match error {
        tinsmith_runtime::credentials::CredentialsError::CredentialsNotLoaded(_) => missing(),
        other => Failure::General(other.to_string()),
    })
}

/// The signed URL of a request.
pub(super) fn presign(
    caller: &Caller,
    keys: &Credentials,
    service: &str,
    mut request: HttpRequest,
    seconds: i64,
) -> Result<String, Failure> {
    let missing = || Failure::no_region(caller.program());
    let region = caller.config().region().ok_or_else(missing)?.to_string();
    let signing = Signing::new(keys, &region, service, SystemTime::now());
    let validity = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
    let signed = Signer::new().presign(&mut request, &signing, validity);
    signed.map_err(|error| Failure::General(error.to_string()))?;
    Ok(request.url)
}

/// Base64 for URLs, without padding.
pub(super) fn url_safe(bytes: &[u8]) -> String {
    let encoded = aws_smithy_types::base64::encode(bytes);
    encoded.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

/// Percent-encodes text for a query.
pub(super) fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
