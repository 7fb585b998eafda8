//! Runs the command that the process's arguments name.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::alias::{self, Alias};
use crate::arguments::Read;
use crate::commands::COMMANDS;
use crate::failure::{ErrorFormat, Failure};
use crate::globals::{self, Globals};
use crate::program::{Found, Program, Table};
use crate::run::{self, Target};
use crate::terminal::{eprint, print};
use crate::{arguments, auto_prompt, debug, help, pager, settings, suggest};

/// Runs the program on the process's arguments.
///
/// The exit code is that of version 2 of the AWS CLI: 0 for success, 130 after an interrupt, 252 for invalid arguments,
/// 253 for missing or invalid configuration, 254 for an error of the service, 255 for any other error.
pub fn main(table: &'static Table) -> ExitCode {
    report(table.program, |errors| start(table, &arguments()?, errors))
}

/// The process's arguments.
pub(crate) fn arguments() -> Result<Vec<String>, Failure> {
    let not_text = |argument: OsString| Failure::Param(format!("The argument {argument:?} is not valid UTF-8."));
    std::env::args_os().skip(1).map(|argument| argument.into_string().map_err(not_text)).collect()
}

/// Runs a program, and reports the error if it fails.
pub(crate) fn report(program: &str, run: impl FnOnce(&mut ErrorSettings) -> Result<(), Failure>) -> ExitCode {
    let mut errors = ErrorSettings::default();
    let Err(failure) = run(&mut errors) else { return ExitCode::SUCCESS };
    if matches!(failure, Failure::Interrupted) {
        // The terminal shows ^C on the current line, so continue on the next one.
        let _ = print("\n");
    }
    let format = errors.format.unwrap_or_else(|| settings::error_format(errors.profile.as_deref()));
    eprint(&failure.text(program, format, settings::error_style(errors.color)));
    ExitCode::from(failure.code())
}

/// The format of errors, as far as the arguments set it.
#[derive(Default)]
pub(crate) struct ErrorSettings {
    format: Option<ErrorFormat>,
    profile: Option<String>,
    color: Option<bool>,
}

impl ErrorSettings {
    pub(crate) fn of(read: &Read) -> Self {
        Self { format: globals::error_format(read), profile: globals::profile(read), color: globals::color(read) }
    }
}

/// Parses the global options and runs the command. `errors` is set as soon as it is known.
fn start(table: &'static Table, arguments: &[String], errors: &mut ErrorSettings) -> Result<(), Failure> {
    let read = arguments::read(&globals::table(), arguments).map_err(|misuse| Failure::usage(misuse, None))?;
    *errors = ErrorSettings::of(&read);
    let globals = Globals { credentials: table.credentials, ..Globals::of(table.program, &read)? };
    if globals.debug {
        debug::start();
    }
    if globals.version {
        let (name, service) = (table.program, table.service);
        let version = env!("CARGO_PKG_VERSION");
        return print(&format!("{name} {version} ({}, {})\n", service.title, service.version));
    }
    auto_prompt::check(&globals)?;
    dispatch(table, &globals, read.positional.as_deref(), &read.rest)
}

/// Runs the command with this name and the remaining arguments. An alias of the user takes precedence.
pub(crate) fn dispatch(
    table: &'static Table,
    globals: &Globals,
    name: Option<&str>,
    rest: &[String],
) -> Result<(), Failure> {
    expand(table, globals, name, rest, &mut Vec::new())
}

/// Runs a command, or the command line of an alias. An alias in `expanded` stands for the command of its name.
fn expand(
    table: &'static Table,
    globals: &Globals,
    name: Option<&str>,
    rest: &[String],
    expanded: &mut Vec<String>,
) -> Result<(), Failure> {
    let Some(given) = name else { return command(table, globals, name, rest) };
    if expanded.iter().any(|it| it == given) {
        let is_command = Program { table, builtin: COMMANDS }.find(given).is_ok();
        return if is_command { command(table, globals, name, rest) } else { Err(alias::endless(expanded, given)) };
    }
    match alias::find(&alias::section_of(table.program), given)? {
        None => command(table, globals, name, rest),
        Some(Alias::Shell(line)) => alias::run(given, &line, rest),
        Some(Alias::Arguments(words)) => {
            let read = alias::read(given, &words)?;
            let rest: Vec<String> = read.rest.iter().chain(rest).cloned().collect();
            expanded.push(given.to_owned());
            expand(table, &globals.with(&read)?, read.positional.as_deref(), &rest, expanded)
        }
    }
}

/// The kind of sample of the input that the arguments request. If the option may be repeated or shortened, this does not
/// tell.
fn wanted_sample(rest: &[String]) -> Option<&str> {
    let option = rest.iter().position(|it| it == "--generate-cli-skeleton")?;
    let kind = rest.get(option + 1).map_or("input", String::as_str);
    (kind != "output" && rest.iter().filter(|it| it.starts_with("--g")).count() == 1).then_some(kind)
}

fn command(table: &'static Table, globals: &Globals, name: Option<&str>, rest: &[String]) -> Result<(), Failure> {
    let program = &Program { table, builtin: COMMANDS };
    let wants_help = rest.iter().any(|it| is_help_option(it));
    let name = match name {
        Some("help") => match rest.split_first() {
            Some((name, words)) if !is_help_option(name) => return help_of(program, globals, name, words),
            _ => return pager::show(globals, &help::program(program)),
        },
        Some(name) => name,
        None if wants_help => return pager::show(globals, &help::program(program)),
        None => {
            return Err(Failure::usage("the following arguments are required: operation".to_owned(), None));
        }
    };
    let found = match wanted_sample(rest).filter(|_| !wants_help) {
        // Comments in YAML list the values of enums.
        Some(kind) => program.find_for_sample(name, kind.ends_with("yaml-input")),
        None => program.find(name),
    };
    let found = found.map_err(|failure| match (failure, rest.first()) {
        // The program's name is typed twice.
        (Failure::Usage(misuse, _), Some(next)) if table.program.split(' ').next_back() == Some(name) => {
            let meant: Vec<String> = program.near(next).iter().map(|it| format!("{} {it}", table.program)).collect();
            let hint = suggest::lines(&meant.iter().map(String::as_str).collect::<Vec<_>>());
            Failure::usage(format!("{}\n{hint}\n", misuse.message.trim_end()), None)
        }
        (failure, _) => failure,
    })?;
    match found {
        Found::Operation(operation) if wants_help => pager::show(globals, &help::operation(table, operation)),
        Found::Operation(operation) => run::run(table, globals, &Target::operation(operation), rest),
        Found::Command(command) => match help_words(rest) {
            Some(words) => pager::show(globals, &(command.help)(program, &words)?),
            None => (command.run)(program, globals, rest),
        },
    }
}

/// Prints the help page of a command. `words` are those after its name.
fn help_of(program: &Program, globals: &Globals, name: &str, words: &[String]) -> Result<(), Failure> {
    match program.find(name)? {
        Found::Operation(operation) => pager::show(globals, &help::operation(program.table, operation)),
        Found::Command(command) => pager::show(globals, &(command.help)(program, words)?),
    }
}

fn is_help_option(argument: &str) -> bool {
    argument == "--help" || argument == "-h"
}

/// The words before `help`, if the arguments request help on a command.
fn help_words(arguments: &[String]) -> Option<Vec<String>> {
    let is_option = |argument: &String| argument.starts_with('-');
    if arguments.iter().any(|it| is_help_option(it)) {
        return Some(arguments.iter().take_while(|it| !is_option(it)).cloned().collect());
    }
    let (last, words) = arguments.split_last()?;
    (last == "help" && !words.iter().any(is_option)).then(|| words.to_vec())
}
