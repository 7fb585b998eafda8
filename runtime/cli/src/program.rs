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

/// What a program is made of: the tables of its service, and what is linked beside them.
#[derive(Debug)]
pub struct Table {
    /// How the program is called, such as `iam`; a program for several services adds the service's name.
    pub program: &'static str,
    /// The service that it calls.
    pub service: &'static Service,
    /// Its operations and their documentation.
    pub tables: &'static dyn Tables,
    /// Where credentials come from. Without it, only from keys in the environment and the profile.
    pub credentials: Option<&'static dyn ProviderChain>,
    /// The commands of this service alone.
    pub commands: &'static [Command],
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
    pub(crate) fn operation_commands(&self) -> impl Iterator<Item = (String, &'static str)> + '_ {
        let commands = self.tables.names().into_iter().map(|name| (names::dashed(name), name));
        commands.filter(|(command, _)| customize::is_offered(self.service.sdk_id, command))
    }

    /// All operations that are offered and can be had. Makes the tables of all.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &'static Operation> + '_ {
        self.operation_commands().filter_map(|(_, name)| self.tables.find(name).ok().flatten())
    }

    /// The operation of this command.
    pub(crate) fn operation(&self, command: &str) -> Result<Option<&'static Operation>, Failure> {
        let command = customize::hidden_name(self.service.sdk_id, command).unwrap_or(command);
        let Some((_, name)) = self.operation_commands().find(|(known, _)| known == command) else { return Ok(None) };
        self.tables.find(name).map_err(Failure::General)
    }

    /// The documentation.
    pub(crate) fn docs(&self) -> &'static Docs {
        self.tables.docs()
    }
}

/// A command that is not an operation. An operation of the same name takes precedence.
#[derive(Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one sentence for the list of commands.
    pub about: &'static str,
    /// Whether the program has it. A command that calls operations needs them in the tables.
    pub is_offered: fn(&Program) -> bool,
    /// Runs it. The arguments are those that remain without its name and the global options.
    pub run: fn(&Program, &Globals, &[String]) -> Result<(), Failure>,
    /// Its options, for shells that complete their values.
    pub options: fn() -> Vec<Opt>,
    /// The words and options that may follow the words after its name, for shells that complete them.
    pub words: fn(&Program, &[String]) -> Vec<String>,
    /// Its help. The words are those between its name and `help`.
    pub help: fn(&Program, &[String]) -> Result<Page, Failure>,
}

/// Commands under a name of their own, beside the services: such as `s3`, whose commands call the service `s3`.
#[derive(Debug)]
pub struct Group {
    /// Its name.
    pub name: &'static str,
    /// The service that its commands call, by the name that [`Services`](crate::many::Services) have for it.
    pub service: &'static str,
    /// What it does, in one sentence for the list of services.
    pub about: &'static str,
    /// Its commands, ordered by name.
    pub commands: &'static [Command],
}

/// A running program.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// What it is made of.
    pub table: &'static Table,
    /// The commands that every program has.
    pub(crate) builtin: &'static [Command],
}

/// What the name of a command refers to.
pub(crate) enum Found {
    Operation(&'static Operation),
    Command(&'static Command),
}

impl Program {
    /// A program without commands of its own: what the commands of a [`Group`] run in.
    pub(crate) fn of(table: &'static Table) -> Self {
        Self { table, builtin: &[] }
    }

    /// The program's name.
    pub fn name(&self) -> &'static str {
        self.table.program
    }

    /// The operation of this name in the model.
    ///
    /// # Errors
    ///
    /// The program does not have the operation.
    pub fn operation(&self, name: &str) -> Result<&'static Operation, Failure> {
        let found = self.table.tables.find(name).map_err(Failure::General)?;
        found.ok_or_else(|| Failure::General(format!("this program has no operation {name}")))
    }

    /// The commands that are not operations, ordered by name.
    pub(crate) fn commands(&self) -> Vec<&'static Command> {
        let all = self.builtin.iter().chain(self.table.commands);
        let mut offered: Vec<_> = all.filter(|it| (it.is_offered)(self)).collect();
        offered.sort_by_key(|it| it.name);
        offered
    }

    /// The operation or the command of this name.
    pub(crate) fn find(&self, name: &str) -> Result<Found, Failure> {
        if let Some(operation) = self.table.operation(name)? {
            return Ok(Found::Operation(operation));
        }
        let commands = self.commands();
        if let Some(command) = commands.iter().find(|it| it.name == name) {
            return Ok(Found::Command(command));
        }
        let names: Vec<String> = self.table.operation_commands().map(|(command, _)| command).collect();
        let choices: Vec<&str> = names.iter().map(String::as_str).chain(commands.iter().map(|it| it.name)).collect();
        Err(Failure::Usage(arguments::invalid_choice("operation", name, &choices), None))
    }
}
