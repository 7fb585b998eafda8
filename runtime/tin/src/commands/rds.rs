//! `rds add-option-to-option-group`, `rds remove-option-from-option-group`: two commands for one operation.
//!
//! Recorded invocations: the families of these names.

use tinsmith_cli::command::{Called, Failure, Globals, run_operation};
use tinsmith_cli::{Command, Program};

use super::command;

const ADD: &str = "add-option-to-option-group";
const REMOVE: &str = "remove-option-from-option-group";

/// Adds options.
pub(super) const ADD_OPTION: Command = command!(
    "add-option-to-option-group",
    "RDS",
    "Add options to an option group.",
    "--option-group-name <text> --options <list>",
    &[],
    add
);

/// Removes options.
pub(super) const REMOVE_OPTION: Command = command!(
    "remove-option-from-option-group",
    "RDS",
    "Remove options from an option group.",
    "--option-group-name <text> --options <text>...",
    &[],
    remove
);

fn add(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    run_half(program, globals, ADD, "--options-to-include", arguments)
}

fn remove(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    run_half(program, globals, REMOVE, "--options-to-remove", arguments)
}

fn run_half(
    program: &Program,
    globals: &Globals,
    name: &str,
    option: &str,
    arguments: &[String],
) -> Result<(), Failure> {
    if let Some(unknown) = arguments.iter().find(|it| it.starts_with("--options-to")) {
        let called = Called { name: name.to_owned(), line: name.to_owned() };
        return Err(Failure::Unknown(unknown.clone(), Some(called)));
    }
    let renamed = arguments.iter().map(|it| match it.strip_prefix("--options") {
        Some(rest) if rest.is_empty() || rest.starts_with('=') => format!("{option}{rest}"),
        _ => it.clone(),
    });
    run_operation(program, globals, "ModifyOptionGroup", name, &renamed.collect::<Vec<_>>())
}
