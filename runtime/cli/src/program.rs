//! A program: the tables of its service, and its commands.

use std::fmt;

use tinsmith_runtime::config::ProviderChain;
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::service::{Operation, Service};

use crate::arguments::{self, Opt};
use crate::customize;
use crate::failure::Failure;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::names;
use crate::suggest;

/// The parts of a program: the tables of its service, and what is linked with them.
#[derive(Debug)]
pub struct Table {
    /// The name of the command, such as `iam`. A program for several services adds the service's name.
    pub program: &'static str,
    /// The called service.
    pub service: &'static Service,
    /// The operations and their documentation.
    pub tables: &'static dyn Tables,
    /// The source of credentials. Without it, only keys in environment variables and the profile are used.
    pub credentials: Option<&'static dyn ProviderChain>,
    /// The commands of this service only.
    pub commands: &'static [Command],
}

/// The operations of a service, from any source.
pub trait Tables: fmt::Debug + Sync {
    /// The names of all operations in the model, sorted.
    fn names(&self) -> Vec<&'static str>;

    /// The operation with this name. The error says why its tables cannot be loaded.
    fn find(&self, name: &str) -> Result<Option<&'static Operation>, String>;

    /// The operation with this name, possibly without its errors, without the members of structures within its output, and
    /// with one value of each enum unless it `has_all_values`, which takes less time. It is enough for samples of the
    /// input.
    fn sketch(&self, name: &str, has_all_values: bool) -> Result<Option<&'static Operation>, String> {
        // By default, everything is there in any case.
        let _ = has_all_values;
        self.find(name)
    }

    /// The waiters, each with the name of the operation that it polls, in the order of the operations.
    fn waiters(&self) -> Vec<(&'static str, &'static str)> {
        let operations = self.names().into_iter().filter_map(|name| self.find(name).ok().flatten());
        operations.flat_map(|it| it.waiters().iter().map(move |waiter| (waiter.name, it.name))).collect()
    }

    /// The documentation for help pages.
    fn docs(&self) -> &'static Docs;
}

/// Tables that are part of the program.
#[derive(Debug)]
pub struct Statics {
    operations: &'static [&'static Operation],
    docs: &'static Docs,
}

impl Statics {
    /// Creates a table of operations, sorted by name, and their documentation.
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
    /// The names and descriptions of the offered commands that are not operations.
    pub fn command_texts(&'static self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let program = Program::of(self);
        let offered = self.commands.iter().filter(move |it| (it.is_offered)(&program));
        offered.map(|it| (it.name, it.about))
    }

    /// The commands of the offered operations, each with its name in the model.
    pub(crate) fn operation_commands(&self) -> impl Iterator<Item = (String, &'static str)> + '_ {
        let commands = self.tables.names().into_iter().map(|name| (names::dashed(name), name));
        commands.filter(|(command, _)| customize::is_offered(self.service.sdk_id, command))
    }

    /// The waiters of offered operations, each with the name of the operation that it polls.
    pub(crate) fn waiters(&self) -> Vec<(&'static str, &'static str)> {
        let mut waiters = self.tables.waiters();
        waiters.retain(|(_, polled)| customize::is_offered(self.service.sdk_id, &names::dashed(polled)));
        waiters
    }

    /// The operation of this command.
    pub(crate) fn operation(&self, command: &str) -> Result<Option<&'static Operation>, Failure> {
        let name = self.operation_name(command);
        name.map_or(Ok(None), |name| self.tables.find(name).map_err(Failure::General))
    }

    /// The operation of this command, as far as samples of its input need it.
    fn sketch(&self, command: &str, has_all_values: bool) -> Result<Option<&'static Operation>, Failure> {
        let name = self.operation_name(command);
        name.map_or(Ok(None), |name| self.tables.sketch(name, has_all_values).map_err(Failure::General))
    }

    /// The name in the model of the operation of this command.
    fn operation_name(&self, command: &str) -> Option<&'static str> {
        let command = customize::hidden_name(self.service.sdk_id, command).unwrap_or(command);
        if !customize::is_offered(self.service.sdk_id, command) {
            return None;
        }
        self.tables.names().into_iter().find(|name| names::is_dashed(name, command))
    }

    /// The documentation.
    pub(crate) fn docs(&self) -> &'static Docs {
        self.tables.docs()
    }
}

/// A command that is not an operation. An operation of the same name takes precedence.
#[derive(Debug)]
pub struct Command {
    /// The command's name.
    pub name: &'static str,
    /// Its description, in one sentence for the list of commands.
    pub about: &'static str,
    /// Whether the program offers it. A command that calls operations needs them in the tables.
    pub is_offered: fn(&Program) -> bool,
    /// Runs the command with the arguments after its name, without the global options.
    pub run: fn(&Program, &Globals, &[String]) -> Result<(), Failure>,
    /// Its options, for completing their values.
    pub options: fn() -> Vec<Opt>,
    /// The words and options that may follow the words after its name, for completion.
    pub words: fn(&Program, &[String]) -> Vec<String>,
    /// Its help page. The words are those between its name and `help`.
    pub help: fn(&Program, &[String]) -> Result<Page, Failure>,
}

/// A group of commands with a separate name in addition to the services, such as `s3`, whose commands call the service
/// `s3api`.
#[derive(Debug)]
pub struct Group {
    /// The name.
    pub name: &'static str,
    /// The service that its commands call, by its name in [`Services`](crate::many::Services).
    pub service: &'static str,
    /// The description, in one sentence for the list of services.
    pub about: &'static str,
    /// The commands, sorted by name.
    pub commands: &'static [Command],
}

/// A running program.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The parts of the program.
    pub table: &'static Table,
    /// The commands that every program has.
    pub(crate) builtin: &'static [Command],
}

/// The target of a command's name.
pub(crate) enum Found {
    Operation(&'static Operation),
    Command(&'static Command),
}

impl Program {
    /// A program without additional commands, in which the commands of a [`Group`] run.
    pub(crate) fn of(table: &'static Table) -> Self {
        Self { table, builtin: &[] }
    }

    /// The program's name.
    pub fn name(&self) -> &'static str {
        self.table.program
    }

    /// The operation with this name in the model.
    ///
    /// # Errors
    ///
    /// Fails if the program does not have the operation.
    pub fn operation(&self, name: &str) -> Result<&'static Operation, Failure> {
        let found = self.table.tables.find(name).map_err(Failure::General)?;
        found.ok_or_else(|| Failure::General(format!("this program has no operation {name}")))
    }

    /// The commands that are not operations, sorted by name.
    pub(crate) fn commands(&self) -> Vec<&'static Command> {
        let all = self.builtin.iter().chain(self.table.commands);
        let mut offered: Vec<_> = all.filter(|it| (it.is_offered)(self)).collect();
        offered.sort_by_key(|it| it.name);
        offered
    }

    /// The operation or command with this name.
    pub(crate) fn find(&self, name: &str) -> Result<Found, Failure> {
        self.found(name, self.table.operation(name)?)
    }

    /// The operation or command with this name. The operation is only good for samples of its input, which show the values
    /// of enums if it `has_all_values`.
    pub(crate) fn find_for_sample(&self, name: &str, has_all_values: bool) -> Result<Found, Failure> {
        self.found(name, self.table.sketch(name, has_all_values)?)
    }

    fn found(&self, name: &str, operation: Option<&'static Operation>) -> Result<Found, Failure> {
        if let Some(operation) = operation {
            return Ok(Found::Operation(operation));
        }
        let mut all = self.builtin.iter().chain(self.table.commands);
        if let Some(command) = all.find(|it| it.name == name && (it.is_offered)(self)) {
            return Ok(Found::Command(command));
        }
        if customize::is_missing(self.table.service.sdk_id, name) {
            let (program, service) = self.name().split_once(' ').unwrap_or((self.name(), self.name()));
            return Err(Failure::missing(program, &format!("{service} {name}")));
        }
        let names = self.names();
        let choices: Vec<&str> = names.iter().map(String::as_str).collect();
        Err(Failure::usage(arguments::invalid_choice("operation", name, &choices), None))
    }

    /// The names of operations and commands that are most similar to this word.
    pub(crate) fn near(&self, word: &str) -> Vec<String> {
        let names = self.names();
        let choices: Vec<&str> = names.iter().map(String::as_str).collect();
        suggest::near(word, &choices).into_iter().map(str::to_owned).collect()
    }

    /// The names of all operations and commands.
    fn names(&self) -> Vec<String> {
        let commands = self.commands().into_iter().map(|it| it.name.to_owned());
        self.table.operation_commands().map(|(command, _)| command).chain(commands).collect()
    }
}
