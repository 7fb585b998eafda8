//! `help`: the pages of a program for many services, for terminals and as manual pages, and searches.

use super::groups;
use super::search;
use super::services::OwnContext;
use crate::arguments::{self, Opt, Takes};
use crate::commands::COMMANDS;
use crate::failure::{Called, Failure};
use crate::globals::read_words;
use crate::help_page::{Head, Page};
use crate::program::{Found, Program};
use crate::terminal::print;
use crate::{help, pager};

/// The options of `help`.
fn options() -> Vec<Opt> {
    vec![Opt::new("search", Takes::Many), Opt::new("man", Takes::Nothing)]
}

/// Runs `help` with these arguments.
pub(super) fn run(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let OwnContext { program, globals, .. } = *context;
    let line = "help [--man] [<service> [<operation>]] | --search <words>".to_owned();
    let called = Called { name: "help".to_owned(), line };
    let arguments: Vec<String> = arguments.iter().filter(|it| !super::is_help(it)).cloned().collect();
    let (read, words) = read_words(&options(), &called, &arguments, usize::MAX)?;
    if let Some(searched) = read.last(0) {
        let searched: Vec<String> = searched.iter().chain(&words).cloned().collect();
        return search::run(context, &searched.join(" "));
    }
    let page = page(context, &words)?;
    if read.last(1).is_none() {
        return pager::show(globals, &page);
    }
    let name = [&[program.to_owned()], &words[..]].concat().join("-");
    let source = format!("{program} {}", env!("CARGO_PKG_VERSION"));
    print(&page.roff(&Head { name: &name, source: &source, manual: words.first().map_or(program, String::as_str) }))
}

/// The page that these words name: of the program, a service, or a command.
fn page(context: &OwnContext<'_>, words: &[String]) -> Result<Page, Failure> {
    let [name, rest @ ..] = words else { return Ok(overview(context)) };
    if let Some(group) = context.group(name) {
        return groups::page(context, group, rest);
    }
    if let Some(command) = context.command(name) {
        return Ok((command.help)(context.program));
    }
    let Some(table) = context.find(name)? else { return Err(unknown(context, name)) };
    let program = Program { table, builtin: COMMANDS };
    match rest {
        [] => Ok(help::program(&program)),
        [name, rest @ ..] => match program.find(name)? {
            Found::Operation(operation) => Ok(help::operation(table, operation)),
            Found::Command(command) => (command.help)(&program, rest),
        },
    }
}

/// The failure for a name that is neither a service nor another command.
pub(super) fn unknown(context: &OwnContext<'_>, name: &str) -> Failure {
    if let Some(message) = context.services.missing() {
        return Failure::Configuration("NoPack", message);
    }
    let names = context.names();
    let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    Failure::usage(arguments::invalid_choice("command", name, &names), None)
}

/// The help page of the program.
fn overview(context: &OwnContext<'_>) -> Page {
    let program = context.program;
    let mut page = Page::default();
    page.section("NAME");
    page.text(1, &format!("{program} - Call any AWS service"));
    page.section("SYNOPSIS");
    page.text(1, &format!("{program} [options] <service> <operation> [parameters]"));
    page.text(1, &format!("{program} --model <file> [options] <operation> [parameters]"));
    page.text(1, &format!("{program} help [<service> [<operation>]]"));
    page.text(1, &format!("{program} help --search <words>"));
    page.section("SERVICES");
    if let Some(message) = context.services.missing() {
        page.text(1, &message);
    }
    for (name, title) in context.names() {
        page.entry(1, &name, &title);
    }
    page.item(1, &format!("Run `{program} <service> help` for the operations of a service."));
    page.section("SOURCES OF SERVICES");
    page.item(1, "--model <path>");
    page.text(2, "A Smithy model, as JSON or IDL, whose service is called. Several files are merged.");
    page.item(1, "--pack <path>");
    page.text(2, "The pack of services to use, instead of the one in TINSMITH_PACK or in the program.");
    help::global_options(&mut page);
    page
}
