//! Commands of a program for many services that do not belong to a service.

use crate::configure;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::terminal::print;

/// A command that does not belong to a service.
pub(super) struct Own {
    pub name: &'static str,
    /// The description, in one sentence for the list of commands.
    pub about: &'static str,
    run: fn(&str, &Globals, &[String]) -> Result<(), Failure>,
    help: fn(&str) -> Page,
}

/// The commands, sorted by name.
pub(super) const COMMANDS: &[Own] = &[Own {
    name: "configure",
    about: "Read and write the shared files.",
    run: |program, globals, rest| configure::run_subcommand(&configure::Context::new(program, globals), rest),
    help: configure::overview,
}];

/// Commands of the AWS CLI that are not supported.
const MISSING: &[&str] = &["cli-dev", "history", "login", "update"];

/// Runs the command with this name. `None` if there is none.
pub(super) fn run(program: &str, globals: &Globals, name: &str, rest: &[String]) -> Option<Result<(), Failure>> {
    if MISSING.contains(&name) {
        return Some(Err(Failure::Param(format!("`aws {name}` is not supported by {program}."))));
    }
    let found = COMMANDS.iter().find(|it| it.name == name)?;
    let is_help = |word: &String| matches!(word.as_str(), "help" | "--help" | "-h");
    Some(match rest.last() {
        Some(last) if is_help(last) => print(&(found.help)(program).plain()),
        _ => (found.run)(program, globals, rest),
    })
}
