//! The commands that are no operations: the table of them.
//!
//! An operation of the same name wins, so that no service loses one. A command is one line of
//! [`COMMANDS`] and a file, or a directory, of its own.

use super::Table;
use super::arguments::Opt;
use super::completion;
use super::configure;
use super::failure::Failure;
use super::globals::Globals;
use super::help::Page;
use super::man;
use super::rotate;
use super::wait;

/// A command that is no operation.
pub(crate) struct Command {
    /// its name
    pub name: &'static str,
    /// what it does, in one sentence for the list of commands
    pub about: &'static str,
    /// whether there is anything for it to do with these tables
    pub is_offered: fn(&'static Table) -> bool,
    /// runs it; the arguments are those that its name and the options of all commands leave
    pub run: fn(&'static Table, &Globals, &[String]) -> Result<(), Failure>,
    /// its options, as shells that complete their values need them
    pub options: fn() -> Vec<Opt>,
    /// the words and options that may follow those behind its name, for shells that complete them
    pub words: fn(&'static Table, &[String]) -> Vec<String>,
    /// its help; the words are those between its name and `help`
    pub help: fn(&'static Table, &[String]) -> Result<Page, Failure>,
}

/// All of them, ordered by name.
pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: "completion",
        about: completion::ABOUT,
        is_offered: |_| true,
        run: completion::run,
        options: Vec::new,
        words: completion::words,
        help: completion::help,
    },
    Command {
        name: "configure",
        about: configure::ABOUT,
        is_offered: |_| true,
        run: configure::run,
        options: Vec::new,
        words: |_, before| if before.is_empty() { vec!["list".to_owned()] } else { Vec::new() },
        help: configure::help,
    },
    Command {
        name: "man",
        about: man::ABOUT,
        is_offered: |_| true,
        run: man::run,
        options: Vec::new,
        words: man::words,
        help: man::help,
    },
    Command {
        name: rotate::NAME,
        about: rotate::ABOUT,
        is_offered: rotate::is_offered,
        run: rotate::run,
        options: rotate::options,
        words: rotate::words,
        help: rotate::help,
    },
    Command {
        name: "wait",
        about: wait::ABOUT,
        is_offered: wait::is_offered,
        run: wait::run,
        options: Vec::new,
        words: wait::words,
        help: wait::help,
    },
];

/// Those that this program has.
pub(crate) fn offered(table: &'static Table) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |it| (it.is_offered)(table))
}

/// The command of this name.
pub(crate) fn find(table: &'static Table, name: &str) -> Option<&'static Command> {
    offered(table).find(|it| it.name == name)
}

/// The words in front of `help`, if that is what the arguments of a command ask for.
pub(crate) fn help_asked(arguments: &[String]) -> Option<Vec<String>> {
    let is_option = |argument: &String| argument.starts_with('-');
    let is_help = |argument: &String| argument == "--help" || argument == "-h";
    if arguments.iter().any(is_help) {
        return Some(arguments.iter().take_while(|it| !is_option(it)).cloned().collect());
    }
    let (last, words) = arguments.split_last()?;
    (last == "help" && !words.iter().any(is_option)).then(|| words.to_vec())
}
