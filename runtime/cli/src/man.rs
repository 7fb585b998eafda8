//! `man`: help as manual pages.
//!
//! The contents are those of `help`, in the format of `man(7)`.

use crate::failure::{Called, Failure};
use crate::globals::Globals;
use crate::help;
use crate::help_page::{Head, Page};
use crate::program::{Command, Found, Program};
use crate::terminal::print;

const ABOUT: &str = "Print a manual page of this program or of a command.";

/// The command.
pub(crate) const COMMAND: Command =
    Command { name: "man", about: ABOUT, is_offered: |_| true, run, options: Vec::new, words, help };

fn run(program: &Program, _: &Globals, rest: &[String]) -> Result<(), Failure> {
    let (command, page) = match rest {
        [] => (None, help::program(program)),
        [name] => {
            let page = match program.find(name)? {
                Found::Operation(operation) => help::operation(program.table, operation),
                Found::Command(command) => (command.help)(program, &[])?,
            };
            (Some(name), page)
        }
        [_, more @ ..] => {
            let called = Called { name: "man".to_owned(), line: "man [<command>]".to_owned() };
            return Err(Failure::Unknown(more.join(", "), Some(called)));
        }
    };
    let name = program.name();
    let title = command.map_or_else(|| name.to_owned(), |command| format!("{name}-{command}"));
    let source = format!("{name} {}", env!("CARGO_PKG_VERSION"));
    print(&page.roff(&Head { name: &title, source: &source, manual: program.table.service.sdk_id }))
}

fn words(program: &Program, before: &[String]) -> Vec<String> {
    if !before.is_empty() {
        return Vec::new();
    }
    let operations = program.table.operation_commands().map(|(command, _)| command);
    operations.chain(program.commands().iter().map(|it| it.name.to_owned())).collect()
}

fn help(program: &Program, _: &[String]) -> Result<Page, Failure> {
    let name = program.name();
    let description = "Prints the help in the format of the `man` program.";
    let mut page = Page::of_command(name, ABOUT, "man", &["man [<command>]"], description);
    page.section("EXAMPLE");
    page.line(1, &format!("{name} man > {name}.1 && man ./{name}.1"));
    help::global_options(&mut page);
    Ok(page)
}
