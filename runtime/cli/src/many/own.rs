//! Commands of a program for many services that belong to no service.

use crate::configure;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::terminal::print;

/// A command that belongs to no service.
pub(super) struct Own {
    pub name: &'static str,
    /// What it does, in one sentence for the list of commands.
    pub about: &'static str,
    run: fn(&str, &Globals, &[String]) -> Result<(), Failure>,
    help: fn(&str) -> Page,
}

/// The table of them, ordered by name.
pub(super) const COMMANDS: &[Own] = &[Own {
    name: "configure",
    about: "Read and write the shared files.",
    run: |program, globals, rest| configure::run_subcommand(&configure::Context::new(program, globals), rest),
    help: configure::overview,
}];

/// Commands of the AWS CLI that are not there.
const MISSING: &[&str] = &["cli-dev", "history", "login", "update"];

/// Runs the command of this name; none if there is none.
pub(super) fn run(program: &str, globals: &Globals, name: &str, rest: &[String]) -> Option<Result<(), Failure>> {
    if MISSING.contains(&name) {
        return Some(Err(Failure::Param(format!("`aws {name}` is not part of {program}."))));
    }
    let found = COMMANDS.iter().find(|it| it.name == name)?;
    let is_help = |word: &String| matches!(word.as_str(), "help" | "--help" | "-h");
    Some(match rest.last() {
        Some(last) if is_help(last) => print(&(found.help)(program).plain()),
        _ => (found.run)(program, globals, rest),
    })
}
