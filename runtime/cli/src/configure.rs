//! `configure`: reads and writes the shared files, and shows the sources of settings.
//!
//! A program for one service has `configure list`, with additional rows, such as the service's endpoint. A program for
//! many services has the AWS CLI's subcommands, one per file.

mod add_model;
mod export;
mod file;
mod get;
mod import;
mod interactive;
mod list;
mod list_profiles;
mod prompt;
mod set;
mod shared_files;
mod sources;
mod sso_session;

use std::path::PathBuf;

use crate::arguments::{self, Opt, Takes};
use crate::failure::{Called, Failure};
use crate::globals::{Globals, read_words};
use crate::help;
use crate::help_page::Page;
use crate::program::{Command, Program};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::profile::{ProfileError, Profiles};

pub use prompt::{ask, ask_plainly, ask_until};
pub use shared_files::{Section, write as write_section};
pub use sso_session::{SsoSettings, ask_for_session, required};

/// The command's description, in one sentence.
const ABOUT: &str = "Show the value and source of each setting.";

/// The command.
pub(crate) const COMMAND: Command = Command {
    name: "configure",
    about: ABOUT,
    is_offered: |_| true,
    run,
    options: Vec::new,
    words: |_, before| if before.is_empty() { vec!["list".to_owned()] } else { Vec::new() },
    help,
};

/// Runs the command.
fn run(program: &Program, globals: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "configure".to_owned(), line: "configure list".to_owned() });
    match rest {
        [word] if word == "list" => list::run(program.table.service, globals),
        [] => Err(Failure::usage("the following arguments are required: subcommand".to_owned(), called())),
        [word, rest @ ..] if word == "list" => Err(Failure::Unknown(rest.join(", "), called())),
        [word, ..] => Err(Failure::usage(arguments::invalid_choice("subcommand", word, &["list"]), called())),
    }
}

/// The help page of the command.
fn help(program: &Program, _: &[String]) -> Result<Page, Failure> {
    let name = program.name();
    let mut page = Page::of_command(
        name,
        ABOUT,
        "configure list",
        &["configure list [options]"],
        "Prints a line for each setting: its name, its value, and the kind and location of its source. Only the last \
         four characters of keys are shown. Options win over environment variables, and those over the shared files. \
         With --profile, keys in environment variables are ignored.\n\n\
         `manual` is an option, `env` a variable, `config-file` and `shared-credentials-file` are the shared files, and \
         `default` is the default value. The endpoint is that of this service.\n\n\
         With --output or --query on the command line, the output is a list of objects. Nothing is sent to the \
         service.",
    );
    page.section("EXAMPLE");
    page.line(1, &format!("{name} configure list --profile work"));
    help::global_options(&mut page);
    Ok(page)
}

/// The context in which a subcommand runs.
pub(crate) struct Context<'a> {
    /// The program's name.
    pub program: &'a str,
    pub globals: &'a Globals,
    environment: Environment,
}

/// A subcommand: its name, its description, and its function.
type Subcommand = (&'static str, &'static str, fn(&Context<'_>, &[String]) -> Result<(), Failure>);

/// The subcommands, sorted by name.
const SUBCOMMANDS: &[Subcommand] = &[
    ("add-model", "Add a service model to the directory of the AWS CLI.", add_model::run),
    ("export-credentials", "Print the credentials that sign requests.", export::run),
    ("get", "Print the value of a key.", get::run),
    ("import", "Import keys from a CSV file of the console.", import::run),
    ("list", ABOUT, list::run_all),
    ("list-profiles", "List the names of all profiles.", list_profiles::run),
    ("set", "Write the value of a key.", set::run),
    ("sso-session", "Ask for the settings of a single sign-on session, and write them.", sso_session::run),
];

/// Subcommands of the AWS CLI that are not supported.
const MISSING: &[&str] = &["agent-toolkit", "mfa-login", "sso", "wizard"];

impl<'a> Context<'a> {
    pub(crate) fn new(program: &'a str, globals: &'a Globals) -> Self {
        Self { program, globals, environment: Environment::of_process() }
    }

    /// The profile's name.
    fn profile(&self) -> &str {
        self.globals.profile.as_deref().or_else(|| self.environment.profile_name()).unwrap_or("default")
    }

    fn config_file(&self) -> Result<PathBuf, Failure> {
        self.file("AWS_CONFIG_FILE", ".aws/config")
    }

    fn credentials_file(&self) -> Result<PathBuf, Failure> {
        self.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials")
    }

    fn file(&self, variable: &str, in_home: &str) -> Result<PathBuf, Failure> {
        self.environment.file(variable, in_home).ok_or_else(no_home)
    }

    fn home(&self) -> Result<PathBuf, Failure> {
        self.environment.home().ok_or_else(no_home)
    }

    fn profiles(&self) -> Result<Profiles, Failure> {
        let loaded = Profiles::of(&self.environment);
        let told = |errors: Vec<ProfileError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        loaded.map_err(|errors| Failure::General(told(errors)))
    }
}

fn no_home() -> Failure {
    Failure::General("failed to find the home directory: HOME is not set".to_owned())
}

/// Runs a subcommand. Without one, asks for the most common settings.
/// `more` are the names of further subcommands, for suggestions.
pub(crate) fn run_subcommand(context: &Context<'_>, words: &[String], more: &[&str]) -> Result<(), Failure> {
    let Some((name, rest)) = words.split_first() else { return interactive::run(context) };
    if let Some((.., run)) = SUBCOMMANDS.iter().find(|(known, ..)| known == name) {
        return run(context, rest);
    }
    if MISSING.contains(&name.as_str()) {
        let program = context.program;
        return Err(Failure::missing(program, &format!("configure {name}")));
    }
    let names: Vec<&str> = SUBCOMMANDS.iter().map(|(name, ..)| *name).chain(more.iter().copied()).collect();
    Err(Failure::usage(arguments::invalid_choice("subcommand", name, &names), Some(called("configure"))))
}

/// The help page of the command in a program for many services, with the names and descriptions of further subcommands.
pub(crate) fn overview(program: &str, more: &[(&'static str, &'static str)]) -> Page {
    let mut page = Page::of_command(
        program,
        "Read and write the shared files.",
        "configure",
        &["configure [subcommand] [options]"],
        "Without a subcommand, asks for keys, region and output format, and writes the changes. Keys are written to \
         the credentials file, everything else to the configuration file. Other lines of the files stay unchanged.",
    );
    page.section("SUBCOMMANDS");
    let mut all: Vec<_> =
        SUBCOMMANDS.iter().map(|(name, about, _)| (*name, *about)).chain(more.iter().copied()).collect();
    all.sort_unstable();
    for (name, about) in all {
        page.entry(1, name, about);
    }
    page.section("EXAMPLES");
    for line in [
        "configure set region eu-west-1 --profile work",
        "configure get profile.work.region",
        "configure export-credentials --format env",
    ] {
        page.line(1, &format!("{program} {line}"));
    }
    help::global_options(&mut page);
    page
}

/// The subcommands that may follow the words after the command's name.
pub(crate) fn subcommands(before: &[String]) -> Vec<String> {
    if before.is_empty() { SUBCOMMANDS.iter().map(|it| it.0.to_owned()).collect() } else { Vec::new() }
}

fn called(line: &str) -> Called {
    Called { name: "configure".to_owned(), line: line.to_owned() }
}

fn no_more(rest: &[String], line: &str) -> Result<(), Failure> {
    if rest.is_empty() { Ok(()) } else { Err(Failure::Unknown(rest.join(", "), Some(called(line)))) }
}

/// The last four characters of a key. The rest is masked.
fn masked(key: &str) -> String {
    let count = key.chars().count();
    "*".repeat(16) + &key.chars().skip(count.saturating_sub(4)).collect::<String>()
}

/// The arguments of `get` and `set`: words, and the section if it is not a profile.
struct Words {
    values: Vec<String>,
    sso_session: Option<String>,
    services: Option<String>,
}

impl Words {
    fn read(rest: &[String], names: &[&str], line: &str) -> Result<Self, Failure> {
        let options = [Opt::new("sso-session", Takes::One), Opt::new("services", Takes::One)];
        let (read, values) = read_words(&options, &called(line), rest, names.len())?;
        if let Some(missing) = names.get(values.len()..).filter(|it| !it.is_empty()) {
            let message = format!("the following arguments are required: {}", missing.join(", "));
            return Err(Failure::usage(message, Some(called(line))));
        }
        let option = |index: usize| read.last(index).and_then(|it| it.first()).cloned();
        Ok(Self { values, sso_session: option(0), services: option(1) })
    }

    /// The words, whose number equals that of the required names.
    fn values<const N: usize>(&self) -> [&str; N] {
        let mut values = self.values.iter().map(String::as_str);
        std::array::from_fn(|_| values.next().unwrap_or_default())
    }

    /// The type and name of the section.
    fn subsection(&self) -> Result<Option<(&'static str, &str)>, Failure> {
        match (&self.sso_session, &self.services) {
            (Some(_), Some(_)) => Err(Failure::Param(
                "The key \"services\" cannot be specified when one of the following keys are also specified: sso_session"
                    .to_owned(),
            )),
            (Some(name), None) | (None, Some(name)) if name.trim().is_empty() => {
                Err(Failure::Param("The name of a section must not be blank.".to_owned()))
            }
            (Some(name), None) => Ok(Some(("sso-session", name))),
            (None, Some(name)) => Ok(Some(("services", name))),
            (None, None) => Ok(None),
        }
    }
}

/// Splits a name into a key and the key nested in it.
fn unqualified(name: &str) -> (&str, Option<&str>) {
    name.split_once('.').map_or((name, None), |(key, nested)| (key, Some(nested)))
}
