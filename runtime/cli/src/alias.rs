//! Aliases: commands that a user has defined in `~/.aws/cli/alias`, as the AWS CLI reads it.
//!
//! The section `[toplevel]` defines aliases that are used in place of a service, and `[command iam]` those that are used
//! in place of a command of that service. A value is the rest of a command line or, after `!`, a shell command line.
//! (<https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-alias.html>)
//!
//! A value may begin with another alias of the same section, which is expanded in turn. An alias that is reached again
//! stands for the command of its name, so that an alias can add options to that command.

mod file;

use std::process::Command;

use crate::arguments::{self, Read};
use crate::failure::Failure;
use crate::globals;
use crate::help::quoted;
use tinsmith_runtime::words;

/// The section of aliases for services.
pub(crate) const TOPLEVEL: &str = "toplevel";

/// The section of aliases for commands of a program. The last word of the program's name is the service.
pub(crate) fn section_of(program: &str) -> String {
    format!("command {}", program.rsplit(' ').next().unwrap_or(program))
}

/// The value of an alias.
#[derive(Debug, PartialEq)]
pub(crate) enum Alias {
    /// The rest of a command line, as arguments.
    Arguments(Vec<String>),
    /// A shell command line.
    Shell(String),
}

/// Finds the alias with this name in a section.
///
/// # Errors
///
/// Fails if a quote in its value is not closed.
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

/// Parses the arguments of an alias: global options, the command, and the rest.
///
/// # Errors
///
/// Fails if an option is used incorrectly, or is not permitted in aliases.
pub(crate) fn read(name: &str, words: &[String]) -> Result<Read, Failure> {
    let table = globals::table();
    let read = arguments::read(&table, words).map_err(|misuse| Failure::usage(misuse, None))?;
    let refused = read.options.iter().find(|(index, _)| matches!(&*table[*index].name, "debug" | "profile"));
    match refused {
        None => Ok(read),
        Some((index, _)) => Err(Failure::General(format!(
            "Global parameter \"--{}\" detected in alias \"{name}\" which is not support in subcommand aliases.",
            table[*index].name
        ))),
    }
}

/// The failure of an alias that leads back to itself. `expanded` are the aliases in order of their expansion.
pub(crate) fn endless(expanded: &[String], name: &str) -> Failure {
    let start = expanded.iter().position(|it| it == name).unwrap_or_default();
    let chain: Vec<&str> = expanded[start..].iter().map(String::as_str).chain([name]).collect();
    Failure::General(format!(
        "Alias \"{name}\" expands to itself ({}), and there is no command with this name. Change one of these aliases in \
         ~/.aws/cli/alias.",
        chain.join(" -> ")
    ))
}

/// Runs a shell command line, followed by the arguments.
///
/// # Errors
///
/// Fails if the shell cannot be started, or exits with a code other than 0.
pub(crate) fn run(name: &str, line: &str, arguments: &[String]) -> Result<(), Failure> {
    let line = [line.to_owned()].into_iter().chain(arguments.iter().map(|it| quoted(it)));
    let line = line.collect::<Vec<_>>().join(" ");
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("/bin/sh", "-c") };
    let status = Command::new(shell).args([option, &line]).status();
    let status = status.map_err(|error| {
        Failure::General(format!("The alias \"{name}\" in ~/.aws/cli/alias failed to start {shell}: {error}"))
    })?;
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Failure::Reported(code.and_then(|it| u8::try_from(it).ok()).unwrap_or(255))),
    }
}
