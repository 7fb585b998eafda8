//! Aliases: commands that a user has defined in `~/.aws/cli/alias`, as the AWS CLI reads it.
//!
//! The section `[toplevel]` holds names that stand in the place of a service, `[command iam]` those that stand in
//! the place of a command of that service. A value is the rest of a command line, or behind `!` a line for a shell.
//! (<https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-alias.html>)

mod file;

use std::process::Command;

use crate::arguments::{self, Read};
use crate::failure::Failure;
use crate::globals;
use crate::help::quoted;
use tinsmith_runtime::words;

/// The section of names in the place of a service.
pub(crate) const TOPLEVEL: &str = "toplevel";

/// The section of names in the place of a command of a program, which ends with its service's name.
pub(crate) fn section_of(program: &str) -> String {
    format!("command {}", program.rsplit(' ').next().unwrap_or(program))
}

/// An alias as it is defined.
#[derive(Debug, PartialEq)]
pub(crate) enum Alias {
    /// the rest of a command line: the arguments as they are written
    Arguments(Vec<String>),
    /// a line for a shell
    Shell(String),
}

/// The alias of this name in a section.
///
/// # Errors
///
/// Its value has a quotation mark without its counterpart, or an option that no alias may have.
pub(crate) fn find(section: &str, name: &str) -> Result<Option<Alias>, Failure> {
    let Some(value) = file::value(section, name) else { return Ok(None) };
    if let Some(line) = value.strip_prefix('!') {
        return Ok(Some(Alias::Shell(line.to_owned())));
    }
    let words = words::split(&value, words::Style::Unix).map_err(|reason| {
        Failure::General(format!(
            "Value of alias \"{name}\" could not be parsed. Received error: {reason} when parsing:\n{value}"
        ))
    })?;
    Ok(Some(Alias::Arguments(words)))
}

/// The arguments of an alias as the options of all commands, the command, and the rest.
pub(crate) fn read(name: &str, words: &[String]) -> Result<Read, Failure> {
    let table = globals::table();
    let read = arguments::read(&table, words).map_err(|message| Failure::Usage(message, None))?;
    let refused = read.options.iter().find(|(index, _)| matches!(&*table[*index].name, "debug" | "profile"));
    match refused {
        None => Ok(read),
        Some((index, _)) => Err(Failure::General(format!(
            "Global parameter \"--{}\" detected in alias \"{name}\" which is not support in subcommand aliases.",
            table[*index].name
        ))),
    }
}

/// Runs a line in a shell, with the arguments behind it.
///
/// # Errors
///
/// The shell ends with another code than 0, or cannot be started.
pub(crate) fn run(line: &str, arguments: &[String]) -> Result<(), Failure> {
    let line = [line.to_owned()].into_iter().chain(arguments.iter().map(|it| quoted(it)));
    let line = line.collect::<Vec<_>>().join(" ");
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("/bin/sh", "-c") };
    let status = Command::new(shell).args([option, &line]).status();
    let status = status.map_err(|error| Failure::General(format!("failed to start {shell}: {error}")))?;
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Failure::Reported(code.and_then(|it| u8::try_from(it).ok()).unwrap_or(255))),
    }
}
