//! `ssm start-session` and `ecs execute-command`: sessions run by another program, `session-manager-plugin`.

use std::io::ErrorKind;
use std::process::{Command, Output};

use crate::call::Caller;
use crate::failure::Failure;
use crate::fill::fill_given;
use crate::globals::Globals;
use crate::output::json::one_line;
use crate::program::Table;
use crate::value::{Fields, Value};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;

/// The program that runs sessions.
const PLUGIN: &str = "session-manager-plugin";

/// The environment variable that passes on the token, so that it is not in the list of processes.
const VARIABLE: &str = "AWS_SSM_START_SESSION_RESPONSE";

/// The last version of the program that does not read the variable.
const LAST_WITHOUT_VARIABLE: [u32; 4] = [1, 2, 497, 0];

const MISSING: &str = "SessionManagerPlugin is not found. Please refer to SessionManager Documentation here: \
                       http://docs.aws.amazon.com/console/systems-manager/session-manager-plugin-not-found";

/// Whether the operation starts a session.
pub(crate) fn runs_plugin(operation: &Operation) -> bool {
    matches!((operation.service.sdk_id, operation.name), ("SSM", "StartSession") | ("ECS", "ExecuteCommand"))
}

/// Starts a session, and passes it to the program that runs it.
pub(crate) fn run_plugin(
    caller: &Caller,
    table: &'static Table,
    globals: &Globals,
    operation: &'static Operation,
    input: &mut Dynamic,
    values: &Fields,
) -> Result<(), Failure> {
    let plugin = Plugin { caller, globals };
    if operation.name == "StartSession" {
        return start_session(&plugin, table, operation, input, values);
    }
    // A session that cannot run need not be started.
    version()?.ok_or_else(|| Failure::General(MISSING.to_owned()))?;
    let answer = caller.call(operation, input)?;
    let session = object(&answer, "session");
    let target = target(caller, table, &answer)?;
    let request: Fields = [("Target".to_owned(), Value::String(target))].into_iter().collect();
    plugin.run(&session, &request)
}

fn start_session(
    plugin: &Plugin<'_>,
    table: &'static Table,
    operation: &'static Operation,
    input: &mut Dynamic,
    values: &Fields,
) -> Result<(), Failure> {
    let answer = plugin.caller.call(operation, input)?;
    let part = |name: &str| (name.to_owned(), answer.get(name).cloned().unwrap_or(Value::Null));
    let session: Fields = ["SessionId", "TokenValue", "StreamUrl"].map(part).into_iter().collect();
    if version()?.is_some() {
        return plugin.run(&session, values);
    }
    // The session cannot be used, so it is ended now, rather than when the service times out.
    if let Some(end) = table.operation("terminate-session")? {
        let asked: Fields = [part("SessionId")].into_iter().collect();
        plugin.caller.call(end, &mut fill_given(end, &asked)?)?;
    }
    Err(Failure::General(MISSING.to_owned()))
}

/// The container of a session, by its name for sessions.
fn target(caller: &Caller, table: &'static Table, answer: &Fields) -> Result<String, Failure> {
    let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
    let last = |name: &str| text(name).rsplit('/').next().unwrap_or_default().to_owned();
    let (cluster, task, container) = (last("clusterArn"), last("taskArn"), text("containerName"));
    let not_found = || Failure::General("The task provided in the request was not found.".to_owned());
    let operation = table.operation("describe-tasks")?.ok_or_else(not_found)?;
    let tasks = Value::List(vec![Value::string(task.as_str())]);
    let asked = [("cluster".to_owned(), Value::string(cluster.as_str())), ("tasks".to_owned(), tasks)];
    let described = caller.call(operation, &mut fill_given(operation, &asked.into_iter().collect())?)?;
    let Some(Value::List(tasks)) = described.get("tasks") else { return Err(not_found()) };
    let Some(Value::Object(found)) = tasks.first() else { return Err(not_found()) };
    let Some(Value::List(containers)) = found.get("containers") else { return Err(not_found()) };
    let is_it = |it: &&Fields| it.get("name").and_then(Value::as_str) == Some(container);
    let fields = containers.iter().filter_map(|it| match it {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    let id = fields.into_iter().find(is_it).and_then(|it| it.get("runtimeId")).and_then(Value::as_str);
    id.map(|id| format!("ecs:{cluster}_{task}_{id}")).ok_or_else(not_found)
}

fn object(fields: &Fields, name: &str) -> Fields {
    match fields.get(name) {
        Some(Value::Object(fields)) => fields.clone(),
        _ => Fields::default(),
    }
}

/// The version of the program. `None` if it is not installed.
fn version() -> Result<Option<[u32; 4]>, Failure> {
    match Command::new(PLUGIN).arg("--version").output() {
        Ok(Output { stdout, .. }) => Ok(Some(parse(&String::from_utf8_lossy(&stdout)))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::General(format!("failed to run {PLUGIN}: {error}"))),
    }
}

/// Parses a version. Zeros if the text is not one.
fn parse(text: &str) -> [u32; 4] {
    let mut version = [0; 4];
    for (place, part) in version.iter_mut().zip(text.trim().split('.')) {
        match part.parse() {
            Ok(number) => *place = number,
            Err(_) => return [0; 4],
        }
    }
    version
}

struct Plugin<'a> {
    caller: &'a Caller,
    globals: &'a Globals,
}

impl Plugin<'_> {
    /// Runs the program until the session ends.
    fn run(&self, session: &Fields, request: &Fields) -> Result<(), Failure> {
        let session = one_line(&Value::Object(session.clone()));
        let mut command = Command::new(PLUGIN);
        if version()?.is_some_and(|it| it > LAST_WITHOUT_VARIABLE) {
            command.env(VARIABLE, &session).arg(VARIABLE);
        } else {
            command.arg(&session);
        }
        let region = self.caller.config().region().map(ToString::to_string).unwrap_or_default();
        command.args([&region, "StartSession", self.globals.profile.as_deref().unwrap_or_default()]);
        command.args([&one_line(&Value::Object(request.clone())), self.caller.url()]);
        // Interrupts are meant for the session.
        self.caller.ignore_interrupts();
        let status = command.status().map_err(|error| Failure::General(format!("failed to run {PLUGIN}: {error}")))?;
        match status.success() {
            true => Ok(()),
            false => Err(Failure::General(format!("{PLUGIN} failed with {status}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(parse("1.2.497.0\n") <= LAST_WITHOUT_VARIABLE);
        assert!(parse("1.2.536.0") > LAST_WITHOUT_VARIABLE);
        assert!(parse("1.10") > LAST_WITHOUT_VARIABLE);
        assert_eq!(parse("unknown"), [0; 4]);
    }
}
