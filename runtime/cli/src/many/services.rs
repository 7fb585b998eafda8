//! The services of a program, and their names in commands.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::pager;
use crate::program::{Group, Table};
use tinsmith_runtime::config::ProviderChain;

/// The arguments that say where services come from.
#[derive(Debug)]
#[non_exhaustive]
pub struct Asked {
    /// The name of the program.
    pub program: &'static str,
    /// The pack in `--pack`.
    pub pack: Option<PathBuf>,
    /// The files in `--model`.
    pub models: Vec<PathBuf>,
}

/// The services of a program.
pub trait Services: Sync {
    /// The names and titles of the services, sorted by name.
    fn names(&self) -> Vec<(String, String)>;

    /// The service with this name. The error says why it cannot be loaded.
    fn find(&self, name: &str) -> Result<Option<&'static Table>, String>;

    /// Whether there is a service with this name, also one that [`names`](Self::names) omits.
    fn is_known(&self, name: &str) -> bool {
        self.names().iter().any(|(it, _)| it == name)
    }

    /// Commands in addition to the services, sorted by name.
    fn groups(&self) -> &'static [Group] {
        &[]
    }

    /// Commands that belong to no service, in addition to those of every program. One with the same name replaces the
    /// program's.
    fn commands(&self) -> &'static [OwnCommand] {
        &[]
    }

    /// The source of credentials, for commands that call no service.
    fn credentials(&self) -> Option<&'static dyn ProviderChain> {
        None
    }

    /// Whether there is only one service, so that its name is not an argument.
    fn is_one(&self) -> bool {
        false
    }

    /// Why most services are missing, if they are.
    fn missing(&self) -> Option<String> {
        None
    }

    /// The texts of a service, for searches. The error says why they cannot be loaded.
    fn texts(&self, name: &str) -> Result<Texts, String> {
        let _ = name;
        Ok(Texts::default())
    }
}

/// The texts of a service, for searches.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Texts {
    /// The name that SDKs use for the service.
    pub sdk_id: String,
    /// The names of the operations in the model, with their documentation.
    pub operations: Vec<(String, String)>,
    /// The names of the waiters in the model, with their descriptions.
    pub waiters: Vec<(String, String)>,
    /// The names of commands that are not operations, with their descriptions.
    pub commands: Vec<(String, String)>,
}

/// A command that does not belong to a service.
#[derive(Debug)]
pub struct OwnCommand {
    /// The name.
    pub name: &'static str,
    /// The description, in one sentence for the list of commands.
    pub about: &'static str,
    /// Runs the command with the arguments after its name, without the global options.
    pub run: fn(&OwnContext<'_>, &[String]) -> Result<(), Failure>,
    /// Its help page, for a program with this name.
    pub help: fn(&str) -> Page,
    /// The words and options that may follow the words after its name, for completion.
    pub words: fn(&[String]) -> Vec<String>,
}

/// What a command runs in.
pub struct OwnContext<'a> {
    /// The name of the program.
    pub program: &'a str,
    /// The global options.
    pub globals: &'a Globals,
    /// The services of the program.
    pub services: &'a dyn Services,
    /// The commands of every program.
    pub(super) builtin: &'static [OwnCommand],
}

/// Commands of the AWS CLI that are not supported.
const MISSING: &[&str] = &["cli-dev", "history", "login", "update"];

/// Services of the AWS CLI that not every botocore describes.
const NEWER: &[&str] = &["agent-toolkit"];

impl OwnContext<'_> {
    /// Whether this name is that of a service or another command, or reserved for one.
    pub fn is_taken(&self, name: &str) -> bool {
        let is_command = || self.group(name).is_some() || self.command(name).is_some();
        name == "help" || MISSING.contains(&name) || is_command() || self.services.is_known(name)
    }

    /// The service with this name.
    pub(super) fn find(&self, name: &str) -> Result<Option<&'static Table>, Failure> {
        self.services.find(name).map_err(Failure::General)
    }

    /// All commands that do not belong to a service.
    pub(super) fn commands(&self) -> impl Iterator<Item = &'static OwnCommand> {
        let own = self.services.commands();
        self.builtin.iter().filter(|it| own.iter().all(|other| other.name != it.name)).chain(own)
    }

    /// The command with this name that does not belong to a service.
    pub(super) fn command(&self, name: &str) -> Option<&'static OwnCommand> {
        self.commands().find(|it| it.name == name)
    }

    /// The group of commands with this name.
    pub(super) fn group(&self, name: &str) -> Option<&'static Group> {
        self.services.groups().iter().find(|it| it.name == name)
    }

    /// The names of services and other commands, with their titles, sorted.
    pub(super) fn names(&self) -> Vec<(String, String)> {
        let mut names = self.services.names();
        names.extend(self.services.groups().iter().map(|it| (it.name.to_owned(), it.about.to_owned())));
        names.extend(self.commands().map(|it| (it.name.to_owned(), it.about.to_owned())));
        names.sort();
        names
    }

    /// Runs the command with this name that does not belong to a service. `None` if there is none.
    pub(super) fn run(&self, name: &str, rest: &[String]) -> Option<Result<(), Failure>> {
        let is_newer = || NEWER.contains(&name) && matches!(self.find(name), Ok(None));
        if MISSING.contains(&name) || is_newer() {
            return Some(Err(Failure::missing(self.program, name)));
        }
        let found = self.command(name)?;
        Some(match rest.last() {
            Some(last) if super::is_help(last) => pager::show(self.globals, &(found.help)(self.program)),
            _ => (found.run)(self, rest),
        })
    }
}
