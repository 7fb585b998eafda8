//! Groups of commands beside the services.

use super::services::{OwnContext, Services};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::help_page::Page;
use crate::program::{Command, Group, Program, Table};
use crate::{arguments, help, pager};

/// Runs a command of a group of the program with this name.
pub(super) fn run(
    name: &str,
    services: &dyn Services,
    group: &Group,
    globals: Globals,
    words: &[String],
) -> Result<(), Failure> {
    let program = program(name, services, group)?;
    let globals = Globals { credentials: program.table.credentials, ..globals };
    let found = |name: &str| group.commands.iter().find(|it| it.name == name);
    let show = |command: &Command| pager::show(&globals, &(command.help)(&program, &[])?);
    match words {
        [] => Err(Failure::usage("the following arguments are required: subcommand".to_owned(), None)),
        [only] if super::is_help(only) => pager::show(&globals, &overview(&program, group)),
        [help, name, ..] if super::is_help(help) && found(name).is_some() => found(name).map_or(Ok(()), show),
        [name, rest @ ..] => match found(name) {
            Some(command) if rest.last().is_some_and(|it| super::is_help(it)) => show(command),
            Some(command) => (command.run)(&program, &globals, rest),
            None => Err(unknown(group, name)),
        },
    }
}

/// The help page of a group, or of the command that the first word names.
pub(super) fn page(context: &OwnContext<'_>, group: &Group, words: &[String]) -> Result<Page, Failure> {
    let program = program(context.program, context.services, group)?;
    match words {
        [] => Ok(overview(&program, group)),
        [name, rest @ ..] => match group.commands.iter().find(|it| it.name == *name) {
            Some(command) => (command.help)(&program, rest),
            None => Err(unknown(group, name)),
        },
    }
}

/// The program in which the commands of a group run, part of the program with this name.
pub(super) fn program(name: &str, services: &dyn Services, group: &Group) -> Result<Program, Failure> {
    let service = group.service;
    let missing = || match services.missing() {
        Some(message) => Failure::Configuration("NoPack", message),
        None => Failure::General(format!("`{}` needs the service `{service}`, which is missing", group.name)),
    };
    let table = services.find(service).map_err(Failure::General)?.ok_or_else(missing)?;
    // Its messages name the group, not the service.
    let program = format!("{name} {}", group.name).leak();
    Ok(Program::of(Box::leak(Box::new(Table { program, ..*table }))))
}

fn unknown(group: &Group, name: &str) -> Failure {
    let names: Vec<&str> = group.commands.iter().map(|it| it.name).collect();
    Failure::usage(arguments::invalid_choice("subcommand", name, &names), None)
}

/// The help of a group.
fn overview(program: &Program, group: &Group) -> Page {
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
