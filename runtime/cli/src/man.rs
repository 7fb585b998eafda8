//! `man`: the help as manual pages.
//!
//! The page is the one that `help` shows, set by other rules.

use super::failure::{Called, Failure};
use super::globals::Globals;
use super::help::{self, Head, Page};
use super::run::print;
use super::{Found, Table, commands, find};

/// What the command does, in one sentence.
pub(crate) const ABOUT: &str = "Print a manual page of this program or of a command.";

/// Runs the command.
pub(crate) fn run(table: &'static Table, _: &Globals, rest: &[String]) -> Result<(), Failure> {
    let (name, page) = match rest {
        [] => (None, help::program(table)),
        [name] => {
            let page = match find(table, name)? {
                Found::Operation(operation) => help::operation(table, operation),
                Found::Command(command) => (command.help)(table, &[])?,
            };
            (Some(name), page)
        }
        [_, more @ ..] => {
            let called = Called { name: "man".to_owned(), line: "man [<command>]".to_owned() };
            return Err(Failure::Unknown(more.join(", "), Some(called)));
        }
    };
    let program = table.program;
    let name = name.map_or_else(|| program.to_owned(), |name| format!("{program}-{name}"));
    let source = format!("{program} {}", env!("CARGO_PKG_VERSION"));
    print(&page.roff(&Head { name: &name, source: &source, manual: table.service.sdk_id }))
}

/// The words that may follow those behind the command's name.
pub(crate) fn words(table: &'static Table, before: &[String]) -> Vec<String> {
    if !before.is_empty() {
        return Vec::new();
    }
    let operations = table.commands().map(|(command, _)| command);
    operations.chain(commands::offered(table).map(|it| it.name.to_owned())).collect()
}

/// The help of the command.
pub(crate) fn help(table: &'static Table, _: &[String]) -> Result<Page, Failure> {
    let program = table.program;
    let mut page = Page::default();
    page.section("NAME");
    page.text(1, &format!("{program} man - {ABOUT}"));
    page.section("SYNOPSIS");
    page.text(1, &format!("{program} man [<command>]"));
    page.section("DESCRIPTION");
    page.text(1, "What `help` shows, in the form that the program `man` takes.");
    page.section("EXAMPLE");
    page.line(1, &format!("{program} man > {program}.1 && man ./{program}.1"));
    help::globals(&mut page);
    Ok(page)
}
