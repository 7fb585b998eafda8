//! `ecr get-login-password`, `ecr-public get-login-password`: the password for a container client.
//!
//! Recorded invocations: the families `ecr:get-login-password` and `ecr-public:get-login-password`.

use aws_smithy_types::base64;
use tinsmith_cli::command::{Caller, Failure, Fields, Globals, Value, fill_values, print};
use tinsmith_cli::{Command, Program};

use super::{Given, command};

/// The command.
pub(super) const GET_LOGIN_PASSWORD: Command =
    command!("get-login-password", "ECR" | "ECR PUBLIC", "Print a password for a container client.", "", &[], run);

fn run(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    Given::read("get-login-password", &[], &[], arguments)?;
    let caller = Caller::new(program.table.service, globals)?;
    let operation = program.operation("GetAuthorizationToken")?;
    let answer = caller.call(operation, &mut fill_values(operation, &Fields::default())?)?;
    let data = match answer.get("authorizationData") {
        Some(Value::List(all)) => all.first(),
        other => other,
    };
    let token = match data {
        Some(Value::Object(fields)) => fields.get("authorizationToken").and_then(Value::as_str),
        _ => None,
    };
    let decoded = token.and_then(|it| base64::decode(it).ok()).and_then(|it| String::from_utf8(it).ok());
    let password = decoded.as_deref().and_then(|it| it.split_once(':')).map(|(_, password)| password);
    match password {
        Some(password) => print(&format!("{password}\n")),
        None => Err(Failure::General("failed to get a token: the response contains none".to_owned())),
    }
}
