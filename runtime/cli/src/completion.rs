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
use candidates::Candidate;
use line::Line;

/// The command's description, in one sentence.
const ABOUT: &str = "Print the completion script for bash, zsh or fish.";

/// The shells with their scripts. `NAME` is a placeholder for the program.
const SHELLS: &[(&str, &str)] = &[
    ("bash", include_str!("completion/shell.bash")),
    ("zsh", include_str!("completion/shell.zsh")),
    ("fish", include_str!("completion/shell.fish")),
];

/// The subcommand that the scripts call for candidates.
const CANDIDATES: &str = "candidates";

/// The command.
pub(crate) const COMMAND: Command =
    Command { name: "completion", about: ABOUT, is_offered: |_| true, run, options: Vec::new, words, help };

/// Runs the command.
fn run(program: &Program, _: &Globals, rest: &[String]) -> Result<(), Failure> {
    let called = || Some(Called { name: "completion".to_owned(), line: "completion bash|zsh|fish".to_owned() });
    let (asked, shell, more) = match rest {
        [asked, shell, more @ ..] if asked == CANDIDATES => (true, shell, more),
        [shell, more @ ..] => (false, shell, more),
        [] => return Err(Failure::usage("the following arguments are required: shell".to_owned(), called())),
    };
    if !more.is_empty() {
        return Err(Failure::Unknown(more.join(", "), called()));
    }
    let Some((shell, script)) = SHELLS.iter().find(|(name, _)| name == shell) else {
        return Err(Failure::usage(arguments::invalid_choice("shell", shell, &shells()), called()));
    };
    if !asked {
        return print(&script.replace("NAME", program.name()));
    }
    let line = std::env::var("COMP_LINE").unwrap_or_default();
    print(&answer(program, shell, &line))
}

/// The help page of the command.
fn help(program: &Program, _: &[String]) -> Result<Page, Failure> {
    let name = program.name();
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
    Ok(page)
}

/// The words that may follow those after the command's name.
fn words(_: &Program, before: &[String]) -> Vec<String> {
    if before.is_empty() { shells().iter().map(|&it| it.to_owned()).collect() } else { Vec::new() }
}

fn shells() -> Vec<&'static str> {
    SHELLS.iter().map(|(name, _)| *name).collect()
}

/// The candidates for the last word of a line, one per line, in the shell's format.
fn answer(program: &Program, shell: &str, line: &str) -> String {
    let line = Line::split(line);
    let found = candidates::candidates(program, line.before.get(1..).unwrap_or_default(), &line.current);
    let written = |it: &Candidate| match (shell, it.about.is_empty()) {
        ("bash", _) => line.tail(&it.text),
        (_, true) => it.text.clone(),
        (_, false) => format!("{}\t{}", it.text, it.about),
    };
    found.iter().map(|it| written(it) + "\n").collect()
}
