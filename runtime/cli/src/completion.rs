//! `completion`: completes the command in shells.
//!
//! `completion bash|zsh|fish` prints a short script for the shell, which calls the program itself for matching words
//! (`completion candidates`, with the line so far in `COMP_LINE`). Starting the program takes a millisecond, so the
//! tables need not be translated to shell scripts, and profiles and files are always current.

mod candidates;
mod files;
mod line;
mod regions;

use crate::arguments;
use crate::failure::{Called, Failure};
use crate::globals::Globals;
use crate::help;
use crate::help_page::Page;
use crate::program::{Command, Program};
use crate::terminal::print;
pub(crate) use candidates::{Candidate, Scope, candidates};
use line::Line;

/// The command's description, in one sentence.
pub(crate) const ABOUT: &str = "Print the completion script for bash, zsh or fish.";

/// The shells with their scripts. `NAME` is a placeholder for the program.
const SHELLS: &[(&str, &str)] = &[
    ("bash", include_str!("completion/shell.bash")),
    ("zsh", include_str!("completion/shell.zsh")),
    ("fish", include_str!("completion/shell.fish")),
];

/// The subcommand that the scripts call for candidates.
const CANDIDATES: &str = "candidates";

/// The command.
pub(crate) const COMMAND: Command = Command {
    name: "completion",
    about: ABOUT,
    // A program for many services has a single script for all of them.
    is_offered: |program| !program.name().contains(' '),
    run,
    options: Vec::new,
    words: |_, before| shells_after(before),
    help: |program, _| Ok(page(program.name())),
};

/// Runs the command.
fn run(program: &Program, _: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "completion".to_owned(), line: "completion bash|zsh|fish".to_owned() });
    match asked(rest, called)? {
        (shell, false) => print(&script(shell, program.name())),
        (shell, true) => {
            let line = std::env::var("COMP_LINE").unwrap_or_default();
            let scope = Scope::Service(program);
            print(&answer(shell, &line, |before, current| candidates(&scope, before, current)))
        }
    }
}

/// The shell in the arguments of the command, and whether candidates are asked for rather than the script.
pub(crate) fn asked(
    arguments: &[String],
    called: impl Fn() -> Option<Called>,
) -> Result<(&'static str, bool), Failure> {
    let (is_asked, shell, more) = match arguments {
        [asked, shell, more @ ..] if asked == CANDIDATES => (true, shell, more),
        [shell, more @ ..] => (false, shell, more),
        [] => return Err(Failure::usage("the following arguments are required: shell".to_owned(), called())),
    };
    if !more.is_empty() {
        return Err(Failure::Unknown(more.join(", "), called()));
    }
    match SHELLS.iter().find(|(name, _)| name == shell) {
        Some((shell, _)) => Ok((shell, is_asked)),
        None => Err(Failure::usage(arguments::invalid_choice("shell", shell, &shells()), called())),
    }
}

/// The script for a shell and a program with this name.
pub(crate) fn script(shell: &str, program: &str) -> String {
    let script = SHELLS.iter().find(|(name, _)| *name == shell).map_or("", |(_, script)| script);
    script.replace("NAME", program)
}

/// The help page of the command.
pub(crate) fn page(name: &str) -> Page {
    let mut page = Page::of_command(
        name,
        ABOUT,
        "completion",
        &["completion bash|zsh|fish"],
        "Completes commands, options and enum values, profiles after options that take one, regions after \
         --region, and files after file:// and fileb://.",
    );
    page.section("EXAMPLE");
    page.text(1, "In ~/.bashrc:");
    page.line(2, &format!("eval \"$({name} completion bash)\""));
    page.item(1, "In ~/.zshrc, below `compinit`:");
    page.line(2, &format!("eval \"$({name} completion zsh)\""));
    page.item(1, "In ~/.config/fish/config.fish:");
    page.line(2, &format!("{name} completion fish | source"));
    help::global_options(&mut page);
    page
}

/// The words that may follow those after the command's name.
pub(crate) fn shells_after(before: &[String]) -> Vec<String> {
    if before.is_empty() { shells().iter().map(|&it| it.to_owned()).collect() } else { Vec::new() }
}

fn shells() -> Vec<&'static str> {
    SHELLS.iter().map(|(name, _)| *name).collect()
}

/// The candidates for the last word of a line, one per line, in the shell's format. `find` gets the words after the
/// program's name, and the last one.
pub(crate) fn answer(shell: &str, line: &str, find: impl FnOnce(&[String], &str) -> Vec<Candidate>) -> String {
    let line = Line::split(line);
    let found = find(line.before.get(1..).unwrap_or_default(), &line.current);
    let written = |it: &Candidate| match (shell, it.about.is_empty()) {
        ("bash", _) => line.tail(&it.text),
        (_, true) => it.text.clone(),
        (_, false) => format!("{}\t{}", it.text, it.about),
    };
    found.iter().map(|it| written(it) + "\n").collect()
}
