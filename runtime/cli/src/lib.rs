//! The command line of a generated crate: one walk over its tables, nothing per operation.
//!
//! A command goes through these files, in this order: `arguments` reads the argument list against
//! the options of all commands (`globals`) and of the operation (`params`, named by `names`);
//! `unpack` makes values of what stands behind the options (`json`, `shorthand`, `files`), `document`
//! adds those of `--cli-input-json` and `--cli-input-yaml`; `input` puts them into the operation's
//! input and collects every mistake (`limits`); `call` calls the service, page by page (`paginate`);
//! `answer` makes a value of what it answers, `query` finds in it what is asked for, `output` writes
//! it. Whatever goes wrong is a `failure`, with the AWS CLI's exit code and sentence. The few commands
//! that are no operations stand in `commands`.
//!
//! Nothing is built before it is needed: a sample or help reads no file and starts no runtime.

mod answer;
mod arguments;
mod call;
mod commands;
mod completion;
mod configure;
mod customize;
mod debug;
mod document;
mod failure;
mod files;
mod globals;
mod help;
mod hints;
mod input;
mod json;
mod limits;
mod man;
pub mod many;
mod mfa;
mod names;
mod outfile;
mod output;
mod paginate;
mod params;
#[cfg(test)]
mod peer;
mod progress;
mod query;
mod rotate;
mod run;
mod settings;
mod shorthand;
#[cfg(test)]
mod specimen;
mod streams;
mod suggest;
mod unpack;
mod value;
mod wait;
mod yaml;

use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use arguments::Read;
use failure::{ErrorFormat, Failure};
use globals::Globals;
use tinsmith_runtime::config::ProviderChain;
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::service::{Operation, Service};

/// What a program is made of: the tables of its service.
#[derive(Debug)]
pub struct Table {
    /// How the program is called, such as `iam`; where it has several services, with the service's name.
    pub program: &'static str,
    /// The service that it calls.
    pub service: &'static Service,
    /// Its operations and their documentation.
    pub tables: &'static dyn Tables,
    /// Where credentials come from; without it, from keys in environment and profile.
    pub credentials: Option<&'static dyn ProviderChain>,
}

/// The operations of a service, wherever they come from.
pub trait Tables: fmt::Debug + Sync {
    /// The names of all operations in the model, ordered.
    fn names(&self) -> Vec<&'static str>;

    /// The operation of this name. The error says why its tables cannot be had.
    fn find(&self, name: &str) -> Result<Option<&'static Operation>, String>;

    /// The documentation that help shows.
    fn docs(&self) -> &'static Docs;
}

/// Tables that are part of the program.
#[derive(Debug)]
pub struct Statics {
    operations: &'static [&'static Operation],
    docs: &'static Docs,
}

impl Statics {
    /// These operations, ordered by name, and their documentation.
    pub const fn new(operations: &'static [&'static Operation], docs: &'static Docs) -> Self {
        Self { operations, docs }
    }
}

impl Tables for Statics {
    fn names(&self) -> Vec<&'static str> {
        self.operations.iter().map(|it| it.name).collect()
    }

    fn find(&self, name: &str) -> Result<Option<&'static Operation>, String> {
        Ok(self.operations.iter().find(|it| it.name == name).copied())
    }

    fn docs(&self) -> &'static Docs {
        self.docs
    }
}

impl Table {
    /// The commands of the operations that are offered, each with its name in the model.
    pub(crate) fn commands(&self) -> impl Iterator<Item = (String, &'static str)> + '_ {
        let commands = self.tables.names().into_iter().map(|name| (names::dashed(name), name));
        commands.filter(|(command, _)| customize::is_offered(self.service.sdk_id, command))
    }

    /// All operations that are offered and can be had. Makes the tables of all.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &'static Operation> + '_ {
        self.commands().filter_map(|(_, name)| self.tables.find(name).ok().flatten())
    }

    /// The operation of this command.
    pub(crate) fn operation(&self, command: &str) -> Result<Option<&'static Operation>, Failure> {
        let command = customize::hidden_name(self.service.sdk_id, command).unwrap_or(command);
        let Some((_, name)) = self.commands().find(|(known, _)| known == command) else { return Ok(None) };
        self.tables.find(name).map_err(Failure::General)
    }

    /// The documentation.
    pub(crate) fn docs(&self) -> &'static Docs {
        self.tables.docs()
    }
}

/// Runs the program on the process's arguments.
///
/// The exit code is the AWS CLI's, version 2: 0 for success, 130 where the user broke off, 252 for
/// arguments that are wrong, 253 for what is not configured, 254 for an error of the service, 255
/// for anything else.
pub fn main(table: &'static Table) -> ExitCode {
    report(table.program, |asked| start(table, &arguments()?, asked))
}

/// The process's arguments.
fn arguments() -> Result<Vec<String>, Failure> {
    let no_text = |argument: OsString| Failure::Param(format!("The argument {argument:?} is not valid UTF-8."));
    std::env::args_os().skip(1).map(|argument| argument.into_string().map_err(no_text)).collect()
}

/// Runs a program, and reports what it fails with.
fn report(program: &str, run: impl FnOnce(&mut Asked) -> Result<(), Failure>) -> ExitCode {
    let mut asked = Asked::default();
    let Err(failure) = run(&mut asked) else { return ExitCode::SUCCESS };
    if matches!(failure, Failure::Interrupted) {
        // The terminal shows ^C on the line; what follows begins on the next. That this
        // cannot be written changes nothing any more.
        let _ = run::print("\n");
    }
    let format = asked.format.unwrap_or_else(|| settings::error_format(asked.profile.as_deref()));
    run::complain(&failure.text(program, format, settings::error_style(asked.color)));
    ExitCode::from(failure.code())
}

/// What the arguments say about how errors are written.
#[derive(Default)]
struct Asked {
    format: Option<ErrorFormat>,
    profile: Option<String>,
    color: Option<bool>,
}

/// Reads the options of all commands, and runs the command. As soon as it is known how errors are
/// to be written, `asked` says it.
fn start(table: &'static Table, arguments: &[String], asked: &mut Asked) -> Result<(), Failure> {
    let read = arguments::read(&globals::table(), arguments).map_err(|message| Failure::Usage(message, None))?;
    *asked = Asked::of(&read);
    let globals = Globals { credentials: table.credentials, ..Globals::of(&read)? };
    if globals.debug {
        debug::start();
    }
    if globals.version {
        let (program, service) = (table.program, table.service);
        let version = env!("CARGO_PKG_VERSION");
        return run::print(&format!("{program} {version} ({}, {})\n", service.title, service.version));
    }
    dispatch(table, &globals, read.positional.as_deref(), &read.rest)
}

impl Asked {
    fn of(read: &Read) -> Self {
        Self { format: globals::error_format(read), profile: globals::profile(read), color: globals::color(read) }
    }
}

/// Runs the command of this name, which the rest of the arguments are for.
fn dispatch(table: &'static Table, globals: &Globals, name: Option<&str>, rest: &[String]) -> Result<(), Failure> {
    let is_help = |argument: &String| argument == "--help" || argument == "-h";
    let wants_help = rest.iter().any(is_help);
    let name = match name {
        Some("help") => match rest.split_first() {
            Some((name, words)) if !is_help(name) => return help(table, name, words),
            _ => return run::print(&help::program(table).plain()),
        },
        Some(name) => name,
        None if wants_help => return run::print(&help::program(table).plain()),
        None => {
            return Err(Failure::Usage("the following arguments are required: operation".to_owned(), None));
        }
    };
    match find(table, name)? {
        Found::Operation(operation) if wants_help => run::print(&help::operation(table, operation).plain()),
        Found::Operation(operation) => run::run(table, globals, operation, None, rest),
        Found::Command(command) => match commands::help_asked(rest) {
            Some(words) => run::print(&(command.help)(table, &words)?.plain()),
            None => (command.run)(table, globals, rest),
        },
    }
}

/// Prints the help of a command; `words` are those behind its name.
fn help(table: &'static Table, name: &str, words: &[String]) -> Result<(), Failure> {
    match find(table, name)? {
        Found::Operation(operation) => run::print(&help::operation(table, operation).plain()),
        Found::Command(command) => run::print(&(command.help)(table, words)?.plain()),
    }
}

/// What the name of a command stands for.
enum Found {
    Operation(&'static Operation),
    Command(&'static commands::Command),
}

/// The operation or the command of this name.
fn find(table: &'static Table, name: &str) -> Result<Found, Failure> {
    if let Some(operation) = table.operation(name)? {
        return Ok(Found::Operation(operation));
    }
    if let Some(command) = commands::find(table, name) {
        return Ok(Found::Command(command));
    }
    let names: Vec<String> = table.commands().map(|(command, _)| command).collect();
    let choices = names.iter().map(String::as_str).chain(commands::offered(table).map(|it| it.name));
    let choices: Vec<&str> = choices.collect();
    Err(Failure::Usage(arguments::invalid_choice("operation", name, &choices), None))
}
