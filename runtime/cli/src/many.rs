//! The command line of a program for many services: `PROGRAM SERVICE OPERATION`.

mod complete;
mod configure;
mod groups;
mod own;
mod pages;
mod search;
mod services;

use std::path::PathBuf;
use std::process::ExitCode;

use super::alias::{self, Alias};
use super::arguments::{self, Opt, Read, Takes};
use super::failure::Failure;
use super::globals::{self, Globals};
use super::start::{self, ErrorSettings, dispatch, report};
use super::terminal::print;
use super::{auto_prompt, completion, debug};

pub use configure::{CONFIGURE_ABOUT, ConfigureCommand, configure_page, configure_words, run_configure};
pub use services::{Asked, OwnCommand, OwnContext, Services, Texts};

/// The options in addition to the global ones.
const PACK: &str = "pack";
const MODEL: &str = "model";

/// Runs the program on the process's arguments.
pub fn main(program: &'static str, open: fn(&Asked) -> Result<Box<dyn Services>, String>) -> ExitCode {
    report(program, |style| run(program, open, &start::arguments()?, style, &mut Vec::new()))
}

/// Prints the words that complete the line in `COMP_LINE` up to `COMP_POINT`, as the AWS CLI's `aws_completer` does for
/// bash's `complete -C aws_completer aws`.
pub fn complete(program: &'static str, open: fn(&Asked) -> Result<Box<dyn Services>, String>) -> ExitCode {
    report(program, |_| {
        let line = std::env::var("COMP_LINE").unwrap_or_default();
        let point = std::env::var("COMP_POINT").ok().and_then(|it| it.parse().ok()).unwrap_or(line.len());
        let line = line.get(..point).unwrap_or(&line);
        let asked = Asked { program, pack: None, models: Vec::new() };
        let services = open(&asked).map_err(|message| Failure::Configuration("NoPack", message))?;
        let globals = Globals::of(program, &Read::default())?;
        let context = OwnContext { program, globals: &globals, services: &*services, builtin: own::COMMANDS };
        print(&completion::answer("bash", line, |before, current| complete::of_line(&context, before, current)))
    })
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
    let wrong = |misuse| Failure::usage(misuse, None);
    let rest = arguments::read_after_command(&table[..own], tail).map_err(wrong)?;
    // The same with all arguments in order: what looks like a command may be the value of an option.
    let ordered = [&[String::new()], tail].concat();
    let ordered = arguments::read(&table[..own], &ordered).map_err(wrong)?.rest;
    read.options.retain(|(index, _)| *index < own);
    read.options.extend(rest.options);
    *style = ErrorSettings::of(&read);
    let globals = Globals::of(program, &read)?;
    if globals.debug {
        debug::start();
    }
    if globals.version {
        return print(&format!("{program} {}\n", env!("CARGO_PKG_VERSION")));
    }
    check_encoding()?;
    auto_prompt::check(&globals)?;
    let services = open(&asked).map_err(|message| Failure::Configuration("NoPack", message))?;
    let (service, before, operation, after) = (read.positional, read.rest, rest.positional, rest.rest);
    let words = Words { service, before, operation, after, ordered };
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
    /// All arguments after the service, in order.
    ordered: Vec<String>,
}

/// The number of arguments up to the service's name, including it.
fn front(table: &[Opt], arguments: &[String]) -> usize {
    place_of_name(table, arguments).map_or(arguments.len(), |it| it + 1)
}

/// The place of the service's name, or of an unknown option with one dash.
fn place_of_name(table: &[Opt], arguments: &[String]) -> Option<usize> {
    let mut index = 0;
    while let Some(argument) = arguments.get(index) {
        let Some(name) = argument.strip_prefix("--") else { return Some(index) };
        index += 1;
        let known = table.iter().find(|it| it.name == name);
        let takes_next = known.is_some_and(|it| match it.takes {
            Takes::One | Takes::OwnChoice => true,
            Takes::ChoiceOr(_) => arguments.get(index).is_some_and(|next| it.choices.contains(&next.as_str())),
            _ => false,
        });
        index += usize::from(takes_next);
    }
    None
}

/// Selects the service and runs its command.
fn choose(
    program: &'static str,
    services: &dyn Services,
    globals: Globals,
    words: Words,
    aliases: &[String],
) -> Result<(), Failure> {
    if services.is_one() {
        let Some(table) = services.find("").map_err(Failure::General)? else { return Ok(()) };
        let rest = [words.before, words.ordered].concat();
        let globals = Globals { credentials: table.credentials, ..globals };
        return dispatch(table, &globals, words.service.as_deref(), &rest);
    }
    let globals = Globals { credentials: services.credentials(), ..globals };
    let context = OwnContext { program, globals: &globals, services, builtin: own::COMMANDS };
    let name = match words.service.as_deref() {
        Some(name) if !is_help(name) => name,
        None if !words.before.iter().any(|it| is_help(it)) => {
            return Err(Failure::usage("the following arguments are required: command".to_owned(), None));
        }
        _ => return pages::run(&context, &words.ordered),
    };
    let after = words.before.iter().chain(&words.after).cloned();
    let rest: Vec<String> = words.operation.iter().cloned().chain(after.clone()).collect();
    if let Some(group) = context.group(name) {
        return groups::run(program, services, group, globals, &rest);
    }
    if let Some(result) = context.run(name, &rest) {
        return result;
    }
    let Some(table) = context.find(name)? else {
        return Err(match aliases.iter().any(|it| it == name) {
            true => alias::endless(aliases, name),
            false => pages::unknown(&context, name),
        });
    };
    let globals = Globals { credentials: table.credentials, ..globals };
    let outcome = dispatch(table, &globals, words.operation.as_deref(), &after.collect::<Vec<_>>());
    outcome.map_err(|failure| failure.within(name))
}

fn is_help(word: &str) -> bool {
    matches!(word, "help" | "--help" | "-h")
}
