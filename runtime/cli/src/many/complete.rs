//! `completion` of a program for many services.

use super::services::OwnContext;
use super::{MODEL, PACK, groups, place_of_name};
use crate::arguments::{Opt, Takes};
use crate::commands::COMMANDS;
use crate::completion::{self, Candidate, Scope};
use crate::failure::{Called, Failure};
use crate::globals;
use crate::program::Program;
use crate::terminal::print;

/// Runs `completion` with these arguments.
pub(super) fn run(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "completion".to_owned(), line: "completion bash|zsh|fish".to_owned() });
    match completion::asked(arguments, called)? {
        (shell, false) => print(&completion::script(shell, context.program)),
        (shell, true) => {
            let line = std::env::var("COMP_LINE").unwrap_or_default();
            print(&completion::answer(shell, &line, |before, current| of_line(context, before, current)))
        }
    }
}

/// The words that complete `current` after the words `before`, which begin after the program's name.
pub(super) fn of_line(context: &OwnContext<'_>, before: &[String], current: &str) -> Vec<Candidate> {
    let mut table = globals::table();
    table.extend([PACK, MODEL].map(|name| Opt::new(name, Takes::One)));
    let before: Vec<String> = before.iter().filter(|it| *it != "help" && *it != "--man").cloned().collect();
    let index = place_of_name(&table, &before);
    let Some((index, name)) = index.and_then(|it| before.get(it).map(|name| (it, name.as_str()))) else {
        return completion::candidates(&Scope::Names(first_words(context)), &before, current);
    };
    let rest: Vec<String> =
        before.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, it)| it.clone()).collect();
    if let Some(group) = context.group(name) {
        let Ok(program) = groups::program(context.program, context.services, group) else { return Vec::new() };
        return completion::candidates(&Scope::Group(&program, group), &rest, current);
    }
    if let Some(command) = context.command(name) {
        let words = (command.words)(before.get(index + 1..).unwrap_or_default());
        let words = words.into_iter().map(|text| Candidate { text, about: String::new() }).collect();
        return completion::candidates(&Scope::Words(words), &rest, current);
    }
    match context.find(name) {
        Ok(Some(table)) => {
            let program = Program { table, builtin: COMMANDS };
            completion::candidates(&Scope::Service(&program), &rest, current)
        }
        _ => Vec::new(),
    }
}

/// The words with which a line begins: services and other commands.
fn first_words(context: &OwnContext<'_>) -> Vec<Candidate> {
    let help = ("help".to_owned(), "Show help, or find commands.".to_owned());
    let words = context.names().into_iter().chain([help]);
    words.map(|(text, about)| Candidate { text, about }).collect()
}
