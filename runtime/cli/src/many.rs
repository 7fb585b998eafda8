//! The command line of a program for many services: `PROGRAM SERVICE OPERATION`.

mod own;

use std::path::PathBuf;
use std::process::ExitCode;

use super::alias::{self, Alias};
use super::arguments::{self, Opt, Takes};
use super::failure::Failure;
use super::globals::{self, Globals};
use super::help_page::Page;
use super::program::{Command, Group, Program, Table};
use super::start::{self, ErrorSettings, dispatch, report};
use super::terminal::print;
use super::{debug, help, pager};
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
pub trait Services {
    /// The names and titles of the services, sorted by name.
    fn names(&self) -> Vec<(String, String)>;

    /// The service with this name. The error says why it cannot be loaded.
    fn find(&self, name: &str) -> Result<Option<&'static Table>, String>;

    /// Commands in addition to the services, sorted by name.
    fn groups(&self) -> &'static [Group] {
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
}

/// Services with another name in the AWS CLI than in botocore.
const RENAMED: &[(&str, &str)] =
    &[("agent-toolkit", "agenttoolkit"), ("configservice", "config"), ("deploy", "codedeploy"), ("s3api", "s3")];

/// Second names of services, which help does not show.
const HIDDEN: &[(&str, &str)] = &[("runtime.sagemaker", "sagemaker-runtime")];

/// The options in addition to the global ones.
const PACK: &str = "pack";
const MODEL: &str = "model";

/// Runs the program on the process's arguments.
pub fn main(program: &'static str, open: fn(&Asked) -> Result<Box<dyn Services>, String>) -> ExitCode {
    report(program, |style| run(program, open, &start::arguments()?, style, &mut Vec::new()))
}

/// Runs the program on these arguments. `aliases` are those that were expanded; their names now mean services.
fn run(
    program: &'static str,
    open: fn(&Asked) -> Result<Box<dyn Services>, String>,
    arguments: &[String],
    style: &mut ErrorSettings,
    aliases: &mut Vec<String>,
) -> Result<(), Failure> {
    let mut table = globals::table();
    let own = table.len();
    table.extend([PACK, MODEL].map(|name| Opt::new(name, Takes::One)));
    // Only before the service: operations have options with these names too.
    let front = front(&table, arguments);
    let (head, tail) = arguments.split_at(front);
    if let Some((name, options)) = head.split_last()
        && !name.starts_with('-')
        && !aliases.contains(name)
        && let Some(alias) = alias::find(alias::TOPLEVEL, name)?
    {
        aliases.push(name.clone());
        return match alias {
            Alias::Shell(line) => alias::run(name, &line, tail),
            Alias::Arguments(words) => {
                alias::read(name, &words)?;
                run(program, open, &[options, &words, tail].concat(), style, aliases)
            }
        };
    }
    let mut read = arguments::read(&table, head).map_err(|misuse| Failure::usage(misuse, None))?;
    let of = |index: usize| read.options.iter().filter(move |(it, _)| *it == index).flat_map(|(_, values)| values);
    let asked = Asked {
        program,
        pack: of(own).next_back().map(PathBuf::from),
        models: of(own + 1).map(PathBuf::from).collect(),
    };
    let rest = arguments::read(&table[..own], tail).map_err(|misuse| Failure::usage(misuse, None))?;
    read.options.retain(|(index, _)| *index < own);
    read.options.extend(rest.options);
    *style = ErrorSettings::of(&read);
    let globals = Globals::of(&read)?;
    if globals.debug {
        debug::start();
    }
    if globals.version {
        return print(&format!("{program} {}\n", env!("CARGO_PKG_VERSION")));
    }
    check_encoding()?;
    let services = open(&asked).map_err(|message| Failure::Configuration("NoPack", message))?;
    let words = Words { service: read.positional, before: read.rest, operation: rest.positional, after: rest.rest };
    choose(program, &*services, globals, words, aliases)
}

/// Output is UTF-8; a codec of another name is refused, and one that nobody knows, too.
fn check_encoding() -> Result<(), Failure> {
    const VARIABLE: &str = "AWS_CLI_OUTPUT_ENCODING";
    let named = std::env::var(VARIABLE).ok().filter(|it| !it.is_empty());
    let plain = |name: &String| name.to_ascii_lowercase().replace(['-', '_'], "");
    match named.filter(|it| !matches!(plain(it).as_str(), "utf8" | "ascii" | "usascii")) {
        Some(name) => Err(Failure::General(format!("Unknown codec `{name}` specified for {VARIABLE}."))),
        None => Ok(()),
    }
}

/// The arguments that are neither global options nor their values.
struct Words {
    service: Option<String>,
    /// The remaining arguments before the service.
    before: Vec<String>,
    operation: Option<String>,
    /// The remaining arguments after the service.
    after: Vec<String>,
}

/// The number of arguments up to the service's name, including it.
fn front(table: &[Opt], arguments: &[String]) -> usize {
    let mut index = 0;
    while let Some(argument) = arguments.get(index) {
        index += 1;
        let Some(name) = argument.strip_prefix("--") else { break };
        let known = table.iter().find(|it| it.name == name);
        let takes_next = known.is_some_and(|it| it.takes == Takes::One) && !argument.contains('=');
        index += usize::from(takes_next);
    }
    index.min(arguments.len())
}

/// Selects the service and runs its command.
fn choose(
    program: &'static str,
    services: &dyn Services,
    globals: Globals,
    words: Words,
    aliases: &[String],
) -> Result<(), Failure> {
    let after = words.before.iter().chain(&words.after).cloned();
    if services.is_one() {
        let Some(table) = find(services, "")? else { return Ok(()) };
        let rest: Vec<String> = words.operation.into_iter().chain(after).collect();
        let globals = Globals { credentials: table.credentials, ..globals };
        return dispatch(table, &globals, words.service.as_deref(), &rest);
    }
    let name = match words.service.as_deref() {
        Some(name) if !is_help(name) => name,
        None if !words.before.iter().any(|it| is_help(it)) => {
            return Err(Failure::usage("the following arguments are required: command".to_owned(), None));
        }
        _ => return pager::show(&globals, &overview(program, services)),
    };
    if let Some(group) = services.groups().iter().find(|it| it.name == name) {
        let words: Vec<String> = words.operation.iter().cloned().chain(after.clone()).collect();
        return run_group(services, group, globals, &words);
    }
    let globals = Globals { credentials: services.credentials(), ..globals };
    let rest: Vec<String> = words.operation.iter().cloned().chain(after.clone()).collect();
    if let Some(result) = own::run(program, &globals, name, &rest) {
        return result;
    }
    let Some(table) = find(services, name)? else {
        if aliases.iter().any(|it| it == name) {
            return Err(alias::endless(aliases, name));
        }
        let names: Vec<String> = commands(services).into_iter().map(|(name, _)| name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return Err(Failure::usage(arguments::invalid_choice("command", name, &names), None));
    };
    let globals = Globals { credentials: table.credentials, ..globals };
    dispatch(table, &globals, words.operation.as_deref(), &after.collect::<Vec<_>>())
}

/// Runs a command of a group.
fn run_group(services: &dyn Services, group: &Group, globals: Globals, words: &[String]) -> Result<(), Failure> {
    let service = group.service;
    let missing = || Failure::General(format!("`{}` needs the service `{service}`, which there is not", group.name));
    let table = services.find(service).map_err(Failure::General)?.ok_or_else(missing)?;
    let globals = Globals { credentials: table.credentials, ..globals };
    let program = Program::of(table);
    let found = |name: &str| group.commands.iter().find(|it| it.name == name);
    match words {
        [] => Err(Failure::usage("the following arguments are required: subcommand".to_owned(), None)),
        [only] if is_help(only) => pager::show(&globals, &group_overview(&program, group)),
        [help, name, ..] if is_help(help) && found(name).is_some() => show_help(&program, &globals, found(name)),
        [name, rest @ ..] => match found(name) {
            Some(command) if rest.last().is_some_and(|it| is_help(it)) => show_help(&program, &globals, Some(command)),
            Some(command) => (command.run)(&program, &globals, rest),
            None => {
                let names: Vec<&str> = group.commands.iter().map(|it| it.name).collect();
                Err(Failure::usage(arguments::invalid_choice("subcommand", name, &names), None))
            }
        },
    }
}

fn show_help(program: &Program, globals: &Globals, command: Option<&Command>) -> Result<(), Failure> {
    command.map_or(Ok(()), |it| pager::show(globals, &(it.help)(program, &[])?))
}

fn is_help(word: &str) -> bool {
    matches!(word, "help" | "--help" | "-h")
}

/// The help of a group.
fn group_overview(program: &Program, group: &Group) -> Page {
    let name = program.name();
    let mut page = Page::of_command(name, group.about, "", &["<command> <arguments>"], "");
    page.section("COMMANDS");
    for command in group.commands {
        page.entry(1, command.name, command.about);
    }
    page.item(1, &format!("`{name} <command> help` describes one of them."));
    help::global_options(&mut page);
    page
}

/// The service with this name in commands.
fn find(services: &dyn Services, name: &str) -> Result<Option<&'static Table>, Failure> {
    let found = RENAMED.iter().chain(HIDDEN).find(|(command, _)| *command == name);
    let is_old = RENAMED.iter().any(|(_, old)| *old == name);
    match found {
        None if is_old => Ok(None),
        None => services.find(name).map_err(Failure::General),
        Some((_, name)) => services.find(name).map_err(Failure::General),
    }
}

/// The names of services in commands, with their titles, sorted.
fn commands(services: &dyn Services) -> Vec<(String, String)> {
    let command = |name: String| {
        let renamed = RENAMED.iter().find(|(_, old)| *old == name);
        renamed.map_or(name, |(command, _)| (*command).to_owned())
    };
    let mut commands: Vec<_> = services.names().into_iter().map(|(name, title)| (command(name), title)).collect();
    commands.extend(services.groups().iter().map(|it| (it.name.to_owned(), it.about.to_owned())));
    commands.extend(own::COMMANDS.iter().map(|it| (it.name.to_owned(), it.about.to_owned())));
    commands.sort();
    commands
}

/// The help page of the program.
fn overview(program: &str, services: &dyn Services) -> Page {
    let mut page = Page::default();
    page.section("NAME");
    page.text(1, &format!("{program} - Call any AWS service"));
    page.section("SYNOPSIS");
    page.text(1, &format!("{program} [options] <service> <operation> [parameters]"));
    page.section("SERVICES");
    for (name, title) in commands(services) {
        page.entry(1, &name, &title);
    }
    page.item(1, &format!("Run `{program} <service> help` for the operations of a service."));
    help::global_options(&mut page);
    page
}
