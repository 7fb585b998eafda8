//! Failed calls that may have been carried out.

use crate::failure::Failure;
use crate::globals::Globals;
use crate::help::{connection_options, quoted};
use crate::names;
use crate::params;
use crate::program::Table;
use crate::value::{Fields, Value};
use tinsmith_runtime::schema::Member;
use tinsmith_runtime::service::Operation;

/// A hint on how to check whether a failed call created something. Empty if the call creates nothing, or certainly has
/// not.
pub(super) fn look(
    table: &'static Table,
    globals: &Globals,
    operation: &Operation,
    values: &Fields,
    failure: &Failure,
) -> String {
    if !failure.is_in_doubt() {
        return String::new();
    }
    let Some((command, shows)) = counterpart(table, operation, values) else { return String::new() };
    let mut line = format!("{} {command}", table.program);
    for member in shows.input.members().iter().filter(|it| !it.is_sensitive()) {
        if let Some(Value::String(text)) = values.get(member.name()) {
            let option = params::option_of(shows, member.name()).unwrap_or_else(|| params::option_name(member));
            line.push_str(&format!(" {option} {}", quoted(text)));
        }
    }
    if let Some(profile) = &globals.profile {
        line.push_str(&format!(" --profile {}", quoted(profile)));
    }
    line.push_str(&connection_options(globals));
    format!(
        "\n\nAn attempt without a response, or with a server error as response, may have been \
         carried out. To see what exists:\n\n  {line}"
    )
}

/// The command that shows what an operation creates: by its name if that is given, or else in a list.
fn counterpart(table: &'static Table, operation: &Operation, values: &Fields) -> Option<(String, &'static Operation)> {
    let created = operation.name.strip_prefix("Create")?;
    let plural = match created.strip_suffix('y') {
        Some(stem) if !created.ends_with("ey") => format!("List{stem}ies"),
        _ => format!("List{created}s"),
    };
    let find = |name: &str| {
        let command = names::dashed(name);
        table.operation(&command).ok().flatten().map(|found| (command, found))
    };
    let is_named = |it: &(String, &Operation)| {
        let members = it.1.input.members();
        let is_given = |member: &&Member| values.contains(member.name());
        members.iter().any(|it| is_given(&it))
            && members.iter().filter(|it| params::is_required(it)).all(|it| is_given(&it))
    };
    find(&format!("Get{created}")).filter(is_named).or_else(|| find(&plural))
}
